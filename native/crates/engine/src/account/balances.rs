use crate::error::overflow;
use crate::{EngineError, SymbolId};

pub(crate) const MONEY_ACCOUNTS: usize = 10;

/// The accounts that hold money, in the order their postings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyAccount {
    Borrow,
    Capital,
    Cash,
    Dividends,
    Fees,
    Financing,
    Interest,
    Market,
    Receivable,
    Rounding,
}

impl MoneyAccount {
    pub const ALL: [Self; MONEY_ACCOUNTS] = [
        Self::Borrow,
        Self::Capital,
        Self::Cash,
        Self::Dividends,
        Self::Fees,
        Self::Financing,
        Self::Interest,
        Self::Market,
        Self::Receivable,
        Self::Rounding,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Borrow => "borrow",
            Self::Capital => "capital",
            Self::Cash => "cash",
            Self::Dividends => "dividends",
            Self::Fees => "fees",
            Self::Financing => "financing",
            Self::Interest => "interest",
            Self::Market => "market",
            Self::Receivable => "receivable",
            Self::Rounding => "rounding",
        }
    }
}

/// The postings of one event: money by account, and a quantity that moves between `position` and `market` of one symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entry {
    money: [i128; MONEY_ACCOUNTS],
    /// Symbol and signed change of `position`; `market` takes the opposite.
    pub asset: Option<(SymbolId, i64)>,
}

impl Entry {
    #[must_use]
    pub fn with(mut self, account: MoneyAccount, amount: i128) -> Self {
        if let Some(slot) = self.money.get_mut(account as usize) {
            *slot = amount;
        }
        self
    }

    #[must_use]
    pub fn moving(mut self, symbol: SymbolId, quantity: i64) -> Self {
        self.asset = (quantity != 0).then_some((symbol, quantity));
        self
    }

    pub fn money(&self, account: MoneyAccount) -> i128 {
        self.money.get(account as usize).copied().unwrap_or(0)
    }
}

/// Running money balances. Sum is zero after every posting, in release builds too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balances {
    money: [i128; MONEY_ACCOUNTS],
}

impl Balances {
    pub fn of(&self, account: MoneyAccount) -> i128 {
        self.money.get(account as usize).copied().unwrap_or(0)
    }

    pub(crate) fn post(&mut self, entry: &Entry) -> Result<(), EngineError> {
        let (mut posted, mut total) = (0i128, 0i128);
        for (balance, amount) in self.money.iter_mut().zip(&entry.money) {
            *balance = balance.checked_add(*amount).ok_or_else(|| overflow("posting"))?;
            posted = posted.checked_add(*amount).ok_or_else(|| overflow("posting"))?;
            total = total.checked_add(*balance).ok_or_else(|| overflow("posting"))?;
        }
        if posted == 0 && total == 0 { Ok(()) } else { Err(unbalanced("money", posted, total)) }
    }
}

/// The ledger no longer sums to zero: a defect of ours, never of the input.
pub(crate) fn unbalanced(asset: &str, posted: i128, total: i128) -> EngineError {
    let message = format!("the ledger does not sum to zero for {asset}: this event leaves {posted}, all events {total} (mantissas)");
    EngineError::new("internal.unbalanced", message, "please report this with the strategy and the data")
}
