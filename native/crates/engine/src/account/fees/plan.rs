use money::{Decimal, Rounding, div_round, pow10};

use super::describe::describe;
use super::exchange::Exchange;
use super::tiers::Tiers;
use super::traded::Traded;
use super::{Charge, Fee, invalid, text};
use crate::error::overflow;
use crate::{Commission, Config, EngineError, LiquiditySide};

/// One commission model with its numbers brought to the account's scales.
#[derive(Debug)]
pub(super) struct Plan {
    rule: Rule,
    /// Least and highest of an order over its fills.
    minimum: Option<i128>,
    maximum: Option<i128>,
    /// Smallest step of a charge at ledger scale, and how it is reached.
    unit: Option<(i128, Rounding)>,
    /// Which side was waiting matters (M9).
    pub asks_for_side: bool,
    /// Only where the charge is not made in the account's currency.
    pub exchange: Option<Exchange>,
    /// The `fee` object of a fill's `why`, less what differs from fill to fill.
    pub description: String,
}

#[derive(Debug)]
enum Rule {
    None,
    /// Two rates of the notional over one divisor: maker and taker, or twice the same.
    OfValue {
        maker: i128,
        taker: i128,
        divisor: i128,
    },
    /// `rates`: money for one quantity mantissa, by symbol. `flat`: once an order.
    PerUnit {
        rates: Vec<i128>,
        flat: i128,
    },
    PerOrder {
        cost: i128,
    },
    Tiered(Tiers),
}

/// What a fill adds to its order's fee.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Added {
    /// In the model's currency.
    pub raw: i128,
    /// What turning a fraction of the value into that currency rounded away, in the account's.
    pub residue: i128,
}

impl Added {
    fn money(raw: i128) -> Self {
        Self { raw, residue: 0 }
    }
}

impl Plan {
    pub fn new(commission: &Commission, config: &Config, ledger: u8, quantity_scales: &[u8]) -> Result<Self, EngineError> {
        let amount = |value: Decimal| value.mantissa_at(ledger);
        let rates = |rate: Decimal| {
            quantity_scales.iter().map(|scale| rate.mantissa_at(ledger.saturating_sub(*scale))).collect::<Result<Vec<i128>, _>>()
        };
        let of_value = |maker: Decimal, taker: Decimal| -> Result<Rule, EngineError> {
            let scale = maker.normalized().scale.max(taker.normalized().scale);
            Ok(Rule::OfValue { maker: maker.mantissa_at(scale)?, taker: taker.mantissa_at(scale)?, divisor: pow10(scale)? })
        };
        let (rule, bounds) = match commission {
            Commission::None => (Rule::None, (None, None)),
            Commission::Percent { rate, .. } => {
                let rate = not_negative("rate", *rate)?;
                (of_value(rate, rate)?, (None, None))
            }
            Commission::PerShare { rate, minimum, maximum, .. } => {
                (Rule::PerUnit { rates: rates(not_negative("rate", *rate)?)?, flat: 0 }, (*minimum, *maximum))
            }
            Commission::MakerTaker { maker, taker, .. } => (of_value(*maker, *taker)?, (None, None)),
            Commission::PerTrade { cost, .. } => (Rule::PerOrder { cost: amount(not_negative("cost", *cost)?)? }, (None, None)),
            Commission::PerContract { cost, exchange_fee, .. } => {
                let flat = amount(not_negative("exchangeFee", exchange_fee.unwrap_or(Decimal::ZERO))?)?;
                (Rule::PerUnit { rates: rates(not_negative("cost", *cost)?)?, flat }, (None, None))
            }
            Commission::Tiered(tiered) => (Rule::Tiered(Tiers::new(tiered, ledger, quantity_scales)?), (tiered.minimum, tiered.maximum)),
            Commission::Schedule { .. } => {
                return Err(invalid("a schedule stands in a schedule".to_owned(), "give each entry a plain model"));
            }
        };
        let least = bounds.0.map(|value| not_negative("minimum", value)).transpose()?;
        let most = bounds.1.map(|value| not_negative("maximum", value)).transpose()?;
        if let (Some(least), Some(most)) = (least, most)
            && most.compare(least)?.is_lt()
        {
            let message = format!("commission.maximum {} is below commission.minimum {}", text(most), text(least));
            return Err(invalid(message, "give a maximum above the minimum"));
        }
        let terms = commission.terms();
        let unit = match terms.and_then(|terms| Some((terms.unit?, terms.rounding.unwrap_or(Rounding::HalfUp)))) {
            Some((unit, _)) if unit.mantissa <= 0 => {
                return Err(invalid(format!("commission.unit is {}", text(unit)), "give the smallest step of a charge, such as 0.01"));
            }
            Some((unit, rounding)) => Some((amount(unit)?, rounding)),
            None => None,
        };
        let foreign = terms.and_then(|terms| terms.currency.as_deref()).filter(|currency| *currency != config.currency);
        let rates_of = |currency: &str| config.rates.get(currency).map_or(&[][..], Vec::as_slice);
        let exchange = foreign.map(|currency| Exchange::new(currency, rates_of(currency), ledger)).transpose()?;
        let (minimum, maximum) = (least.map(amount).transpose()?, most.map(amount).transpose()?);
        Ok(Self { rule, minimum, maximum, unit, asks_for_side: commission.asks_for_side(), exchange, description: describe(commission) })
    }

