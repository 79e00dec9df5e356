//! One updates the other (O17): what one of a pair fills is taken from the other, and the end of one ends the other.

use money::MoneyError;

use super::check::{malformed, unknown_order};
use super::{Order, Special, Status};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::{OrderId, Reason, Step};

impl Engine {
    /// Links two open orders of one open quantity.
    pub fn link_ouo(&mut self, a: OrderId, b: OrderId) -> Result<(), EngineError> {
        self.refuse_after_end()?;
        let mut open = Vec::with_capacity(2);
        for id in [a, b] {
            self.refuse_recall(id)?;
            let order = self.book.get(id).ok_or_else(|| unknown_order(id))?;
            let status = order.status.name();
            if !order.status.is_open() {
                let message = format!("order {id} is {status}: only open orders can be linked");
                return Err(malformed("order.ouo", message, "link two orders while both are open"));
            }
            if a == b || order.ouo().is_some() || order.oco.is_some() {
                return Err(malformed(
                    "order.ouo",
                    format!("order {id} is linked already"),
                    "link two different orders that have no partner yet",
                ));
            }
            let scale = self.spec(order.symbol)?.scales.quantity;
            open.push(money::Decimal::new(order.remaining().into(), scale));
        }
        let text = |value: money::Decimal| money::format_decimal(value.mantissa, value.scale);
        if let [left, right] = open.as_slice()
            && left.compare(*right)?.is_ne()
        {
            let message = format!("order {a} has {} open and order {b} has {}", text(*left), text(*right));
            return Err(malformed("order.ouo", message, "link two orders of one open quantity; ctx.oco shares in proportion"));
        }
        for (id, partner) in [(a, b), (b, a)] {
            if let Some(order) = self.book.get_mut(id) {
                order.special.get_or_insert_with(Box::<Special>::default).ouo = Some(partner);
            }
            self.log_change(id, self.said_at());
        }
        Ok(())
    }

    /// A fill of an order takes its units from the partner; the end of one ends the other.
    pub(crate) fn update_other(&mut self, id: OrderId, filled: i64, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        let Some(partner) = order.ouo() else { return Ok(()) };
        if !order.status.is_open() {
            return self.close_order(partner, Status::Canceled, Some(Reason::OuoClosed), step);
        }
        let left = self.book.get(partner).map_or(0, |partner| partner.remaining().saturating_sub(filled).max(0));
        self.set_open(partner, left, step, |_, _| Ok(()))
    }

    /// A modified quantity of one is that of the other, whose size it changes as well.
    pub(crate) fn match_other(&mut self, id: OrderId, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        let (Some(partner), open) = (order.ouo(), order.remaining()) else { return Ok(()) };
        self.set_open(partner, open, step, Order::change_size)
    }

    fn set_open(
        &mut self,
        id: OrderId,
        open: i64,
        step: Step,
        resize: impl Fn(&mut Order, i64) -> Result<(), MoneyError>,
    ) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id).filter(|order| order.status.is_open()) else { return Ok(()) };
        if open == 0 && !self.may_grow(id) {
            return self.close_order(id, Status::Canceled, Some(Reason::OuoClosed), step);
        }
        let change = open.saturating_sub(order.remaining());
        let Some(order) = self.book.get_mut(id).filter(|_| change != 0) else { return Ok(()) };
        order.quantity = order.quantity.saturating_add(change);
        resize(order, change)?;
        let waits = order.status == Status::Initialized;
        self.stand_if_spent(id);
        self.log_change(id, step);
        if waits { Ok(()) } else { self.refresh_reserve(id) }
    }
}
