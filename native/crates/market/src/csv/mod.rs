//! Price files to exact columns. `read_csv` sniffs a plan from the file's first megabyte, reads all rows in one pass over the bytes, and
//! repeats the pass only when a later row shows that the plan was wrong.
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
mod number;
mod options;
mod order;
mod plan;
mod read;
mod reader;
mod record;
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

pub use data::{CsvData, CsvInfo, SymbolInfo};
pub use error::{BadRow, CsvError, ErrorContext, Rule, RuleCount};
pub use options::{BadRows, BarTime, ColumnChoice, CsvOptions, RoundData, TimeFormat};
pub use read::read_csv;
