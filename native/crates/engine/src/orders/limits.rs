//! The run's limits (O25): what the pre-trade checks are told of this account, and the day's lowest equity they need.

use super::Order;
use super::pre_trade::{AccountView, Proposal, breached};
use crate::engine::Engine;
use crate::error::{EngineError, overflow};
use crate::{Moment, OrderId, Reason, Side, Step, SymbolId};

/// Equity at the closes of a day, followed only as far as an order or a change of the account asks.
#[derive(Debug, Clone, Copy)]
pub struct DayEquity {
    /// The first close not looked at.
    next: Step,
    /// Of the step at hand, and of the last close looked at.
    today: i32,
    day: i32,
    /// At the previous day's last close, the lowest of the day, and the last one looked at.
    start: i128,
    low: i128,
    last: i128,
}

impl DayEquity {
    pub fn new(cash: i128) -> Self {
        Self { next: 0, today: i32::MIN, day: i32::MIN, start: cash, low: cash, last: cash }
    }
}

impl Engine {
    /// Looks at the closes before `step`, at which the account was as it is now; nothing without a daily limit.
    pub(crate) fn watch_equity(&mut self, step: Step) -> Result<(), EngineError> {
        if self.config.limits.daily_loss.is_none() {
            return Ok(());
        }
        self.day_equity.today = self.day(step);
        while self.day_equity.next < step {
            let at = self.day_equity.next;
            let equity = self.account.equity(Moment::close(at), |symbol| self.close_at(symbol, at))?;
            let day = self.day(at);
            let watched = &mut self.day_equity;
            if watched.day == day {
                watched.low = watched.low.min(equity);
            } else {
                (watched.day, watched.start, watched.low) = (day, watched.last, equity);
            }
            watched.last = equity;
            watched.next = at.saturating_add(1);
        }
        Ok(())
    }

    /// The limit that the order would breach, were it accepted or changed now.
    pub(crate) fn breach(&self, order: &Order, is_new: bool) -> Result<Option<Reason>, EngineError> {
        let limits = &self.config.limits;
        if !limits.is_any() {
            return Ok(None);
        }
        let (symbol, now) = (order.symbol, self.now());
        let at = Moment::close(now);
        let equity = self.equity_now()?;
        let watched = &self.day_equity;
        let (day_start, day_low) =
            if watched.day == watched.today { (watched.start, watched.low.min(equity)) } else { (watched.last, equity) };
        let view = AccountView {
            quantity_scale: self.spec(symbol)?.scales.quantity,
            ledger: self.account.terms().ledger,
            position: self.account.quantity(symbol),
            pending: self.pending(symbol, order.side, order.id),
            unit_value: self.account.notional(symbol, 1, self.estimate(order, now)?)?,
            rate: self.account.rate(self.account.terms().currency_of(symbol), at)?,
            other_exposure: if limits.exposure.is_some() { self.exposure_beside(symbol)? } else { 0 },
            equity,
            open_orders: u32::try_from(self.book.all_live().chain(self.book.flying().iter().copied()).filter(|id| *id != order.id).count())
                .unwrap_or(u32::MAX),
            day_start,
            day_low,
        };
        breached(Proposal { side: order.side, quantity: order.remaining(), is_new }, &view, limits)
    }

    /// Whether a change would leave more at stake than the order has now: only then do limits look at it.
    pub(crate) fn stakes_more(&self, before: &Order, after: &Order) -> Result<bool, EngineError> {
        let stake = |order: &Order| self.account.notional(order.symbol, order.remaining(), self.estimate(order, self.now())?);
        Ok(stake(after)? > stake(before)?)
    }

    /// Open quantity on one side, bracket children and `except` left out.
    fn pending(&self, symbol: SymbolId, side: Side, except: OrderId) -> i64 {
        let counted =
            self.book.active(symbol).filter(|order| order.side == side && order.id != except && (order.parent.is_none() || order.is_fed()));
        counted.fold(0, |sum, order| sum.saturating_add(order.remaining()))
    }

    /// Gross exposure of the other symbols at their last closes, each with its open orders on the side that makes it larger.
    fn exposure_beside(&self, symbol: SymbolId) -> Result<i128, EngineError> {
        let mut gross = 0i128;
        for other in (0..u32::try_from(self.specs.len()).unwrap_or(0)).filter(|other| *other != symbol) {
            let position = self.account.quantity(other);
            let long = position.saturating_add(self.pending(other, Side::Buy, 0));
            let short = position.saturating_sub(self.pending(other, Side::Sell, 0));
            let largest = long.saturating_abs().max(short.saturating_abs());
            if largest != 0 {
                let price = self.last_price(other, self.now())?;
                let value = self.in_base(other, self.account.notional(other, largest, price)?, Moment::close(self.now()))?;
                gross = gross.checked_add(value).ok_or_else(|| overflow("limits"))?;
            }
        }
        Ok(gross)
    }
}
