use money::{Decimal, Rounding, mul_div, pow10};

use super::exchange::CONVERTED_SCALE;
use super::traded::{Traded, Window};
use super::{Charge, invalid, text};
use crate::error::overflow;
use crate::{EngineError, LiquiditySide, Measure, Tiered};

/// Rates by what the account has traded before (M8), at ledger scale.
#[derive(Debug)]
pub(crate) struct Tiers {
    by: Measure,
    charged: Measure,
    pub window: Window,
    is_marginal: bool,
    tiers: Vec<TierRates>,
    /// Ten to the decimals of the rates.
    divisor: i128,
    ledger: u8,
    /// What turns quantity mantissas to ledger scale, by symbol.
    quantity_factors: Vec<i128>,
}

#[derive(Debug)]
struct TierRates {
    from: i128,
    /// As the settings give it.
    shown: Decimal,
    maker: i128,
    taker: i128,
}

impl Tiers {
    pub fn new(settings: &Tiered, ledger: u8, quantity_scales: &[u8]) -> Result<Self, EngineError> {
        let window = Window::from_name(&settings.window);
        let window =
            window.ok_or_else(|| invalid(format!("commission.window is {}", settings.window), "give \"month\" or days, \"30d\""))?;
        let scale = settings.rate_decimals();
        let tiers = settings.tiers.iter().map(|tier| {
            let pair = match (tier.rate, tier.maker, tier.taker) {
                (Some(rate), None, None) => (rate, rate),
                (None, Some(maker), Some(taker)) => (maker, taker),
                _ => {
                    return Err(invalid(
                        format!("the tier from {} has not one way to charge", text(tier.from)),
                        "give rate, or maker and taker",
                    ));
                }
            };
            let (maker, taker) = (pair.0.mantissa_at(scale)?, pair.1.mantissa_at(scale)?);
            Ok(TierRates { from: tier.from.mantissa_at(ledger)?, shown: tier.from, maker, taker })
        });
        let tiers = tiers.collect::<Result<Vec<_>, EngineError>>()?;
        if tiers.first().is_none_or(|tier| tier.from != 0) || !tiers.is_sorted_by(|a, b| a.from < b.from) {
            return Err(invalid("the tiers do not ascend from 0".to_owned(), "begin with from: \"0\" and give each higher tier after it"));
        }
        let quantity_factors = quantity_scales.iter().map(|scale| pow10(ledger.saturating_sub(*scale))).collect::<Result<_, _>>()?;
        let (by, charged, is_marginal) = (settings.by, settings.charge.measure(), settings.marginal);
        Ok(Self { by, charged, window, is_marginal, tiers, divisor: pow10(scale)?, ledger, quantity_factors })
    }

    /// What decides the tier, and the start of that tier as the settings give it.
    pub fn standing(&self, traded: &Traded, day: i32) -> (Decimal, i128) {
        let before = self.before(traded, day);
        (self.at(before).map_or(Decimal::ZERO, |tier| tier.shown), before)
    }

    /// Whether the fee is a fraction of the traded value: money of the account, whatever the fee's currency.
    pub fn is_of_value(&self) -> bool {
        self.charged == Measure::Value
    }

    /// Quantity of a fill at ledger scale.
    pub fn quantity(&self, fill: &Charge) -> Result<i128, EngineError> {
        let factor = self.quantity_factors.get(fill.symbol as usize).copied().unwrap_or(0);
        i128::from(fill.quantity).checked_mul(factor).ok_or_else(|| overflow("quantity"))
    }

    /// What one more fill adds to the fee.
    pub fn fee(&self, fill: &Charge, traded: &Traded) -> Result<i128, EngineError> {
        let quantity = self.quantity(fill)?;
        let measured = |measure: Measure| if measure == Measure::Value { fill.notional } else { quantity };
        let (size, base) = (measured(self.by), measured(self.charged));
        let before = self.before(traded, fill.day);
        let rate = |tier: &TierRates| if fill.side == LiquiditySide::Maker { tier.maker } else { tier.taker };
        let times = |amount: i128, rate: i128| amount.checked_mul(rate).ok_or_else(|| overflow("fee"));
        if !self.is_marginal || size == 0 {
            let rate = self.at(before).map_or(0, rate);
            return times(base.checked_div(self.divisor).unwrap_or(0), rate);
        }
        let end = before.checked_add(size).ok_or_else(|| overflow("traded volume"))?;
        let nexts = self.tiers.iter().skip(1).map(|tier| tier.from).chain([i128::MAX]);
        // Size in each tier times its rate.
        let mut weighted = 0i128;
        for (tier, next) in self.tiers.iter().zip(nexts) {
            let inside = end.min(next).saturating_sub(before.max(tier.from)).max(0);
            weighted = weighted.checked_add(times(inside, rate(tier))?).ok_or_else(|| overflow("fee"))?;
        }
        if self.by == self.charged {
            return Ok(mul_div(weighted, 1, self.divisor, Rounding::HalfEven)?);
        }
        if self.charged == Measure::Value {
            // Whole: value over quantity is the price.
            let per_size = mul_div(weighted, base, size, Rounding::HalfEven)?;
            return Ok(mul_div(per_size, 1, self.divisor, Rounding::HalfEven)?);
        }
        // The part of a quantity that a part of its value is need not end.
        let step = pow10(self.ledger.saturating_sub(CONVERTED_SCALE))?;
        let divisor = size.checked_mul(self.divisor).ok_or_else(|| overflow("fee"))?;
        let whole = mul_div(weighted, base.checked_div(step).unwrap_or(0), divisor, Rounding::HalfEven)?;
        times(whole, step)
    }

    fn before(&self, traded: &Traded, day: i32) -> i128 {
        let volume = traded.within(self.window, day);
        if self.by == Measure::Value { volume.value } else { volume.quantity }
    }

    fn at(&self, volume: i128) -> Option<&TierRates> {
        let after = self.tiers.partition_point(|tier| tier.from <= volume);
        after.checked_sub(1).and_then(|index| self.tiers.get(index))
    }
}
