use money::{Decimal, MoneyError, Ratio, Rounding, mul_div, pow10};

use crate::error::overflow;
use crate::{EngineError, Scales, Side, Slippage};

/// How far from the reference a fill is made, always against the trader.
#[derive(Debug, Clone)]
pub struct SlippageModel {
    rule: Rule,
}

#[derive(Debug, Clone)]
enum Rule {
    None,
    /// Part of the price, as numerator and denominator.
    Part(i128, i128),
    VolumeShare {
        limit: Decimal,
        impact: Decimal,
    },
}

/// Decimals a share of the volume keeps when its exact square does not fit; rounded up, against the trader.
const SHARE_SCALE: u8 = 12;
/// Largest denominator that leaves room for the price's own decimals.
const MOST: i128 = 10i128.pow(28);

impl SlippageModel {
    pub fn new(config: &Slippage) -> Result<Self, EngineError> {
        let part = |bps: Decimal, bps_of_one: i128| -> Result<Rule, EngineError> {
            let denominator = pow10(bps.scale)?.checked_mul(bps_of_one).ok_or_else(|| overflow("slippage"))?;
            Ok(Rule::Part(not_negative("bps", bps)?.mantissa, denominator))
        };
        let rule = match config {
            Slippage::None => Rule::None,
            Slippage::Bps { bps } => part(bps.normalized(), 10_000)?,
            Slippage::Spread { bps } => part(bps.normalized(), 20_000)?,
            Slippage::VolumeShare { limit, impact } => {
                let (limit, impact) = (not_negative("limit", limit.normalized())?, not_negative("impact", impact.normalized())?);
                Rule::VolumeShare { limit, impact }
            }
        };
        Ok(Self { rule })
    }

    /// The fill price for a reference, both at price scale, and whether it had to be rounded (against the trader, to
    /// `scales.slipped` decimals). `quantity` is unsigned at quantity scale, `bar_volume` at `volume_scale`; without volume the share
    /// is the model's limit.
    pub fn apply(
        &self,
        scales: &Scales,
        side: Side,
        reference: i128,
        quantity: i64,
        bar_volume: i64,
        volume_scale: u8,
    ) -> Result<(i128, bool), EngineError> {
        let (numerator, denominator, cut) = match &self.rule {
            Rule::None => return Ok((reference, false)),
            Rule::Part(numerator, denominator) => (*numerator, *denominator, false),
            Rule::VolumeShare { limit, impact } => {
                let share = share(*limit, (quantity, scales.quantity), (bar_volume, volume_scale))?;
                if let Some(part) = impact_of(*impact, share).ok().filter(|part| part.den() <= MOST) {
                    (part.num(), part.den(), false)
                } else {
                    let rounded = share.scale(pow10(SHARE_SCALE)?, Rounding::Up)?;
                    let part = impact_of(*impact, Ratio::new(rounded, pow10(SHARE_SCALE)?)?)?;
                    (part.num(), part.den(), true)
                }
            }
        };
        // Price times (1 ± part) in steps of the slipped scale.
        let step = pow10(scales.price.saturating_sub(scales.slipped))?;
        let change = if reference < 0 { -numerator } else { numerator };
        let changed = match side {
            Side::Buy => denominator.checked_add(change),
            Side::Sell => denominator.checked_sub(change),
        };
        let (factor, divisor) =
            (changed.ok_or_else(|| overflow("slippage"))?, denominator.checked_mul(step).ok_or_else(|| overflow("slippage"))?);
        let down = mul_div(reference, factor, divisor, Rounding::Floor)?;
        let up = mul_div(reference, factor, divisor, Rounding::Ceil)?;
        let steps = if side == Side::Buy { up } else { down };
        let price = steps.checked_mul(step).ok_or_else(|| overflow("slippage"))?;
        Ok((price, cut || down != up))
    }

    /// The share of a bar's volume this model lets an order take.
    pub fn volume_limit(&self) -> Option<Decimal> {
        match &self.rule {
            Rule::VolumeShare { limit, .. } => Some(*limit),
            Rule::None | Rule::Part(..) => None,
        }
    }
}

fn share(limit: Decimal, quantity: (i64, u8), volume: (i64, u8)) -> Result<Ratio, MoneyError> {
    let limit = Ratio::new(limit.mantissa, pow10(limit.scale)?)?;
    if volume.0 <= 0 {
        return Ok(limit);
    }
    let taken = Ratio::new(i128::from(quantity.0), i128::from(volume.0))?;
    let share = taken.multiply(Ratio::new(pow10(volume.1)?, pow10(quantity.1)?)?)?;
    Ok(if share.compare(limit)?.is_lt() { share } else { limit })
}

fn impact_of(impact: Decimal, share: Ratio) -> Result<Ratio, MoneyError> {
    Ratio::new(impact.mantissa, pow10(impact.scale)?)?.multiply(share)?.multiply(share)
}

fn not_negative(what: &str, value: Decimal) -> Result<Decimal, EngineError> {
    if value.mantissa < 0 {
        let message = format!("slippage.{what} is {}", money::format_decimal(value.mantissa, value.scale));
        return Err(EngineError::new("configuration.slippage", message, "give a number of zero or more"));
    }
    Ok(value)
}
