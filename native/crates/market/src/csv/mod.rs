//! Price files to exact columns. `read_csv` sniffs a plan from the file's first megabyte, reads all rows in one pass over the bytes, and
//! repeats the pass only when a later row shows that the plan was wrong.
mod action_table;
mod assemble;
mod bad_rows;
mod chunks;
mod columns;
mod data;
mod dialect;
mod error;
mod fast_row;
mod field;
mod file_hash;
mod finish;
mod line_runs;
mod mapping;
mod memory;
mod named_columns;
mod number;
mod options;
mod order;
mod plan;
mod read;
mod reader;
mod record;
mod sample;
mod shape;
mod slow_row;
mod source;
mod split_ratio;
mod stem;
mod table;
mod time;
mod time_column;
mod time_sniff;
mod written_cells;
mod zone;

pub(crate) use file_hash::hex;
pub(crate) use source::unreadable;
pub(crate) use time::format_ms;

pub use action_table::{ActionTable, read_actions};
pub use data::{CsvData, CsvInfo, Note, SymbolInfo};
pub use error::{BadRow, CsvError, ErrorContext, Rule, RuleCount};
pub use memory::{TextColumns, TextTime, bars_from_text_columns};
pub use options::{BadRows, BarTime, ColumnChoice, CsvOptions, RoundData, TimeFormat};
pub use read::read_csv;
pub use sample::{CsvSample, SampleRow, sample_csv};
