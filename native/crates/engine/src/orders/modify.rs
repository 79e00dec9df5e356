//! Cancelling and changing open orders.

use super::check::{malformed, unknown_order};
use super::{Changes, Status};
use crate::engine::{Engine, rescale};
use crate::error::EngineError;
use crate::{OrderId, Reason};

impl Engine {
    /// True when the order was open and is cancelled now. What a lender wants back (M12) stays.
    pub fn cancel(&mut self, id: OrderId) -> Result<bool, EngineError> {
        self.refuse_after_end()?;
        let order = self.book.get(id).ok_or_else(|| unknown_order(id))?;
        if !order.status.is_open() || order.recalled() > 0 {
            return Ok(false);
        }
        self.shorten_reach();
        self.close_order(id, Status::Canceled, Some(Reason::UserCancel), self.said_at())?;
        Ok(true)
    }

    /// Changes an open order. False, with the order left as it was, when it is closed or the account cannot carry the change.
    pub fn modify(&mut self, id: OrderId, changes: Changes) -> Result<bool, EngineError> {
        self.refuse_after_end()?;
        let order = self.book.get(id).ok_or_else(|| unknown_order(id))?.clone();
        if !order.status.is_open() || order.recalled() > 0 {
            return Ok(false);
        }
        let mut changed = order.clone();
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
            self.check_quantity(order.symbol, quantity)?;
            if quantity <= order.filled {
                let scale = self.spec(order.symbol)?.scales.quantity;
                let text = |value: i64| money::format_decimal(i128::from(value), scale);
                let message = format!("order {id} has filled {} and cannot shrink to {}", text(order.filled), text(quantity));
                return Err(malformed("order.modify", message, "cancel the order to stop it where it is"));
            }
            let by = quantity.saturating_sub(order.quantity);
            changed.change_size(by)?;
            changed.quantity = quantity;
        }
        self.shorten_reach();
        if order.status != Status::Initialized {
            self.watch_equity(self.said_at())?;
            if self.config.limits.is_any() && self.stakes_more(&order, &changed)? && self.breach(&changed, false)?.is_some() {
                return Ok(false);
            }
            let (reserve, reduces) = self.reserve_of(&changed, changed.remaining())?;
            let free = self.free_now()?.saturating_add(order.reserve);
            if reserve > free && reserve > order.reserve {
                return Ok(false);
            }
            self.book.set_reserve(id, reserve, reduces);
            changed.reserve = reserve;
            changed.reduces = reduces;
        }
        if let Some(slot) = self.book.get_mut(id) {
            *slot = changed;
        }
        self.log_change(id, self.said_at());
        if let Some(partner) = order.oco.filter(|_| order.parent.is_none() || order.is_fed()) {
            self.resize_pair(partner, self.said_at())?;
        }
        if changes.quantity.is_some() {
            self.match_other(id, self.said_at())?;
        }
        Ok(true)
    }
}
