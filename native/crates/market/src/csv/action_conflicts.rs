use std::collections::BTreeMap;

use crate::{Action, ActionKind};

/// A row of a table with the line it stands on.
pub(super) struct Placed {
    pub symbol: String,
    pub action: Action,
    pub line: u64,
}

type Found = (usize, &'static str, String, String);

/// Rows that cannot both be true, each with its column, value and reason; `place` says where a row stands.
pub(super) fn contradictions<'a>(rows: &'a [(String, Action)], place: impl Fn(usize) -> Option<(&'a str, u64)>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut by_symbol: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, (symbol, _)) in rows.iter().enumerate() {
        by_symbol.entry(symbol).or_default().push(row);
    }
    let at = |row: usize| rows.get(row).map(|(_, action)| action);
    let there = |row: usize| place(row).map_or_else(String::new, |(file, line)| format!("line {line} of {file}"));
    for (symbol, mut of_symbol) in by_symbol {
        // Stable: a day's rows stay in file order, in which they act.
        of_symbol.sort_by_key(|row| at(*row).map_or(0, |action| action.ex_day));
        for (index, row) in of_symbol.iter().enumerate() {
            let Some(action) = at(*row) else { continue };
            let earlier = of_symbol.get(..index).unwrap_or(&[]);
            let same_day = earlier.iter().filter(|other| at(**other).is_some_and(|other| other.ex_day == action.ex_day));
            for other in same_day {
                let Some(known) = at(*other) else { continue };
                if let Some((column, reason)) = clash(known, action) {
                    found.push((*row, column, value(column, symbol, action), format!("{reason} {}", there(*other))));
                    break;
                }
            }
            let ended = earlier.iter().find(|other| at(**other).is_some_and(ends));
            if let Some(other) = ended {
                found.push((*row, "ex_date", date(action.ex_day), format!("is not before the end of {symbol} by {}", there(*other))));
            }
        }
    }
    found
}

/// What of a row on the same day contradicts an earlier one.
fn clash(known: &Action, action: &Action) -> Option<(&'static str, &'static str)> {
    use ActionKind::{Conversion, Dividend, Split, StockDividend};
    match (&known.kind, &action.kind) {
        (Dividend { amount: a }, Dividend { amount: b }) => {
            (a.normalized() == b.normalized() && known.pay_day == action.pay_day).then_some(("amount", "says the same dividend again as"))
        }
        (Dividend { .. }, _) | (_, Dividend { .. }) => None,
        (Split { ratio: a }, Split { ratio: b }) | (StockDividend { ratio: a }, StockDividend { ratio: b }) => {
            Some(("ratio", if a == b { "says the same split again as" } else { "contradicts the ratio on the same day in" }))
        }
        (Conversion(a), Conversion(b)) if a.kind != b.kind && !a.kind.ends() && !b.kind.ends() => None,
        (Conversion(a), Conversion(b)) if a.kind == b.kind && !a.kind.ends() && a.into != b.into => None,
        _ => Some(("type", "overlaps on the same day with")),
    }
}

fn ends(action: &Action) -> bool {
    matches!(&action.kind, ActionKind::Conversion(conversion) if conversion.kind.ends())
}

fn value(column: &str, symbol: &str, action: &Action) -> String {
    let ratio = |ratio: &money::Ratio| format!("{}:{}", ratio.num(), ratio.den());
    match (column, &action.kind) {
        ("amount", ActionKind::Dividend { amount }) => money::format_decimal(amount.mantissa, amount.scale),
        ("ratio", ActionKind::Split { ratio: known } | ActionKind::StockDividend { ratio: known }) => ratio(known),
        ("type", ActionKind::Conversion(conversion)) => conversion.kind.name().to_owned(),
        ("type", ActionKind::Split { .. }) => "split".to_owned(),
        ("type", ActionKind::StockDividend { .. }) => "stockDividend".to_owned(),
        _ => symbol.to_owned(),
    }
}

pub(super) fn date(day: i32) -> String {
    // Howard Hinnant's civil_from_days.
    let shifted = i64::from(day) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
