use super::CurrencyId;
use crate::error::overflow;
use crate::{EngineError, SymbolId};

pub(crate) const MONEY_ACCOUNTS: usize = 13;

/// The accounts that hold money, in the order their postings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyAccount {
    Borrow,
    Capital,
    Cash,
    /// What conversions cost beyond the rate.
    Conversion,
    Dividends,
    Fees,
    Financing,
    /// What was converted: the account's position in currencies.
    Fx,
    Interest,
    Market,
    Receivable,
    Rounding,
    Withholding,
}

impl MoneyAccount {
    pub const ALL: [Self; MONEY_ACCOUNTS] = [
        Self::Borrow,
        Self::Capital,
        Self::Cash,
        Self::Conversion,
        Self::Dividends,
        Self::Fees,
        Self::Financing,
        Self::Fx,
        Self::Interest,
        Self::Market,
        Self::Receivable,
        Self::Rounding,
        Self::Withholding,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Borrow => "borrow",
            Self::Capital => "capital",
            Self::Cash => "cash",
            Self::Conversion => "conversion",
            Self::Dividends => "dividends",
            Self::Fees => "fees",
            Self::Financing => "financing",
            Self::Fx => "fx",
            Self::Interest => "interest",
            Self::Market => "market",
            Self::Receivable => "receivable",
            Self::Rounding => "rounding",
            Self::Withholding => "withholding",
        }
    }
}

/// The postings of one event: money by account, and a quantity that moves between `position` and `market` of one symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entry {
    money: [i128; MONEY_ACCOUNTS],
    /// Symbol and signed change of `position`; `market` takes the opposite.
    pub asset: Option<(SymbolId, i64)>,
    /// Of the money.
    pub currency: CurrencyId,
    /// Of the symbol that a conversion gives shares of.
    pub received: Option<(SymbolId, i64)>,
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

    #[must_use]
    pub fn in_currency(mut self, currency: CurrencyId) -> Self {
        self.currency = currency;
        self
    }

    #[must_use]
    pub fn receiving(mut self, symbol: SymbolId, quantity: i64) -> Self {
        self.received = (quantity != 0).then_some((symbol, quantity));
        self
    }

    pub fn money(&self, account: MoneyAccount) -> i128 {
        self.money.get(account as usize).copied().unwrap_or(0)
    }
}

/// Running money balances by currency. Sum of each is zero after every posting, in release builds too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balances {
    money: [i128; MONEY_ACCOUNTS],
    /// Of the currencies beside the account's; most runs have none.
    foreign: Vec<[i128; MONEY_ACCOUNTS]>,
}

impl Balances {
    pub(crate) fn new(foreign: usize) -> Self {
        Self { money: [0; MONEY_ACCOUNTS], foreign: vec![[0; MONEY_ACCOUNTS]; foreign] }
    }

    /// In the account's currency.
    pub fn of(&self, account: MoneyAccount) -> i128 {
        self.money.get(account as usize).copied().unwrap_or(0)
    }

    pub fn in_currency(&self, currency: CurrencyId, account: MoneyAccount) -> i128 {
        match usize::from(currency).checked_sub(1) {
            None => self.of(account),
            Some(index) => self.foreign.get(index).and_then(|money| money.get(account as usize)).copied().unwrap_or(0),
        }
    }

    pub(crate) fn post(&mut self, entry: &Entry) -> Result<(), EngineError> {
        let (mut posted, mut total) = (0i128, 0i128);
        let balances = match usize::from(entry.currency).checked_sub(1) {
            None => &mut self.money,
            Some(index) => self.foreign.get_mut(index).ok_or_else(|| unbalanced("a currency", 0, 0))?,
        };
        for (balance, amount) in balances.iter_mut().zip(&entry.money) {
            if *amount != 0 {
                *balance = balance.checked_add(*amount).ok_or_else(|| overflow("posting"))?;
                posted = posted.checked_add(*amount).ok_or_else(|| overflow("posting"))?;
            }
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
