use std::cmp::Ordering;
use std::collections::VecDeque;

use money::{Ratio, Rounding, mul_div};

use crate::error::overflow;
use crate::{EngineError, LotChoice, LotId, LotRule, OrderId, Step};

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
    /// The fill that opened it.
    pub order: OrderId,
    pub number: u32,
}

/// The open lots of one position, oldest first. Released costs always sum to what was put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lots {
    lots: VecDeque<Lot>,
    /// 1 until a split leaves fractions.
    denominator: i128,
    quantity: i128,
    cost: i128,
}

impl Default for Lots {
    fn default() -> Self {
        Self { lots: VecDeque::new(), denominator: 1, quantity: 0, cost: 0 }
    }
}

impl Lots {
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Lot> + ExactSizeIterator {
        self.lots.iter()
    }

    /// Lot quantities are numerators over this.
    pub fn denominator(&self) -> i128 {
        self.denominator
    }

    /// Sum of the lots' quantities.
    pub fn quantity(&self) -> i128 {
        self.quantity
    }

    /// Sum of the lots' costs, unsigned.
    pub fn cost(&self) -> i128 {
        self.cost
    }

    /// Units of a quantity mantissa.
    pub(crate) fn units(&self, quantity: i64) -> Result<i128, EngineError> {
        i128::from(quantity).checked_mul(self.denominator).ok_or_else(|| overflow("lot quantity"))
    }

    /// Adds a lot; under the average rule it joins the one pool, which keeps the time and order of its first entry.
    pub(crate) fn open(&mut self, lot: Lot, rule: LotRule) -> Result<(), EngineError> {
        self.quantity = add(self.quantity, lot.quantity, "lot quantity")?;
        self.cost = add(self.cost, lot.cost, "cost basis")?;
        match self.lots.front_mut() {
            Some(pool) if rule == LotRule::Average => {
                pool.quantity = add(pool.quantity, lot.quantity, "lot quantity")?;
                pool.cost = add(pool.cost, lot.cost, "cost basis")?;
                pool.fees = add(pool.fees, lot.fees, "lot fees")?;
            }
            _ => self.lots.push_back(lot),
        }
        Ok(())
    }

    pub(crate) fn holds(&self, id: LotId) -> bool {
        self.lots.iter().any(|lot| (lot.order, lot.number) == id)
    }

    /// Takes at most `units` out of the lot that comes first by the order's choice, else under `rule`. A part of a lot releases its share of cost and fees,
    /// half-even; the rest of both stays.
    pub(crate) fn release(&mut self, units: i128, rule: LotRule, choice: Option<&LotChoice>) -> Result<Option<Lot>, EngineError> {
        let chosen = match choice {
            Some(LotChoice::By(rule)) => self.next(*rule),
            Some(LotChoice::Named(ids)) => {
                let at = |id: &LotId| self.lots.iter().position(|lot| (lot.order, lot.number) == *id);
                ids.iter().find_map(at).or_else(|| self.next(rule))
            }
            None => self.next(rule),
        };
        let Some(index) = chosen else { return Ok(None) };
        let Some(lot) = self.lots.get_mut(index) else { return Ok(None) };
        let released = if units >= lot.quantity {
            self.lots.remove(index)
        } else {
            let cost = mul_div(lot.cost, units, lot.quantity, Rounding::HalfEven)?;
            let fees = mul_div(lot.fees, units, lot.quantity, Rounding::HalfEven)?;
            lot.quantity = add(lot.quantity, -units, "lot quantity")?;
            lot.cost = add(lot.cost, -cost, "cost basis")?;
            lot.fees = add(lot.fees, -fees, "lot fees")?;
            Some(Lot { quantity: units, cost, fees, ..*lot })
        };
        if let Some(lot) = &released {
            self.quantity = add(self.quantity, -lot.quantity, "lot quantity")?;
            self.cost = add(self.cost, -lot.cost, "cost basis")?;
        }
        if self.lots.is_empty() {
            self.denominator = 1;
        }
        Ok(released)
    }

