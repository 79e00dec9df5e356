//! The exact engine: orders, matching, ledger, lots, corporate actions, event log.
//!
//! Order of events inside a step: corporate actions, open, path, close, mark, strategy callback, new orders (`engine/SPEC.md`).
#![forbid(unsafe_code)]
#![deny(clippy::float_arithmetic, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod account;
mod clock;
mod config;
mod curve;
mod engine;
mod error;
mod log;
mod order_rows;
mod statement;
mod text;
mod view;
mod matching;
mod model;
mod orders;

pub use account::*;
pub use clock::*;
pub use config::*;
pub use curve::*;
pub use engine::*;
pub use error::*;
pub use log::*;
pub use statement::*;
pub use model::*;
pub use orders::*;
pub use view::*;
