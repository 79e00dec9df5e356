//! The strategy hears of what happened at the first close at or after it has travelled back.

use super::{Leg, NEVER, Word};
use crate::engine::Engine;
use crate::log::OrderTerms;
use crate::orders::{Heard, Notice, OrderState, Status};
use crate::{OrderId, Reason, Step, SymbolId};

impl Engine {
    /// Something has happened to an order in `step`: before its open, or else by its close.
    pub(crate) fn tell(&mut self, id: OrderId, step: Step, notice: Notice) {
        if self.latency.is_none() {
            self.notices.push(notice);
        } else {
            self.send_word(id, step, Some(notice));
        }
    }

    /// Its quantity has changed, which is no news of its own.
    pub(crate) fn tell_change(&mut self, id: OrderId, step: Step) {
        if self.latency.as_ref().is_some_and(|latency| latency.delays_words()) {
            self.send_word(id, step, None);
        }
    }

    /// What the strategy itself did it knows at once.
    pub(crate) fn tell_own(&mut self, id: OrderId, status: Status, reason: Option<Reason>) {
        if let Some(heard) = self.book.get_mut(id).and_then(|order| order.heard.as_mut()) {
            heard.state.status = status;
            heard.state.reason = reason;
        }
        self.notices.push(Notice::Status { order: id, status, reason });
    }

    fn send_word(&mut self, id: OrderId, step: Step, notice: Option<Notice>) {
        let (Some(latency), Some(order)) = (self.latency.as_mut(), self.book.get_mut(id)) else { return };
        let (symbol, state) = (order.symbol, order.state());
        let Some(heard) = order.heard.as_mut() else {
            self.notices.extend(notice);
            return;
        };
        let us = latency.draw(Leg::Ack).unwrap_or(0);
        let happened =
            if self.opened == Some(step) { latency.opens(&self.clock, symbol, step) } else { latency.closes(&self.clock, symbol, step) };
        // Words about one order arrive in the order in which they were sent.
        let at = happened.saturating_add(us).max(heard.last);
        heard.last = at;
        if at <= happened {
            heard.state = state;
            self.notices.extend(notice);
            return;
        }
        let step = latency.first_close(&self.clock, symbol, step, at);
        let place = latency.words.partition_point(|word| word.step <= step);
        latency.words.insert(place, Word { step, order: id, state, notice });
    }

    /// Takes in what has come back by the last close.
    pub(crate) fn hear(&mut self) {
        let now = self.now();
        let Some(latency) = self.latency.as_mut() else { return };
        let due = latency.words.partition_point(|word| word.step <= now && word.step != NEVER);
        for Word { order, state, notice, .. } in latency.words.drain(..due) {
            if let Some(heard) = self.book.get_mut(order).and_then(|order| order.heard.as_mut()) {
                heard.state = state;
            }
            self.notices.extend(notice);
        }
    }

    /// An order as the strategy knows it.
    pub fn known_state(&mut self, id: OrderId) -> Option<OrderState> {
        self.hear();
        self.book.state(id)
    }

    /// Orders that the strategy has not heard the end of, in submission order, of one symbol or of all.
    pub fn known_open(&mut self, symbol: Option<SymbolId>) -> Vec<OrderId> {
        self.hear();
        let mut ids = self.open_orders(symbol);
        if let Some(latency) = self.latency.as_ref() {
            ids.extend(self.book.flying());
            ids.extend(latency.words.iter().map(|word| word.order));
            let book = &self.book;
            let is_asked = |id: &OrderId| symbol.is_none_or(|symbol| book.get(*id).is_some_and(|order| order.symbol == symbol));
            let is_known = |id: &OrderId| {
                book.get(*id).is_some_and(|order| {
                    let heard = order.heard.as_deref().map(|heard| heard.state.status);
                    heard.unwrap_or(order.status).is_open() && heard != Some(Status::Initialized)
                })
            };
            ids.retain(|id| is_asked(id) && is_known(id));
            ids.sort_unstable();
            ids.dedup();
        }
        ids
    }

    /// An order that is just made is known as it is.
    pub(crate) fn listen(&mut self, id: OrderId) {
        if self.latency.as_ref().is_some_and(|latency| latency.delays_words())
            && let Some(order) = self.book.get_mut(id)
        {
            order.heard = Some(Box::new(Heard { state: order.state(), last: i64::MIN }));
        }
    }

    /// Terms of the event by which a message takes effect.
    pub(crate) fn arrival_terms(&mut self, id: OrderId) -> Option<OrderTerms> {
        if !self.takes_effect(id) {
            return None;
        }
        let symbol = self.book.get(id)?.symbol;
        Some(OrderTerms { symbol, ..OrderTerms::default() }.arrived())
    }
}
