use crate::config::SelfTrade;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{Iceberg, Kind, Notice, Order, Status, Tif, Waits};
use crate::{Fill, Liquidity, OrderId, PathPoint, Reason, Rule, Step, SymbolId, Why};

use super::path::Act;
use super::walk::Print;

impl Engine {
    /// The bar's volume budget for the symbol, when a volume limit applies.
    pub(crate) fn liquidity(&self, symbol: SymbolId, print: &Print) -> Result<Option<Liquidity>, EngineError> {
        let Some(limit) = self.volume_limit() else { return Ok(None) };
        let volume = self.volume_at(symbol, print.index);
        self.budgets.of_bar(limit, self.spec(symbol)?, volume, symbol, print.step).map(Some)
    }

    /// Volume of the symbol's bar; no volume column means no volume.
    pub(crate) fn volume_at(&self, symbol: SymbolId, index: u32) -> i64 {
        self.bars.get(symbol as usize).and_then(|bars| bars.volume(index)).unwrap_or(0)
    }

    /// Fills as much of the order as volume and the account allow. Refusals are data on the order.
    pub(crate) fn execute(&mut self, id: OrderId, print: Print, act: Act) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        let (symbol, side, fit, tif) = (order.symbol, order.side, order.fit, order.tif);
        let liquidity = self.liquidity(symbol, &print)?.filter(|_| act.rule != Rule::CloseAtEnd);
        let room = liquidity.map_or(i64::MAX, |liquidity| liquidity.budget.saturating_sub(liquidity.used_before));
        if order.remaining().min(room) <= 0 {
            return Ok(());
        }
        if tif == Tif::Fok && self.room_for(order, room, act.rule)? < order.remaining() {
            return self.close_order(id, Status::Canceled, Some(Reason::FillOrKill), print.step);
        }
        let chance = self.chance(id, print.step, print.index)?;
        if self.config.fills.self_trade != SelfTrade::Allow && act.rule != Rule::CloseAtEnd {
            self.prevent_self_trade(id, print, act)?;
        }
        let Some(order) = self.book.get(id).filter(|order| order.status.is_open()) else { return Ok(()) };
        let wanted = order.remaining();
        let allowed = self.room_for(order, room, act.rule)?;
        let (mut quantity, mut cut) = (allowed, None);
        if order.is_reduce_only() {
            let held = self.reducible(order);
            if held == 0 {
                return self.close_order(id, Status::Expired, Some(Reason::PositionFlat), print.step);
            }
            if held < allowed {
                cut = Some((wanted, Reason::ReduceOnly));
                quantity = held;
                self.shrink(id, quantity, Reason::ReduceOnly);
            }
        }
        if let Some(reason) = self.refusal(id, quantity, print, act)? {
            let fitting = if fit { self.largest_fit(id, allowed, print, act)? } else { 0 };
            if fitting == 0 {
                self.note_unpaid(id, quantity, print, act, reason)?;
                return self.close_order(id, Status::Canceled, Some(reason), print.step);
            }
            cut = Some((wanted, reason));
            quantity = fitting;
            self.shrink(id, quantity, reason);
        }
        let (price, rounded) = self.slipped(symbol, side, quantity, print, act)?;
        let why = Why {
            rule: act.rule,
            point: print.point,
            path: print.path,
            bar: print.index,
            trigger: (act.trigger != 0).then_some(act.trigger),
            gap: act.gap,
            cut,
            liquidity,
            detail: print.detail,
            chance,
            rounded: rounded || act.rounded,
            side: self.side_of(id, &print, act.rule),
        };
        let waiting = self.grown.len();
        self.book_fill(id, quantity, print.step, act.price, price, why)?;
        self.show_next(id, quantity);
        if matches!(print.point, PathPoint::Open | PathPoint::Close) {
            // Children born at a print come after its other orders.
            return Ok(());
        }
        self.act_born(waiting, Print { price: act.price, ..print })
    }

    /// What of the order the volume left to it, its shown part and `fills.partial` let fill at one point.
    pub(crate) fn room_for(&self, order: &Order, room: i64, rule: Rule) -> Result<i64, EngineError> {
        let open = order.remaining();
        let allowed = order.iceberg().map_or(open, |iceberg| iceberg.shown.min(open)).min(room);
        if rule == Rule::CloseAtEnd { Ok(allowed) } else { self.part_of(allowed, self.spec(order.symbol)?.lot) }
    }

    /// The part of an iceberg that was shown is used up by a fill, and the next one stands behind all others (O15).
    fn show_next(&mut self, id: OrderId, quantity: i64) {
        let Some(order) = self.book.get(id) else { return };
        let Some(iceberg) = order.iceberg() else { return };
        // The last part may be smaller.
        let shown = if order.remaining() == 0 { 0 } else { iceberg.shown.saturating_sub(quantity) };
        let next = match shown {
            1.. => Iceberg { shown, ..iceberg },
            _ => Iceberg { shown: iceberg.display, standing: self.book.next_standing(), ..iceberg },
        };
        if let Some(special) = self.book.get_mut(id).and_then(|order| order.special.as_mut()) {
            special.iceberg = Some(next);
        }
    }

    /// Posts one fill and lets it move the order and everything linked to it.
    pub(crate) fn book_fill(
        &mut self,
        id: OrderId,
        quantity: i64,
        step: Step,
        reference: i128,
        price: i128,
        why: Why,
    ) -> Result<(), EngineError> {
        let may_grow = self.may_grow(id);
        let day = self.day(step);
        let Some(order) = self.book.get_mut(id) else { return Ok(()) };
        order.filled = order.filled.saturating_add(quantity);
        order.share.fill(quantity)?;
        order.fills = order.fills.saturating_add(1);
        order.filled_step = Some(step);
        order.status = if order.filled >= order.quantity && !may_grow { Status::Filled } else { Status::PartiallyFilled };
        let (symbol, side, status, number) = (order.symbol, order.side, order.status, order.fills);
        let becomes_limit = order.kind == Kind::MarketToLimit && order.limit.is_none();
        let before = self.account.quantity(symbol);
        let lots = order.special.as_deref().and_then(|special| special.lots.clone());
        let fill = Fill { order: id, number, step, day, symbol, side, quantity, reference, price, why, lots };
        let booked = self.account.apply_fill(&mut self.log, fill, &mut order.fees, status.name());
        booked.map_err(|error| self.place(error, symbol, step))?;
        self.budgets.use_up(symbol, step, quantity);
        let index = u32::try_from(self.log.fills().len().saturating_sub(1)).unwrap_or(u32::MAX);
        self.tell(id, step, Notice::Fill { order: id, index });
        if status == Status::Filled {
            self.book.retire(id);
        } else {
            if becomes_limit {
                self.rest_as_limit(id, reference, step);
                self.waits_now(id, Waits::Already);
            }
            self.stand_if_spent(id);
            self.refresh_reserve(id)?;
        }
        self.after_fill(id, quantity, before, step)
    }

    /// A target order that cash does not reach ends with what it gets.
    fn shrink(&mut self, id: OrderId, quantity: i64, reason: Reason) {
        if let Some(order) = self.book.get_mut(id) {
            order.quantity = order.filled.saturating_add(quantity);
            order.reason = Some(reason);
        }
    }

    /// The largest quantity up to `most`, in lots, that the account allows; cost and fee never fall as quantity grows.
    fn largest_fit(&self, id: OrderId, most: i64, print: Print, act: Act) -> Result<i64, EngineError> {
        let symbol = self.book.get(id).map_or(0, |order| order.symbol);
        let lot = self.spec(symbol)?.lot;
        let (mut low, mut high) = (0, most.checked_div(lot).unwrap_or(0));
        while low < high {
            let middle = low.saturating_add(high.saturating_sub(low).saturating_add(1).checked_div(2).unwrap_or(0));
            if self.refusal(id, middle.saturating_mul(lot), print, act)?.is_none() { low = middle } else { high = middle.saturating_sub(1) }
        }
        Ok(low.saturating_mul(lot))
    }

    /// Says where an error happened.
    pub(crate) fn place(&self, error: EngineError, symbol: SymbolId, step: Step) -> EngineError {
        let name = self.specs.get(symbol as usize).map_or("", |spec| spec.instrument.symbol.as_str());
        error.for_symbol(name).with("timeMs", self.clock.time(step)).with("step", step)
    }
}
