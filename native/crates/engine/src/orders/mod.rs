//! Orders: what the strategy asked for, their life cycle, the book of open ones, and how linked orders move each other.

mod book;
mod check;
mod contingency;
mod expiry;
mod extras;
mod limits;
mod modify;
mod oco;
mod order;
mod oto;
mod ouo;
pub mod pre_trade;
mod refusal;
mod request;
mod status;
mod submit;
mod terms;

pub use book::Book;
pub use extras::{Expires, Expiry, Extras, Iceberg, Special};
pub use limits::DayEquity;
pub use order::{Distance, Heard, Order, OrderState, Share, TrailState, Waits, price_of_level};
pub use refusal::{Missing, Refusal};
pub use request::{At, BracketRequest, Changes, Kind, Notice, OrderRequest, Tif, Trail};
pub use status::Status;
