use money::Decimal;

use crate::account::FeeStanding;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::{CurrencyId, Moment, SymbolId};

/// What the strategy sees of the account at the close of the current step; amounts at ledger scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portfolio {
    pub cash: i128,
    pub equity: i128,
    pub buying_power: i128,
    pub gross_exposure: i128,
    pub net_exposure: i128,
}

impl Engine {
    pub fn portfolio(&self) -> Result<Portfolio, EngineError> {
        let closes = self.closes_at(self.now());
        let close = |symbol: SymbolId| closes.get(symbol as usize).copied().unwrap_or(0);
        let at = Moment::close(self.now());
        let (gross_exposure, net_exposure) = self.account.exposures(at, close)?;
        Ok(Portfolio {
            cash: self.account.total_cash(at)?,
            equity: self.account.equity(at, close)?,
            buying_power: self.buying_power()?,
            gross_exposure,
            net_exposure,
        })
    }

    /// What the fee of an order said now would go by, were it filled at once.
    pub fn fee_standing(&self) -> Result<FeeStanding, EngineError> {
        self.account.fee_standing(self.day(self.at.max(self.now())))
    }

    /// The account's money for one unit of a symbol's currency, at the close of the current step.
    pub fn rate_of(&self, symbol: SymbolId) -> Result<Decimal, EngineError> {
        self.account.rate(self.account.terms().currency_of(symbol), Moment::close(self.now()))
    }

    /// Money of one of the account's currencies for money of another, at once (M22). False when a cash account has not that much.
    pub fn convert(&mut self, from: CurrencyId, to: CurrencyId, amount: i128) -> Result<bool, EngineError> {
        self.refuse_after_end()?;
        let (at, step) = match self.opened {
            Some(step) => (Moment::open(step), step),
            None => (Moment::close(self.now()), self.now()),
        };
        let done = self.account.convert(&mut self.log, at, step, (from, to), amount)?;
        self.watch_margin()?;
        Ok(done)
    }

    /// Orders of the whole run.
    pub fn order_count(&self) -> usize {
        self.book.count()
    }

    /// The symbol's last close at the current step, at data scale; 0 before its first bar.
    pub fn last_close(&self, symbol: SymbolId) -> i64 {
        self.close_at(symbol, self.now())
    }

    /// Profit of the symbol's open lots at the current step's close, before fees.
    pub fn unrealized(&self, symbol: SymbolId) -> Result<i128, EngineError> {
        self.account.unrealized(symbol, self.last_close(symbol))
    }

    /// What the symbol's position is worth at the current step's close, signed.
    pub fn exposure(&self, symbol: SymbolId) -> Result<i128, EngineError> {
        self.account.exposure(symbol, self.last_close(symbol))
    }

    /// Signed open quantity of the symbol's orders, children that wait for their entry left out.
    pub fn open_quantity(&self, symbol: SymbolId) -> i64 {
        self.book
            .active(symbol)
            .filter(|order| order.parent.is_none() || order.is_fed())
            .fold(0, |total, order| total.saturating_add(order.signed_remaining()))
    }

    /// Signed open quantity of earlier `close()` orders.
    pub fn closing_quantity(&self, symbol: SymbolId) -> i64 {
        self.book.active(symbol).filter(|order| order.closing).fold(0, |total, order| total.saturating_add(order.signed_remaining()))
    }
}
