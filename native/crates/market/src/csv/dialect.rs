use super::chunks::Chunk;
use super::error::CsvError;
use super::options::CsvOptions;
use super::record::Record;

/// Records looked at before anything is decided.
const SAMPLE: usize = 1000;
/// Far above the widest panels; finding names among many more would take minutes.
const MOST_COLUMNS: usize = 10_000;
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// How the text is cut into cells, and its first records.
pub(super) struct Dialect {
    pub delimiter: u8,
    /// Where the text starts, behind a byte order mark.
    pub start: usize,
    /// The first records that are not blank, each with its line.
    pub sample: Vec<(u64, Vec<String>)>,
}

impl Dialect {
    pub fn sniff(chunk: &Chunk<'_>, options: &CsvOptions) -> Result<Self, CsvError> {
        let text = &chunk.bytes[..chunk.end];
        refuse_other_formats(text)?;
        if text.contains(&b'\r') && !text.contains(&b'\n') {
            return Err(
                CsvError::new("data.notCsv", "its lines end with a carriage return alone").hint("Save it with Unix or Windows line ends.")
            );
        }
        let start = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let delimiter = match options.delimiter {
            Some(given) => DELIMITERS.into_iter().find(|known| char::from(*known) == given).ok_or_else(|| {
                CsvError::new("data.option", format!("delimiter: \"{given}\" is not known")).hint("Delimiters are , ; | and tab.")
            })?,
            None => sniff_delimiter(&text[start..], chunk.last),
        };
        let sample = sample(chunk, start, delimiter, SAMPLE);
        if sample.is_empty() && !chunk.last {
            return Err(CsvError::new("data.notCsv", "the first line does not end (or a quote is never closed)")
                .hint("Only text with one row a line is read."));
        }
        if sample.is_empty() {
            return Err(CsvError::empty_file());
        }
        if let Some((line, cells)) = sample.iter().find(|(_, cells)| cells.len() > MOST_COLUMNS) {
            let message = format!("line {line} has {} columns; at most {MOST_COLUMNS} are read", cells.len());
            return Err(CsvError::new("data.tooManyColumns", message)
                .hint("A price file has a few columns and one bar a line.")
                .line(*line));
        }
        Ok(Self { delimiter, start, sample })
    }
}

fn sample(chunk: &Chunk<'_>, start: usize, delimiter: u8, most: usize) -> Vec<(u64, Vec<String>)> {
    let mut record = Record::default();
    let mut rows = Vec::new();
    let (mut at, mut line) = (start, 1);
    while at < chunk.end && rows.len() < most {
        let Some((next, lines)) = record.split(chunk.bytes, at, chunk.end, chunk.last, delimiter) else { break };
        if !record.is_blank() {
            rows.push((line, record.texts()));
        }
        at = next;
        line += lines;
    }
    rows
}

/// The delimiter that cuts each of the first lines into the most cells. With as many of each, the rarer one: commas also stand in numbers.
fn sniff_delimiter(text: &[u8], last: bool) -> u8 {
    [10, 1].into_iter().find_map(|rows| most_cells(text, last, rows)).unwrap_or(b',')
}

fn most_cells(text: &[u8], last: bool, rows: usize) -> Option<u8> {
    let mut best = (1, None);
    for delimiter in DELIMITERS {
        let rows = sample(&Chunk { bytes: text, end: text.len(), last }, 0, delimiter, rows);
        let cells = rows.iter().map(|(_, cells)| cells.len()).min().unwrap_or(0);
        if cells > best.0 {
            best = (cells, Some(delimiter));
        }
    }
    best.1
}

/// Files that are no CSV are named for what they are.
fn refuse_other_formats(text: &[u8]) -> Result<(), CsvError> {
    let kind = match text {
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] | [b'F', b'E', b'A', b'1', ..] => "an Arrow (Feather) file",
        [b'P', b'A', b'R', b'1', ..] => "a Parquet file",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16 text",
        [b'B', b'Z', b'h', ..] => "a bzip2 file",
        [0xfd, b'7', b'z', b'X', b'Z', ..] => "an xz file",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "a zstd file",
        [0x89, b'H', b'D', b'F', ..] => "an HDF5 file",
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "an old Excel file",
        _ => match text.trim_ascii_start() {
            [b'{' | b'[', ..] => "JSON",
            [b'<', b'!' | b'?' | b'h' | b'H', ..] => "a web page or XML",
            _ if text.iter().take(4096).any(|byte| *byte == 0) => "a binary file",
            _ => return Ok(()),
        },
    };
    Err(unsupported(kind))
}

pub(super) fn unsupported(kind: &str) -> CsvError {
    CsvError::new("data.unsupportedFormat", format!("this is {kind}, not a CSV"))
        .hint("Convert it to CSV: one header line, then time,open,high,low,close,volume.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter_of(text: &str) -> char {
        char::from(sniff_delimiter(text.as_bytes(), true))
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(delimiter_of("a,b,c\n1,2,3\n"), ',');
        assert_eq!(delimiter_of("a;b;c\n1,5;2,5;3,5\n"), ';');
        assert_eq!(delimiter_of("2020-01-01;1,5;2,5;3,5\n"), ';');
        assert_eq!(delimiter_of("a\tb\n1\t2\n"), '\t');
        assert_eq!(delimiter_of("a|b\n1|2"), '|');
        assert_eq!(delimiter_of("\"a;b\",c\n1,2\n"), ',');
    }

    #[test]
    fn other_formats_are_named() {
        let refused = |bytes: &[u8]| refuse_other_formats(bytes).map_err(|error| error.message);
        assert_eq!(refused(b"ARROW1\0\0"), Err("this is an Arrow (Feather) file, not a CSV".into()));
        assert_eq!(refused(b" [[1,2]]"), Err("this is JSON, not a CSV".into()));
        assert_eq!(refused(b"\xff\xfed\0a\0"), Err("this is UTF-16 text, not a CSV".into()));
        assert_eq!(refused(b"ab\0"), Err("this is a binary file, not a CSV".into()));
        assert_eq!(refused(b"Date,Open"), Ok(()));
    }
}
