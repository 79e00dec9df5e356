//! Matching: which order acts at which point of a bar, at what price, and whether the account can pay for it.

mod actions;
mod birth;
mod budget;
mod chance;
mod detail;
mod execute;
mod finish;
mod funds;
mod horizon;
mod margin_call;
mod path;
mod self_trade;
mod slip;
mod step;
mod trial;
mod waiting;
mod walk;

pub use actions::ActionQueue;
pub use birth::Turn;
pub use budget::Budgets;
pub(crate) use chance::{CHANCE_SCALE, splitmix64};
pub use detail::DetailFit;
pub(crate) use funds::reduces;
pub use horizon::FIRST_REACH;
pub(crate) use margin_call::MarginWatch;
pub use slip::SlippageFunction;
pub use trial::{DecidedBy, DecidingBar, Forced};
