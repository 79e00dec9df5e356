//! Tables of other systems, told apart by their first line: price files with columns of events (Yahoo, Quandl), zipline's adjustments,
//! LEAN's factor and map files, and plain lists of dividends or splits.
use std::path::Path;

use money::{Decimal, Ratio, Rounding, pow10};

use super::action_conflicts::Placed;
use super::action_row::{Cells, Problem, day, dividend, own_row, problem};
use super::error::{BadRow, CsvError, Rule};
use super::number::{is_missing, parse_cell};
use super::split_ratio::parse_split;
use crate::{Action, ActionKind, Conversion, ConversionKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ActionFormat {
    /// `symbol,type,ex_date,…`
    Own,
    /// A date with a dividend, a split or both, as price files have them.
    Prices,
    /// `ex_date,amount,record_date,declared_date,pay_date,symbol`
    ZiplineDividends,
    /// `symbol,effective_date,ratio`: what earlier prices are multiplied by.
    ZiplineSplits,
    /// `date,DividendAmount,RecordDate,…`
    Dividends,
    /// `date,Denominator,Numerator`: new and old shares.
    Splits,
    /// `yyyymmdd,price factor,split factor,reference price`, no first line.
    LeanFactors,
    /// `yyyymmdd,symbol,exchange`, no first line.
    LeanMap,
}

const DATES: [&str; 3] = ["ex_date", "date", "time"];
const DIVIDENDS: [&str; 3] = ["dividends", "ex-dividend", "dividend"];
const SPLITS: [&str; 4] = ["stock splits", "split ratio", "split", "splits"];

impl ActionFormat {
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "rustybt",
            Self::Prices => "prices",
            Self::ZiplineDividends | Self::ZiplineSplits => "zipline",
            Self::Dividends | Self::Splits => "events",
            Self::LeanFactors | Self::LeanMap => "lean",
        }
    }

    pub fn is_lean(self) -> bool {
        matches!(self, Self::LeanFactors | Self::LeanMap)
    }

    pub fn of(header: &[String], file: &str) -> Result<(Self, Cells), CsvError> {
        let cells = Cells::new(header);
        let has = |names: &[&str]| names.iter().all(|name| cells.has(name));
        let any = |names: &[&str]| names.iter().any(|name| cells.has(name));
        let stem = Path::new(file).file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let format = if has(&["symbol", "type", "ex_date"]) {
            Self::Own
        } else if has(&["ex_date", "amount", "symbol", "declared_date"]) {
            Self::ZiplineDividends
        } else if has(&["symbol", "effective_date", "ratio"]) {
            if !stem.contains("split") {
                let message = "a zipline table of ratios is read as splits only where its name says so".to_owned();
                let hint = "splits.csv holds the splits. Merger and dividend ratios only adjust prices and tell no event: give dividends.csv, and mergers in a table of type merger.";
                return Err(CsvError::new("data.actionColumns", message).hint(hint));
            }
            Self::ZiplineSplits
        } else if has(&["date", "dividendamount"]) {
            Self::Dividends
        } else if has(&["date", "numerator", "denominator"]) {
            Self::Splits
        } else if any(&DATES) && (any(&DIVIDENDS) || any(&SPLITS)) {
            Self::Prices
        } else if let Some(lean) = lean_format(header) {
            lean
        } else {
            let missing: Vec<&str> = ["symbol", "type", "ex_date"].into_iter().filter(|name| !cells.has(name)).collect();
            let message = format!("an action table needs the column {}; its first line is {}", missing.join(" and "), header.join(","));
            let hint = "The first line names the columns: symbol,type,ex_date,pay_date,record_date,amount,ratio,new_symbol,cash,basis_ratio. Tables of Yahoo, zipline and LEAN are read as they are (docs/corporate-actions.md).";
            return Err(CsvError::new("data.actionColumns", message).hint(hint));
        };
        Ok((format, cells))
    }

    /// The actions of one row; `symbol` is that of the file's name.
    pub fn actions(self, row: &dyn Fn(&str) -> String, cells: &Cells, symbol: &str) -> Result<Vec<(String, Action)>, Problem> {
        let named = || Some(row("symbol")).filter(|name| !name.is_empty()).unwrap_or_else(|| symbol.to_owned());
        let on = |column: &'static str| {
            let text = row(column);
            // Yahoo's dates may have a clock behind.
            let date = text.split([' ', 'T']).next().unwrap_or_default().to_owned();
            day(&date).map_err(|reason| problem(column, reason))
        };
        let later = |column: &'static str| if is_missing(&row(column)) { Ok(None) } else { on(column).map(Some) };
        let plain = |ex_day, kind| Action { ex_day, pay_day: None, record_day: None, kind };
        let of = |actions: Vec<Action>| Ok(actions.into_iter().map(|action| (named(), action)).collect());
        match self {
            Self::Own => own_row(row).map(|row| vec![row]),
            Self::ZiplineDividends => {
                let amount = dividend(&row("amount")).map_err(|reason| problem("amount", reason))?;
                let (ex_day, pay_day) = (on("ex_date")?, later("pay_date")?);
                if pay_day.is_some_and(|pay_day| pay_day < ex_day) {
                    return Err(problem("pay_date", "is before the ex date"));
                }
                let (record_day, kind) = (later("record_date")?, ActionKind::Dividend { amount });
                of(vec![Action { ex_day, pay_day, record_day, kind }])
            }
            Self::ZiplineSplits => {
                let inverse = printed_ratio(&row("ratio")).map_err(|reason| problem("ratio", reason))?;
                let ratio = inverse.inverse().map_err(|_| problem("ratio", "is no split ratio"))?;
                of(vec![plain(on("effective_date")?, ActionKind::Split { ratio })])
            }
            Self::Dividends => {
                let amount = dividend(&row("dividendamount")).map_err(|reason| problem("dividendamount", reason))?;
                let (ex_day, record_day) = (on("date")?, later("recorddate")?);
                of(vec![Action { ex_day, pay_day: None, record_day, kind: ActionKind::Dividend { amount } }])
            }
            Self::Splits => {
                // The source counts new shares as the denominator of a price.
                let text = format!("{}:{}", row("denominator"), row("numerator"));
                let ratio = parse_split(&text, b'.').map_err(|reason| problem("denominator", reason))?;
                let ratio = ratio.ok_or_else(|| problem("denominator", "splits nothing"))?;
                of(vec![plain(on("date")?, ActionKind::Split { ratio })])
            }
            Self::Prices => {
                let column = |names: &[&'static str]| names.iter().copied().find(|name| !row(name).is_empty());
                let Some(date) = column(&DATES) else { return Err(problem("date", "is missing")) };
                // A day's actions act in the order of their columns, as those of price files do.
                let mut actions: Vec<(Option<usize>, Action)> = Vec::new();
                let split_column = column(&SPLITS).filter(|name| !is_missing(&row(name)));
                if let Some(column) = split_column
                    && let Some(ratio) = parse_split(&row(column), b'.').map_err(|reason| problem(column, reason))?
                {
                    actions.push((cells.at(column), plain(on(date)?, ActionKind::Split { ratio })));
                }
                if let Some(column) = column(&DIVIDENDS).filter(|name| !is_missing(&row(name))) {
                    let amount = parse_cell(&row(column), b'.').map_err(|_| problem(column, "is not a number"))?;
                    if amount.mantissa < 0 {
                        return Err(problem(column, "is a negative dividend"));
                    }
                    if amount.mantissa > 0 {
                        let amount = dividend(&row(column)).map_err(|reason| problem(column, reason))?;
                        actions.push((cells.at(column), plain(on(date)?, ActionKind::Dividend { amount })));
                    }
                }
                actions.sort_by_key(|(at, _)| *at);
                of(actions.into_iter().map(|(_, action)| action).collect())
            }
            Self::LeanFactors | Self::LeanMap => Ok(Vec::new()),
        }
    }
}

