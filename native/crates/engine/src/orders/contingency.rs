//! Linked orders move each other by what has filled (E13): OCO partners lose in proportion, bracket children grow with the entry's
//! fills and expire when the position is flat or crosses zero, as reduce-only orders do (O21).

use super::{Notice, Status, Waits};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::log::{ExtraTerms, OrderTerms};
use crate::{OrderId, Reason, Step, SymbolId};

impl Engine {
    /// Ends an order that is still open, and what hangs on it.
    pub(crate) fn close_order(&mut self, id: OrderId, status: Status, reason: Option<Reason>, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get_mut(id) else { return Ok(()) };
        if !order.status.is_open() {
            return Ok(());
        }
        if !order.status.may_become(status) {
            let message = format!("order {id} is {} and cannot become {}", order.status.name(), status.name());
            return Err(EngineError::new("order.transition", message, "this is a defect of the engine; please report it"));
        }
        order.status = status;
        order.reason = reason;
        let ouo = order.ouo();
        let terms = self.arrival_terms(id);
        self.log.order(step, id, status.name(), reason, terms);
        self.tell(id, step, Notice::Status { order: id, status, reason });
        self.book.retire(id);
        self.book.let_go(id);
        if let Some(partner) = ouo {
            self.close_order(partner, Status::Canceled, Some(Reason::OuoClosed), step)?;
        }
        self.end_children(id, step)
    }

    /// The end of an order, for those that hang on it, in id order: what has got nothing is canceled.
    fn end_children(&mut self, id: OrderId, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        let Some(bracket) = order.children else { return self.release_waiting(id, step) };
        let mut children = [bracket.as_slice(), order.waiting()].concat();
        children.sort_unstable();
        for child in children {
            match self.book.get(child).map(|child| child.status) {
                Some(Status::Initialized) => self.close_order(child, Status::Canceled, Some(Reason::ParentClosed), step)?,
                _ => self.settle_child(child, step)?,
            }
        }
        Ok(())
    }

