use money::{Decimal, MoneyError, Ratio, Rounding, pow10};

use super::{At, Iceberg, Kind, Special, Status, Tif};
use crate::account::FeeState;
use crate::{OrderId, Reason, Side, Step, SymbolId};

/// An order as the book keeps it. Prices are mantissas at the symbol's price scale, quantities at its lot scale and positive.
#[derive(Debug, Clone)]
pub struct Order {
    pub id: OrderId,
    pub symbol: SymbolId,
    pub side: Side,
    pub kind: Kind,
    pub tif: Tif,
    pub at: At,
    /// The step it was said at; before the open of that step when an open callback said it.
    pub said: Step,
    /// What may fill in total; shrinks when an OCO sibling fills or cash does not reach.
    pub quantity: i64,
    pub filled: i64,
    /// What linked orders share by.
    pub share: Share,
    pub limit: Option<i128>,
    pub stop: Option<i128>,
    /// Boxed: few orders of a long run trail.
    pub trail: Option<Box<TrailState>>,
    /// Boxed: few orders have any of it.
    pub special: Option<Box<Special>>,
    pub status: Status,
    pub reason: Option<Reason>,
    /// Exchange day of the first eligible bar, for DAY orders.
    pub session: Option<i32>,
    /// A stop or trailing stop that was reached and now acts as a market or limit order.
    pub triggered: bool,
    /// Where it begins to wait at its limit; kept only where the commission asks for it (M9).
    pub waits: Waits,
    pub fit: bool,
    pub closing: bool,
    pub parent: Option<OrderId>,
    pub children: Option<[OrderId; 2]>,
    pub oco: Option<OrderId>,
    pub fees: FeeState,
    pub fills: u32,
    /// Step of its last fill.
    pub filled_step: Option<Step>,
    /// Buying power set aside for what is still open, at ledger scale; negative for the expected proceeds of a reducing market order.
    pub reserve: i128,
    /// Quantity of the open rest that counts as reducing the position, for the reserve.
    pub reduces: i64,
    /// What the strategy has heard of it, where word takes time (F12).
    pub heard: Option<Box<Heard>>,
}

/// An order as the strategy knows it.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    pub state: OrderState,
    /// When the last word about it arrives, microseconds UTC.
    pub last: i64,
}

/// Since when an order has waited at its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// From after the open of this bar of its symbol on: the first one it could act at.
    AfterOpenOf(u32),
    /// It has just been born or triggered: what it fills at this point it takes.
    NotYet,
    Already,
}

/// What others see of an order, and all that is kept of it once the run is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderState {
    pub symbol: SymbolId,
    pub side: Side,
    pub status: Status,
    pub reason: Option<Reason>,
    pub quantity: i64,
    pub filled: i64,
    /// Made by the engine for a lender (M12), or for a margin call (M24).
    pub is_recall: bool,
    pub is_liquidation: bool,
}

impl Order {
    pub fn state(&self) -> OrderState {
        let Self { symbol, side, status, reason, quantity, filled, .. } = *self;
        let special = self.special.as_deref();
        let is_recall = special.is_some_and(|special| special.recall);
        let is_liquidation = special.is_some_and(|special| special.liquidation);
        OrderState { symbol, side, status, reason, quantity, filled, is_recall, is_liquidation }
    }

    /// What the strategy knows of it.
    pub fn known(&self) -> OrderState {
        self.heard.as_deref().map_or_else(|| self.state(), |heard| heard.state)
    }

    pub fn remaining(&self) -> i64 {
        self.quantity.saturating_sub(self.filled)
    }

    /// Waits for an open or close print rather than for a price.
    pub fn is_market_now(&self) -> bool {
        match self.kind {
            Kind::Market => true,
            Kind::MarketToLimit => self.limit.is_none(),
            Kind::Stop | Kind::TrailingStop | Kind::MarketIfTouched => self.triggered,
            Kind::Limit | Kind::StopLimit | Kind::LimitIfTouched | Kind::TrailingStopLimit => false,
        }
    }

    /// A limit order for one open or close print, and for nothing on the path (O14).
    pub fn is_for_print(&self) -> bool {
        self.at != At::Default && self.kind == Kind::Limit
    }

    /// The next bar decides about it, whatever its prices.
    pub fn waits_for_print(&self) -> bool {
        self.is_market_now() || self.is_for_print()
    }

