use serde::Serialize;
use serde_json::{Value, json};

/// Why a recording is not usable. Serialized, it is what crosses to JavaScript.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[error("{message}")]
pub struct ReplayError {
    pub code: &'static str,
    pub message: String,
    pub hint: String,
    pub context: Value,
}

impl ReplayError {
    pub fn new(code: &'static str, message: String, hint: &str, context: Value) -> Self {
        Self { code, message, hint: hint.to_owned(), context }
    }

    /// A row that cannot be read.
    pub fn row(file: &str, row: u64, what: &str) -> Self {
        let message = format!("{file}, row {row}: {what}");
        Self::new("data.badRow", message, "docs/order-book.md lists the formats and their columns.", json!({ "file": file, "line": row }))
    }
}
