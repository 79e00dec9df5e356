use crate::column::Column;
use crate::error::{SignalError, check_equal, check_length};
use crate::extremes::{highest, lowest};
use crate::sma::sma;

#[derive(Debug, Clone, Copy)]
pub struct StochLengths {
    /// Bars of the range.
    pub k: usize,
    /// Simple average that makes `k` slow; 1 is the fast stochastic.
    pub smooth: usize,
    /// Simple average of `k` that is `d`.
    pub d: usize,
}

/// Where the two lines of a `stoch` go.
pub struct StochOutput<'a> {
    pub k: &'a mut [f64],
    pub d: &'a mut [f64],
}

/// Stochastic oscillator, 0 to 100: where the close stands in the range of the last `k` bars (0 without a range), smoothed by a simple
/// average, and the average of that. As in TA-Lib both lines begin together, at bar `k + smooth + d - 2`.
pub fn stoch(high: &[f64], low: &[f64], close: &[f64], lengths: StochLengths, out: StochOutput<'_>) -> Result<(), SignalError> {
    let StochOutput { k, d } = out;
    check_length("stoch", "k", lengths.k)?;
    check_length("stoch", "smooth", lengths.smooth)?;
    check_length("stoch", "d", lengths.d)?;
    for length in [low.len(), close.len(), k.len(), d.len()] {
        check_equal("stoch", high.len(), length)?;
    }
    highest(high, lengths.k, k)?;
    lowest(low, lengths.k, d)?;
    for ((top, bottom), close) in k.iter_mut().zip(d.iter()).zip(close) {
        let range = *top - bottom;
        *top = if range == 0.0 { 0.0 } else { (close - bottom) / range * 100.0 };
    }
    sma(Column::Float(k), lengths.smooth, d)?;
    k.copy_from_slice(d);
    sma(Column::Float(k), lengths.d, d)?;
    for (k, d) in k.iter_mut().zip(d.iter()) {
        if d.is_nan() {
            *k = f64::NAN;
        }
    }
    Ok(())
}
