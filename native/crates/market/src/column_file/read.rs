use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::header::{ColumnName, Header, StoredColumns, StoredSymbol, corrupt};
use super::{MAGIC, PREFIX, VALUE, VERSION, aligned};
use crate::Bars;
use crate::csv::{CsvError, format_ms, hex, unreadable};

const BUFFER: usize = 1 << 18;

/// Reads a column file, and refuses one that is not exactly as it was written.
pub fn read_column_file(path: &Path) -> Result<StoredColumns, CsvError> {
    let name = path.display().to_string();
    read(path, &name).map_err(|error| error.in_file(&name))
}

fn read(path: &Path, name: &str) -> Result<StoredColumns, CsvError> {
    let mut file = File::open(path).map_err(|error| unreadable(name, &error))?;
    let facts = file.metadata().map_err(|error| unreadable(name, &error))?;
    if !facts.is_file() {
        return Err(CsvError::new("data.notAFile", "this is no regular file").hint("Name one column file (.rbt)."));
    }
    let mut input = Input { file: &mut file, name, at: 0, length: facts.len() };
    let (header, start) = read_header(&mut input)?;
    check_places(&header, start, input.length)?;
    let mut tables = Vec::with_capacity(header.symbols.len());
    for symbol in &header.symbols {
        tables.push(read_table(&mut input, symbol)?);
    }
    let symbols = header.symbols.into_iter().map(|symbol| symbol.facts).collect();
    Ok(StoredColumns { tables, symbols, warnings: header.warnings })
}

/// The file and how far it is read.
struct Input<'a> {
    file: &'a mut File,
    name: &'a str,
    at: u64,
    length: u64,
}

impl Input<'_> {
    fn take(&mut self, into: &mut [u8], what: &str) -> Result<(), CsvError> {
        let end = self.at.saturating_add(into.len() as u64);
        if end > self.length {
            return Err(truncated(what, self.length, end));
        }
        self.file.read_exact(into).map_err(|error| unreadable(self.name, &error))?;
        self.at = end;
        Ok(())
    }

    fn skip_to(&mut self, offset: u64, what: &str) -> Result<(), CsvError> {
        let mut gap = vec![0; usize::try_from(offset.saturating_sub(self.at)).unwrap_or(usize::MAX)];
        self.take(&mut gap, what)?;
        if gap.iter().any(|byte| *byte != 0) {
            return Err(corrupt(format!("the bytes before {what} are not zero")));
        }
        Ok(())
    }
}

/// The header, and the first place behind it.
fn read_header(input: &mut Input<'_>) -> Result<(Header, u64), CsvError> {
    let mut magic = [0; MAGIC.len()];
    let known = input.length >= MAGIC.len() as u64 && input.take(&mut magic, "the first bytes").map(|()| magic == MAGIC)?;
    if !known {
        let message = if magic.starts_with(b"\x89RBT") || magic.starts_with(b"\tRBT") {
            "this was a column file, but its bytes were changed on the way, as a transfer of text does"
        } else {
            "this is no column file: it does not begin like one"
        };
        return Err(CsvError::new("data.notColumns", message)
            .hint("Column files (.rbt) are written by writeColumns; read a CSV with readCsv. Copy files in binary mode."));
    }
    let mut rest = [0; PREFIX - MAGIC.len()];
    input.take(&mut rest, "the header")?;
    let number = |from: usize| u32::from_le_bytes([rest[from], rest[from + 1], rest[from + 2], rest[from + 3]]);
    let (version, length) = (number(0), number(4));
    if version != VERSION {
        let message = format!("this column file has version {version}; this version of rustybt reads {VERSION}");
        return Err(CsvError::new("data.columnsVersion", message).hint("Update rustybt, or write the file anew from its source."));
    }
    let end = PREFIX as u64 + u64::from(length);
    if end > input.length {
        return Err(truncated("the header", input.length, end));
    }
    let mut text = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
    input.take(&mut text, "the header")?;
    if Sha256::digest(&text)[..] != rest[8..] {
        return Err(corrupt("the header is not as it was written: its sha256 differs"));
    }
    let header = serde_json::from_slice(&text).map_err(|error| corrupt(format!("the header is not understood: {error}")))?;
    Ok((header, aligned(end).ok_or_else(|| truncated("the header", input.length, u64::MAX))?))
}

