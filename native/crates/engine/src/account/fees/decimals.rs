use money::Decimal;

use super::CONVERTED_SCALE;
use crate::account::SymbolSpec;
use crate::{Commission, Config, Measure};

/// Decimals at which everything the run's commission can come to is whole: 0 without one.
pub(crate) fn fee_scale(config: &Config, specs: &[SymbolSpec]) -> u8 {
    let entries = config.commission.entries();
    entries.into_iter().map(|(_, commission)| scale_of(commission, config, specs)).max().unwrap_or(0)
}

/// Decimals a fee adds to what it is taken of.
pub(crate) fn rate_decimals(commission: &Commission) -> u8 {
    match commission {
        Commission::Percent { rate, .. } | Commission::PerShare { rate, .. } => rate.normalized().scale,
        Commission::PerContract { cost, .. } => cost.normalized().scale,
        Commission::MakerTaker { maker, taker, .. } => maker.normalized().scale.max(taker.normalized().scale),
        Commission::Tiered(tiered) => tiered.rate_decimals(),
        Commission::Schedule { entries } => entries.iter().map(|entry| rate_decimals(&entry.commission)).max().unwrap_or(0),
        Commission::None | Commission::PerTrade { .. } => 0,
    }
}

/// Price x quantity x multiplier x rate, sums of money, and then the rate of the currency.
fn scale_of(commission: &Commission, config: &Config, specs: &[SymbolSpec]) -> u8 {
    let rate = rate_decimals(commission);
    let (bound, is_quotient) = match commission {
        Commission::Tiered(tiered) => {
            let charged = tiered.charge.measure();
            (tiered.bound_decimals(), tiered.marginal && tiered.by == Measure::Value && charged == Measure::Quantity)
        }
        _ => (0, false),
    };
    let of_symbol = |spec: &SymbolSpec| {
        let scales = spec.scales;
        scales.price.saturating_add(scales.quantity.max(bound)).saturating_add(scales.multiplier).saturating_add(rate)
    };
    let products = specs.iter().map(of_symbol).max().unwrap_or(0).max(bound.saturating_add(rate));
    let sums = flat_amounts(commission).iter().map(|amount| amount.normalized().scale).max().unwrap_or(0);
    let whole = products.max(sums).max(if is_quotient { CONVERTED_SCALE } else { 0 });
    match exchange_decimals(commission, config) {
        None => whole,
        Some(decimals) => whole.max(CONVERTED_SCALE).saturating_add(decimals),
    }
}

/// Of the longest rate of its currency, where that is not the account's.
fn exchange_decimals(commission: &Commission, config: &Config) -> Option<u8> {
    let currency = commission.terms()?.currency.as_ref().filter(|currency| **currency != config.currency)?;
    let rates = config.rates.get(currency)?;
    rates.iter().map(|(_, rate)| rate.normalized().scale).max()
}

fn flat_amounts(commission: &Commission) -> Vec<Decimal> {
    let given = match commission {
        Commission::PerShare { minimum, maximum, .. } => vec![*minimum, *maximum],
        Commission::PerTrade { cost, .. } => vec![Some(*cost)],
        Commission::PerContract { exchange_fee, .. } => vec![*exchange_fee],
        Commission::Tiered(tiered) => vec![tiered.minimum, tiered.maximum],
        Commission::None | Commission::Percent { .. } | Commission::MakerTaker { .. } | Commission::Schedule { .. } => vec![],
    };
    given.into_iter().chain([commission.terms().and_then(|terms| terms.unit)]).flatten().collect()
}