fn lean_format(header: &[String]) -> Option<ActionFormat> {
    let is_day = |text: &String| text.len() == 8 && day(text).is_ok();
    header.first().filter(|first| is_day(first))?;
    let number = |at: usize| header.get(at).is_some_and(|text| parse_cell(text, b'.').is_ok());
    match header.len() {
        3..=4 if number(1) && number(2) => Some(ActionFormat::LeanFactors),
        2 | 3 if !number(1) => Some(ActionFormat::LeanMap),
        _ => None,
    }
}

/// LEAN writes 0.142857 for 1/7: a number with six decimals or more stands for the simplest fraction within one unit of its last.
fn printed_ratio(text: &str) -> Result<Ratio, &'static str> {
    let number = parse_cell(text, b'.').map_err(|_| "is not a number")?.normalized();
    if number.mantissa <= 0 {
        return Err("is not above 0");
    }
    let unit = pow10(number.scale).map_err(|_| "has too many decimals")?;
    let exact = Ratio::new(number.mantissa, unit).map_err(|_| "has too many digits")?;
    if number.scale < 6 {
        return Ok(exact);
    }
    simplest(exact, unit).map_err(|_| "has too many digits")
}

/// The fraction of the smallest denominator within `1 / unit` of `wanted`: convergents and what lies between them.
fn simplest(wanted: Ratio, unit: i128) -> Result<Ratio, money::MoneyError> {
    let too_large = || money::MoneyError::Overflow { operation: "ratio" };
    let near = |num: i128, den: i128| -> Result<bool, money::MoneyError> {
        let across = |a: i128, b: i128| a.checked_mul(b).ok_or_else(too_large);
        let apart = across(num, wanted.den())?.checked_sub(across(wanted.num(), den)?).ok_or_else(too_large)?;
        Ok(across(apart.abs(), unit)? <= across(den, wanted.den())?)
    };
    let (mut a, mut b) = (wanted.num(), wanted.den());
    let ((mut num0, mut den0), (mut num1, mut den1)) = ((0i128, 1i128), (1i128, 0i128));
    while b != 0 {
        let whole = a.checked_div_euclid(b).ok_or_else(too_large)?;
        let at = |k: i128| -> Result<(i128, i128), money::MoneyError> {
            let num = k.checked_mul(num1).and_then(|num| num.checked_add(num0)).ok_or_else(too_large)?;
            let den = k.checked_mul(den1).and_then(|den| den.checked_add(den0)).ok_or_else(too_large)?;
            Ok((num, den))
        };
        let (num, den) = at(whole)?;
        if den > 0 && near(num, den)? {
            // The least multiple that is near enough has the smallest denominator.
            let (mut low, mut high) = (0i128, whole);
            while low < high {
                let middle = low + (high - low) / 2;
                let (num, den) = at(middle)?;
                if den > 0 && near(num, den)? { high = middle } else { low = middle + 1 }
            }
            let (num, den) = at(high)?;
            return Ratio::new(num, den);
        }
        ((num0, den0), (num1, den1)) = ((num1, den1), (num, den));
        (a, b) = (b, a.checked_rem_euclid(b).ok_or_else(too_large)?);
    }
    Ok(wanted)
}

