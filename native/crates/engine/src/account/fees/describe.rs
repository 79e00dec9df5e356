use money::{Decimal, Rounding};

use super::text;
use crate::{ChargeTerms, Commission};

/// The `fee` object of a fill's `why`: canonical JSON with sorted keys. What differs from fill to fill is put in when it is written.
pub(super) fn describe(commission: &Commission) -> String {
    let mut keys: Vec<(&str, String)> = Vec::new();
    let mut decimal = |key: &'static str, value: Option<Decimal>| {
        if let Some(value) = value {
            keys.push((key, text(value)));
        }
    };
    let (model, terms) = match commission {
        // A tier and its volume say more than the whole table, which stands in the settings.
        Commission::Tiered(_) => ("tiered", None),
        Commission::None | Commission::Schedule { .. } => ("none", None),
        Commission::Percent { rate, terms } => {
            decimal("rate", Some(*rate));
            ("percent", Some(terms))
        }
        Commission::PerShare { rate, minimum, maximum, terms } => {
            decimal("rate", Some(*rate));
            decimal("minimum", *minimum);
            decimal("maximum", *maximum);
            ("perShare", Some(terms))
        }
        Commission::MakerTaker { maker, taker, terms } => {
            decimal("maker", Some(*maker));
            decimal("taker", Some(*taker));
            ("makerTaker", Some(terms))
        }
        Commission::PerTrade { cost, terms } => {
            decimal("cost", Some(*cost));
            ("perTrade", Some(terms))
        }
        Commission::PerContract { cost, exchange_fee, terms } => {
            decimal("cost", Some(*cost));
            decimal("exchangeFee", exchange_fee.filter(|fee| fee.mantissa != 0));
            ("perContract", Some(terms))
        }
    };
    keys.push(("model", model.to_owned()));
    if let Some(ChargeTerms { unit: Some(unit), rounding, .. }) = terms {
        keys.push(("unit", text(*unit)));
        keys.push(("rounding", rounding.unwrap_or(Rounding::HalfUp).name().to_owned()));
    }
    keys.sort_unstable();
    let members: Vec<String> = keys.iter().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
    format!("{{{}}}", members.join(","))
}
