//! Column files (`market::ColumnFile`). They are written and read on a worker thread, so the host's event loop goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use market::{Bars, ColumnFile, CsvError, StoredColumns, read_column_file, sample_csv};
use napi::bindgen_prelude::{Array, AsyncTask, Buffer, External, ToNapiValue, TypeName};
use napi::{Env, Task, ValueType};
use napi_derive::napi;
use serde_json::json;

use crate::data::{csv_error, from_json};
use crate::error::internal;
use crate::table::Table;

/// Something a worker thread does, and how its answer is handed to JavaScript.
pub struct Work<T, J> {
    work: Box<dyn FnMut() -> Result<T, CsvError> + Send>,
    answer: fn(T) -> napi::Result<J>,
}

impl<T: Send + 'static, J: ToNapiValue + TypeName> Task for Work<T, J> {
    type Output = T;
    type JsValue = J;

    fn compute(&mut self) -> napi::Result<T> {
        let done = catch_unwind(AssertUnwindSafe(|| (self.work)()));
        done.map_err(|_| internal("work on a data file stopped"))?.map_err(|error| csv_error(&error))
    }

    fn resolve(&mut self, _env: Env, output: T) -> napi::Result<J> {
        (self.answer)(output)
    }
}

/// An external that a task may answer with.
pub struct Handle<T: 'static>(External<T>);

impl<T: 'static> TypeName for Handle<T> {
    fn type_name() -> &'static str {
        "External"
    }

    fn value_type() -> ValueType {
        ValueType::External
    }
}

impl<T: 'static> ToNapiValue for Handle<T> {
    unsafe fn to_napi_value(env: napi::sys::napi_env, handle: Self) -> napi::Result<napi::sys::napi_value> {
        // SAFETY: `env` is the environment napi calls this with.
        unsafe { External::to_napi_value(env, handle.0) }
    }
}

/// A column file over these tables, not written yet; `description` is JSON as in `market::ColumnFile::new`.
#[napi(catch_unwind)]
pub fn column_file(tables: Array, description: String) -> napi::Result<AsyncTask<Work<ColumnFile, Handle<Arc<ColumnFile>>>>> {
    let mut bars: Vec<Arc<Bars>> = Vec::new();
    for index in 0..tables.len() {
        let table: &External<Table> = tables.get(index)?.ok_or_else(|| internal("a table is missing"))?;
        bars.push(Arc::clone(&table.bars));
    }
    Ok(AsyncTask::new(Work {
        work: Box::new(move || ColumnFile::new(std::mem::take(&mut bars), &description)),
        answer: |file| Ok(Handle(External::new(Arc::new(file)))),
    }))
}

/// JSON `{bytes, pieces}`.
#[napi(catch_unwind)]
pub fn column_file_size(file: &External<Arc<ColumnFile>>) -> String {
    json!({ "bytes": file.length(), "pieces": file.pieces() }).to_string()
}

/// One of the file's pieces.
#[napi(catch_unwind)]
pub fn column_file_piece(file: &External<Arc<ColumnFile>>, number: u32) -> Buffer {
    file.piece(u64::from(number)).into()
}

/// Writes the file, whole or not at all.
#[napi(catch_unwind)]
pub fn column_file_write(file: &External<Arc<ColumnFile>>, path: String) -> AsyncTask<Work<(), ()>> {
    let (file, path) = (Arc::clone(file), PathBuf::from(path));
    AsyncTask::new(Work { work: Box::new(move || file.write(&path)), answer: Ok })
}

/// What was read from a column file: its tables, shared with every `Table` handle made of them.
pub struct Columns {
    tables: Vec<Arc<Bars>>,
    /// JSON `{symbols, warnings}`.
    description: String,
}

#[napi(catch_unwind)]
pub fn read_columns(path: String) -> AsyncTask<Work<StoredColumns, Handle<Columns>>> {
    let path = PathBuf::from(path);
    AsyncTask::new(Work {
        work: Box::new(move || read_column_file(&path)),
        answer: |StoredColumns { tables, symbols, warnings }| {
            let bytes = tables.iter().map(|bars| bars.time_ms.len() * 6 * size_of::<i64>()).sum();
            let tables = tables.into_iter().map(Arc::new).collect();
            let columns = Columns { tables, description: json!({ "symbols": symbols, "warnings": warnings }).to_string() };
            Ok(Handle(External::new_with_size_hint(columns, bytes)))
        },
    })
}

#[napi(catch_unwind)]
pub fn columns_info(columns: &External<Columns>) -> String {
    columns.description.clone()
}

/// The bars of the symbol with this number.
#[napi(catch_unwind)]
pub fn columns_table(columns: &External<Columns>, index: u32) -> napi::Result<External<Table>> {
    let bars = columns.tables.get(index as usize).ok_or_else(|| internal("no such table"))?;
    Ok(External::new(Table::new(Arc::clone(bars))))
}

/// The first rows of a price file as JSON: `market::CsvSample`; `options` is JSON as in `market::CsvOptions`.
#[napi(js_name = "sampleCsv", catch_unwind)]
pub fn sample_csv_task(path: String, options: String) -> napi::Result<AsyncTask<Work<String, String>>> {
    let (path, options) = (PathBuf::from(path), from_json(&options)?);
    let work = move || sample_csv(&path, &options).map(|sample| json!(sample).to_string());
    Ok(AsyncTask::new(Work { work: Box::new(work), answer: Ok }))
}
