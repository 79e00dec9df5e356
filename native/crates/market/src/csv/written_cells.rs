use std::collections::{BTreeMap, BTreeSet};

use super::error::CsvError;
use super::plan::Plan;
use super::record::Record;
use super::source::Source;

/// The text of one column on some lines of the file, read again from the file.
pub(super) fn written_cells(source: &Source, plan: &Plan, column: usize, lines: &BTreeSet<u64>) -> Result<BTreeMap<u64, String>, CsvError> {
    let mut written = BTreeMap::new();
    let mut record = Record::default();
    let mut line = 1;
    let mut start = plan.start;
    source.read(|chunk| -> Result<usize, CsvError> {
        let mut at = std::mem::take(&mut start);
        while at < chunk.end {
            let Some((next, length)) = record.split(chunk.bytes, at, chunk.end, chunk.last, plan.delimiter) else { break };
            if lines.contains(&line) {
                written.insert(line, String::from_utf8_lossy(record.cell(column)).into_owned());
            }
            line += length;
            at = next;
        }
        Ok(at)
    })?;
    Ok(written)
}
