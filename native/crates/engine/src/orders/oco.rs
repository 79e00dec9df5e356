//! One cancels the other: linking two orders that share in proportion what they fill (E13).

use super::check::{malformed, unknown_order};
use crate::OrderId;
use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Links two open orders: what one fills, the other loses in proportion.
    pub fn link_oco(&mut self, a: OrderId, b: OrderId) -> Result<(), EngineError> {
        self.refuse_after_end()?;
        for id in [a, b] {
            self.refuse_recall(id)?;
            let order = self.book.get(id).ok_or_else(|| unknown_order(id))?;
            if order.oco.is_some() || a == b {
                return Err(malformed(
                    "order.oco",
                    format!("order {id} is linked already"),
                    "link two different orders that have no partner yet",
                ));
            }
        }
        let (closed_a, closed_b) = (self.is_closed(a), self.is_closed(b));
        self.join(a, b);
        let step = self.said_at();
        for id in [a, b] {
            if !self.is_closed(id) {
                self.log_change(id, step);
            }
        }
        // A partner that has filled or was refused already leaves nothing to choose between.
        match (closed_a, closed_b) {
            (true, false) => self.settle_partner(a, step),
            (false, true) => self.settle_partner(b, step),
            _ => self.resize_pair(a, step),
        }
    }

    pub(crate) fn join(&mut self, a: OrderId, b: OrderId) {
        for (id, other) in [(a, b), (b, a)] {
            if let Some(order) = self.book.get_mut(id) {
                order.oco = Some(other);
            }
        }
    }

    fn is_closed(&self, id: OrderId) -> bool {
        self.book.get(id).is_none_or(|order| !order.status.is_open())
    }
}
