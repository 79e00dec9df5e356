use std::collections::VecDeque;

use crate::{OrderId, Step};

/// A piece of a position as it was bought. It keeps its total cost, never a price, so nothing is lost when a part of it is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    /// Unsigned, in units of `1 / denominator` of the quantity mantissa (see [`Lots::denominator`]).
    pub quantity: i128,
    /// Notional paid or received, unsigned, at ledger scale.
    pub cost: i128,
    /// Entry fees not yet taken to a trade, at ledger scale.
    pub fees: i128,
    pub step: Step,
    pub order: OrderId,
}

/// The open lots of one position, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lots {
    lots: VecDeque<Lot>,
    /// 1 until a split leaves fractions.
    denominator: i128,
}

impl Lots {
    pub fn iter(&self) -> impl Iterator<Item = &Lot> {
        self.lots.iter()
    }

    pub fn denominator(&self) -> i128 {
        self.denominator
    }
}
