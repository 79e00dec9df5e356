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
    BadAction,
}

impl CsvError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, context: Box::default() }
    }

    pub(crate) fn empty_file() -> Self {
        Self::new("data.emptyFile", "the file has no text").hint("Download or export it again; a price file has one row a bar.")
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Names the file in the message too, unless that was done already.
    pub(crate) fn in_file(mut self, file: &str) -> Self {
        if self.context.file.is_empty() {
            self.message = format!("{file}: {}", self.message);
            self.context.file = file.to_owned();
        }
        self
    }

    pub(crate) fn file(mut self, file: &str) -> Self {
        self.context.file = file.to_owned();
        self
    }

    pub(crate) fn line(mut self, line: u64) -> Self {
        self.context.line = Some(line);
        self
    }

    pub(crate) fn cell(mut self, column: impl Into<String>, value: impl Into<String>) -> Self {
        self.context.column = Some(column.into());
        self.context.value = Some(value.into());
        self
    }
}

impl Rule {
    /// The rule as people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MissingCell => "missing cell",
            Self::NotANumber => "not a number",
            Self::TooManyDecimals => "too many decimals",
            Self::TooLarge => "too large",
            Self::ExtraCells => "more cells than columns",
            Self::BadTime => "not a time",
            Self::HighBelowLow => "high below low",
            Self::OpenOutsideRange => "open outside low to high",
            Self::CloseOutsideRange => "close outside low to high",
            Self::NegativeVolume => "negative volume",
            Self::DuplicateTime => "time stands twice",
            Self::OutOfOrder => "out of order",
            Self::BadAction => "no corporate action",
        }
    }
}
