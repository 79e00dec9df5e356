use money::{Decimal, MoneyError, Ratio, Rounding, ceil_root, mul_div, pow10};

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
    Root(RootRule),
    Custom,
}

/// A part of the price that is a square root: coefficient times volatility, times the root of the share where that counts.
#[derive(Debug, Clone, Copy)]
pub struct RootRule {
    coefficient: Decimal,
    /// Returns that make sigma.
    pub window: u32,
    /// In place of sigma.
    pub volatility: Option<Decimal>,
    pub of_share: bool,
}

/// The mean square of returns: their sum at twice [`RETURN_SCALE`], and how many they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Squares {
    pub sum: u128,
    pub count: u32,
}

/// Decimals of a return, rounded half-even.
pub const RETURN_SCALE: u8 = 12;
/// Decimals of the part of the price, rounded up.
const PART_SCALE: u8 = 12;

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
            Slippage::Volatility { coefficient, window } => {
                let coefficient = not_negative("coefficient", coefficient.normalized())?;
                Rule::Root(RootRule { coefficient, window: *window, volatility: None, of_share: false })
            }
            Slippage::SquareRoot { coefficient, window, volatility } => {
                let coefficient = not_negative("coefficient", coefficient.normalized())?;
                let volatility = volatility.map(|fixed| not_negative("volatility", fixed.normalized())).transpose()?;
                Rule::Root(RootRule { coefficient, window: *window, volatility, of_share: true })
            }
            Slippage::Custom => Rule::Custom,
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
            // These two are asked for by `apply_root` and by the user's function.
            Rule::None | Rule::Root(_) | Rule::Custom => return Ok((reference, false)),
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
        moved(scales, side, reference, (numerator, denominator), cut)
    }

    /// The rule when it is one of a square root.
    pub fn root(&self) -> Option<RootRule> {
        match &self.rule {
            Rule::Root(root) => Some(*root),
            _ => None,
        }
    }

    pub fn is_custom(&self) -> bool {
        matches!(self.rule, Rule::Custom)
    }

    /// Whether an order's price at submission counts slippage: only what needs neither the bar to come nor those before (SPEC F13).
    pub fn is_known_before(&self) -> bool {
        matches!(self.rule, Rule::None | Rule::Part(..))
    }

    /// The share of a bar's volume this model lets an order take.
    pub fn volume_limit(&self) -> Option<Decimal> {
        match &self.rule {
            Rule::VolumeShare { limit, .. } => Some(*limit),
            _ => None,
        }
    }
}

impl RootRule {
    /// As [`SlippageModel::apply`]; `share` is what was taken and the volume it is a part of, in one unit.
    pub fn apply(
        &self,
        scales: &Scales,
        side: Side,
        reference: i128,
        squares: Squares,
        share: (u128, u128),
    ) -> Result<(i128, bool), EngineError> {
        let coefficient = self.coefficient.mantissa.unsigned_abs();
        let one = pow10(self.coefficient.scale)?.unsigned_abs();
        let unit = pow10(PART_SCALE)?.unsigned_abs();
        let (taken, volume) = if self.of_share { (share.0.min(share.1), share.1) } else { (1, 1) };
        let (part, is_exact) = if let Some(fixed) = self.volatility {
            let (sigma, of) = (fixed.mantissa.unsigned_abs(), pow10(fixed.scale)?.unsigned_abs());
            ceil_root(&[coefficient, coefficient, sigma, sigma, taken, unit, unit], &[one, one, of, of, volume])?
        } else if squares.count == 0 {
            (0, true)
        } else {
            // The sum of squares stands at twice RETURN_SCALE, the square of the part at twice PART_SCALE: the same.
            ceil_root(&[coefficient, coefficient, squares.sum, taken], &[one, one, u128::from(squares.count), volume])?
        };
        moved(scales, side, reference, (part, pow10(PART_SCALE)?), !is_exact)
    }
}

/// Price times (1 ± part) in steps of the slipped scale, rounded against the trader; `cut`: the part was rounded already.
fn moved(scales: &Scales, side: Side, reference: i128, part: (i128, i128), cut: bool) -> Result<(i128, bool), EngineError> {
    let (numerator, denominator) = part;
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
