use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::action_conflicts::{Placed, contradictions};
use super::action_formats::{ActionFormat, lean_actions};
use super::action_row::{Cells, Problem};
use super::bad_rows::BadRowList;
use super::dialect::Dialect;
use super::error::{BadRow, CsvError, Rule};
use super::options::CsvOptions;
use super::record::Record;
use super::source::Source;
use crate::Action;

/// Most decimals of a dividend.
pub(super) const DIVIDEND_DECIMALS: u8 = 18;

/// Corporate actions of any number of symbols, in the order of the files and their rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionTable {
    pub rows: Vec<(String, Action)>,
    /// File (an index into `files`) and line of each row.
    pub places: Vec<(usize, u64)>,
    pub files: Vec<ActionFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionFile {
    /// As given.
    pub name: String,
    /// Whose table it is: `rustybt`, `prices`, `zipline`, `lean`, `events`.
    pub format: &'static str,
    /// Of the file's bytes, hex.
    pub sha256: String,
    pub rows: usize,
}

impl ActionTable {
    /// The actions of one symbol, in file order.
    pub fn of(&self, symbol: &str) -> Vec<Action> {
        self.rows.iter().filter(|(name, _)| name == symbol).map(|(_, action)| action.clone()).collect()
    }
}

/// Reads one table of corporate actions, or several with commas between their names. Every row must be right, and no two may contradict
/// each other.
pub fn read_actions(path: &Path) -> Result<ActionTable, CsvError> {
    let mut table = ActionTable { rows: Vec::new(), places: Vec::new(), files: Vec::new() };
    for path in paths(path) {
        let source = Source::open(&path)?;
        let file = table.files.len();
        let (rows, format, sha256) = read(&source).map_err(|error| error.in_file(&source.name))?;
        table.files.push(ActionFile { name: source.name, format: format.name(), sha256, rows: rows.len() });
        for Placed { symbol, action, line } in rows {
            table.rows.push((symbol, action));
            table.places.push((file, line));
        }
    }
    for (index, file) in table.files.iter().enumerate() {
        let lines: BTreeMap<usize, u64> =
            table.places.iter().enumerate().filter(|(_, (at, _))| *at == index).map(|(row, (_, line))| (row, *line)).collect();
        let place = |row: usize| table.places.get(row).and_then(|(at, line)| Some((table.files.get(*at)?.name.as_str(), *line)));
        let mut bad = BadRowList::new(None);
        for (row, column, value, reason) in contradictions(&table.rows, place) {
            if let Some(line) = lines.get(&row) {
                bad.add(BadRow { line: *line, column: column.to_owned(), value, rule: Rule::BadAction, reason });
            }
        }
        if !bad.is_empty() {
            return Err(refusal(bad, &file.name));
        }
    }
    Ok(table)
}

fn paths(path: &Path) -> Vec<PathBuf> {
    match path.to_str() {
        Some(text) if text.contains(',') && !path.exists() => text.split(',').map(|part| PathBuf::from(part.trim())).collect(),
        _ => vec![path.to_owned()],
    }
}

fn read(source: &Source) -> Result<(Vec<Placed>, ActionFormat, String), CsvError> {
    let mut state: Option<Reader> = None;
    let fingerprint = source.read(|chunk| -> Result<usize, CsvError> {
        let reader = match &mut state {
            Some(reader) => reader,
            None => state.insert(Reader::new(&Dialect::sniff(&chunk, &CsvOptions::default())?, &source.name)?),
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
    let Some(Reader { mut rows, mut bad, format, lean, symbol, .. }) = state else { return Err(CsvError::empty_file()) };
    if let Some(lean) = lean {
        for made in lean_actions(format, lean, &symbol) {
            match made {
                Ok(placed) => rows.push(placed),
                Err(row) => bad.add(row),
            }
        }
    }
    if !bad.is_empty() {
        return Err(refusal(bad, &source.name));
    }
    Ok((rows, format, fingerprint.sha256))
}

struct Reader {
    delimiter: u8,
    start: usize,
    line: u64,
    first_row: u64,
    format: ActionFormat,
    cells: Cells,
    /// Of tables that name none: the file's name up to its first `.`, `-` or `_`.
    symbol: String,
    rows: Vec<Placed>,
    /// A LEAN table's rows tell an action two at a time.
    lean: Option<Vec<(u64, Vec<String>)>>,
    bad: BadRowList,
}

impl Reader {
    fn new(dialect: &Dialect, file: &str) -> Result<Self, CsvError> {
        let (line, header) = &dialect.sample[0];
        let (format, cells) = ActionFormat::of(header, file).map_err(|error| error.line(*line))?;
        let stem = Path::new(file).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let symbol = stem.split(['.', '-', '_']).next().unwrap_or_default().to_uppercase();
        let has_header = !format.is_lean();
        Ok(Self {
            delimiter: dialect.delimiter,
            start: dialect.start,
            line: 1,
            first_row: line + u64::from(has_header),
            format,
            cells,
            symbol,
            rows: Vec::new(),
            lean: (!has_header).then(Vec::new),
            bad: BadRowList::new(None),
        })
    }

    fn row(&mut self, record: &Record) {
        if let Some(lean) = &mut self.lean {
            let cells = (0..record.len()).map(|at| String::from_utf8_lossy(record.cell(at)).trim().to_owned());
            lean.push((self.line, cells.collect()));
            return;
        }
        let text = |column: &str| self.cells.at(column).map_or(&[][..], |at| record.cell(at));
        let row = |column: &str| String::from_utf8_lossy(text(column)).trim().to_owned();
        match self.format.actions(&row, &self.cells, &self.symbol) {
            Ok(actions) => {
                let line = self.line;
                self.rows.extend(actions.into_iter().map(|(symbol, action)| Placed { symbol, action, line }));
            }
            Err(Problem { column, reason }) => {
                let (name, value) = (self.cells.name(column), row(column));
                self.bad.add(BadRow { line: self.line, column: name, value, rule: Rule::BadAction, reason });
            }
        }
    }
}

fn refusal(bad: BadRowList, file: &str) -> CsvError {
    let mut error = bad.into_error(file, super::source::Place::Line);
    error.code = "data.badActions";
    error.hint = Some("Correct these rows. docs/corporate-actions.md has the columns of each type.".to_owned());
    error
}
