use std::collections::BTreeMap;

use super::bad_rows::BadRowList;
use super::chunks::Chunk;
use super::error::CsvError;
use super::fast_row::FastRow;
use super::plan::Plan;
use super::record::Record;
use super::slow_row::SlowRow;
use super::table::Table;
use super::time_column::TimeColumn;

/// Why a pass over the file ended early.
#[derive(Debug)]
pub(super) enum Stop {
    Error(CsvError),
    /// The file must be read again, with this known.
    Again(Change),
}

impl From<CsvError> for Stop {
    fn from(error: CsvError) -> Self {
        Self::Error(error)
    }
}

/// What a pass found out that its plan had wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    PriceDecimals(u8),
    VolumeDecimals(u8),
    DayFirst,
    WallDays,
    /// The file's one symbol is to be renamed, not looked for.
    Rename,
}

/// What is kept while the rows go by.
pub(super) struct Pass {
    pub tables: Vec<Table>,
    /// Tables by symbol; `None` is a symbol that is not wanted.
    pub by_symbol: BTreeMap<Vec<u8>, Option<usize>>,
    /// Symbol of the last row and its table.
    pub symbol: Vec<u8>,
    pub table: Option<usize>,
    pub times: TimeColumn,
    pub bad: BadRowList,
    /// Line on which the next record starts.
    pub line: u64,
    /// Every time so far is a midnight on the wall.
    pub all_midnight: bool,
    /// Some time so far has an offset from UTC.
    pub any_offset: bool,
    pub rounded: u64,
    begun: bool,
}

impl Pass {
    /// `rows` is how many are expected, for a file of one symbol.
    pub fn new(plan: &Plan, rows: usize, kept_bad_rows: Option<usize>) -> Self {
        let mut pass = Self {
            tables: Vec::new(),
            by_symbol: BTreeMap::new(),
            symbol: Vec::new(),
            table: None,
            times: TimeColumn::new(plan.format),
            bad: BadRowList::new(kept_bad_rows),
            line: 1,
            all_midnight: true,
            any_offset: false,
            rounded: 0,
            begun: false,
        };
        if plan.columns.get(super::field::Field::Symbol).is_none() {
            pass.tables.push(Table::new(String::new(), rows, plan.has_volume()));
            pass.table = Some(0);
        }
        pass
    }

    /// Makes a symbol that was seen before the current one; false for a new one and one that is not wanted.
    #[inline]
    pub fn choose(&mut self, symbol: &[u8]) -> bool {
        if self.symbol != symbol {
            let Some(table) = self.by_symbol.get(symbol) else { return false };
            self.table = *table;
            self.symbol.clear();
            self.symbol.extend_from_slice(symbol);
        }
        self.table.is_some()
    }

    /// Reads the records of a chunk, and answers how many bytes they take.
    pub fn read(&mut self, plan: &Plan, fast: &mut FastRow, slow: &mut SlowRow, chunk: &Chunk<'_>) -> Result<usize, Stop> {
        let mut at = 0;
        if !self.begun {
            let Some(next) = self.skip_header(plan, chunk, plan.start) else { return Ok(0) };
            at = next;
            self.begun = true;
        }
        while at < chunk.end {
            if let Some(next) = fast.read(self, plan, chunk.bytes, at) {
                at = next;
                self.line += 1;
                continue;
            }
            match slow.read(self, plan, chunk, at)? {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(at)
    }

    /// The place behind the header line, if there is one, and any blank lines before it.
    fn skip_header(&mut self, plan: &Plan, chunk: &Chunk<'_>, start: usize) -> Option<usize> {
        if !plan.header {
            return Some(start);
        }
        let mut record = Record::default();
        let mut at = start;
        loop {
            let (next, lines) = record.split(chunk.bytes, at, chunk.end, chunk.last, plan.delimiter)?;
            self.line += lines;
            at = next;
            if !record.is_blank() || at >= chunk.end {
                return Some(at);
            }
        }
    }
}