/// Every column stands where the one before it ends, and the file ends with the last.
fn check_places(header: &Header, start: u64, length: u64) -> Result<(), CsvError> {
    let (mut next, mut end) = (start, start);
    for symbol in &header.symbols {
        let StoredSymbol { facts, columns, .. } = symbol;
        let names: Vec<ColumnName> = columns.iter().map(|column| column.name).collect();
        if names != ColumnName::ALL && names != ColumnName::ALL[..5] {
            return Err(corrupt(format!("{} has other columns than time, open, high, low, close and volume", facts.symbol)));
        }
        for column in columns {
            if column.offset != next {
                let message = format!("column {} of {} stands at byte {}, not {next}", column.name.name(), facts.symbol, column.offset);
                return Err(corrupt(message));
            }
            let bytes = VALUE.checked_mul(facts.rows as u64);
            let place = bytes.and_then(|bytes| next.checked_add(bytes)).and_then(|end| Some((end, aligned(end)?)));
            let Some((column_end, following)) = place.filter(|(end, _)| *end <= length) else {
                let wanted = place.map_or(u64::MAX, |(end, _)| end);
                return Err(truncated(&format!("column {} of {}", column.name.name(), facts.symbol), length, wanted));
            };
            (end, next) = (column_end, following);
        }
    }
    if end != length {
        return Err(corrupt(format!("{} bytes follow the last column", length.saturating_sub(end))));
    }
    Ok(())
}

fn read_table(input: &mut Input<'_>, symbol: &StoredSymbol) -> Result<Bars, CsvError> {
    let StoredSymbol { facts, price_scale, volume_scale, actions, columns } = symbol;
    if *price_scale > money::MAX_SCALE || *volume_scale > money::MAX_SCALE {
        return Err(corrupt(format!("{} has {} decimals", facts.symbol, price_scale.max(volume_scale))));
    }
    let mut bars = Bars {
        symbol: facts.symbol.clone(),
        price_scale: *price_scale,
        volume_scale: *volume_scale,
        actions: actions.iter().map(|action| action.to_action()).collect::<Result<_, _>>()?,
        ..Bars::default()
    };
    for column in columns {
        let what = format!("column {} of {}", column.name.name(), facts.symbol);
        input.skip_to(column.offset, &what)?;
        let (values, sha256) = read_column(input, facts.rows, &what)?;
        if sha256 != column.sha256 {
            return Err(corrupt(format!("{what} is not as it was written: its sha256 differs")));
        }
        *column.name.slot(&mut bars) = values;
    }
    check_bars(&bars, symbol)?;
    Ok(bars)
}

fn read_column(input: &mut Input<'_>, rows: usize, what: &str) -> Result<(Vec<i64>, String), CsvError> {
    let mut values = Vec::with_capacity(rows);
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER.min(rows * size_of::<i64>())];
    while values.len() < rows {
        let count = (rows - values.len()).min(BUFFER / size_of::<i64>());
        let bytes = &mut buffer[..count * size_of::<i64>()];
        input.take(bytes, what)?;
        hasher.update(&*bytes);
        let (whole, _) = bytes.as_chunks::<{ size_of::<i64>() }>();
        values.extend(whole.iter().map(|value| i64::from_le_bytes(*value)));
    }
    Ok((values, hex(&hasher.finalize())))
}

/// What every reader of prices promises to a run.
fn check_bars(bars: &Bars, symbol: &StoredSymbol) -> Result<(), CsvError> {
    let name = &symbol.facts.symbol;
    if let Some(at) = bars.time_ms.windows(2).position(|pair| pair[0] >= pair[1]) {
        return Err(corrupt(format!("bar {} of {name} is not later than the one before it", at + 1)));
    }
    let stated = [&symbol.facts.from, &symbol.facts.to];
    let found = [bars.time_ms.first(), bars.time_ms.last()].map(|time| format_ms(time.copied().unwrap_or(0)));
    if stated != [&found[0], &found[1]] {
        return Err(corrupt(format!("{name} goes from {} to {}, not from {} to {}", found[0], found[1], stated[0], stated[1])));
    }
    let prices = bars.open.iter().zip(&bars.high).zip(&bars.low).zip(&bars.close);
    let fits = |(((open, high), low), close): (((&i64, &i64), &i64), &i64)| low <= open && open <= high && low <= close && close <= high;
    if let Some(at) = prices.map(fits).position(|fits| !fits) {
        return Err(corrupt(format!("open or close of bar {at} of {name} lie outside of low to high")));
    }
    if let Some(at) = bars.volume.iter().position(|volume| *volume < 0) {
        return Err(corrupt(format!("bar {at} of {name} has a negative volume")));
    }
    Ok(())
}

fn truncated(what: &str, length: u64, wanted: u64) -> CsvError {
    CsvError::new("data.columnsTruncated", format!("the file ends after {length} bytes, before the end of {what} at {wanted}"))
        .hint("It was not copied whole: copy it again, or write it anew from its source.")
}
