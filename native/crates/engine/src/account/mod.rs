//! Cash, positions and lots as a double-entry ledger: every event is a set of postings that sums to zero per asset, checked as it is
//! posted and again over the running balances.

mod fees;
mod lots;
mod slippage;
mod spec;

use std::sync::Arc;

use market::Action;
use money::{Decimal, Ratio};

use crate::{Config, EngineError, Fill, Log, Step, SymbolId};

pub use fees::{Fee, FeeModel, FeeState};
pub use lots::{Lot, Lots};
pub use slippage::SlippageModel;
pub use spec::SymbolSpec;

/// The state of the money: cheap to clone, so that matching can try both orders of an ambiguous bar. Whatever only grows lives in
/// the [`Log`].
#[derive(Debug, Clone)]
pub struct Account {
    terms: Arc<Terms>,
    positions: Vec<Position>,
}

/// What never changes during a run.
#[derive(Debug)]
pub struct Terms {
    pub symbols: Vec<SymbolSpec>,
    /// Decimals of every amount of this account.
    pub ledger: u8,
}

#[derive(Debug, Clone)]
pub struct Position {
    quantity: i64,
    lots: Lots,
}

/// A position as others see it; amounts at ledger scale.
#[derive(Debug, Clone, Copy)]
pub struct PositionView<'a> {
    /// Signed, at quantity scale.
    pub quantity: i64,
    /// Notional of the open lots, signed like the quantity.
    pub open_cost: i128,
    /// Profit of closed pieces before fees.
    pub realized_gross: i128,
    /// Profit of closed pieces after their entry and exit fees.
    pub realized_net: i128,
    pub lots: &'a Lots,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FillOutcome {
    pub fee: Fee,
    /// Signed position after the fill.
    pub quantity: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SplitOutcome {
    pub before: i64,
    pub after: i64,
}

impl Account {
    /// Opens the account with its cash. `actions` are needed because a dividend's decimals must fit the ledger scale.
    pub fn new(config: &Config, symbols: Vec<SymbolSpec>, actions: &[(SymbolId, Action)]) -> Result<Self, EngineError> {
        let _ = (config, symbols, actions);
        todo!()
    }

    pub fn terms(&self) -> &Arc<Terms> {
        &self.terms
    }

    /// Cash at ledger scale.
    pub fn cash(&self) -> i128 {
        todo!()
    }

    /// Dividends owed to the account (negative: by it), at ledger scale.
    pub fn receivable(&self) -> i128 {
        todo!()
    }

    /// Signed position, at quantity scale.
    pub fn quantity(&self, symbol: SymbolId) -> i64 {
        self.positions.get(symbol as usize).map_or(0, |position| position.quantity)
    }

    pub fn position(&self, symbol: SymbolId) -> Option<PositionView<'_>> {
        let _ = symbol;
        todo!()
    }

    /// Cost of the open lots per unit, as text: exact, or 12 decimals half-even where it does not end. `None` when flat.
    pub fn average_price(&self, symbol: SymbolId) -> Result<Option<String>, EngineError> {
        let _ = symbol;
        todo!()
    }

    /// `quantity * price * multiplier` at ledger scale, signed like the quantity; `price` at price scale.
    pub fn notional(&self, symbol: SymbolId, quantity: i64, price: i128) -> Result<i128, EngineError> {
        let _ = (symbol, quantity, price);
        todo!()
    }

    /// `quantity * close * multiplier` at ledger scale, signed; `close` at data scale.
    pub fn exposure(&self, symbol: SymbolId, close: i64) -> Result<i128, EngineError> {
        let _ = (symbol, close);
        todo!()
    }

    /// What the position adds to equity: its exposure, or for settled instruments the profit not yet settled.
    pub fn market_value(&self, symbol: SymbolId, close: i64) -> Result<i128, EngineError> {
        let _ = (symbol, close);
        todo!()
    }

    /// Profit of the open lots before fees.
    pub fn unrealized(&self, symbol: SymbolId, close: i64) -> Result<i128, EngineError> {
        let _ = (symbol, close);
        todo!()
    }

    /// Cash, receivables and market values; `close` gives a symbol's last close at data scale and is asked for open positions only.
    pub fn equity(&self, close: impl Fn(SymbolId) -> i64) -> Result<i128, EngineError> {
        let _ = close;
        todo!()
    }

    /// Gross and net exposure.
    pub fn exposures(&self, close: impl Fn(SymbolId) -> i64) -> Result<(i128, i128), EngineError> {
        let _ = close;
        todo!()
    }

    /// What a fill would be charged now, at ledger scale; `quantity` unsigned, `price` at price scale.
    pub fn fee_preview(&self, fees: &FeeState, symbol: SymbolId, quantity: i64, price: i128) -> Result<i128, EngineError> {
        let _ = (fees, symbol, quantity, price);
        todo!()
    }

    /// Books a fill: fee, lots, trades, postings, log. `status` is the order's status after it.
    pub fn apply_fill(&mut self, log: &mut Log, fill: Fill, fees: &mut FeeState, status: &'static str) -> Result<FillOutcome, EngineError> {
        let _ = (log, fill, fees, status);
        todo!()
    }

    /// Before the open of the ex day: the position owned at the last close is entitled. Owed until `pay_day`, paid at once without.
    pub fn ex_dividend(&mut self, log: &mut Log, step: Step, symbol: SymbolId, amount: Decimal, pay_day: Option<i32>) -> Result<(), EngineError> {
        let _ = (log, step, symbol, amount, pay_day);
        todo!()
    }

    /// Pays every dividend whose pay day is `day` or earlier.
    pub fn pay_due_dividends(&mut self, log: &mut Log, step: Step, day: i32) -> Result<(), EngineError> {
        let _ = (log, step, day);
        todo!()
    }

    /// Days since 1970-01-01 of the next payment owed.
    pub fn next_pay_day(&self) -> Option<i32> {
        todo!()
    }

    /// Before the open of the ex day: lots times the ratio, the position toward zero to the lot, the fraction paid in cash at
    /// `last_close / ratio` (`last_close` at data scale, before the split). Orders are the caller's to adjust.
    pub fn apply_split(&mut self, log: &mut Log, step: Step, symbol: SymbolId, ratio: Ratio, last_close: i64) -> Result<SplitOutcome, EngineError> {
        let _ = (log, step, symbol, ratio, last_close);
        todo!()
    }

    /// Writes the last marks and the `end` event; `step` is the last of the run.
    pub fn finish(&mut self, log: &mut Log, step: Step, close: impl Fn(SymbolId) -> i64) -> Result<(), EngineError> {
        let _ = (log, step, close);
        todo!()
    }
}
