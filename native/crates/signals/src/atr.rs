use crate::ema::Smoothed;
use crate::error::{SignalError, check_equal, check_length};

/// True range: the largest of `high - low`, `|high - close before|` and `|low - close before|`. First defined at the second bar.
pub fn true_range(high: &[f64], low: &[f64], close: &[f64], out: &mut [f64]) -> Result<(), SignalError> {
    each_range("trueRange", high, low, close, out, |range| range)
}

/// Average true range: Wilder's average of the true range. First defined after `length` true ranges, at bar `length + 1`.
pub fn atr(high: &[f64], low: &[f64], close: &[f64], length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("atr", "length", length)?;
    let mut average = Smoothed::wilder(length);
    each_range("atr", high, low, close, out, |range| average.next(range))
}

fn each_range(
    indicator: &'static str,
    high: &[f64],
    low: &[f64],
    close: &[f64],
    out: &mut [f64],
    mut of_range: impl FnMut(f64) -> f64,
) -> Result<(), SignalError> {
    for length in [high.len(), low.len(), close.len()] {
        check_equal(indicator, out.len(), length)?;
    }
    let mut before = f64::NAN;
    for (((value, &high), &low), &close) in out.iter_mut().zip(high).zip(low).zip(close) {
        *value = f64::NAN;
        if !(high.is_finite() && low.is_finite() && close.is_finite()) {
            continue;
        }
        if before.is_finite() {
            *value = of_range((high - low).max((high - before).abs()).max((low - before).abs()));
        }
        before = close;
    }
    Ok(())
}
