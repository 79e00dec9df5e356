use crate::ema::Smoothed;
use crate::error::{SignalError, check_equal, check_length};

/// Relative strength index, 0 to 100: `100 · gain / (gain + loss)` with Wilder's averages of the rises and falls. First defined after
/// `length` changes, at value `length + 1`. A price that never moved gives 0.
pub fn rsi(input: &[f64], length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("rsi", "length", length)?;
    check_equal("rsi", input.len(), out.len())?;
    let (mut gain, mut loss) = (Smoothed::wilder(length), Smoothed::wilder(length));
    let mut before = f64::NAN;
    for (value, &newest) in out.iter_mut().zip(input) {
        *value = f64::NAN;
        if !newest.is_finite() {
            continue;
        }
        if before.is_finite() {
            let change = newest - before;
            let (gain, loss) = (gain.next(change.max(0.0)), loss.next((-change).max(0.0)));
            let moved = gain + loss;
            *value = if moved == 0.0 { 0.0 } else { 100.0 * (gain / moved) };
        }
        before = newest;
    }
    Ok(())
}
