use std::path::Path;

use money::{Decimal, Ratio};

use super::bad_rows::BadRowList;
use super::dialect::Dialect;
use super::error::{BadRow, CsvError, Rule};
use super::field::plain;
use super::number::{is_missing, parse_cell};
use super::options::{CsvOptions, TimeFormat};
use super::record::Record;
use super::source::Source;
use super::split_ratio::parse_split;
use super::time::parse_date;
use crate::{Action, ActionKind};

/// Most decimals of a dividend.
pub(super) const DIVIDEND_DECIMALS: u8 = 18;
const COLUMNS: [&str; 6] = ["symbol", "type", "exdate", "paydate", "amount", "ratio"];
/// Types the columns of the format exist for and this version does not act on.
const LATER: [&str; 9] =
    ["merger", "spinoff", "symbolchange", "rename", "delisting", "stockdividend", "rights", "capitalreturn", "redenomination"];

/// Corporate actions of any number of symbols, in file order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionTable {
    pub rows: Vec<(String, Action)>,
    /// Of the file's bytes, hex.
    pub sha256: String,
}

impl ActionTable {
    /// The actions of one symbol, in file order.
    pub fn of(&self, symbol: &str) -> Vec<Action> {
        self.rows.iter().filter(|(name, _)| name == symbol).map(|(_, action)| action.clone()).collect()
    }
}

/// Reads a CSV `symbol,type,ex_date,pay_date,amount,ratio`: dividends (cash per share, paid on `pay_date` or on ex) and splits (`7:1` is
/// seven new for one old). Every row must be right.
pub fn read_actions(path: &Path) -> Result<ActionTable, CsvError> {
    let source = Source::open(path)?;
    read(&source).map_err(|error| error.in_file(&source.name))
}

fn read(source: &Source) -> Result<ActionTable, CsvError> {
    let mut state: Option<Reader> = None;
    let fingerprint = source.read(|chunk| -> Result<usize, CsvError> {
        let reader = match &mut state {
            Some(reader) => reader,
            None => state.insert(Reader::new(&Dialect::sniff(&chunk, &CsvOptions::default())?)?),
        };
        let mut record = Record::default();
        let mut at = std::mem::take(&mut reader.start);
        while at < chunk.end {
            let Some((next, lines)) = record.split(chunk.bytes, at, chunk.end, chunk.last, reader.delimiter) else { break };
            if reader.line >= reader.first_row && !record.is_blank() {
                reader.row(&record);
            }
            reader.line += lines;
            at = next;
        }
        Ok(at)
    })?;
    let Some(Reader { rows, bad, .. }) = state else { return Err(CsvError::empty_file()) };
    if !bad.is_empty() {
        return Err(refusal(bad, &source.name));
    }
    Ok(ActionTable { rows, sha256: fingerprint.sha256 })
}

struct Reader {
    delimiter: u8,
    start: usize,
    line: u64,
    first_row: u64,
    /// Column of each of `COLUMNS`.
    at: [Option<usize>; 6],
    names: Vec<String>,
    rows: Vec<(String, Action)>,
    bad: BadRowList,
}

struct Problem {
    column: usize,
    reason: String,
}

impl Reader {
    fn new(dialect: &Dialect) -> Result<Self, CsvError> {
        let (line, header) = &dialect.sample[0];
        let plain: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let at = COLUMNS.map(|name| plain.iter().position(|known| known == name));
        let needed: Vec<&str> =
            ["symbol", "type", "ex_date"].into_iter().zip(at).filter(|(_, at)| at.is_none()).map(|(name, _)| name).collect();
        if !needed.is_empty() {
            let message = format!("an action table needs the column {}; its first line is {}", needed.join(" and "), header.join(","));
            let hint = "The first line names the columns: symbol,type,ex_date,pay_date,amount,ratio. A dividend has an amount, a split a ratio such as 7:1.";
            return Err(CsvError::new("data.actionColumns", message).hint(hint).line(*line));
        }
        let delimiter = dialect.delimiter;
        Ok(Self {
            delimiter,
            start: dialect.start,
            line: 1,
            first_row: line + 1,
            at,
            names: header.clone(),
            rows: Vec::new(),
            bad: BadRowList::new(None),
        })
    }

    fn row(&mut self, record: &Record) {
        let cells: [String; 6] = std::array::from_fn(|column| {
            let text = self.at[column].map_or(&[][..], |at| record.cell(at));
            String::from_utf8_lossy(text).into_owned()
        });
        match action(&cells) {
            Ok(action) => self.rows.push((cells[0].clone(), action)),
            Err(Problem { column, reason }) => {
                let name = self.at[column].and_then(|at| self.names.get(at)).map_or(COLUMNS[column], String::as_str).to_owned();
                self.bad.add(BadRow { line: self.line, column: name, value: cells[column].clone(), rule: Rule::BadAction, reason });
            }
        }
    }
}

fn action([symbol, kind, ex_date, pay_date, amount, ratio]: &[String; 6]) -> Result<Action, Problem> {
    let problem = |column, reason: &str| Problem { column, reason: reason.to_owned() };
    if symbol.is_empty() {
        return Err(problem(0, "is missing"));
    }
    let ex_day = day(ex_date).map_err(|reason| problem(2, reason))?;
    let pay_day = if is_missing(pay_date) { None } else { Some(day(pay_date).map_err(|reason| problem(3, reason))?) };
    if pay_day.is_some_and(|pay_day| pay_day < ex_day) {
        return Err(problem(3, "is before the ex date"));
    }
    let kind = match plain(kind).as_str() {
        "dividend" if !is_missing(ratio) => return Err(problem(5, "stands with a dividend, which has an amount only")),
        "dividend" => ActionKind::Dividend { amount: dividend(amount).map_err(|reason| problem(4, reason))? },
        "split" if !is_missing(amount) => return Err(problem(4, "stands with a split, which has a ratio only")),
        "split" => ActionKind::Split { ratio: split(ratio).map_err(|reason| problem(5, reason))? },
        later if LATER.contains(&later) => return Err(problem(1, "is not available in this version: dividend and split are")),
        _ => return Err(problem(1, "is no type of action: dividend and split are")),
    };
    Ok(Action { ex_day, pay_day, kind })
}

fn day(text: &str) -> Result<i32, &'static str> {
    if is_missing(text) {
        return Err("is missing");
    }
    let format = if text.len() == 8 { TimeFormat::Compact } else { TimeFormat::YearFirst };
    match parse_date(text.as_bytes(), format) {
        Ok((days, length)) if length == text.len() => i32::try_from(days).map_err(|_| "is no date"),
        _ => Err("is no date like 2014-06-09"),
    }
}

fn dividend(text: &str) -> Result<Decimal, &'static str> {
    if is_missing(text) {
        return Err("is missing: a dividend has an amount per share");
    }
    let amount = parse_cell(text, b'.').map_err(|_| "is not a number")?;
    if amount.mantissa <= 0 {
        return Err("is not above 0");
    }
    if amount.scale > DIVIDEND_DECIMALS { Err("has more than 18 decimals") } else { Ok(amount) }
}

fn split(text: &str) -> Result<Ratio, &'static str> {
    if is_missing(text) {
        return Err("is missing: a split has a ratio such as 7:1, new to old");
    }
    parse_split(text, b'.')?.ok_or("splits nothing")
}

fn refusal(bad: BadRowList, file: &str) -> CsvError {
    let mut error = bad.into_error(file, super::source::Place::Line);
    error.code = "data.badActions";
    error.hint = Some("Correct these rows. Columns are symbol,type,ex_date,pay_date,amount,ratio.".to_owned());
    error
}
