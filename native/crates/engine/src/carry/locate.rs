use super::CarryKind;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{At, Extras, OrderRequest};
use crate::{OrderId, Side, Step, SymbolId};

/// Tag of the orders by which the engine returns what lenders want back.
const RECALL: &str = "recall";

impl Engine {
    /// Most that may be sold on the step's day without owing more shares than can be borrowed; no limit when `None`.
    pub(crate) fn sellable(&self, symbol: SymbolId, step: Step) -> Option<i64> {
        let available = self.charges.as_deref()?.of(CarryKind::Borrow)?.available(symbol, self.day(step))?;
        Some(available.saturating_add(self.account.quantity(symbol)).max(0))
    }

    /// A sale would take the short beyond what can be borrowed on the step's day (M12).
    pub(crate) fn is_unlocated(&self, symbol: SymbolId, side: Side, quantity: i64, step: Step) -> bool {
        side == Side::Sell && self.sellable(symbol, step).is_some_and(|most| quantity > most)
    }

    /// What a lender or a margin call wants is nobody's to put off.
    pub(crate) fn refuse_recall(&self, id: OrderId) -> Result<(), EngineError> {
        if self.book.get(id).is_none_or(|order| !order.is_forced()) {
            return Ok(());
        }
        let message = format!("order {id} is the engine's own, for a lender or a margin call (SPEC M12, M24)");
        Err(EngineError::new("order.recall", message, "link orders of the strategy's own"))
    }

    /// What is short beyond what can still be borrowed today is bought back at the open.
    pub(super) fn recall(&mut self, step: Step) -> Result<(), EngineError> {
        for symbol in 0..SymbolId::try_from(self.specs.len()).unwrap_or(0) {
            let short = self.account.quantity(symbol).min(0).saturating_neg();
            let available = self.charges.as_deref().and_then(|charges| charges.of(CarryKind::Borrow)?.available(symbol, self.day(step)));
            let Some(available) = available.filter(|available| short > *available) else { continue };
            let recalled: i64 = self.book.live(symbol).iter().filter_map(|id| self.book.get(*id)).map(|order| order.recalled()).sum();
            let quantity = short.saturating_sub(available).saturating_sub(recalled);
            if quantity <= 0 {
                continue;
            }
            // Said before the open of this step, like what a strategy orders in `onOpen`.
            self.opened = Some(step);
            let extras = Extras { reduce_only: true, recall: true, ..Extras::default() };
            let request = OrderRequest { symbol, quantity, at: At::Open, tag: Some(RECALL.to_owned()), extras, ..OrderRequest::default() };
            let id = self.place_order(&request, Side::Buy, None)?;
            self.announce(id, &request, Ok((0, 0)))?;
        }
        Ok(())
    }
}
