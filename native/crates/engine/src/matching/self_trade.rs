//! Own orders on both sides of one price (O22).

use crate::config::{LimitFill, SelfTrade};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{Order, Status, Tif};
use crate::{OrderId, PathPoint, Reason, Rule};

use super::path::{Act, act};
use super::walk::Print;

impl Engine {
    /// Settles what the account's own orders of the other side would do at the point and price where `id` is about to fill.
    pub(crate) fn prevent_self_trade(&mut self, id: OrderId, print: Print, act: Act) -> Result<(), EngineError> {
        while self.book.get(id).is_some_and(|order| order.status.is_open() && order.remaining() > 0) {
            let Some(other) = self.other_side(id, &print, &act)? else { return Ok(()) };
            let (older, newer) = (id.min(other), id.max(other));
            match self.config.fills.self_trade {
                SelfTrade::Allow => return Ok(()),
                SelfTrade::CancelNewest => self.end_self_trade(newer, print)?,
                SelfTrade::CancelOldest => self.end_self_trade(older, print)?,
                SelfTrade::CancelBoth => {
                    self.end_self_trade(older, print)?;
                    self.end_self_trade(newer, print)?;
                }
                SelfTrade::Decrement => {
                    let open = |id| self.book.get(id).map_or(0, |order| order.remaining());
                    let less = open(older).min(open(newer));
                    self.take_from(older, less, print)?;
                    self.take_from(newer, less, print)?;
                }
            }
        }
        Ok(())
    }

    /// The oldest own order of the other side that would fill there too.
    fn other_side(&self, id: OrderId, print: &Print, act: &Act) -> Result<Option<OrderId>, EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(None) };
        let mut oldest: Option<OrderId> = None;
        for other in self.book.live(order.symbol) {
            let is_other = self.book.get(*other).is_some_and(|found| found.side != order.side && found.remaining() > 0);
            let is_older = oldest.is_none_or(|found| *other < found);
            if is_other && is_older && self.would_fill(*other, print, act.price)? {
                oldest = Some(*other);
            }
        }
        Ok(oldest)
    }

    fn would_fill(&self, id: OrderId, print: &Print, price: i128) -> Result<bool, EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(false) };
        if !self.may_act(order, print.step, print.index)? {
            return Ok(false);
        }
        if order.tif == Tif::Fok {
            let left = self.liquidity(order.symbol, print)?.map_or(i64::MAX, |at| at.budget.saturating_sub(at.used_before));
            if self.room_for(order, left, Rule::Limit)? < order.remaining() {
                return Ok(false);
            }
        }
        let is_born_here = self.is_born_here(id);
        if order.waits_for_print() {
            let acts = match print.point {
                PathPoint::Open => self.acts_at_open(id, print.step)?,
                // Orders said after the bar meet at its close among themselves.
                PathPoint::Close if self.done > print.step => self.fills_this_close(id, print.step),
                PathPoint::Close => self.acts_at_close(id, print.step),
                _ => false,
            };
            if !acts || order.is_market_now() {
                return Ok(acts);
            }
        } else if order.from() > print.step || (print.point == PathPoint::Close && !is_born_here) {
            return Ok(false);
        }
        let here = if is_born_here {
            act(order, print.price, print.price, LimitFill::Touch, 0)?
        } else {
            self.act_on_way(order, print.reach, print.reach, print.point != PathPoint::Open)?
        };
        match here {
            Some(act) if act.arms => self.fills_where_triggered(order, print, price),
            Some(act) => Ok(act.price == price),
            None => Ok(false),
        }
    }

    /// What becomes a limit at its trigger fills there too when the price is within that limit; what only wakes does not.
    fn fills_where_triggered(&self, order: &Order, print: &Print, price: i128) -> Result<bool, EngineError> {
        if order.is_dormant() {
            return Ok(false);
        }
        let mut armed = order.clone();
        armed.limit = armed.trail.as_deref().map_or(Ok(None), |trail| trail.limit_price(armed.side))?.or(armed.limit);
        armed.triggered = true;
        let fill = act(&armed, print.price, print.price, self.limit_fill(armed.symbol), self.tick(armed.symbol)?)?;
        Ok(fill.is_some_and(|fill| fill.price == price) && self.may_act(&armed, print.step, print.index)?)
    }

    fn end_self_trade(&mut self, id: OrderId, print: Print) -> Result<(), EngineError> {
        self.close_order(id, Status::Canceled, Some(Reason::SelfTrade), print.step)
    }

    /// What is left with nothing is cancelled, what is left with something says so.
    fn take_from(&mut self, id: OrderId, quantity: i64, print: Print) -> Result<(), EngineError> {
        let Some(order) = self.book.get_mut(id) else { return Ok(()) };
        if order.remaining() <= quantity {
            return self.end_self_trade(id, print);
        }
        order.quantity = order.quantity.saturating_sub(quantity);
        order.lose(quantity)?;
        self.log_change(id, print.step);
        self.refresh_reserve(id)
    }
}
