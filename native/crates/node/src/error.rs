//! Errors cross as an `Error` whose message is JSON `{code, message, hint?, context}`; `engine/src/native.ts` rebuilds the typed error.

use engine::EngineError;
use serde_json::json;

pub fn engine_error(error: &EngineError) -> napi::Error {
    napi::Error::from_reason(engine_error_json(error))
}

pub fn engine_error_json(error: &EngineError) -> String {
    json!({ "code": error.code, "message": error.message, "hint": error.hint, "context": error.context }).to_string()
}

/// A broken promise between the two sides of the boundary.
pub fn internal(message: &str) -> napi::Error {
    napi::Error::from_reason(internal_json(message))
}

pub fn internal_json(message: &str) -> String {
    json!({ "code": "internal.boundary", "message": message, "hint": "Please report this with the strategy and the data.", "context": {} })
        .to_string()
}
