use money::{Decimal, Rounding, div_round, pow10};

use crate::error::overflow;
use crate::{Commission, EngineError, VenueRounding};

/// What one order has filled and paid so far. Minimum, maximum and flat costs are per order over its fills, so each fill pays what
/// is owed by then less what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeeState {
    quantity: i64,
    notional: i128,
    exact: i128,
    charged: i128,
}

impl FeeState {
    /// Paid so far, at ledger scale.
    pub fn charged(&self) -> i128 {
        self.charged
    }
}

/// The fee of one fill at ledger scale: what the rule says and what the venue takes; they differ only by its rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fee {
    pub exact: i128,
    pub charged: i128,
}

/// The run's commission with its numbers brought to the account's scales.
#[derive(Debug, Clone)]
pub struct FeeModel {
    rule: Rule,
    unit: Option<i128>,
    rounding: Rounding,
    /// The `fee` object of a fill's `why`, keys sorted.
    description: Box<str>,
}

#[derive(Debug, Clone)]
enum Rule {
    None,
    /// Rate mantissa and the ten-power that divides the product.
    Percent { rate: i128, divisor: i128 },
    /// Money per unit of quantity at `ledger scale - quantity scale`, by symbol.
    PerUnit { rate: Vec<i128>, flat: i128, minimum: Option<i128>, maximum: Option<i128> },
    PerOrder { cost: i128 },
}

impl FeeModel {
    pub(crate) fn new(commission: &Commission, ledger: u8, quantity_scales: &[u8]) -> Result<Self, EngineError> {
        let _ = (commission, ledger, quantity_scales);
        todo!()
    }
}
