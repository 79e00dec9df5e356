//! Whether a fill made or took liquidity (M9): an order makes it once it has waited at its limit while a print passed.

use super::walk::Print;
use crate::engine::Engine;
use crate::orders::{Order, Waits};
use crate::{LiquiditySide, OrderId, PathPoint, Rule, Step, SymbolId};

/// Limits that have waited make; what acts at the first print it meets, or where it is born or triggered, takes.
pub(crate) fn liquidity_side(order: &Order, print: &Print, rule: Rule) -> LiquiditySide {
    let has_waited = match order.waits {
        Waits::AfterOpenOf(bar) => bar < print.index || (bar == print.index && (print.point != PathPoint::Open || print.detail.is_some())),
        Waits::NotYet => false,
        Waits::Already => true,
    };
    let at_limit = matches!(rule, Rule::Limit | Rule::StopLimit | Rule::LimitIfTouched | Rule::TrailingStopLimit);
    if at_limit && has_waited { LiquiditySide::Maker } else { LiquiditySide::Taker }
}

impl Engine {
    /// For the fill's `why`, where the commission asks for it.
    pub(crate) fn side_of(&self, id: OrderId, print: &Print, rule: Rule) -> Option<LiquiditySide> {
        let fees = &self.account.terms().fees;
        let order = self.book.get(id).filter(|order| fees.asks_for_side(&order.fees, self.day(print.step)));
        order.map(|order| liquidity_side(order, print, rule))
    }

    /// An order said now waits after the open of the first bar that can fill it.
    pub(crate) fn waits_from(&self, symbol: SymbolId) -> Waits {
        self.waits_from_step(symbol, self.done)
    }

    /// One that may act from this step on.
    pub(crate) fn waits_from_step(&self, symbol: SymbolId, from: Step) -> Waits {
        if !self.config.commission.asks_for_side() {
            return Waits::NotYet;
        }
        let seen = from.checked_sub(1).and_then(|step| self.clock.last_bar(symbol, step));
        Waits::AfterOpenOf(seen.map_or(0, |bar| bar.saturating_add(1)))
    }

    pub(crate) fn waits_now(&mut self, id: OrderId, waits: Waits) {
        if self.config.commission.asks_for_side()
            && let Some(order) = self.book.get_mut(id)
        {
            order.waits = waits;
        }
    }
}
