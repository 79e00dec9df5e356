use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How a price file is to be read. Everything left out is found from the file itself, or asked for by an error that names the option.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CsvOptions {
    /// Name of the one symbol in the file (without it the file's stem or its own symbol column), or which one of several to take.
    pub symbol: Option<String>,
    /// Of a file with a symbol column, only these, as far as it has them; of any other file, only when it is named so.
    pub symbols: Option<Vec<String>>,
    pub columns: Option<ColumnChoice>,
    /// One of `,` `;` tab `|`.
    pub delimiter: Option<char>,
    /// `.` (default) or `,`.
    pub decimal: Option<char>,
    pub header: Option<bool>,
    pub time_format: Option<TimeFormat>,
    /// IANA name of the zone that times without one are written in.
    pub timezone: Option<String>,
    pub bar_time: BarTime,
    pub bad_rows: BadRows,
    pub round_data: Option<RoundData>,
    /// `crypto` and `perpetual` may carry 18 decimals, all others 9.
    pub asset_class: Option<String>,
    /// Bad rows kept with their text (100 without it); all are counted.
    pub kept_bad_rows: Option<usize>,
}

/// What the columns are: all of them in their order (`-` skips one), or where to find some by header name.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ColumnChoice {
    /// `time,open,close,high,low,volume` or `time=Date,close=Last`.
    Text(String),
    Order(Vec<String>),
    Names(BTreeMap<String, String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BarTime {
    #[default]
    Start,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BadRows {
    #[default]
    Refuse,
    Skip,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum RoundData {
    #[serde(rename = "half-even")]
    HalfEven,
}

/// How times are written. The separators of dates (`-`, `/`, `.`) do not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub enum TimeFormat {
    /// Year first: ISO 8601 and its relatives.
    #[serde(rename = "YYYY-MM-DD")]
    YearFirst,
    #[serde(rename = "MM/DD/YYYY")]
    MonthFirst,
    #[serde(rename = "DD/MM/YYYY")]
    DayFirst,
    #[serde(rename = "MM/DD/YY")]
    MonthFirstShort,
    #[serde(rename = "DD/MM/YY")]
    DayFirstShort,
    #[serde(rename = "YYYYMMDD")]
    Compact,
    #[serde(rename = "epoch-s")]
    EpochSeconds,
    #[serde(rename = "epoch-ms")]
    EpochMillis,
    #[serde(rename = "epoch-us")]
    EpochMicros,
    #[serde(rename = "epoch-ns")]
    EpochNanos,
}

impl TimeFormat {
    pub const NAMES: [(&'static str, Self); 10] = [
        ("YYYY-MM-DD", Self::YearFirst),
        ("MM/DD/YYYY", Self::MonthFirst),
        ("DD/MM/YYYY", Self::DayFirst),
        ("MM/DD/YY", Self::MonthFirstShort),
        ("DD/MM/YY", Self::DayFirstShort),
        ("YYYYMMDD", Self::Compact),
        ("epoch-s", Self::EpochSeconds),
        ("epoch-ms", Self::EpochMillis),
        ("epoch-us", Self::EpochMicros),
        ("epoch-ns", Self::EpochNanos),
    ];

    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }
}

impl CsvOptions {
    /// Decimals a price or volume may carry.
    pub fn max_decimals(&self) -> u8 {
        match self.asset_class.as_deref() {
            Some("crypto" | "perpetual") => 18,
            _ => 9,
        }
    }
}
