use std::path::Path;

use serde::Serialize;

use super::dialect::Dialect;
use super::error::CsvError;
use super::options::CsvOptions;
use super::plan::{Plan, decimal_point, is_header};
use super::source::Source;

/// Rows, columns and characters of a cell that a sample shows.
const ROWS: usize = 20;
const COLUMNS: usize = 200;
const LONGEST_CELL: usize = 200;

/// The first lines of a price file, cut into cells: what a reader chooses columns by. Made also of a file that cannot be read yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CsvSample {
    pub delimiter: char,
    /// The first line names the columns.
    pub header: bool,
    /// Columns of the first line.
    pub width: usize,
    pub rows: Vec<SampleRow>,
    /// What the columns would be read as, `[field, header name or column number]`, once that is known.
    pub columns: Option<Vec<(String, String)>>,
    pub time_format: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleRow {
    pub line: u64,
    pub cells: Vec<String>,
}

/// Reads the first rows of a file and no more.
pub fn sample_csv(path: &Path, options: &CsvOptions) -> Result<CsvSample, CsvError> {
    let source = Source::open(path)?;
    let seen = source.read(|chunk| -> Result<usize, Seen> {
        let Dialect { delimiter, sample, .. } = Dialect::sniff(&chunk, options)?;
        let point = decimal_point(options)?;
        let first = sample.first().map_or(&[][..], |(_, cells)| cells);
        let plan = Plan::make(&chunk, options, source.place()).ok();
        Err(Seen::Sample(CsvSample {
            delimiter: char::from(delimiter),
            header: options.header.unwrap_or_else(|| is_header(first, point)),
            width: first.len(),
            rows: sample.iter().take(ROWS).map(|(line, cells)| SampleRow { line: *line, cells: shown(cells) }).collect(),
            columns: plan.as_ref().map(|plan| plan.columns.found()),
            time_format: plan.filter(|plan| !plan.order_open).map(|plan| plan.format.name()),
        }))
    });
    match seen {
        Err(Seen::Sample(sample)) => Ok(sample),
        Err(Seen::Error(error)) => Err(error.in_file(&source.name)),
        Ok(_) => Err(CsvError::empty_file().in_file(&source.name)),
    }
}

/// Reading ends with the first chunk, either way.
enum Seen {
    Sample(CsvSample),
    Error(CsvError),
}

impl From<CsvError> for Seen {
    fn from(error: CsvError) -> Self {
        Self::Error(error)
    }
}

fn shown(cells: &[String]) -> Vec<String> {
    cells.iter().take(COLUMNS).map(|cell| cell.chars().take(LONGEST_CELL).collect()).collect()
}
