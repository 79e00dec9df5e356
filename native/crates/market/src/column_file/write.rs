use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::header::{ColumnName, Description, Header, StoredAction, StoredColumn, StoredSymbol};
use super::{MAGIC, PREFIX, VALUE, VERSION, aligned};
use crate::Bars;
use crate::csv::{CsvError, hex};

/// A multiple of the alignment, so that no value lies across two pieces.
const PIECE: u64 = 1 << 20;

/// A column file that is not written yet: its head, and where which column goes.
#[derive(Debug)]
pub struct ColumnFile {
    tables: Vec<Arc<Bars>>,
    head: Vec<u8>,
    columns: Vec<Placed>,
    length: u64,
}

#[derive(Debug)]
struct Placed {
    table: usize,
    column: ColumnName,
    offset: u64,
}

impl ColumnFile {
    /// `description` is JSON `{symbols, warnings}`: the facts of each table in the same order.
    pub fn new(tables: Vec<Arc<Bars>>, description: &str) -> Result<Self, CsvError> {
        let Description { symbols: facts, warnings } =
            serde_json::from_str(description).map_err(|error| unwritable(format!("the bars are not described: {error}")))?;
        if facts.len() != tables.len() {
            return Err(unwritable(format!("{} symbols are described, {} are there", facts.len(), tables.len())));
        }
        let mut symbols = Vec::with_capacity(tables.len());
        for (facts, bars) in facts.into_iter().zip(&tables) {
            if facts.rows != bars.time_ms.len() {
                return Err(unwritable(format!("{} has {} bars, not {}", facts.symbol, bars.time_ms.len(), facts.rows)));
            }
            let columns = ColumnName::ALL.into_iter().filter(|name| *name != ColumnName::Volume || !bars.volume.is_empty());
            symbols.push(StoredSymbol {
                facts,
                price_scale: bars.price_scale,
                volume_scale: bars.volume_scale,
                actions: bars.actions.iter().filter_map(StoredAction::from_action).collect(),
                columns: columns.map(|name| StoredColumn { name, offset: 0, sha256: column_hash(name.of(bars)) }).collect(),
            });
        }
        let header = Header { symbols, warnings };
        Self::placed(tables, header)
    }

    /// Places are part of the header and depend on its length: room for the widest numbers is taken, and what is left is blank.
    fn placed(tables: Vec<Arc<Bars>>, mut header: Header) -> Result<Self, CsvError> {
        let count: usize = header.symbols.iter().map(|symbol| symbol.columns.len()).sum();
        let room = json(&header)?.len() + count * 20;
        let too_large = || unwritable("the bars are too many for one file".to_owned());
        let mut offset = aligned((PREFIX + room) as u64).ok_or_else(too_large)?;
        let start = offset;
        let mut end = start;
        let mut columns = Vec::with_capacity(count);
        for (table, symbol) in header.symbols.iter_mut().enumerate() {
            for column in &mut symbol.columns {
                column.offset = offset;
                columns.push(Placed { table, column: column.name, offset });
                end = VALUE.checked_mul(symbol.facts.rows as u64).and_then(|bytes| offset.checked_add(bytes)).ok_or_else(too_large)?;
                offset = aligned(end).ok_or_else(too_large)?;
            }
        }
        let mut text = json(&header)?;
        text.resize(usize::try_from(start).map_err(|_| too_large())? - PREFIX, b' ');
        let length = u32::try_from(text.len()).map_err(|_| unwritable("the header is longer than 4 GiB".to_owned()))?;
        let mut head = Vec::with_capacity(PREFIX + text.len());
        head.extend(MAGIC);
        head.extend(VERSION.to_le_bytes());
        head.extend(length.to_le_bytes());
        head.extend(Sha256::digest(&text));
        head.extend(text);
        Ok(Self { tables, head, columns, length: end })
    }

    /// Bytes of the whole file.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// How many pieces [`ColumnFile::piece`] has.
    pub fn pieces(&self) -> u64 {
        self.length.div_ceil(PIECE)
    }

    /// The bytes of the file, a mebibyte at a time.
    pub fn piece(&self, number: u64) -> Vec<u8> {
        let from = number.saturating_mul(PIECE).min(self.length);
        let to = from.saturating_add(PIECE).min(self.length);
        let mut piece = vec![0; size(to - from)];
        if let Some(head) = self.head.get(size(from)..) {
            let shared = head.len().min(piece.len());
            piece[..shared].copy_from_slice(&head[..shared]);
        }
        for Placed { table, column, offset } in &self.columns {
            let values = self.tables.get(*table).map_or(&[][..], |bars| column.of(bars));
            let (first, last) = (from.max(*offset), to.min(offset + values.len() as u64 * VALUE));
            if first >= last {
                continue;
            }
            let values = &values[size((first - offset) / VALUE)..size((last - offset) / VALUE)];
            for (place, value) in piece[size(first - from)..].chunks_exact_mut(size_of::<i64>()).zip(values) {
                place.copy_from_slice(&value.to_le_bytes());
            }
        }
        piece
    }

    /// Writes the file, whole or not at all.
    pub fn write(&self, path: &Path) -> Result<(), CsvError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let written = File::create(&temporary).and_then(|mut file| {
            (0..self.pieces()).try_for_each(|number| file.write_all(&self.piece(number)))?;
            file.sync_all()?;
            fs::rename(&temporary, path)
        });
        written.map_err(|error| {
            // What is left of it has no use; when it was never made, there is nothing to remove.
            let _ = fs::remove_file(&temporary);
            let shown = path.display();
            CsvError::new("data.cannotWrite", format!("{shown} cannot be written: {error}"))
                .hint("Name a file in a folder that exists and can be written to.")
                .file(&shown.to_string())
        })
    }
}

fn column_hash(values: &[i64]) -> String {
    let mut hasher = Sha256::new();
    let mut bytes = [0; 8192];
    for part in values.chunks(bytes.len() / size_of::<i64>()) {
        bytes.chunks_exact_mut(size_of::<i64>()).zip(part).for_each(|(place, value)| place.copy_from_slice(&value.to_le_bytes()));
        hasher.update(&bytes[..size_of_val(part)]);
    }
    hex(&hasher.finalize())
}

fn json(header: &Header) -> Result<Vec<u8>, CsvError> {
    serde_json::to_vec(header).map_err(|error| unwritable(format!("the header cannot be written: {error}")))
}

fn unwritable(message: String) -> CsvError {
    CsvError::new("data.notColumns", message).hint("Pass what readCsv, loadData or barsFrom returned.")
}

/// Lengths here are those of memory.
fn size(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}
