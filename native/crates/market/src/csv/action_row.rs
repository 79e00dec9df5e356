//! One row of our own table: `symbol,type,ex_date,pay_date,record_date,amount,ratio,new_symbol,cash,basis_ratio`.
use money::{Decimal, Ratio};

use super::action_table::DIVIDEND_DECIMALS;
use super::field::plain;
use super::number::{is_missing, parse_cell};
use super::options::TimeFormat;
use super::split_ratio::parse_split;
use super::time::parse_date;
use crate::{Action, ActionKind, Conversion, ConversionKind};

pub(super) struct Problem {
    pub column: &'static str,
    pub reason: String,
}

pub(super) fn problem(column: &'static str, reason: impl Into<String>) -> Problem {
    Problem { column, reason: reason.into() }
}

/// Where each column stands, by its name without case and signs.
pub(super) struct Cells {
    plain: Vec<String>,
    names: Vec<String>,
}

impl Cells {
    pub fn new(header: &[String]) -> Self {
        Self { plain: header.iter().map(|name| plain(name)).collect(), names: header.to_vec() }
    }

    pub fn at(&self, column: &str) -> Option<usize> {
        let wanted = plain(column);
        self.plain.iter().position(|name| *name == wanted)
    }

    pub fn has(&self, column: &str) -> bool {
        self.at(column).is_some()
    }

    /// As the file writes it.
    pub fn name(&self, column: &str) -> String {
        self.at(column).and_then(|at| self.names.get(at)).map_or(column, String::as_str).to_owned()
    }
}

const TYPES: &str = "dividend, split, stockDividend, merger, spinoff, rights, symbolChange and delisting are";

/// Columns beside symbol, type and ex_date that a type may fill.
fn columns_of(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "dividend" => &["amount", "pay_date", "record_date"],
        "split" | "stockdividend" => &["ratio"],
        "symbolchange" => &["new_symbol"],
        "delisting" => &["cash"],
        "merger" => &["new_symbol", "ratio", "cash"],
        "spinoff" => &["new_symbol", "ratio", "basis_ratio"],
        "rights" => &["new_symbol", "ratio", "basis_ratio", "cash"],
        _ => return None,
    })
}

pub(super) fn own_row(row: &dyn Fn(&str) -> String) -> Result<(String, Action), Problem> {
    let symbol = row("symbol");
    if symbol.is_empty() {
        return Err(problem("symbol", "is missing"));
    }
    let ex_day = day(&row("ex_date")).map_err(|reason| problem("ex_date", reason))?;
    let later = |column: &'static str| -> Result<Option<i32>, Problem> {
        let text = row(column);
        if is_missing(&text) { Ok(None) } else { day(&text).map(Some).map_err(|reason| problem(column, reason)) }
    };
    let kind = plain(&row("type"));
    let Some(columns) = columns_of(&kind) else { return Err(problem("type", format!("is no type of action: {TYPES}"))) };
    for column in ["pay_date", "record_date", "amount", "ratio", "new_symbol", "cash", "basis_ratio"] {
        if !columns.contains(&column) && !is_missing(&row(column)) {
            let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            let uses = columns.join(" and ");
            return Err(problem(column, format!("stands with {article} {}, which has {uses} only", row("type"))));
        }
    }
    let (pay_day, record_day) = (later("pay_date")?, later("record_date")?);
    if pay_day.is_some_and(|pay_day| pay_day < ex_day) {
        return Err(problem("pay_date", "is before the ex date"));
    }
    if pay_day.zip(record_day).is_some_and(|(pay_day, record_day)| pay_day < record_day) {
        return Err(problem("record_date", "is after the pay date"));
    }
    let kind = match kind.as_str() {
        "dividend" => ActionKind::Dividend { amount: dividend(&row("amount")).map_err(|reason| problem("amount", reason))? },
        "split" => ActionKind::Split { ratio: split(&row("ratio")).map_err(|reason| problem("ratio", reason))? },
        "stockdividend" => {
            ActionKind::StockDividend { ratio: shares(row, "a stock dividend has new shares for those held, such as 1:10")? }
        }
        other => ActionKind::Conversion(Box::new(conversion(other, &symbol, row)?)),
    };
    Ok((symbol, Action { ex_day, pay_day, record_day, kind }))
}

