//! Bars as they lie in memory, in a file: `.rbt`. Reading one is checking and copying; nothing is parsed, guessed or rounded.
//!
//! ```text
//! 0   8  89 52 42 54 0D 0A 1A 0A: a transfer that changes line ends or the eighth bit breaks it
//! 8   4  version, unsigned
//! 12  4  length of the header, unsigned
//! 16  32 sha256 of the header
//! 48     header: JSON, UTF-8
//!        columns, each from a multiple of 64 on: one signed 64-bit mantissa a bar; between them zeros
//! ```
//! Numbers are little-endian. The header lists the symbols with their scales, corporate actions and columns (place and sha256), and the
//! warnings of the file they were read from.
mod header;
mod read;
mod write;

pub use header::{DataWarning, StoredColumns, StoredSymbol, SymbolFacts};
pub use read::read_column_file;
pub use write::ColumnFile;

const MAGIC: [u8; 8] = *b"\x89RBT\r\n\x1a\n";
const VERSION: u32 = 1;
/// Bytes before the header.
const PREFIX: usize = 48;
const ALIGNMENT: u64 = 64;
const VALUE: u64 = size_of::<i64>() as u64;

/// The next multiple of the alignment.
fn aligned(offset: u64) -> Option<u64> {
    offset.checked_next_multiple_of(ALIGNMENT)
}
