//! Price files and action tables; what they mean is in `market`. Files are read on a worker thread, so the host's event loop goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use market::{
    Action, ActionKind, ActionTable, Bars, CsvData, CsvError, CsvInfo, CsvOptions, TextColumns, bars_from_text_columns, read_actions,
    read_csv,
};
use napi::bindgen_prelude::{AsyncTask, External, ToNapiValue, TypeName};
use napi::{Env, Task, ValueType};
use napi_derive::napi;
use serde_json::json;

use crate::error::internal;
use crate::table::Table;

/// A file that was read: its tables, shared with every `Table` handle made of them.
pub struct Csv {
    tables: Vec<Arc<Bars>>,
    info: CsvInfo,
}

impl Csv {
    fn new(data: CsvData) -> Self {
        Self { tables: data.tables.into_iter().map(Arc::new).collect(), info: data.info }
    }
}

pub struct ReadCsv {
    path: PathBuf,
    options: CsvOptions,
}

impl Task for ReadCsv {
    type Output = CsvData;
    type JsValue = CsvHandle;

    fn compute(&mut self) -> napi::Result<CsvData> {
        let read = catch_unwind(AssertUnwindSafe(|| read_csv(&self.path, &self.options)));
        read.map_err(|_| internal("reading a price file stopped"))?.map_err(|error| csv_error(&error))
    }

    fn resolve(&mut self, _env: Env, data: CsvData) -> napi::Result<CsvHandle> {
        Ok(CsvHandle(external(data)))
    }
}

/// An external that a task may answer with.
pub struct CsvHandle(External<Csv>);

impl TypeName for CsvHandle {
    fn type_name() -> &'static str {
        "External"
    }

    fn value_type() -> ValueType {
        ValueType::External
    }
}

impl ToNapiValue for CsvHandle {
    unsafe fn to_napi_value(env: napi::sys::napi_env, handle: Self) -> napi::Result<napi::sys::napi_value> {
        // SAFETY: `env` is the environment napi calls this with.
        unsafe { External::to_napi_value(env, handle.0) }
    }
}

fn external(data: CsvData) -> External<Csv> {
    let csv = Csv::new(data);
    let bytes = csv.tables.iter().map(|bars| bars.time_ms.len() * 6 * size_of::<i64>()).sum();
    External::new_with_size_hint(csv, bytes)
}

/// Reads a price file; `options` is JSON as in `market::CsvOptions`.
#[napi(js_name = "readCsv", catch_unwind)]
pub fn read_csv_task(path: String, options: String) -> napi::Result<AsyncTask<ReadCsv>> {
    Ok(AsyncTask::new(ReadCsv { path: PathBuf::from(path), options: from_json(&options)? }))
}

/// What was read, as JSON: `market::CsvInfo`.
#[napi(catch_unwind)]
pub fn csv_info(csv: &External<Csv>) -> napi::Result<String> {
    serde_json::to_string(&csv.info).map_err(|error| internal(&error.to_string()))
}

/// The bars of the symbol with this number.
#[napi(catch_unwind)]
pub fn csv_table(csv: &External<Csv>, index: u32) -> napi::Result<External<Table>> {
    let bars = csv.tables.get(index as usize).ok_or_else(|| internal("no such table"))?;
    Ok(External::new(Table::new(Arc::clone(bars))))
}

/// Bars from memory; `columns` is JSON as in `market::TextColumns`.
#[napi(catch_unwind)]
pub fn bars_from_text(columns: String) -> napi::Result<External<Csv>> {
    let columns: TextColumns = from_json(&columns)?;
    bars_from_text_columns(&columns).map(external).map_err(|error| csv_error(&error))
}

/// The table of corporate actions in a file.
#[napi(js_name = "readActions", catch_unwind)]
pub fn read_action_table(path: String) -> napi::Result<External<ActionTable>> {
    read_actions(&PathBuf::from(path)).map(External::new).map_err(|error| csv_error(&error))
}

/// `{type, exDay, amount?, ratio?, newSymbol?, basisRatio?}` of an action.
fn action_json(action: &Action) -> serde_json::Map<String, serde_json::Value> {
    let ratio = |ratio: money::Ratio| json!(format!("{}:{}", ratio.num(), ratio.den()));
    let decimal = |amount: money::Decimal| json!(money::format_decimal(amount.mantissa, amount.scale));
    let mut row = serde_json::Map::new();
    row.insert("type".to_owned(), json!(action.kind.name()));
    row.insert("exDay".to_owned(), json!(action.ex_day));
    match &action.kind {
        ActionKind::Dividend { amount } => {
            row.insert("amount".to_owned(), decimal(*amount));
        }
        ActionKind::Split { ratio: known } | ActionKind::StockDividend { ratio: known } => {
            row.insert("ratio".to_owned(), ratio(*known));
        }
        ActionKind::Conversion(conversion) => {
            if let Some((name, known)) = &conversion.into {
                row.insert("newSymbol".to_owned(), json!(name));
                row.insert("ratio".to_owned(), ratio(*known));
            }
            if let Some(basis) = conversion.basis {
                row.insert("basisRatio".to_owned(), decimal(basis));
            }
        }
    }
    row
}

/// The actions that a price file's own columns tell, as JSON, in the order of its rows.
#[napi(catch_unwind)]
pub fn table_actions(table: &External<Table>) -> String {
    json!(table.bars.actions.iter().map(action_json).collect::<Vec<_>>()).to_string()
}

/// `{files: [{name, format, sha256, rows}], actions: [{symbol, file, line, …}]}` of action tables as JSON, in the
/// order of the files.
#[napi(catch_unwind)]
pub fn actions_info(table: &External<ActionTable>) -> String {
    let row = |((symbol, action), (file, line)): (&(String, Action), &(usize, u64))| {
        let mut row = action_json(action);
        row.insert("symbol".to_owned(), json!(symbol));
        row.insert("file".to_owned(), json!(file));
        row.insert("line".to_owned(), json!(line));
        row
    };
    let actions: Vec<_> = table.rows.iter().zip(&table.places).map(row).collect();
    let file = |file: &market::ActionFile| json!({ "name": file.name, "format": file.format, "sha256": file.sha256, "rows": file.rows });
    json!({ "files": table.files.iter().map(file).collect::<Vec<_>>(), "actions": actions }).to_string()
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> napi::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        let body = json!({ "code": "data.option", "message": format!("how the data is read: {error}"), "hint": "See docs/data-files.md for the options.", "context": {} });
        napi::Error::from_reason(body.to_string())
    })
}

pub(crate) fn csv_error(error: &CsvError) -> napi::Error {
    match serde_json::to_string(error) {
        Ok(body) => napi::Error::from_reason(body),
        Err(error) => internal(&error.to_string()),
    }
}
