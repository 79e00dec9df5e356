use money::{Decimal, Rounding, div_round, format_decimal, pow10};

use crate::error::overflow;
use crate::{Commission, EngineError, LiquiditySide, SymbolId, VenueRounding};

/// What one order has filled and paid so far. Minimum, maximum and flat costs are per order over its fills, so each fill pays what
/// is owed by then less what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeeState {
    quantity: i64,
    notional: i128,
    /// The part of the notional that was waiting when it filled (M9).
    made: i128,
    paid: Fee,
}

impl FeeState {
    /// Paid so far, at ledger scale.
    pub fn charged(&self) -> i128 {
        self.paid.charged
    }
}

/// A fee at ledger scale: what the rule says and what the venue takes; they differ only by the venue's rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fee {
    pub exact: i128,
    pub charged: i128,
}

/// The run's commission with its numbers brought to the account's scales.
#[derive(Debug)]
pub struct FeeModel {
    rule: Rule,
    /// Smallest step of a charge at ledger scale, and how it is reached.
    unit: Option<(i128, Rounding)>,
    description: String,
}

#[derive(Debug)]
enum Rule {
    None,
    /// Rate mantissa, and ten to its decimals.
    Percent {
        rate: i128,
        divisor: i128,
    },
    /// `rates`: money for one quantity mantissa, by symbol. `flat`: once an order.
    PerUnit {
        rates: Vec<i128>,
        flat: i128,
        minimum: i128,
        maximum: Option<i128>,
    },
    PerOrder {
        cost: i128,
    },
    /// Two rates of the notional over one divisor.
    BySide {
        maker: i128,
        taker: i128,
        divisor: i128,
    },
}

/// What a fill's fee depends on; quantity and notional are unsigned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Charge {
    pub symbol: SymbolId,
    pub quantity: i64,
    pub notional: i128,
    pub side: LiquiditySide,
}

impl FeeModel {
    pub(crate) fn new(commission: &Commission, ledger: u8, quantity_scales: &[u8]) -> Result<Self, EngineError> {
        let amount = |value: Decimal| value.mantissa_at(ledger);
        let rates = |rate: Decimal| {
            quantity_scales.iter().map(|scale| rate.mantissa_at(ledger.saturating_sub(*scale))).collect::<Result<Vec<i128>, _>>()
        };
        let (rule, venue) = match commission {
            Commission::None => (Rule::None, None),
            Commission::Percent { rate, venue } => {
                let rate = rate.normalized();
                (Rule::Percent { rate: not_negative("rate", rate)?.mantissa, divisor: pow10(rate.scale)? }, Some(venue))
            }
            Commission::PerShare { rate, minimum, maximum, venue } => {
                let least = not_negative("minimum", minimum.unwrap_or(Decimal::ZERO))?;
                let most = maximum.map(|value| not_negative("maximum", value)).transpose()?;
                if let Some(most) = most
                    && most.compare(least)?.is_lt()
                {
                    let message = format!("commission.maximum {} is below commission.minimum {}", text(most), text(least));
                    return Err(EngineError::new("configuration.commission", message, "give a maximum above the minimum"));
                }
                let (minimum, maximum) = (amount(least)?, most.map(amount).transpose()?);
                (Rule::PerUnit { rates: rates(not_negative("rate", *rate)?)?, flat: 0, minimum, maximum }, Some(venue))
            }
            Commission::MakerTaker { maker, taker, venue } => {
                let scale = maker.normalized().scale.max(taker.normalized().scale);
                let rate = |value: Decimal| value.mantissa_at(scale);
                (Rule::BySide { maker: rate(*maker)?, taker: rate(*taker)?, divisor: pow10(scale)? }, Some(venue))
            }
            Commission::PerTrade { cost, venue } => (Rule::PerOrder { cost: amount(not_negative("cost", *cost)?)? }, Some(venue)),
            Commission::PerContract { cost, exchange_fee, venue } => {
                let flat = amount(not_negative("exchangeFee", exchange_fee.unwrap_or(Decimal::ZERO))?)?;
                (Rule::PerUnit { rates: rates(not_negative("cost", *cost)?)?, flat, minimum: 0, maximum: None }, Some(venue))
            }
        };
        let unit = match venue.and_then(|venue| Some((venue.unit?, venue.rounding.unwrap_or(Rounding::HalfUp)))) {
            Some((unit, _)) if unit.mantissa <= 0 => {
                let message = format!("commission.unit is {}", text(unit));
                return Err(EngineError::new("configuration.commission", message, "give the smallest step of a charge, such as 0.01"));
            }
            Some((unit, rounding)) => Some((amount(unit)?, rounding)),
            None => None,
        };
        Ok(Self { rule, unit, description: describe(commission) })
    }