    /// Multiplies every lot by the ratio, exactly; costs stay.
    pub(crate) fn split(&mut self, ratio: Ratio) -> Result<(), EngineError> {
        if self.lots.is_empty() {
            return Ok(());
        }
        let too_large = || overflow("lot quantity after a split");
        let mut common = self.denominator.checked_mul(ratio.den()).ok_or_else(too_large)?;
        self.denominator = common;
        for lot in &mut self.lots {
            lot.quantity = lot.quantity.checked_mul(ratio.num()).ok_or_else(too_large)?;
            common = gcd(common, lot.quantity);
        }
        for part in self.lots.iter_mut().map(|lot| &mut lot.quantity).chain([&mut self.denominator]) {
            *part = part.checked_div(common).ok_or_else(too_large)?;
        }
        self.quantity = 0;
        for lot in &self.lots {
            self.quantity = add(self.quantity, lot.quantity, "lot quantity")?;
        }
        Ok(())
    }

    /// A part of every lot's cost and fees leaves, half-even each, in copies of the lots with their whole quantity.
    pub(crate) fn part_with(&mut self, share: Ratio) -> Result<Self, EngineError> {
        let mut parted = Self { denominator: self.denominator, ..Self::default() };
        for lot in &mut self.lots {
            let (cost, fees) = (share.scale(lot.cost, Rounding::HalfEven)?, share.scale(lot.fees, Rounding::HalfEven)?);
            lot.cost = add(lot.cost, -cost, "cost basis")?;
            lot.fees = add(lot.fees, -fees, "lot fees")?;
            self.cost = add(self.cost, -cost, "cost basis")?;
            parted.quantity = add(parted.quantity, lot.quantity, "lot quantity")?;
            parted.cost = add(parted.cost, cost, "cost basis")?;
            parted.lots.push_back(Lot { cost, fees, ..*lot });
        }
        Ok(parted)
    }

    /// Takes over the lots of another symbol, each where its entry stands in time.
    pub(crate) fn join(&mut self, others: Self, rule: LotRule) -> Result<(), EngineError> {
        let too_large = || overflow("lot quantity");
        let common =
            self.denominator.checked_div(gcd(self.denominator, others.denominator)).and_then(|part| part.checked_mul(others.denominator));
        let common = common.ok_or_else(too_large)?;
        let factor = |from: i128| common.checked_div(from).ok_or_else(too_large);
        let (own, their) = (factor(self.denominator)?, factor(others.denominator)?);
        for lot in &mut self.lots {
            lot.quantity = lot.quantity.checked_mul(own).ok_or_else(too_large)?;
        }
        self.quantity = self.quantity.checked_mul(own).ok_or_else(too_large)?;
        self.denominator = common;
        for lot in others.lots {
            let lot = Lot { quantity: lot.quantity.checked_mul(their).ok_or_else(too_large)?, ..lot };
            self.open(lot, rule)?;
        }
        self.lots.make_contiguous().sort_by_key(|lot| lot.step);
        Ok(())
    }

    fn next(&self, rule: LotRule) -> Option<usize> {
        match rule {
            LotRule::Fifo | LotRule::Average => (!self.lots.is_empty()).then_some(0),
            LotRule::Lifo => self.lots.len().checked_sub(1),
            LotRule::Hifo => {
                let mut best: Option<(usize, &Lot)> = None;
                for (index, lot) in self.lots.iter().enumerate() {
                    let higher =
                        best.is_none_or(|(_, top)| compare((lot.cost, lot.quantity), (top.cost, top.quantity)) == Ordering::Greater);
                    if higher {
                        best = Some((index, lot));
                    }
                }
                best.map(|(index, _)| index)
            }
        }
    }
}

fn add(a: i128, b: i128, operation: &'static str) -> Result<i128, EngineError> {
    a.checked_add(b).ok_or_else(|| overflow(operation))
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a
}

/// Compares two fractions with positive denominators by their continued fractions, so that no product can overflow.
fn compare(a: (i128, i128), b: (i128, i128)) -> Ordering {
    let ((mut an, mut ad), (mut bn, mut bd)) = (a, b);
    let mut swapped = false;
    loop {
        let parts = |n: i128, d: i128| (n.checked_div_euclid(d).unwrap_or(0), n.checked_rem_euclid(d).unwrap_or(0));
        let ((whole_a, rest_a), (whole_b, rest_b)) = (parts(an, ad), parts(bn, bd));
        let here = whole_a.cmp(&whole_b).then_with(|| match (rest_a, rest_b) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            _ => Ordering::Equal,
        });
        if here != Ordering::Equal || rest_a == 0 || rest_b == 0 {
            return if swapped { here.reverse() } else { here };
        }
        // rest_a/ad against rest_b/bd is the reverse of ad/rest_a against bd/rest_b.
        ((an, ad), (bn, bd)) = ((ad, rest_a), (bd, rest_b));
        swapped = !swapped;
    }
}