/// 2050-01-01: LEAN ends its tables with a row of 2050-12-31 where nothing happens.
const FAR: i32 = 29_220;

/// A factor holds up to its day, so two neighbours that differ tell what happened on the day after the first.
pub(super) fn lean_actions(format: ActionFormat, rows: Vec<(u64, Vec<String>)>, symbol: &str) -> Vec<Result<Placed, BadRow>> {
    let bad = |line: u64, column: &str, value: &str, reason: &str| BadRow {
        line,
        column: column.to_owned(),
        value: value.to_owned(),
        rule: Rule::BadAction,
        reason: reason.to_owned(),
    };
    let mut made = Vec::new();
    let mut known: Option<(i32, Vec<String>)> = None;
    let last_line = rows.last().map_or(0, |(line, _)| *line);
    for (line, cells) in rows {
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let day = match day(cell(0)) {
            Ok(day) => day,
            Err(reason) => {
                made.push(Err(bad(line, "date", cell(0), reason)));
                continue;
            }
        };
        if let Some((before, earlier)) = &known {
            if *before > day {
                made.push(Err(bad(line, "date", cell(0), "is before the row above")));
                continue;
            }
            let ex_day = before.saturating_add(1);
            let place = |kind| {
                Ok(Placed {
                    symbol: symbol.to_owned(),
                    action: Action { ex_day, pay_day: None, record_day: None, kind },
                    line: line.saturating_sub(1),
                })
            };
            if format == ActionFormat::LeanMap {
                let (old, new) = (earlier.get(1).map(|name| name.to_uppercase()).unwrap_or_default(), cell(1).to_uppercase());
                if !old.is_empty() && !new.is_empty() && old != new && *before < FAR {
                    let conversion = Conversion {
                        kind: ConversionKind::SymbolChange,
                        into: Some((new, Ratio::ONE)),
                        cash: None,
                        basis: None,
                        rights: None,
                    };
                    made.push(place(ActionKind::Conversion(Box::new(conversion))).map(|placed| Placed { symbol: old, ..placed }));
                }
            } else {
                match factors(earlier, &cells) {
                    Ok(kinds) => made.extend(kinds.into_iter().map(place)),
                    Err((column, reason)) => made.push(Err(bad(line, column, cell(if column == "split factor" { 2 } else { 1 }), reason))),
                }
            }
        }
        known = Some((day, cells));
    }
    if format == ActionFormat::LeanMap
        && let Some((day, cells)) = known
        && day < FAR
    {
        let symbol = cells.get(1).map(|name| name.to_uppercase()).unwrap_or_default();
        let conversion = Conversion { kind: ConversionKind::Delisting, into: None, cash: None, basis: None, rights: None };
        let action =
            Action { ex_day: day.saturating_add(1), pay_day: None, record_day: None, kind: ActionKind::Conversion(Box::new(conversion)) };
        made.push(Ok(Placed { symbol, action, line: last_line }));
    }
    made
}

