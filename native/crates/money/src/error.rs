use thiserror::Error;

/// Why an exact operation could not be done. `code()` is stable and is what TypeScript sees.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    #[error("{operation} is larger than the exact number type can hold")]
    Overflow { operation: &'static str },
    #[error("{operation} divides by zero")]
    DivisionByZero { operation: &'static str },
    #[error("\"{text}\" is not a decimal number")]
    NotANumber { text: String },
    #[error("\"{text}\" has {digits} decimals, at most {allowed} fit")]
    TooManyDecimals { text: String, digits: u32, allowed: u8 },
}

impl MoneyError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Overflow { .. } => "money.overflow",
            Self::DivisionByZero { .. } => "money.divisionByZero",
            Self::NotANumber { .. } => "money.notANumber",
            Self::TooManyDecimals { .. } => "money.tooManyDecimals",
        }
    }
}
