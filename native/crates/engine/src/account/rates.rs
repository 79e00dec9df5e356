use std::sync::Arc;

use money::{Decimal, Rounding, div_round, mul_div, pow10};

use crate::clock::{Clock, SymbolBars};
use crate::error::overflow;
use crate::text::push_string;
use crate::{CurrencyConfig, EngineError, Step};

/// When a rate is asked for: before the bar of a step, or once it has closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    step: Step,
    closed: bool,
}

impl Moment {
    /// Before anything of the step's bars is known but its day.
    pub fn open(step: Step) -> Self {
        Self { step, closed: false }
    }

    pub fn close(step: Step) -> Self {
        Self { step, closed: true }
    }
}

/// Decimals of the inverse of a price.
const INVERSE_SCALE: u8 = 12;

/// A currency beside the account's, with the account's money for one unit of it (M20).
#[derive(Debug)]
pub struct ForeignCurrency {
    pub code: String,
    /// As JSON: the code, and where its rates come from.
    pub quoted: Box<str>,
    pub source: Box<str>,
    rates: Rates,
}

#[derive(Debug)]
enum Rates {
    /// By the first day each holds on, ascending.
    Dated { rates: Vec<(i32, Decimal)>, days: Arc<[i32]> },
    /// Last closes of a pair at every step, 0 before its first bar.
    Closes { closes: Vec<i64>, scale: u8, inverse: bool },
}

impl ForeignCurrency {
    pub fn new(config: &CurrencyConfig, bars: &[SymbolBars], clock: &Clock, days: &Arc<[i32]>) -> Result<Self, EngineError> {
        let rates = match config.symbol {
            Some(symbol) => {
                let scale = bars.get(symbol as usize).map_or(0, |bars| bars.source().price_scale);
                let mut closes = Vec::with_capacity(clock.steps());
                let last = u32::try_from(clock.steps()).unwrap_or(u32::MAX).saturating_sub(1);
                clock.for_closes(symbol, 0, last, |close| closes.push(close));
                Rates::Closes { closes, scale, inverse: config.inverse }
            }
            None => Rates::Dated { rates: config.rates.clone(), days: Arc::clone(days) },
        };
        let code = config.currency.clone();
        Ok(Self { quoted: quoted(&code), source: quoted(&config.source), code, rates })
    }

    /// The rate in force, above zero.
    pub fn rate(&self, at: Moment) -> Result<Decimal, EngineError> {
        let found = match &self.rates {
            Rates::Dated { rates, days } => {
                let day = days.get(at.step as usize).copied().unwrap_or(i32::MAX);
                let after = rates.partition_point(|(from, _)| *from <= day);
                after.checked_sub(1).and_then(|index| rates.get(index)).map(|(_, rate)| *rate)
            }
            Rates::Closes { closes, scale, inverse } => {
                let index = if at.closed { Some(at.step) } else { at.step.checked_sub(1) };
                match index.and_then(|index| closes.get(index as usize)).filter(|close| **close > 0) {
                    Some(close) if *inverse => Some(inverse_of(*close, *scale)?),
                    Some(close) => Some(Decimal::new((*close).into(), *scale)),
                    None => None,
                }
            }
        };
        found.filter(|rate| rate.mantissa > 0).ok_or_else(|| {
            let message = format!("there is no rate of {} yet at step {} (from {})", self.code, at.step, self.source);
            EngineError::new("rates.missing", message, "give rates from the first day on which the currency is held")
                .with("currency", self.code.as_str())
        })
    }
}

fn inverse_of(close: i64, scale: u8) -> Result<Decimal, EngineError> {
    let one = pow10(INVERSE_SCALE.saturating_add(scale))?;
    Ok(Decimal::new(div_round(one, close.into(), Rounding::HalfEven)?, INVERSE_SCALE))
}

/// Money at a rate, half-even.
pub fn at_rate(amount: i128, rate: Decimal) -> Result<i128, EngineError> {
    Ok(mul_div(amount, rate.mantissa, pow10(rate.scale)?, Rounding::HalfEven)?)
}

/// A part in basis points, half-even.
pub(crate) fn basis_points(amount: i128, bps: Decimal) -> Result<i128, EngineError> {
    let divisor = pow10(bps.scale)?.checked_mul(10_000).ok_or_else(|| overflow("conversion"))?;
    Ok(mul_div(amount, bps.mantissa, divisor, Rounding::HalfEven)?)
}

fn quoted(text: &str) -> Box<str> {
    let mut out = Vec::new();
    push_string(&mut out, text);
    String::from_utf8_lossy(&out).into()
}
