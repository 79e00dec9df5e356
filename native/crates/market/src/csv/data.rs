use serde::Serialize;

use super::error::{BadRow, RuleCount};
use crate::Bars;

/// A price file as exact columns, one table a symbol, and what the manifest and the warnings say about it.
#[derive(Debug)]
pub struct CsvData {
    /// In the order in which the symbols first appear.
    pub tables: Vec<Bars>,
    pub info: CsvInfo,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CsvInfo {
    /// Of the file's bytes as they lie on disk, hex.
    pub sha256: String,
    pub bytes: u64,
    /// One per table, in the same order.
    pub symbols: Vec<SymbolInfo>,
    /// Zone the times were read in: the option's, `UTC` when they are epochs or carry their own offset, `exchange days` for bare dates.
    pub timezone: String,
    /// Every bar is a day (or longer): its time is that exchange day at 00:00Z.
    pub daily: bool,
    pub time_format: String,
    pub delimiter: char,
    /// What the columns were read as: `[field, header name or column number]`.
    pub columns: Vec<(String, String)>,
    /// Rows dropped by `badRows: "skip"`, by rule; the first of them with line and value.
    pub dropped: Vec<RuleCount>,
    pub dropped_rows: Vec<BadRow>,
    /// Values rounded by `roundData`.
    pub rounded: u64,
    /// What a reader of the result should know: columns not used, a reversed file, …
    pub notes: Vec<Note>,
    /// All symbols of the file's symbol column, wanted or not; empty without one.
    pub symbols_found: Vec<String>,
}

/// A sentence with a stable code such as `data.reversed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    pub code: &'static str,
    pub message: String,
}

impl Note {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SymbolInfo {
    pub symbol: String,
    pub rows: usize,
    /// First and last bar's start, milliseconds UTC.
    pub from_ms: i64,
    pub to_ms: i64,
    /// Most frequent distance of two bars; 0 with a single bar.
    pub interval_ms: i64,
    /// Bars without any volume; 0 when the file has no volume column.
    pub zero_volume: usize,
    /// The file was newest first.
    pub reversed: bool,
}
