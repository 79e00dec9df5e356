use money::MoneyError;
use serde_json::{Map, Value};

/// Why the engine could not go on. Crosses to TypeScript as `{code, message, hint, context}` and becomes a typed error there.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct EngineError {
    /// Stable dotted name, such as `money.overflow`.
    pub code: &'static str,
    /// What failed and the value seen.
    pub message: String,
    /// The next step for the reader; empty when there is none.
    pub hint: String,
    /// Where it happened: symbol, time, order.
    pub context: Map<String, Value>,
}

impl EngineError {
    pub fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into(), context: Map::new() }
    }

    /// The same error with one more fact about where it happened; a fact already there stays.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        if !self.context.contains_key(key) {
            self.context.insert(key.to_owned(), value.into());
        }
        self
    }

    /// Names the symbol in the message as well as in the context, once.
    #[must_use]
    pub fn for_symbol(mut self, symbol: &str) -> Self {
        if !self.context.contains_key("symbol") {
            self.message = format!("{symbol}: {}", self.message);
        }
        self.with("symbol", symbol)
    }
}

impl From<MoneyError> for EngineError {
    fn from(error: MoneyError) -> Self {
        let hint = match error {
            MoneyError::Overflow { .. } => "use smaller amounts, or prices, lots and rates with fewer decimals",
            MoneyError::DivisionByZero { .. } => "check the data for zero prices and zero quantities",
            MoneyError::NotANumber { .. } => "write a plain decimal such as \"12.5\"",
            MoneyError::TooManyDecimals { .. } => "write the value with fewer decimals",
        };
        Self::new(error.code(), error.to_string(), hint)
    }
}

/// An overflow in an amount, naming the operation.
pub(crate) fn overflow(operation: &'static str) -> EngineError {
    MoneyError::Overflow { operation }.into()
}
