//! What the engine trades on: bars as exact integer columns, the instruments they belong to, and the readers that make them.
#![forbid(unsafe_code)]

mod bars;
mod close_text;
mod column_file;
mod csv;
mod instrument;

pub use bars::{Action, ActionKind, Bars, Conversion, ConversionKind};
pub use close_text::{CloseText, WriteClose};
pub use column_file::{ColumnFile, DataWarning, StoredColumns, StoredSymbol, SymbolFacts, read_column_file};
pub use csv::{
    ActionFile, ActionTable, BadRow, BadRows, BarTime, ColumnChoice, CsvData, CsvError, CsvInfo, CsvOptions, CsvSample, ErrorContext, Note,
    RoundData, Rule, RuleCount, SampleRow, SymbolInfo, TextColumns, TextTime, TimeFormat, bars_from_text_columns, read_actions, read_csv,
    sample_csv,
};
pub use instrument::{AssetClass, Instrument};