type Kinds = Vec<ActionKind>;

/// Split and dividend between two neighbouring rows. The dividend is that part of the reference price, half-up to the cent.
fn factors(before: &[String], after: &[String]) -> Result<Kinds, (&'static str, &'static str)> {
    let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    let number = |text: String, column| parse_cell(&text, b'.').map_err(|_| (column, "is not a number"));
    let mut kinds = Vec::new();
    let split = |row: &[String]| printed_ratio(&cell(row, 2)).map_err(|reason| ("split factor", reason));
    let (old, new) = (split(before)?, split(after)?);
    let broken = |_| ("split factor", "has too many digits");
    if cell(before, 2) != cell(after, 2) {
        let ratio = new.multiply(old.inverse().map_err(broken)?).map_err(broken)?;
        if ratio != Ratio::ONE {
            kinds.push(ActionKind::Split { ratio });
        }
    }
    let (old, new) = (number(cell(before, 1), "price factor")?, number(cell(after, 1), "price factor")?);
    if old.mantissa <= 0 || new.mantissa <= 0 {
        return Err(("price factor", "is not above 0"));
    }
    let reference = cell(before, 3);
    if old.normalized() != new.normalized() && !is_missing(&reference) {
        let broken = |_| ("price factor", "has too many digits");
        let price = number(reference, "reference price")?;
        let fraction = |number: Decimal| pow10(number.scale).and_then(|unit| Ratio::new(number.mantissa, unit));
        let (old, new) = (fraction(old).map_err(broken)?, fraction(new).map_err(broken)?);
        let kept = old.multiply(new.inverse().map_err(broken)?).map_err(broken)?;
        let lost = Ratio::new(kept.den().saturating_sub(kept.num()), kept.den()).map_err(broken)?;
        let cents =
            lost.multiply(fraction(price).map_err(broken)?).and_then(|amount| amount.scale(100, Rounding::HalfUp)).map_err(broken)?;
        if cents > 0 {
            kinds.push(ActionKind::Dividend { amount: Decimal::new(cents, 2).normalized() });
        }
    }
    Ok(kinds)
}