fn conversion(kind: &str, symbol: &str, row: &dyn Fn(&str) -> String) -> Result<Conversion, Problem> {
    let name = row("new_symbol");
    let cash = money(row)?;
    let into = |ratio: Ratio| -> Result<Option<(String, Ratio)>, Problem> {
        match name.as_str() {
            "" => Ok(None),
            same if same == symbol => Err(problem("new_symbol", "is the symbol itself")),
            name => Ok(Some((name.to_owned(), ratio))),
        }
    };
    let needed = |what: &str| problem("new_symbol", format!("is missing: {what}"));
    let plain = Conversion { kind: ConversionKind::Delisting, into: None, cash: None, basis: None, rights: None };
    Ok(match kind {
        "symbolchange" => {
            let into = into(Ratio::ONE)?.ok_or_else(|| needed("a symbol change has the symbol it becomes"))?;
            Conversion { kind: ConversionKind::SymbolChange, into: Some(into), ..plain }
        }
        "delisting" => Conversion { kind: ConversionKind::Delisting, cash, ..plain },
        "merger" => {
            if name.is_empty() && cash.is_none() {
                return Err(problem("cash", "is missing: a merger has cash for a share, or new_symbol and ratio, or both"));
            }
            if name.is_empty() && !is_missing(&row("ratio")) {
                return Err(needed("a ratio stands with the symbol whose shares are given"));
            }
            let into = if name.is_empty() { None } else { into(shares(row, "new shares for old, such as 2:3")?)? };
            Conversion { kind: ConversionKind::Merger, into, cash, ..plain }
        }
        "spinoff" => {
            let into = into(shares(row, "new shares for those held, such as 1:4")?)?;
            let into = into.ok_or_else(|| needed("a spin-off has the symbol of the new shares"))?;
            let basis = basis(row)?.ok_or_else(|| problem("basis_ratio", "is missing: the part of the cost that moves, such as 0.25"))?;
            Conversion { kind: ConversionKind::Spinoff, into: Some(into), basis: Some(basis), ..plain }
        }
        _ => {
            let ratio = shares(row, "rights for those held, such as 1:5")?;
            let into = into(ratio)?;
            match (into.is_some(), cash.is_some()) {
                (true, true) => return Err(problem("cash", "stands with new_symbol: rights become a position or are paid out")),
                (false, false) => return Err(needed("rights have the symbol they trade under, or cash for each")),
                _ => {}
            }
            let basis = basis(row)?;
            if into.is_none() && basis.is_some() {
                return Err(problem("basis_ratio", "stands with rights that are paid out"));
            }
            Conversion { kind: ConversionKind::Rights, rights: into.is_none().then_some(ratio), into, cash, basis }
        }
    })
}

pub(super) fn day(text: &str) -> Result<i32, &'static str> {
    if is_missing(text) {
        return Err("is missing");
    }
    let format = if text.len() == 8 { TimeFormat::Compact } else { TimeFormat::YearFirst };
    match parse_date(text.as_bytes(), format) {
        Ok((days, length)) if length == text.len() => i32::try_from(days).map_err(|_| "is no date"),
        _ => Err("is no date like 2014-06-09"),
    }
}

pub(super) fn dividend(text: &str) -> Result<Decimal, &'static str> {
    if is_missing(text) {
        return Err("is missing: a dividend has an amount per share");
    }
    let amount = parse_cell(text, b'.').map_err(|_| "is not a number")?;
    if amount.mantissa <= 0 {
        return Err("is not above 0");
    }
    if amount.scale > DIVIDEND_DECIMALS { Err("has more than 18 decimals") } else { Ok(amount) }
}

/// Not below zero; a delisting may leave nothing.
fn money(row: &dyn Fn(&str) -> String) -> Result<Option<Decimal>, Problem> {
    let text = row("cash");
    if is_missing(&text) {
        return Ok(None);
    }
    let amount = parse_cell(&text, b'.').map_err(|_| problem("cash", "is not a number"))?;
    if amount.mantissa < 0 {
        return Err(problem("cash", "is negative"));
    }
    if amount.scale > DIVIDEND_DECIMALS { Err(problem("cash", "has more than 18 decimals")) } else { Ok(Some(amount)) }
}

fn basis(row: &dyn Fn(&str) -> String) -> Result<Option<Decimal>, Problem> {
    let text = row("basis_ratio");
    if is_missing(&text) {
        return Ok(None);
    }
    let share = parse_cell(&text, b'.').map_err(|_| problem("basis_ratio", "is not a number"))?;
    let whole = money::pow10(share.scale).map_err(|_| problem("basis_ratio", "has too many decimals"))?;
    if share.mantissa < 0 || share.mantissa > whole || share.scale > DIVIDEND_DECIMALS {
        return Err(problem("basis_ratio", "is not between 0 and 1, with at most 18 decimals"));
    }
    Ok(Some(share))
}

pub(super) fn split(text: &str) -> Result<Ratio, &'static str> {
    if is_missing(text) {
        return Err("is missing: a split has a ratio such as 7:1, new to old");
    }
    parse_split(text, b'.')?.ok_or("splits nothing")
}

/// A ratio of shares, where one for one is a ratio like others.
fn shares(row: &dyn Fn(&str) -> String, what: &str) -> Result<Ratio, Problem> {
    let text = row("ratio");
    if is_missing(&text) {
        return Err(problem("ratio", format!("is missing: {what}")));
    }
    let parsed = parse_split(&text, b'.').map_err(|reason| problem("ratio", reason.replace("split ratio", "ratio of shares")))?;
    match parsed {
        Some(ratio) => Ok(ratio),
        None if parse_cell(&text, b'.').is_ok_and(|number| number.mantissa == 0) => Err(problem("ratio", "is 0")),
        None => Ok(Ratio::ONE),
    }
}
