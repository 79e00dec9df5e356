//! What the strategy asks for leaves for the market.

use super::{Asks, Leg, Message, NEVER, Trip};
use crate::engine::Engine;
use crate::log::{ExtraTerms, OrderTerms};
use crate::orders::{Changes, Notice, OrderRequest, Status};
use crate::{OrderId, Step};

impl Engine {
    /// Numbers a message about an order and draws its latency; nothing for one that takes effect at once. It never overtakes an earlier
    /// one about the same order.
    pub(crate) fn trip(&mut self, id: OrderId, leg: Leg) -> Option<Trip> {
        let latency = self.latency.as_mut()?;
        let symbol = self.book.get(id)?.symbol;
        let drawn = latency.draw(leg);
        let earlier = latency.under_way.iter().rev().find(|message| message.order == id).map(|message| message.step);
        let us = drawn.unwrap_or(0);
        if us == 0 && earlier.is_none() {
            return None;
        }
        let sent = match self.opened {
            Some(step) => latency.opens(&self.clock, symbol, step),
            None => latency.closes(&self.clock, symbol, self.done.saturating_sub(1)),
        };
        let from = self.opened.unwrap_or(self.done);
        let step = latency.first_open(&self.clock, symbol, from, sent.saturating_add(us)).max(earlier.unwrap_or(0));
        Some(Trip { us, step })
    }

    /// An order that has passed the account leaves; what it sets aside is set aside from here on.
    pub(crate) fn fly(&mut self, id: OrderId, request: &OrderRequest, reserve: (i128, i64), trip: Trip) {
        self.book.fly(id);
        self.book.set_reserve(id, reserve.0, reserve.1);
        self.log_sent(id, request, trip);
        self.post(id, trip, Asks::Submit);
        self.tell_own(id, Status::Submitted, None);
    }

    /// A cancel or a change of an open order leaves.
    pub(crate) fn ask(&mut self, id: OrderId, trip: Trip, asks: Asks) {
        let said = self.said_at();
        let Some(order) = self.book.get_mut(id) else { return };
        let status = if matches!(asks, Asks::Cancel) { Status::PendingCancel } else { Status::PendingReplace };
        // What waits for another order keeps saying so.
        if order.status != Status::Initialized {
            order.status = status;
        }
        let (status, symbol) = (order.status, order.symbol);
        let extra = ExtraTerms { latency: Some(trip.us), ..ExtraTerms::default() };
        self.log.order(said, id, status.name(), None, Some(OrderTerms { symbol, extra: Some(Box::new(extra)), ..OrderTerms::default() }));
        self.post(id, trip, asks);
        self.tell_own(id, status, None);
    }

    fn post(&mut self, order: OrderId, Trip { step, .. }: Trip, asks: Asks) {
        if let Some(latency) = self.latency.as_mut() {
            let at = latency.under_way.partition_point(|message| message.step <= step);
            latency.under_way.insert(at, Message { step, order, asks });
        }
    }

    /// Whether a cancel of the order is on its way.
    pub(crate) fn is_cancelling(&self, id: OrderId) -> bool {
        let messages = self.latency.as_ref().map_or(&[][..], |latency| &latency.under_way);
        messages.iter().any(|message| message.order == id && matches!(message.asks, Asks::Cancel))
    }

    /// A message about an order that has ended and of whose end the strategy has not heard: it is sent, and does nothing.
    pub(crate) fn send_in_vain(&mut self, id: OrderId, leg: Leg) -> bool {
        let believed_open = self.book.get(id).and_then(|order| order.heard.as_deref()).is_some_and(|heard| heard.state.status.is_open());
        if let Some(latency) = self.latency.as_mut().filter(|_| believed_open) {
            latency.draw(leg);
        }
        believed_open
    }

    /// Takes back the message that submits an order, which is to wait for another instead; the step at which it would have arrived.
    pub(crate) fn take_back(&mut self, id: OrderId) -> Step {
        let Some(latency) = self.latency.as_mut().filter(|_| self.book.is_flying(id)) else { return 0 };
        let at = latency.under_way.iter().position(|message| message.order == id && matches!(message.asks, Asks::Submit));
        at.map_or(NEVER, |at| latency.under_way.remove(at).step)
    }

    /// Changes on their way name prices of old shares once their symbol has split.
    pub(crate) fn overtake_changes(&mut self, symbol: crate::SymbolId) {
        let Some(latency) = self.latency.as_mut() else { return };
        for message in &mut latency.under_way {
            if let Asks::Modify { overtaken, .. } = &mut message.asks
                && self.book.get(message.order).is_some_and(|order| order.symbol == symbol)
            {
                *overtaken = true;
            }
        }
    }

    /// A change that comes too late, or that the account cannot carry: the order stays as it was.
    pub(crate) fn refuse_change(&mut self, id: OrderId, status: Status, reason: crate::Reason, step: Step) {
        let Some(order) = self.book.get_mut(id) else { return };
        order.status = status;
        let symbol = order.symbol;
        let arrived = self.takes_effect(id);
        let extra = ExtraTerms { arrived, refused: Some(reason), ..ExtraTerms::default() };
        self.log.order(step, id, status.name(), None, Some(OrderTerms { symbol, extra: Some(Box::new(extra)), ..OrderTerms::default() }));
        self.tell(id, step, Notice::Status { order: id, status, reason: Some(reason) });
    }

    /// Whether the event at hand is the one by which a message takes effect; said once.
    pub(crate) fn takes_effect(&mut self, id: OrderId) -> bool {
        self.latency.as_mut().is_some_and(|latency| latency.arriving.take_if(|arriving| *arriving == id).is_some())
    }
}

impl Asks {
    pub(crate) fn change(changes: Changes) -> Self {
        Self::Modify { changes, overtaken: false }
    }
}

impl Engine {
    /// The step before whose open something happens: an action, or a message takes effect.
    pub(crate) fn next_event(&self) -> Option<Step> {
        let arrival = self.latency.as_ref().and_then(|latency| latency.next_arrival());
        match (self.next_action(), arrival) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}
