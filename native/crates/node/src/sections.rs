//! Columns of all symbols side by side; what the kernels mean is in `signals`.

use napi::bindgen_prelude::{Float64Array, Int32Array, Uint8Array};
use napi_derive::napi;
use signals::{SectionError, SourceColumn, mask_into, source_into, values_into};

use crate::error::internal;

/// Puts one column a symbol side by side into `out`, a row a step; `last_bars` has the last closed bar of each step where a symbol lacks some.
#[napi(catch_unwind)]
pub fn section_source(
    columns: Vec<Float64Array>,
    last_bars: Vec<Option<Int32Array>>,
    carries: bool,
    mut out: Float64Array,
) -> napi::Result<()> {
    if columns.len() != last_bars.len() || columns.iter().any(|column| meet(column, &out)) {
        return Err(internal("columns that do not fit"));
    }
    let columns: Vec<SourceColumn<'_>> =
        columns.iter().zip(&last_bars).map(|(values, last)| SourceColumn { values, last_bars: last.as_deref() }).collect();
    // SAFETY: no column shares memory with it, and JavaScript waits for this call.
    source_into(&columns, carries, unsafe { out.as_mut() }).map_err(section_error)
}

/// Writes the numbers of a kernel into `out`.
#[napi(catch_unwind)]
pub fn section_values(
    name: String,
    width: u32,
    inputs: Vec<Float64Array>,
    masks: Vec<Uint8Array>,
    numbers: Vec<f64>,
    mut out: Float64Array,
) -> napi::Result<()> {
    if inputs.iter().any(|input| meet(input, &out)) || masks.iter().any(|mask| meet(mask, &out)) {
        return Err(internal("a section lies over its input"));
    }
    let (inputs, masks) = (slices(&inputs), slices(&masks));
    // SAFETY: no input shares memory with it, and JavaScript waits for this call.
    values_into(&name, width as usize, &inputs, &masks, &numbers, unsafe { out.as_mut() }).map_err(section_error)
}

/// Writes the mask of a kernel into `out`.
#[napi(catch_unwind)]
pub fn section_mask(
    name: String,
    inputs: Vec<Float64Array>,
    masks: Vec<Uint8Array>,
    numbers: Vec<f64>,
    mut out: Uint8Array,
) -> napi::Result<()> {
    if inputs.iter().any(|input| meet(input, &out)) || masks.iter().any(|mask| meet(mask, &out)) {
        return Err(internal("a section lies over its input"));
    }
    let (inputs, masks) = (slices(&inputs), slices(&masks));
    // SAFETY: no input shares memory with it, and JavaScript waits for this call.
    mask_into(&name, &inputs, &masks, &numbers, unsafe { out.as_mut() }).map_err(section_error)
}

fn slices<T, A: std::ops::Deref<Target = [T]>>(arrays: &[A]) -> Vec<&[T]> {
    arrays.iter().map(|array| &**array).collect()
}

/// Whether two columns share memory.
fn meet<A, B>(a: &[A], b: &[B]) -> bool {
    let (a, b) = (a.as_ptr_range(), b.as_ptr_range());
    a.start.addr() < b.end.addr() && b.start.addr() < a.end.addr()
}

fn section_error(error: SectionError) -> napi::Error {
    internal(&error.to_string())
}
