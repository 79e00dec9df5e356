//! One symbol's bars as JavaScript holds them, and their columns as `number`s for signals.

use std::sync::Arc;

use market::Bars;
use money::{format_decimal, pow10};
use napi::bindgen_prelude::{External, Float64Array};
use napi_derive::napi;

use crate::error::internal;

/// The bars of one symbol behind an external handle; cheap to share between runs.
pub struct Table {
    pub bars: Arc<Bars>,
}

impl Table {
    pub fn new(bars: Arc<Bars>) -> Self {
        Self { bars }
    }
}

/// A column as the doubles nearest to its exact values: `time` (ms), `open`, `high`, `low`, `close` or `volume` (zeros without one).
#[napi(catch_unwind)]
pub fn table_column(table: &External<Table>, name: String) -> napi::Result<Float64Array> {
    let bars = &table.bars;
    let column = match name.as_str() {
        "time" => doubles(&bars.time_ms, 0),
        "open" => doubles(&bars.open, bars.price_scale),
        "high" => doubles(&bars.high, bars.price_scale),
        "low" => doubles(&bars.low, bars.price_scale),
        "close" => doubles(&bars.close, bars.price_scale),
        "volume" if bars.volume.is_empty() => vec![0.0; bars.time_ms.len()],
        "volume" => doubles(&bars.volume, bars.volume_scale),
        _ => return Err(internal(&format!("no column {name}"))),
    };
    Ok(Float64Array::new(column))
}

/// Integers below 2^53 over a power of ten up to 10^22 are two exact doubles, so one division rounds correctly; beyond, the text is read.
fn doubles(mantissas: &[i64], scale: u8) -> Vec<f64> {
    const EXACT: u64 = 1 << 53;
    let divisor = pow10(scale).map_or(f64::NAN, |power| power as f64);
    let exact = |mantissa: i64| mantissa.unsigned_abs() <= EXACT && scale <= 22;
    mantissas
        .iter()
        .map(|&mantissa| {
            if exact(mantissa) {
                mantissa as f64 / divisor
            } else {
                format_decimal(i128::from(mantissa), scale).parse().unwrap_or(f64::NAN)
            }
        })
        .collect()
}
