use serde::Serialize;

/// Why a file is not usable as it is. Serialized, it is what crosses to JavaScript: `{code, message, hint, context}`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[error("{message}")]
pub struct CsvError {
    /// Stable and dotted, such as `data.badRows`.
    pub code: &'static str,
    /// What failed, the value seen, and where.
    pub message: String,
    /// The next step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    pub context: Box<ErrorContext>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorContext {
    pub file: String,
    /// As an editor counts: the first line of the file is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Of bad rows: the first of them, how many there are by rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<BadRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleCount>,
}

/// One row that cannot be used, with the first rule it breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadRow {
    pub line: u64,
    pub column: String,
    pub value: String,
    pub rule: Rule,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    pub rule: Rule,
    pub count: u64,
}

/// What makes a row bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    MissingCell,
    NotANumber,
    TooManyDecimals,
    TooLarge,
    ExtraCells,
    BadTime,
    HighBelowLow,
    OpenOutsideRange,
    CloseOutsideRange,
    NegativeVolume,
    DuplicateTime,
    OutOfOrder,
}
