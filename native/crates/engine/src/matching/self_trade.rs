//! Own orders on both sides of one price (O22).

use crate::config::SelfTrade;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::Status;
use crate::{OrderId, PathPoint, Reason};

use super::path::Act;
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
        if order.waits_for_print() {
            let acts = match print.point {
                PathPoint::Open => self.acts_at_open(id, print.step)?,
                PathPoint::Close => {
                    (order.from() <= print.step && self.acts_at_close(id, print.step)) || self.fills_this_close(id, print.step)
                }
                _ => false,
            };
            if !acts || order.is_market_now() {
                return Ok(acts);
            }
        } else if print.point == PathPoint::Close || order.from() > print.step {
            return Ok(false);
        }
        let here = self.act_on_way(order, print.price, print.price, print.point != PathPoint::Open)?;
        Ok(here.is_some_and(|act| !act.arms && act.price == price))
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
        order.share.grow(quantity.saturating_neg())?;
        self.log_change(id, print.step);
        self.refresh_reserve(id)
    }
}
