use super::Lots;
use super::balances::unbalanced;
use crate::error::overflow;
use crate::{EngineError, Log, Step, SymbolId};

/// One symbol's side of the ledger: the position, its counter-balance in `market`, and the lots it consists of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Position {
    pub quantity: i64,
    /// Balance of the symbol in the `market` account.
    pub market: i64,
    pub lots: Lots,
    pub realized_gross: i128,
    pub realized_fees: i128,
    /// First step at whose close the position, unchanged since, is not zero and not yet marked.
    mark_from: Option<Step>,
}

impl Position {
    /// Lots on their way into a position; `quantity` tells their side alone.
    pub fn arriving(quantity: i64, lots: Lots) -> Self {
        Self { quantity, lots, ..Self::default() }
    }

    /// Signed cost of the open lots.
    pub fn cost(&self) -> i128 {
        if self.quantity < 0 { -self.lots.cost() } else { self.lots.cost() }
    }

    /// Moves the position; the lots must already have followed.
    pub fn move_by(&mut self, quantity: i64, symbol: &str) -> Result<(), EngineError> {
        self.quantity = self.quantity.checked_add(quantity).ok_or_else(|| overflow("position"))?;
        self.market = self.market.checked_sub(quantity).ok_or_else(|| overflow("position"))?;
        let total = i128::from(self.quantity) + i128::from(self.market);
        let in_lots = self.lots.quantity() - self.lots.units(self.quantity.saturating_abs())?;
        if total == 0 && in_lots == 0 { Ok(()) } else { Err(unbalanced(symbol, in_lots, total)) }
    }

    pub fn realize(&mut self, gross: i128, fees: i128) -> Result<(), EngineError> {
        self.realized_gross = self.realized_gross.checked_add(gross).ok_or_else(|| overflow("realized profit"))?;
        self.realized_fees = self.realized_fees.checked_add(fees).ok_or_else(|| overflow("realized fees"))?;
        Ok(())
    }

    /// Records the closes up to the step before `step`, at which the position is about to change.
    pub fn flush_marks(&mut self, log: &mut Log, symbol: SymbolId, step: Step) {
        if let Some(from) = self.mark_from
            && from < step
        {
            log.marks(symbol, from, step.saturating_sub(1));
            self.mark_from = Some(step);
        }
    }

    /// The position has changed at `step`; its close is the next to mark unless it is flat.
    pub fn mark_from(&mut self, step: Step) {
        self.mark_from = (self.quantity != 0).then_some(step);
    }
}
