//! Recorded books (`replay`), on a worker thread, so the host's event loop goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use napi_derive::napi;
use replay::{Options, ReplayError, replay};

use crate::data::from_json;
use crate::error::internal;

pub struct ReplayBook {
    path: PathBuf,
    options: Options,
}

impl Task for ReplayBook {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> napi::Result<String> {
        let done = catch_unwind(AssertUnwindSafe(|| replay(&self.path, &self.options)));
        done.map_err(|_| internal("the replay of a recording stopped"))?.map_err(|error| replay_error(&error))
    }

    fn resolve(&mut self, _env: Env, answer: String) -> napi::Result<String> {
        Ok(answer)
    }
}

/// JSON in as in `replay::Options`, JSON out as `replayBook` gives it.
#[napi(js_name = "replayBook", catch_unwind)]
pub fn replay_book(path: String, options: String) -> napi::Result<AsyncTask<ReplayBook>> {
    Ok(AsyncTask::new(ReplayBook { path: PathBuf::from(path), options: from_json(&options)? }))
}

fn replay_error(error: &ReplayError) -> napi::Error {
    serde_json::to_string(error).map_or_else(|error| internal(&error.to_string()), napi::Error::from_reason)
}
