//! The only crate that sees JavaScript. Cold calls are `#[napi]` functions over external handles; hot calls are raw callbacks bound to
//! one run, with arguments and answers in one shared block. Every export catches panics.
#![cfg_attr(test, allow(dead_code, reason = "test builds register no exports; the tests are those of engine/src"))]

mod altered;
mod book_replay;
mod columns;
mod data;
mod error;
mod hot;
mod indicators;
mod order_book;
mod outputs;
mod sections;
mod session;
mod table;

use std::collections::BTreeMap;

use engine::{Reason, Status};
use napi_derive::{module_init, napi};
use serde_json::json;

/// A panic is turned into an error by every export; the default hook would print it to the host's stderr as well.
#[module_init]
fn silence_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}

#[napi(catch_unwind)]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// What both sides of the boundary must mean alike, JSON `{statuses, reasons, words, flags}`.
#[napi(catch_unwind)]
pub fn vocabulary() -> String {
    let statuses: Vec<_> = Status::ALL.iter().map(|status| status.name()).collect();
    let reasons: Vec<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    let words: BTreeMap<_, _> = hot::word::NAMES.into_iter().collect();
    let flags: BTreeMap<_, _> = hot::flag::NAMES.into_iter().collect();
    json!({ "statuses": statuses, "reasons": reasons, "words": words, "flags": flags }).to_string()
}
