//! Messages take effect before the open of a bar.

use super::{Asks, Message};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{Changes, Notice, Order, Status};
use crate::{OrderId, Reason, Step};

impl Engine {
    /// What has arrived by the open of `step`, in the order in which it was sent.
    pub(crate) fn deliver(&mut self, step: Step) -> Result<(), EngineError> {
        while let Some(Message { order, asks, .. }) = self.next_due(step) {
            if let Some(latency) = self.latency.as_mut() {
                latency.arriving = Some(order);
            }
            match asks {
                Asks::Submit => self.arrive(order, step)?,
                Asks::Cancel => self.close_order(order, Status::Canceled, Some(Reason::UserCancel), step)?,
                Asks::Modify { changes, overtaken } => self.replace(order, changes, overtaken, step)?,
            }
            if let Some(latency) = self.latency.as_mut() {
                latency.arriving = None;
            }
        }
        Ok(())
    }

    fn next_due(&mut self, step: Step) -> Option<Message> {
        let latency = self.latency.as_mut()?;
        if latency.under_way.first()?.step > step {
            return None;
        }
        Some(latency.under_way.remove(0))
    }

    /// An order reaches the market, where the account judges it again (O5).
    fn arrive(&mut self, id: OrderId, step: Step) -> Result<(), EngineError> {
        self.book.land(id);
        let Some(order) = self.book.get(id).filter(|order| order.status.is_open()) else { return Ok(()) };
        if order.last_step().is_some_and(|last| last < step) {
            return self.close_order(id, Status::Expired, Some(Reason::GtdEnd), step);
        }
        let order = order.clone();
        // What it set aside on its way is asked for anew.
        self.book.set_reserve(id, 0, 0);
        self.watch_equity(step)?;
        let (reserve, reduces) = match self.judge_order(&Order { reserve: 0, reduces: 0, ..order.clone() }, step)? {
            Ok(reserve) => reserve,
            Err(reason) => {
                self.note_refusal(&order, reason, step)?;
                return self.close_order(id, Status::Rejected, Some(reason), step);
            }
        };
        let waits = self.waits_from_step(order.symbol, step);
        if let Some(order) = self.book.get_mut(id) {
            order.status = Status::Accepted;
            order.waits = waits;
        }
        let terms = self.arrival_terms(id);
        self.log.order(step, id, Status::Accepted.name(), None, terms);
        self.tell(id, step, Notice::Status { order: id, status: Status::Accepted, reason: None });
        self.book.activate(id);
        self.book.set_reserve(id, reserve, reduces);
        Ok(())
    }

    /// A change reaches the market; what has filled past it meanwhile refuses it.
    fn replace(&mut self, id: OrderId, changes: Changes, overtaken: bool, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id).filter(|order| order.status.is_open()).cloned() else { return Ok(()) };
        let status = standing(&order);
        let changed = if overtaken { None } else { self.changed(&order, changes)? };
        let Some(changed) = changed else {
            self.refuse_change(id, status, Reason::TooLate, step);
            return Ok(());
        };
        self.watch_equity(step)?;
        match self.carries(&order, &changed)? {
            Err(reason) => self.refuse_change(id, status, reason, step),
            Ok(reserve) => {
                self.apply_change(id, Order { status, ..changed }, reserve, changes.quantity.is_some(), step)?;
                let status = self.book.get(id).map_or(status, |order| order.status);
                if status.is_open() {
                    self.tell(id, step, Notice::Status { order: id, status, reason: None });
                }
            }
        }
        Ok(())
    }
}

/// The status of an order without messages about it.
fn standing(order: &Order) -> Status {
    match order.status {
        Status::Initialized => Status::Initialized,
        _ if order.filled > 0 => Status::PartiallyFilled,
        _ if order.triggered => Status::Triggered,
        _ => Status::Accepted,
    }
}
