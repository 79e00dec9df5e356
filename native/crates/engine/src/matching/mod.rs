//! Matching: which order acts at which point of a bar, at what price, and whether the account can pay for it.

mod actions;
mod budget;
mod execute;
mod finish;
mod funds;
mod horizon;
mod path;
mod self_trade;
mod step;
mod trial;
mod waiting;
mod walk;

pub use actions::ActionQueue;
pub use budget::Budgets;
pub(crate) use funds::reduces;
pub use horizon::FIRST_REACH;
pub use trial::{DecidedBy, DecidingBar, Forced};
