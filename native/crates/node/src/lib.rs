//! The only crate that sees JavaScript. Cold calls are `#[napi]` functions over external handles; hot calls are raw callbacks bound to
//! one run, with arguments and answers in one shared block. Every export catches panics.

mod error;
mod table;

use napi_derive::{module_init, napi};

/// A panic is turned into an error by every export; the default hook would print it to the host's stderr as well.
#[module_init]
fn silence_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}

#[napi(catch_unwind)]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
