//! When a dated order (GTD) has no bar left to match in (O19).

use super::{Expires, Order, Status};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::{OrderId, Reason, Step};

impl Engine {
    /// The last step in which an order may match that expires then; beyond the data the run does not see the end.
    pub(crate) fn last_step_of(&self, expires: Expires) -> Step {
        let steps = self.steps();
        let matched = match expires {
            Expires::Day(day) if day > self.day(steps.saturating_sub(1)) => return steps,
            Expires::Day(day) => self.days.partition_point(|at| *at <= day),
            Expires::At(time) if time > self.clock.time(steps.saturating_sub(1)) => return steps,
            Expires::At(time) => self.clock.times().partition_point(|at| *at < time),
        };
        u32::try_from(matched).unwrap_or(u32::MAX).saturating_sub(1)
    }

    /// A GTD order whose time ends before the next bar has nothing to wait for.
    pub(crate) fn expire_unmatchable(&mut self, id: OrderId) -> Result<(), EngineError> {
        let first = self.opened.unwrap_or(self.done);
        if self.book.get(id).and_then(Order::last_step).is_some_and(|last| last < first) {
            return self.close_order(id, Status::Expired, Some(Reason::GtdEnd), self.said_at());
        }
        Ok(())
    }
}
