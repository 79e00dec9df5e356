//! Cancelling and changing open orders.

use super::check::{malformed, unknown_order};
use super::{Changes, Order, Status};
use crate::engine::{Engine, rescale};
use crate::error::EngineError;
use crate::latency::{Asks, Leg};
use crate::{OrderId, Reason, Step};

/// What a changed order sets aside (amount, reducing quantity); nothing while it waits for another.
type Reserve = Option<(i128, i64)>;

impl Engine {
    /// True when the order was open and is cancelled now, or a cancel is on its way. What a lender (M12) or a margin call (M24) wants stays.
    pub fn cancel(&mut self, id: OrderId) -> Result<bool, EngineError> {
        self.refuse_after_end()?;
        let order = self.book.get(id).ok_or_else(|| unknown_order(id))?;
        if !order.status.is_open() {
            return Ok(self.send_in_vain(id, Leg::Cancel));
        }
        if self.is_cancelling(id) || order.is_forced() {
            return Ok(false);
        }
        self.shorten_reach();
        match self.trip(id, Leg::Cancel) {
            Some(trip) => self.ask(id, trip, Asks::Cancel),
            None => self.close_order(id, Status::Canceled, Some(Reason::UserCancel), self.said_at())?,
        }
        Ok(true)
    }

    /// Changes an open order, or sends the change. False, with the order left as it was, when it is closed or being cancelled, or the
    /// account cannot carry the change.
    pub fn modify(&mut self, id: OrderId, changes: Changes) -> Result<bool, EngineError> {
        self.refuse_after_end()?;
        let order = self.book.get(id).ok_or_else(|| unknown_order(id))?.clone();
        if !order.status.is_open() {
            return Ok(self.send_in_vain(id, Leg::Modify));
        }
        if self.is_cancelling(id) || order.is_forced() {
            return Ok(false);
        }
        self.check_shrink(&order, &changes)?;
        let changed = self.changed(&order, changes)?;
        self.shorten_reach();
        self.watch_equity(self.said_at())?;
        let carried = match &changed {
            Some(changed) => match self.carries(&order, changed)? {
                Ok(reserve) => reserve,
                Err(_) => return Ok(false),
            },
            None => None,
        };
        if let Some(trip) = self.trip(id, Leg::Modify) {
            self.ask(id, trip, Asks::change(changes));
            return Ok(true);
        }
        match changed {
            Some(changed) => self.apply_change(id, changed, carried, changes.quantity.is_some(), self.said_at())?,
            None => self.refuse_change(id, order.status, Reason::TooLate, self.said_at()),
        }
        Ok(true)
    }

    /// A total below what has filled, as far as the strategy knows, is no order.
    fn check_shrink(&self, order: &Order, changes: &Changes) -> Result<(), EngineError> {
        let Some(quantity) = changes.quantity else { return Ok(()) };
        self.check_quantity(order.symbol, quantity)?;
        let filled = order.known().filled;
        if quantity > filled {
            return Ok(());
        }
        let scale = self.spec(order.symbol)?.scales.quantity;
        let text = |value: i64| money::format_decimal(i128::from(value), scale);
        let message = format!("order {} has filled {} and cannot shrink to {}", order.id, text(filled), text(quantity));
        Err(malformed("order.modify", message, "cancel the order to stop it where it is"))
    }

    /// The order with its changes; nothing when it has filled past them.
    pub(crate) fn changed(&self, order: &Order, changes: Changes) -> Result<Option<Order>, EngineError> {
        let mut changed = order.clone();
        let id = order.id;
        let tick = self.spec(order.symbol)?.scales.tick;
        let to_price = |engine: &Self, value: i64| rescale(i128::from(value), tick, engine.spec(order.symbol)?.scales.price);
        let wrong = |key: &str| {
            malformed(
                "order.modify",
                format!("order {id} is a {} order and has no {key}", order.kind.name()),
                "change only what the order was made with",
            )
        };
        if let Some(limit) = changes.limit {
            changed.limit.ok_or_else(|| wrong("limit"))?;
            self.check_price(order.symbol, "limit", limit)?;
            changed.limit = Some(to_price(self, limit)?);
        }
        if let Some(stop) = changes.stop {
            changed.stop.ok_or_else(|| wrong("stop"))?;
            self.check_price(order.symbol, "stop", stop)?;
            changed.stop = Some(to_price(self, stop)?);
        }
        if let Some(trail) = changes.trail {
            let state = changed.trail.as_mut().ok_or_else(|| wrong("trail"))?;
            state.distance = self.distance(order.symbol, trail)?;
        }
        if let Some(touch) = changes.if_touched {
            let special = changed.special.as_mut().filter(|special| special.touch.is_some()).ok_or_else(|| wrong("ifTouched"))?;
            self.check_price(order.symbol, "ifTouched", touch)?;
            special.touch = Some(to_price(self, touch)?);
        }
        if let Some(quantity) = changes.quantity {
            if quantity <= order.filled {
                return Ok(None);
            }
            changed.change_size(quantity.saturating_sub(order.quantity))?;
            changed.quantity = quantity;
        }
        Ok(Some(changed))
    }

    /// Whether limits and account carry a change (O5, O25); what waits for another order is judged when it begins.
    pub(crate) fn carries(&self, order: &Order, changed: &Order) -> Result<Result<Reserve, Reason>, EngineError> {
        if order.status == Status::Initialized {
            return Ok(Ok(None));
        }
        let is_bracket_child = order.parent.is_some() && !order.is_fed();
        if self.config.limits.is_any()
            && !is_bracket_child
            && self.stakes_more(order, changed)?
            && let Some(limit) = self.breach(changed, false)?
        {
            return Ok(Err(limit));
        }
        let (reserve, reduces) = self.reserve_of(changed, changed.remaining())?;
        let free = self.free_now()?.saturating_add(order.reserve);
        if reserve > free && reserve > order.reserve {
            let margin = self.is_margin_checked(order.symbol)?;
            return Ok(Err(if margin { Reason::InsufficientMargin } else { Reason::InsufficientCash }));
        }
        Ok(Ok(Some((reserve, reduces))))
    }

    /// The change takes effect.
    pub(crate) fn apply_change(
        &mut self,
        id: OrderId,
        mut changed: Order,
        reserve: Reserve,
        resized: bool,
        step: Step,
    ) -> Result<(), EngineError> {
        if let Some((reserve, reduces)) = reserve {
            self.book.set_reserve(id, reserve, reduces);
            changed.reserve = reserve;
            changed.reduces = reduces;
        }
        let partner = changed.oco.filter(|_| changed.parent.is_none() || changed.is_fed());
        if let Some(slot) = self.book.get_mut(id) {
            *slot = changed;
        }
        self.log_change(id, step);
        if let Some(partner) = partner {
            self.resize_pair(partner, step)?;
        }
        if resized {
            self.match_other(id, step)?;
        }
        Ok(())
    }
}
