use money::{Decimal, MoneyError, Ratio, Rounding, pow10};

use super::{At, Kind, Status, Tif};
use crate::account::FeeState;
use crate::{OrderId, Reason, Side, SymbolId};

/// An order as the book keeps it. Prices are mantissas at the symbol's price scale, quantities at its lot scale and positive.
#[derive(Debug, Clone)]
pub struct Order {
    pub id: OrderId,
    pub symbol: SymbolId,
    pub side: Side,
    pub kind: Kind,
    pub tif: Tif,
    pub at: At,
    /// What may fill in total; shrinks when an OCO sibling fills or cash does not reach.
    pub quantity: i64,
    /// The nominal total that OCO proportions refer to; a bracket child's grows with the entry's fills.
    pub base: i64,
    pub filled: i64,
    pub limit: Option<i128>,
    pub stop: Option<i128>,
    pub trail: Option<TrailState>,
    pub status: Status,
    pub reason: Option<Reason>,
    /// Exchange day of the first eligible bar, for DAY orders.
    pub session: Option<i32>,
    /// A stop or trailing stop that was reached and now acts as a market or limit order.
    pub triggered: bool,
    pub fit: bool,
    pub closing: bool,
    pub parent: Option<OrderId>,
    pub children: Option<[OrderId; 2]>,
    pub oco: Option<OrderId>,
    pub fees: FeeState,
    pub fills: u32,
    /// Buying power set aside for what is still open, at ledger scale; negative for the expected proceeds of a reducing market order.
    pub reserve: i128,
    /// Quantity of the open rest that counts as reducing the position, for the reserve.
    pub reduces: i64,
}

impl Order {
    pub fn remaining(&self) -> i64 {
        self.quantity.saturating_sub(self.filled)
    }

    /// Waits for an open or close print rather than for a price.
    pub fn is_market_now(&self) -> bool {
        match self.kind {
            Kind::Market => true,
            Kind::Stop | Kind::TrailingStop => self.triggered,
            Kind::Limit | Kind::StopLimit => false,
        }
    }

    /// Signed open quantity.
    pub fn signed_remaining(&self) -> i64 {
        match self.side {
            Side::Buy => self.remaining(),
            Side::Sell => self.remaining().saturating_neg(),
        }
    }
}

/// A trailing stop's distance and the extreme it trails, exact also after a split.
#[derive(Debug, Clone, Copy)]
pub struct TrailState {
    pub distance: Distance,
    /// Highest (sell) or lowest (buy) price since the first eligible open, at price scale.
    pub reference: Option<Ratio>,
}

#[derive(Debug, Clone, Copy)]
pub enum Distance {
    Amount(Ratio),
    Percent(Decimal),
}

impl TrailState {
    /// Moves the reference along; true when it moved.
    pub fn ratchet(&mut self, side: Side, price: i128) -> Result<(), MoneyError> {
        let price = Ratio::new(price, 1)?;
        let better = match (self.reference, side) {
            (None, _) => true,
            (Some(reference), Side::Sell) => price.compare(reference)?.is_gt(),
            (Some(reference), Side::Buy) => price.compare(reference)?.is_lt(),
        };
        if better {
            self.reference = Some(price);
        }
        Ok(())
    }

    /// The exact stop level for a reference: below it for a sell, above it for a buy.
    pub fn level(&self, side: Side, reference: Ratio) -> Result<Ratio, MoneyError> {
        let overflow = || MoneyError::Overflow { operation: "trailing level" };
        match self.distance {
            Distance::Amount(amount) => {
                let (left, right) = (reference.num().checked_mul(amount.den()), amount.num().checked_mul(reference.den()));
                let (left, right) = (left.ok_or_else(overflow)?, right.ok_or_else(overflow)?);
                let num = if side == Side::Sell { left.checked_sub(right) } else { left.checked_add(right) };
                Ratio::new(num.ok_or_else(overflow)?, reference.den().checked_mul(amount.den()).ok_or_else(overflow)?)
            }
            Distance::Percent(percent) => {
                let one = pow10(percent.scale)?;
                let factor = if side == Side::Sell { one.checked_sub(percent.mantissa) } else { one.checked_add(percent.mantissa) };
                reference.multiply(Ratio::new(factor.ok_or_else(overflow)?, one)?)
            }
        }
    }
}

/// A level as a fill price: exact where the price scale holds it, else rounded against the trader. The flag says which.
pub fn price_of_level(side: Side, level: Ratio) -> Result<(i128, bool), MoneyError> {
    let mode = if side == Side::Sell { Rounding::Floor } else { Rounding::Ceil };
    Ok((level.scale(1, mode)?, level.den() != 1))
}
