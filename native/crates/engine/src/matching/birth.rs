//! Children that a fill has given something to do act where their parent filled, when their price is behind already (O11, O16).

use crate::config::LimitFill;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{Status, Waits};
use crate::{OrderId, PathPoint, Rule, Step};

use super::path::act;
use super::walk::Print;

/// The next part of an iceberg born on the path: it stands behind all orders that act at that price (O15).
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    pub id: OrderId,
    pub print: Print,
}

impl Engine {
    /// On the path, at once: the children in `grown` from this place on.
    pub(crate) fn act_born(&mut self, from: usize, print: Print) -> Result<(), EngineError> {
        while self.grown.len() > from {
            let id = self.grown.remove(from);
            if self.act_child(id, print)? {
                self.turns.push(Turn { id, print });
            }
        }
        Ok(())
    }

    /// At a print, after its other orders: as they were fed, an iceberg's next part behind the others.
    pub(crate) fn act_born_at_print(&mut self, step: Step, point: PathPoint, default: Rule) -> Result<(), EngineError> {
        while !self.grown.is_empty() {
            let id = self.grown.remove(0);
            if let Some(print) = self.print(id, step, point, default)?
                && self.act_child(id, print)?
            {
                self.grown.push(id);
            }
        }
        Ok(())
    }

    /// As at a print, where a finer bar opens elsewhere than the one before it closed.
    pub(crate) fn act_born_at_jump(&mut self, print: Print) -> Result<(), EngineError> {
        while !self.grown.is_empty() {
            let id = self.grown.remove(0);
            if self.act_child(id, print)? {
                self.grown.push(id);
            }
        }
        Ok(())
    }

    /// Gives the next part of an iceberg its turn when it stands before what acts next at this price. True when it did.
    pub(crate) fn act_turn(&mut self, next: Option<(u128, u64)>) -> Result<bool, EngineError> {
        let standing = |turn: &Turn| self.book.get(turn.id).and_then(|order| order.iceberg()).map_or(0, |iceberg| iceberg.standing);
        let Some((at, first)) = self.turns.iter().map(standing).enumerate().min_by_key(|(_, standing)| *standing) else {
            return Ok(false);
        };
        if next.is_some_and(|next| next < (0, first)) {
            return Ok(false);
        }
        let turn = self.turns.remove(at);
        if self.act_child(turn.id, turn.print)? {
            self.turns.push(turn);
        }
        Ok(true)
    }

    /// Whether its turn where it was born is still to come.
    pub(crate) fn is_born_here(&self, id: OrderId) -> bool {
        self.grown.contains(&id) || self.turns.iter().any(|turn| turn.id == id)
    }

    /// True when the next part of an iceberg waits for its turn there.
    fn act_child(&mut self, id: OrderId, print: Print) -> Result<bool, EngineError> {
        let Some(order) = self.book.get_mut(id) else { return Ok(false) };
        if !order.status.is_open() || order.remaining() == 0 || order.from() > print.step || order.waits_for_print() {
            return Ok(false);
        }
        let (side, fills) = (order.side, order.fills);
        if let Some(trail) = order.trail.as_mut().filter(|trail| trail.reference.is_none()) {
            trail.ratchet(side, print.price)?;
        }
        if !self.judge_arrival(id, print.price, print.step)? {
            return Ok(false);
        }
        let Some(order) = self.book.get(id) else { return Ok(false) };
        let may_act = self.may_act(order, print.step, print.index)?;
        if let Some(act) = act(order, print.price, print.price, LimitFill::Touch, 0)?.filter(|_| may_act) {
            self.perform(id, print, act)?;
        }
        if self.shows_more(id, fills) {
            return Ok(true);
        }
        self.waits_now(id, Waits::Already);
        self.end_immediate_child(id, print)?;
        Ok(false)
    }

    /// An iceberg that has just filled a part has another.
    fn shows_more(&self, id: OrderId, fills: u32) -> bool {
        let order = self.book.get(id).filter(|order| order.iceberg().is_some() && order.status.is_open());
        order.is_some_and(|order| order.fills > fills && order.remaining() > 0)
    }

    /// An IOC or FOK order that waited has had its one chance where its parent filled (O6, O16).
    fn end_immediate_child(&mut self, id: OrderId, print: Print) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id).filter(|order| order.is_fed() && order.status.is_open()) else { return Ok(()) };
        match order.tif.ends_at_once() {
            Some(reason) => self.close_order(id, Status::Canceled, Some(reason), print.step),
            None => Ok(()),
        }
    }
}