    /// A child whose entry has ended and that has nothing left: filled when it filled at all, else taken by its sibling (O8).
    pub(crate) fn settle_child(&mut self, child: OrderId, step: Step) -> Result<(), EngineError> {
        match self.book.get(child) {
            Some(order) if order.status.is_open() && order.remaining() == 0 => {
                let (status, reason) = if order.filled > 0 { (Status::Filled, None) } else { (Status::Canceled, Some(Reason::OcoFilled)) };
                self.close_order(child, status, reason, step)
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn trigger(&mut self, id: OrderId, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        if order.triggered {
            return Ok(());
        }
        let becomes = order.trail.as_deref().map_or(Ok(None), |trail| trail.limit_price(order.side))?;
        self.book.trigger(id);
        let Some(order) = self.book.get_mut(id) else { return Ok(()) };
        if matches!(order.status, Status::Accepted | Status::PendingCancel | Status::PendingReplace) && order.filled == 0 {
            order.status = Status::Triggered;
        }
        order.limit = becomes.or(order.limit);
        let (status, symbol) = (order.status, order.symbol);
        let terms = becomes.map(|limit| OrderTerms { symbol, limit: Some(limit), ..OrderTerms::default() });
        self.log.order(step, id, status.name(), None, terms);
        self.tell(id, step, Notice::Status { order: id, status, reason: None });
        Ok(())
    }

    /// A dormant trailing stop has reached its activation price: `price` is its first reference (O18).
    pub(crate) fn wake(&mut self, id: OrderId, price: i128, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get_mut(id) else { return Ok(()) };
        let (symbol, side, status) = (order.symbol, order.side, order.status);
        let Some(trail) = order.trail.as_mut() else { return Ok(()) };
        trail.dormant = false;
        trail.activation = None;
        trail.ratchet(side, price)?;
        let extra = Some(Box::new(ExtraTerms { activated: true, ..ExtraTerms::default() }));
        self.log.order(step, id, status.name(), None, Some(OrderTerms { symbol, extra, ..OrderTerms::default() }));
        Ok(())
    }

    /// The rest of a market-to-limit order stands at the price of its first fill, before slippage (O13).
    pub(crate) fn rest_as_limit(&mut self, id: OrderId, limit: i128, step: Step) {
        self.book.become_limit(id, limit);
        self.log_change(id, step);
    }

    /// What one fill does to everything linked to the order. `before` is the position before it.
    pub(crate) fn after_fill(&mut self, id: OrderId, quantity: i64, before: i64, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        let (symbol, partner, children) = (order.symbol, order.oco, order.children);
        let fed = self.grown.len();
        if let Some(partner) = partner {
            self.resize(partner, id, step)?;
        }
        self.update_other(id, quantity, step)?;
        let after = self.account.quantity(symbol);
        if before != 0 && (after == 0 || (before > 0) != (after > 0)) {
            self.expire_protection(symbol, id, step)?;
        }
        // Each is cut by what the other has left of all it has: both sizes come first.
        for child in children.into_iter().flatten() {
            if let Some(order) = self.book.get_mut(child).filter(|order| order.status.is_open()) {
                order.share.grow(quantity)?;
            }
        }
        for child in children.into_iter().flatten() {
            self.grow(child, quantity, step)?;
        }
        self.feed_waiting(id, step)?;
        if children.is_some() {
            self.grown.get_mut(fed..).unwrap_or_default().sort_unstable();
        }
        if self.book.get(id).is_some_and(|entry| !entry.status.is_open()) {
            self.end_children(id, step)?;
        }
        Ok(())
    }

    /// A bracket child appears with the entry's first fill and grows with each one, as its size has.
    fn grow(&mut self, child: OrderId, by: i64, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get_mut(child) else { return Ok(()) };
        if !order.status.is_open() {
            return Ok(());
        }
        let born = order.status == Status::Initialized;
        if born {
            order.quantity = 0;
            order.status = Status::Accepted;
            order.waits = Waits::NotYet;
        }
        order.quantity = order.quantity.saturating_add(by);
        let (partner, status) = (order.oco, order.status);
        self.log_change(child, step);
        if born {
            self.tell(child, step, Notice::Status { order: child, status, reason: None });
            self.book.activate(child);
        }
        if let Some(partner) = partner {
            self.resize(child, partner, step)?;
        }
        if !self.grown.contains(&child) {
            self.grown.push(child);
        }
        self.refresh_reserve(child)
    }

    /// Children of closed entries and reduce-only orders expire once there is nothing left to protect; children of an entry that still
    /// works wait for its next fill.
    fn expire_protection(&mut self, symbol: SymbolId, cause: OrderId, step: Step) -> Result<(), EngineError> {
        for id in self.book.live(symbol).to_vec() {
            let Some(order) = self.book.get(id) else { continue };
            let is_spent_child = order.parent.is_some_and(|parent| parent != cause) && !order.is_fed() && !self.may_grow(id);
            if is_spent_child || order.is_reduce_only() {
                self.close_order(id, Status::Expired, Some(Reason::PositionFlat), step)?;
            }
        }
        Ok(())
    }

    /// Cuts `id` to its part of what its partner has left (E13).
    pub(crate) fn resize(&mut self, id: OrderId, partner: OrderId, step: Step) -> Result<(), EngineError> {
        let (Some(order), Some(other)) = (self.book.get(id), self.book.get(partner)) else { return Ok(()) };
        if !order.status.is_open() || order.status == Status::Initialized {
            return Ok(());
        }
        let Some(left) = order.left_beside(other, self.spec(order.symbol)?.lot)? else { return Ok(()) };
        let total = order.filled.saturating_add(left);
        if left == 0 && !self.may_grow(id) {
            return self.close_order(id, Status::Canceled, Some(Reason::OcoFilled), step);
        }
        if total != order.quantity {
            if let Some(order) = self.book.get_mut(id) {
                order.quantity = total;
            }
            self.stand_if_spent(id);
            self.log_change(id, step);
            self.refresh_reserve(id)?;
        }
        Ok(())
    }

    /// A stop that has nothing left, whether it filled or its sibling took the rest, waits for its price again while its entry may
    /// still feed it (O8).
    pub(crate) fn stand_if_spent(&mut self, id: OrderId) {
        if self.may_grow(id) && self.book.get(id).is_some_and(|order| order.triggered && order.remaining() == 0) {
            self.book.stand_again(id);
        }
    }

    /// A child of an entry that still works: what it has filled is not all it will have (O8).
    pub(crate) fn may_grow(&self, id: OrderId) -> bool {
        let parent = self.book.get(id).and_then(|order| order.parent);
        parent.and_then(|id| self.book.get(id)).is_some_and(|entry| entry.status.is_open())
    }

    /// Both partners of a new link, each cut by what the other has filled.
    pub(crate) fn resize_pair(&mut self, id: OrderId, step: Step) -> Result<(), EngineError> {
        let Some(partner) = self.book.get(id).and_then(|order| order.oco) else { return Ok(()) };
        self.resize(id, partner, step)?;
        self.resize(partner, id, step)
    }

    /// The open partner of an order that is closed already.
    pub(crate) fn settle_partner(&mut self, closed: OrderId, step: Step) -> Result<(), EngineError> {
        match self.book.get(closed).and_then(|order| order.oco) {
            Some(partner) => self.resize(partner, closed, step),
            None => Ok(()),
        }
    }

    /// Orders that wait for another's first fill.
    pub(crate) fn waiting_children(&self, symbol: SymbolId) -> Vec<OrderId> {
        let waits = |id: &OrderId| self.book.get(*id).is_some_and(|order| order.symbol == symbol && order.status == Status::Initialized);
        let sources = self.book.live(symbol).iter().chain(self.book.held()).chain(self.book.flying()).filter_map(|id| self.book.get(*id));
        sources.filter_map(|order| order.children).flatten().chain(self.book.held().iter().copied()).filter(waits).collect()
    }

    /// An order that was open waits for another from here on.
    pub(crate) fn log_held(&mut self, id: OrderId, step: Step) {
        let Some(order) = self.book.get(id) else { return };
        let terms = OrderTerms { symbol: order.symbol, parent: order.parent, ..OrderTerms::default() };
        self.log.order(step, id, order.status.name(), None, Some(terms));
    }

    /// An order's symbol has another name: that alone is said.
    pub(crate) fn log_move(&mut self, id: OrderId, step: Step) {
        let Some(order) = self.book.get(id) else { return };
        let extra = Some(Box::new(ExtraTerms { moved: true, ..ExtraTerms::default() }));
        let terms = OrderTerms { symbol: order.symbol, extra, ..OrderTerms::default() };
        self.log.order(step, id, order.status.name(), order.reason, Some(terms));
        self.tell_change(id, step);
    }

    /// Writes an order's changed numbers to the log with its present status.
    pub(crate) fn log_change(&mut self, id: OrderId, step: Step) {
        let arrived = self.takes_effect(id);
        let Some(order) = self.book.get(id) else { return };
        let (trail, trail_percent) = super::terms::trail_terms(order);
        let terms = OrderTerms {
            first: false,
            symbol: order.symbol,
            quantity: Some(order.quantity),
            limit: order.limit,
            stop: order.stop,
            trail,
            trail_percent,
            oco: order.oco.filter(|_| order.parent.is_none() || order.is_fed()),
            extra: super::terms::changing_terms(order),
            ..OrderTerms::default()
        };
        let terms = if arrived { terms.arrived() } else { terms };
        self.log.order(step, id, order.status.name(), order.reason, Some(terms));
        self.tell_change(id, step);
    }
}
