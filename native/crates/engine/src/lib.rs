//! The exact engine: orders, matching, ledger, lots, corporate actions, event log.
//!
//! Order of events inside a step: corporate actions, open, path, close, mark, strategy callback, new orders (`engine/SPEC.md`).
#![forbid(unsafe_code)]
#![deny(clippy::float_arithmetic, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod account;
mod clock;
mod config;
mod curve;
mod error;
mod log;
mod statement;
mod model;

pub use account::*;
pub use clock::*;
pub use config::*;
pub use curve::*;
pub use error::*;
pub use log::*;
pub use statement::*;
pub use model::*;