    /// Reaching its price changes its state, also when nothing is left to trade in the bar.
    pub fn is_untriggered(&self) -> bool {
        !self.triggered && !matches!(self.kind, Kind::Market | Kind::MarketToLimit | Kind::Limit)
    }

    /// A trailing stop that its activation price has not woken yet.
    pub fn is_dormant(&self) -> bool {
        self.trail.as_deref().is_some_and(|trail| trail.dormant)
    }

    pub fn touch(&self) -> Option<i128> {
        self.special.as_deref().and_then(|special| special.touch)
    }

    pub fn is_reduce_only(&self) -> bool {
        self.special.as_deref().is_some_and(|special| special.reduce_only)
    }

    /// What a recall of the engine still has to buy back (M12); 0 for all other orders.
    pub fn recalled(&self) -> i64 {
        if self.special.as_deref().is_some_and(|special| special.recall) { self.remaining() } else { 0 }
    }

    /// What an answer to a margin call still has to trade (M24); 0 for all other orders.
    pub fn liquidates(&self) -> i64 {
        if self.special.as_deref().is_some_and(|special| special.liquidation) { self.remaining() } else { 0 }
    }

    /// The engine's own: nobody's to cancel or change.
    pub fn is_forced(&self) -> bool {
        self.special.as_deref().is_some_and(|special| special.recall || special.liquidation)
    }

    /// A post-only order that has not met its first print (O20).
    pub fn is_unarrived(&self) -> bool {
        self.special.as_deref().is_some_and(|special| special.post_only && !special.arrived)
    }

    pub fn iceberg(&self) -> Option<Iceberg> {
        self.special.as_deref().and_then(|special| special.iceberg)
    }

    /// Waits, or has waited, for another order's fills (O16).
    pub fn is_fed(&self) -> bool {
        self.special.as_deref().is_some_and(|special| special.nominal.is_some())
    }

    /// First step it may act in.
    pub fn from(&self) -> Step {
        self.special.as_deref().map_or(0, |special| special.from)
    }

    /// Makes the order larger or smaller by what its owner asks for; what waits for another order has its size still to come.
    pub fn change_size(&mut self, by: i64) -> Result<(), MoneyError> {
        if let Some(nominal) = self.special.as_mut().and_then(|special| special.nominal.as_mut()) {
            *nominal = plus(*nominal, by)?;
        }
        // What waits for its first fill has no size yet, whatever it is to come to.
        if self.status == Status::Initialized { Ok(()) } else { self.share.grow(by) }
    }

    /// Self-trade prevention takes a part that neither fills nor changes the order's size.
    pub fn lose(&mut self, quantity: i64) -> Result<(), MoneyError> {
        let special = self.special.get_or_insert_with(Box::<Special>::default);
        special.lost = Some(plus(special.lost.map_or_else(|| Ratio::new(0, 1), Ok)?, quantity)?);
        Ok(())
    }

    /// What is left to fill beside a partner (E13). `None` while the partner has no size yet.
    pub fn left_beside(&self, partner: &Self, lot: i64) -> Result<Option<i64>, MoneyError> {
        let lost = self.special.as_deref().and_then(|special| special.lost);
        let taken =
            lost.map_or(Ok(self.share.done), |lost| minus(self.share.done, Ratio::new(lost.num().saturating_neg(), lost.den())?))?;
        self.share.left_beside(&partner.share, lot, taken)
    }

    pub fn ouo(&self) -> Option<OrderId> {
        self.special.as_deref().and_then(|special| special.ouo)
    }

    /// The orders that wait for its fills, by id.
    pub fn waiting(&self) -> &[OrderId] {
        self.special.as_deref().map_or(&[], |special| special.waiting.as_slice())
    }

    /// The last step in which a GTD order may match.
    pub fn last_step(&self) -> Option<Step> {
        self.special.as_deref().and_then(|special| special.expiry).map(|expiry| expiry.last)
    }

    /// Signed open quantity.
    pub fn signed_remaining(&self) -> i64 {
        match self.side {
            Side::Buy => self.remaining(),
            Side::Sell => self.remaining().saturating_neg(),
        }
    }
}

