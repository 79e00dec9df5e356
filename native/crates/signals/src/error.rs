use std::fmt;

/// Why an indicator could not be computed.
#[derive(Debug, Clone, PartialEq)]
pub enum SignalError {
    /// A length is not a whole number from 1 to 2147483647.
    Length { indicator: &'static str, argument: &'static str, value: f64 },
    /// An argument is not a finite number of 0 or more (the deviations of bbands).
    Number { indicator: &'static str, argument: &'static str, value: f64 },
    /// The fast length of a macd is not below the slow one.
    FastNotBelowSlow { fast: usize, slow: usize },
    /// Two columns of one call differ in length.
    Unequal { indicator: &'static str, expected: usize, found: usize },
    /// A scale above 18 decimals.
    Scale { value: u8 },
    /// No indicator of that name.
    Unknown { name: String },
    /// Too few or too many columns or numbers for the indicator.
    Arguments { indicator: &'static str, columns: usize, numbers: usize },
}

impl SignalError {
    /// Stable code, dotted as everywhere else.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "indicator.length",
            Self::Number { .. } => "indicator.number",
            Self::FastNotBelowSlow { .. } => "indicator.fastNotBelowSlow",
            Self::Unequal { .. } => "indicator.unequalColumns",
            Self::Scale { .. } => "indicator.scale",
            Self::Unknown { .. } => "indicator.unknown",
            Self::Arguments { .. } => "indicator.arguments",
        }
    }
}

impl fmt::Display for SignalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { indicator, argument, value } => write!(f, "{indicator}: {argument} must be a whole number >= 1, got {value}"),
            Self::Number { indicator, argument, value } => write!(f, "{indicator}: {argument} must be a finite number >= 0, got {value}"),
            Self::FastNotBelowSlow { fast, slow } => write!(f, "macd: fast must be smaller than slow, got {fast} and {slow}"),
            Self::Unequal { indicator, expected, found } => {
                write!(f, "{indicator}: the columns differ in length, {expected} and {found} values")
            }
            Self::Scale { value } => write!(f, "a column has {value} decimals, at most 18 are supported"),
            Self::Unknown { name } => write!(f, "there is no indicator named {name:?}"),
            Self::Arguments { indicator, columns, numbers } => {
                write!(f, "{indicator}: {columns} columns and {numbers} numbers are not what it takes")
            }
        }
    }
}

impl std::error::Error for SignalError {}

/// Checks a length given as an integer.
pub(crate) fn check_length(indicator: &'static str, argument: &'static str, length: usize) -> Result<(), SignalError> {
    if length >= 1 && i32::try_from(length).is_ok() {
        return Ok(());
    }
    Err(SignalError::Length { indicator, argument, value: length as f64 })
}

pub(crate) fn check_equal(indicator: &'static str, expected: usize, found: usize) -> Result<(), SignalError> {
    if expected == found { Ok(()) } else { Err(SignalError::Unequal { indicator, expected, found }) }
}
