//! What the engine trades on: bars as exact integer columns, the instruments they belong to, and the readers that make them.
#![forbid(unsafe_code)]

mod bars;
mod instrument;

pub use bars::{Action, ActionKind, Bars};
pub use instrument::{AssetClass, Instrument};
