//! Indicators over whole columns; what they mean is in `signals`.

use market::Bars;
use napi::bindgen_prelude::{External, Float64Array};
use napi_derive::napi;
use serde_json::json;
use signals::{Input, SignalError, compute_into};

use crate::error::internal;
use crate::table::Table;

/// Writes the lines of the indicator `name` over `values` into `lines`, whatever they hold. When the one input is `column` of `table` from
/// bar `from` on, the sums are made over its exact decimals.
#[napi(catch_unwind)]
pub fn indicator(
    name: String,
    values: Vec<Float64Array>,
    numbers: Vec<f64>,
    mut lines: Vec<Float64Array>,
    table: Option<&External<Table>>,
    column: Option<String>,
    from: Option<u32>,
) -> napi::Result<()> {
    if !are_apart(&values, &lines) {
        return Err(internal("a line lies over another column"));
    }
    let mut inputs: Vec<Input<'_>> = values.iter().map(|column| Input { values: column, exact: None }).collect();
    if let (Some(table), Some(column), [input]) = (table, column, &mut inputs[..]) {
        input.exact = exact_column(&table.bars, &column, from.unwrap_or(0), input.values.len())?;
    }
    // SAFETY: the lines share no memory with each other or with an input, and JavaScript waits for this call.
    let mut outputs: Vec<&mut [f64]> = lines.iter_mut().map(|line| unsafe { line.as_mut() }).collect();
    compute_into(&name, &inputs, &numbers, &mut outputs).map_err(|error| signal_error(&error))
}

/// Whether every line has memory of its own.
fn are_apart(values: &[Float64Array], lines: &[Float64Array]) -> bool {
    let meet = |a: &[f64], b: &[f64]| {
        let (a, b) = (a.as_ptr_range(), b.as_ptr_range());
        a.start < b.end && b.start < a.end
    };
    lines.iter().enumerate().all(|(at, line)| !values.iter().chain(&lines[..at]).any(|other| meet(line, other)))
}

type Exact<'a> = Option<(&'a [i64], u8)>;

fn exact_column<'a>(bars: &'a Bars, name: &str, from: u32, count: usize) -> napi::Result<Exact<'a>> {
    let (mantissas, scale) = match name {
        "open" => (&bars.open, bars.price_scale),
        "high" => (&bars.high, bars.price_scale),
        "low" => (&bars.low, bars.price_scale),
        "close" => (&bars.close, bars.price_scale),
        // Without a volume column the doubles are all zero and need no exact twin.
        "volume" if bars.volume.is_empty() => return Ok(None),
        "volume" => (&bars.volume, bars.volume_scale),
        _ => return Err(internal(&format!("no column {name}"))),
    };
    let from = from as usize;
    let end = from.checked_add(count).ok_or_else(|| internal("a range beyond the bars"))?;
    let window = mantissas.get(from..end).ok_or_else(|| internal("a range beyond the bars"))?;
    Ok(Some((window, scale)))
}

fn signal_error(error: &SignalError) -> napi::Error {
    let body = json!({ "code": error.code(), "message": error.to_string(), "hint": null, "context": {} });
    napi::Error::from_reason(body.to_string())
}
