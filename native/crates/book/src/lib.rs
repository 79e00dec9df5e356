//! A limit order book with price-time priority, for one instrument. Prices are whole ticks, quantities whole lots; there is no float.
//!
//! What happens comes out as events in the order in which it happens; the same orders give the same events. Orders stand in a slab,
//! queues are intrusive lists, so a cancel costs the same whatever stands in the book.
#![forbid(unsafe_code)]
#![deny(clippy::float_arithmetic, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod auction;
mod book;
mod depth;
mod error;
mod event;
mod numbering;
mod order;
mod side_levels;
mod slab;

pub use auction::Uncrossing;
pub use book::{Book, Changes, Phase};
pub use depth::{DepthLevel, QueuePosition, RestingOrder};
pub use error::BookError;
pub use event::{Event, Reason, Sink, Trade};
pub use order::{NewOrder, OrderId, OrderKind, SelfTrade, Side, TimeInForce};
