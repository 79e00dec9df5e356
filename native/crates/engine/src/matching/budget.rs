use money::{Decimal, Rounding, mul_div, pow10};

use crate::account::SymbolSpec;
use crate::error::EngineError;
use crate::{Liquidity, Step, SymbolId};

/// What all orders of a bar have used of its volume, per symbol (F6).
#[derive(Debug, Clone)]
pub struct Budgets {
    used: Vec<(Step, i64)>,
}

impl Budgets {
    pub fn new(symbols: usize) -> Self {
        Self { used: vec![(0, 0); symbols] }
    }

    pub fn used(&self, symbol: SymbolId, step: Step) -> i64 {
        self.used.get(symbol as usize).filter(|(at, _)| *at == step).map_or(0, |(_, used)| *used)
    }

    pub fn use_up(&mut self, symbol: SymbolId, step: Step, quantity: i64) {
        let total = self.used(symbol, step).saturating_add(quantity);
        if let Some(slot) = self.used.get_mut(symbol as usize) {
            *slot = (step, total);
        }
    }

    /// The bar's budget: a fraction of its volume, toward zero to the lot.
    pub fn of_bar(&self, limit: Decimal, spec: &SymbolSpec, volume: i64, symbol: SymbolId, step: Step) -> Result<Liquidity, EngineError> {
        let scales = spec.scales;
        // volume * limit at quantity scale: v / 10^vs * m / 10^ms * 10^qs.
        let to_quantity = pow10(scales.quantity)?;
        let from = pow10(spec.volume_scale.saturating_add(limit.scale))?;
        let factor = limit.mantissa.checked_mul(to_quantity).ok_or(money::MoneyError::Overflow { operation: "volume limit" })?;
        let raw = mul_div(i128::from(volume), factor, from, Rounding::Down)?;
        let budget = i64::try_from(raw).map_err(|_| money::MoneyError::Overflow { operation: "volume limit" })?;
        Ok(Liquidity { bar_volume: volume, budget: to_lot(budget, spec.lot), used_before: self.used(symbol, step) })
    }
}

/// A quantity toward zero to the lot.
pub fn to_lot(quantity: i64, lot: i64) -> i64 {
    quantity.saturating_sub(quantity.checked_rem(lot).unwrap_or(0))
}
