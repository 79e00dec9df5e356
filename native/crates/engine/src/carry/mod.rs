//! What holding costs or brings from day to day: borrowed shares, positions overnight, cash and debt (M12–M14).

mod accrue;
mod charges;
mod day_count;
mod locate;
mod terms;

pub(crate) use charges::Charges;
pub use day_count::DayCount;
pub use terms::{CarryTerms, DatedRate};

use crate::account::MoneyAccount;

/// The kinds in the order in which a day posts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarryKind {
    Borrow,
    Financing,
    Interest,
}

impl CarryKind {
    pub fn name(self) -> &'static str {
        self.account().name()
    }

    pub fn account(self) -> MoneyAccount {
        match self {
            Self::Borrow => MoneyAccount::Borrow,
            Self::Financing => MoneyAccount::Financing,
            Self::Interest => MoneyAccount::Interest,
        }
    }
}
