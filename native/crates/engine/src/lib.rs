//! The exact engine: orders, matching, ledger, lots, corporate actions, event log.
//!
//! Order of events inside a step: corporate actions, open, path, close, mark, strategy callback, new orders (`engine/SPEC.md`).
#![forbid(unsafe_code)]
#![deny(clippy::float_arithmetic, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod account;
mod carry;
mod clock;
mod config;
mod curve;
mod curve_facts;
#[cfg(test)]
mod curve_facts_tests;
mod curve_fold;
#[cfg(test)]
mod curve_tests;
mod engine;
mod error;
mod latency;
mod log;
mod matching;
mod model;
mod nearest;
mod order_rows;
mod orders;
mod price_range;
mod statement;
#[cfg(test)]
mod statement_tests;
#[cfg(test)]
mod testing;
mod text;
mod trade_facts;
mod view;

pub use account::*;
pub use carry::{CarryKind, CarryTerms, DatedRate, DayCount};
pub use clock::*;
pub use config::*;
pub use curve::*;
pub use curve_facts::{CurveFacts, Fall};
pub use engine::*;
pub use error::*;
pub use latency::{BarSpan, Delay, LatencySettings, Sessions};
pub use log::*;
pub use matching::{DecidedBy, DecidingBar, DetailFit, SlippageFunction};
pub use model::*;
pub use orders::*;
pub use price_range::PriceRange;
pub use statement::*;
pub use view::*;