    /// The fee of a fill of an order that has paid `state`, and the state after it.
    pub(crate) fn charge(&self, state: &FeeState, fill: Charge) -> Result<(Fee, FeeState), EngineError> {
        let Charge { symbol, side, .. } = fill;
        let quantity = state.quantity.checked_add(fill.quantity).ok_or_else(|| overflow("fee"))?;
        let notional = state.notional.checked_add(fill.notional).ok_or_else(|| overflow("fee"))?;
        let made = if side == LiquiditySide::Maker { fill.notional } else { 0 };
        let made = state.made.checked_add(made).ok_or_else(|| overflow("fee"))?;
        let exact = self.owed(symbol, quantity, notional, made)?;
        let charged = match self.unit {
            Some((unit, rounding)) => div_round(exact, unit, rounding)?.checked_mul(unit).ok_or_else(|| overflow("fee"))?,
            None => exact,
        };
        let less = |now: i128, before: i128| now.checked_sub(before).ok_or_else(|| overflow("fee"));
        let fee = Fee { exact: less(exact, state.paid.exact)?, charged: less(charged, state.paid.charged)? };
        Ok((fee, FeeState { quantity, notional, made, paid: Fee { exact, charged } }))
    }

    /// What an order owes for all it has filled.
    fn owed(&self, symbol: SymbolId, quantity: i64, notional: i128, made: i128) -> Result<i128, EngineError> {
        let owed = match &self.rule {
            Rule::None => Some(0),
            // Whole: the ledger scale has room for the rate's decimals.
            Rule::Percent { rate, divisor } => notional.checked_div(*divisor).and_then(|part| part.checked_mul(*rate)),
            Rule::PerUnit { rates, flat, minimum, maximum } => {
                let rate = rates.get(symbol as usize).copied().unwrap_or(0);
                let linear = i128::from(quantity).checked_mul(rate).and_then(|sum| sum.checked_add(*flat));
                linear.map(|sum| sum.max(*minimum)).map(|sum| maximum.map_or(sum, |most| sum.min(most)))
            }
            Rule::PerOrder { cost } => Some(*cost),
            Rule::BySide { maker, taker, divisor } => {
                let part = |value: i128, rate: i128| value.checked_div(*divisor).and_then(|part| part.checked_mul(rate));
                let taken = notional.checked_sub(made).and_then(|taken| part(taken, *taker));
                part(made, *maker).zip(taken).and_then(|(made, taken)| made.checked_add(taken))
            }
        };
        owed.ok_or_else(|| overflow("fee"))
    }

    /// The `fee` object of a fill's `why`.
    pub(crate) fn description(&self) -> &str {
        &self.description
    }
}

fn not_negative(what: &str, value: Decimal) -> Result<Decimal, EngineError> {
    if value.mantissa < 0 {
        let message = format!("commission.{what} is {}", text(value));
        return Err(EngineError::new("configuration.commission", message, "give a number of zero or more"));
    }
    Ok(value)
}

fn text(value: Decimal) -> String {
    format_decimal(value.mantissa, value.scale)
}

/// Canonical JSON with sorted keys.
fn describe(commission: &Commission) -> String {
    let mut keys: Vec<(&str, String)> = Vec::new();
    let mut decimal = |key: &'static str, value: Option<Decimal>| {
        if let Some(value) = value {
            keys.push((key, text(value)));
        }
    };
    let (model, venue) = match commission {
        Commission::None => ("none", &VenueRounding::NONE),
        Commission::Percent { rate, venue } => {
            decimal("rate", Some(*rate));
            ("percent", venue)
        }
        Commission::PerShare { rate, minimum, maximum, venue } => {
            decimal("rate", Some(*rate));
            decimal("minimum", *minimum);
            decimal("maximum", *maximum);
            ("perShare", venue)
        }
        Commission::MakerTaker { maker, taker, venue } => {
            decimal("maker", Some(*maker));
            decimal("taker", Some(*taker));
            ("makerTaker", venue)
        }
        Commission::PerTrade { cost, venue } => {
            decimal("cost", Some(*cost));
            ("perTrade", venue)
        }
        Commission::PerContract { cost, exchange_fee, venue } => {
            decimal("cost", Some(*cost));
            decimal("exchangeFee", exchange_fee.filter(|fee| fee.mantissa != 0));
            ("perContract", venue)
        }
    };
    decimal("unit", venue.unit);
    keys.push(("model", model.to_owned()));
    if venue.unit.is_some() {
        keys.push(("rounding", venue.rounding.unwrap_or(Rounding::HalfUp).name().to_owned()));
    }
    keys.sort_unstable();
    let members: Vec<String> = keys.iter().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
    format!("{{{}}}", members.join(","))
}
