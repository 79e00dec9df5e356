//! Recorded trades, quotes and order books: read as they come, replayed message by message, checked, and with orders of one's own in the
//! queues. Prices and quantities are exact; a float appears only in the probability models of queues, which estimate.
#![forbid(unsafe_code)]
#![deny(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod bars;
mod error;
mod feed;
mod formats;
mod market;
mod queue;
mod run;
mod source;
mod tickers;
mod time;

pub use error::ReplayError;
pub use queue::QueueModel;
pub use run::{Options, OwnOrder, replay};