/// An order's nominal size and what of it has filled, both in today's shares: a split multiplies them, also where the fills
/// themselves were made before it. A bracket child's size grows with the entry's fills.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    pub base: Ratio,
    pub done: Ratio,
}

impl Share {
    pub fn of(quantity: i64) -> Result<Self, MoneyError> {
        Ok(Self { base: Ratio::new(i128::from(quantity), 1)?, done: Ratio::new(0, 1)? })
    }

    pub fn grow(&mut self, by: i64) -> Result<(), MoneyError> {
        self.base = plus(self.base, by)?;
        Ok(())
    }

    pub fn fill(&mut self, quantity: i64) -> Result<(), MoneyError> {
        self.done = plus(self.done, quantity)?;
        Ok(())
    }

    pub fn split(&mut self, ratio: Ratio) -> Result<(), MoneyError> {
        *self = Self { base: self.base.multiply(ratio)?, done: self.done.multiply(ratio)? };
        Ok(())
    }

    /// The part of the own size that the partner has not filled, toward zero to the lot, less what is `taken` of it.
    fn left_beside(&self, partner: &Self, lot: i64, taken: Ratio) -> Result<Option<i64>, MoneyError> {
        if partner.base.num() <= 0 {
            return Ok(None);
        }
        let overflow = || MoneyError::Overflow { operation: "linked orders" };
        let unfilled = minus(partner.base, partner.done)?;
        if unfilled.num() <= 0 {
            return Ok(Some(0));
        }
        let share = self.base.multiply(unfilled)?.multiply(partner.base.inverse()?)?;
        let lots = share.multiply(Ratio::new(1, i128::from(lot))?)?.scale(1, Rounding::Down)?;
        let whole = lots.checked_mul(i128::from(lot)).and_then(|total| i64::try_from(total).ok()).ok_or_else(overflow)?;
        let left = minus(Ratio::new(i128::from(whole), 1)?, taken)?.scale(1, Rounding::Down)?;
        Ok(Some(i64::try_from(left.max(0)).map_err(|_| overflow())?))
    }
}

fn plus(ratio: Ratio, value: i64) -> Result<Ratio, MoneyError> {
    let overflow = || MoneyError::Overflow { operation: "linked orders" };
    let added = i128::from(value).checked_mul(ratio.den()).and_then(|part| part.checked_add(ratio.num())).ok_or_else(overflow)?;
    Ratio::new(added, ratio.den())
}

pub(crate) fn minus(a: Ratio, b: Ratio) -> Result<Ratio, MoneyError> {
    let overflow = || MoneyError::Overflow { operation: "linked orders" };
    let (left, right) = (a.num().checked_mul(b.den()), b.num().checked_mul(a.den()));
    let difference = left.zip(right).and_then(|(left, right)| left.checked_sub(right)).ok_or_else(overflow)?;
    Ratio::new(difference, a.den().checked_mul(b.den()).ok_or_else(overflow)?)
}

/// A trailing stop's distance and the extreme it trails, exact also after a split.
#[derive(Debug, Clone, Copy)]
pub struct TrailState {
    pub distance: Distance,
    /// Highest (sell) or lowest (buy) price since the first eligible open, at price scale.
    pub reference: Option<Ratio>,
    /// Where a dormant one wakes, at price scale.
    pub activation: Option<i128>,
    /// Nothing moves the reference yet.
    pub dormant: bool,
    /// How far beyond the level the limit lies that it becomes.
    pub limit: Option<Ratio>,
}

#[derive(Debug, Clone, Copy)]
pub enum Distance {
    Amount(Ratio),
    Percent(Decimal),
}

impl TrailState {
    /// Moves the reference along; true when it moved.
    pub fn ratchet(&mut self, side: Side, price: i128) -> Result<(), MoneyError> {
        if self.dormant {
            return Ok(());
        }
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

    /// The limit that a trailing stop with a limit becomes at its level, rounded at the price scale against the trader (O18).
    pub fn limit_price(&self, side: Side) -> Result<Option<i128>, MoneyError> {
        let (Some(distance), Some(reference)) = (self.limit, self.reference) else { return Ok(None) };
        let level = self.level(side, reference)?;
        let away = if side == Side::Sell { distance.num() } else { distance.num().saturating_neg() };
        price_of_level(side, minus(level, Ratio::new(away, distance.den())?)?).map(|(price, _)| Some(price))
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