    pub fn tiers(&self) -> Option<&Tiers> {
        match &self.rule {
            Rule::Tiered(tiers) => Some(tiers),
            _ => None,
        }
    }

    /// What a fill adds to the fee of its order, before minimum, maximum and rounding.
    pub fn added(&self, is_first: bool, fill: &Charge, traded: &Traded) -> Result<Added, EngineError> {
        match &self.rule {
            Rule::None => Ok(Added::default()),
            // Whole: the ledger scale has room for the rate's decimals.
            Rule::OfValue { maker, taker, divisor } => {
                let rate = if fill.side == LiquiditySide::Maker { maker } else { taker };
                let part = fill.notional.checked_div(*divisor).and_then(|part| part.checked_mul(*rate));
                self.of_account(part.ok_or_else(|| overflow("fee"))?, fill.day)
            }
            Rule::PerUnit { rates, flat } => {
                let rate = rates.get(fill.symbol as usize).copied().unwrap_or(0);
                let linear = i128::from(fill.quantity).checked_mul(rate);
                let fee = if is_first { linear.and_then(|sum| sum.checked_add(*flat)) } else { linear };
                fee.map(Added::money).ok_or_else(|| overflow("fee"))
            }
            Rule::PerOrder { cost } => Ok(Added::money(if is_first { *cost } else { 0 })),
            Rule::Tiered(tiers) => {
                let fee = tiers.fee(fill, traded)?;
                if tiers.is_of_value() { self.of_account(fee, fill.day) } else { Ok(Added::money(fee)) }
            }
        }
    }

    /// A fraction of the traded value is money of the account.
    fn of_account(&self, amount: i128, day: i32) -> Result<Added, EngineError> {
        let Some(exchange) = &self.exchange else { return Ok(Added::money(amount)) };
        let raw = exchange.of_account(amount, day)?;
        let residue = amount.checked_sub(exchange.to_account(raw, day)?).ok_or_else(|| overflow("fee"))?;
        Ok(Added { raw, residue })
    }

    /// What an order owes for all it has filled: by the rule, and as the venue rounds it.
    pub fn owed(&self, raw: i128) -> Result<Fee, EngineError> {
        let floored = self.minimum.map_or(raw, |least| raw.max(least));
        let exact = self.maximum.map_or(floored, |most| floored.min(most));
        let charged = match self.unit {
            Some((unit, rounding)) => div_round(exact, unit, rounding)?.checked_mul(unit).ok_or_else(|| overflow("fee"))?,
            None => exact,
        };
        Ok(Fee { exact, charged })
    }
}

fn not_negative(what: &str, value: Decimal) -> Result<Decimal, EngineError> {
    if value.mantissa < 0 {
        return Err(invalid(format!("commission.{what} is {}", text(value)), "give a number of zero or more"));
    }
    Ok(value)
}
