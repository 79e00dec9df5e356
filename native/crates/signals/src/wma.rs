use crate::column::{Column, unit};
use crate::compensated::{Compensated, exact_product};
use crate::error::{SignalError, check_equal, check_length};
use crate::quotient::quotient;
use crate::sma::largest;

/// Linearly weighted moving average: the newest of `length` values weighs `length`, the oldest 1. First defined at the `length`-th value.
///
/// Over an exact column each value is the true average, rounded once.
pub fn wma(input: Column<'_>, length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("wma", "length", length)?;
    check_equal("wma", input.len(), out.len())?;
    if length > out.len() {
        out.fill(f64::NAN);
        return Ok(());
    }
    match input {
        Column::Float(values) => over_floats(values, length, out),
        Column::Exact { mantissas, scale } => over_decimals(mantissas, unit(scale)?, length, out),
    }
    Ok(())
}

fn weights(length: usize) -> i128 {
    let length = length as i128;
    length * (length + 1) / 2
}

// One step takes every weight down by one (subtract the plain sum of the window) and adds the newest with the full weight. Values before
// the first bar count as zero, which makes the same step right from the start.
fn over_decimals(mantissas: &[i64], unit: i64, length: usize, out: &mut [f64]) {
    let divisor = weights(length) * i128::from(unit);
    let fits = largest(mantissas).saturating_mul(weights(length).unsigned_abs()) <= 1 << 53 && divisor <= 1 << 53;
    if fits {
        let (divisor, weight) = (divisor as f64, length as i64);
        let (mut sum, mut weighted) = (0i64, 0i64);
        for i in 0..mantissas.len() {
            weighted += weight * mantissas[i] - sum;
            sum += mantissas[i] - if i >= length { mantissas[i - length] } else { 0 };
            out[i] = if i + 1 >= length { weighted as f64 / divisor } else { f64::NAN };
        }
    } else {
        let weight = length as i128;
        let (mut sum, mut weighted) = (0i128, 0i128);
        for i in 0..mantissas.len() {
            weighted += weight * i128::from(mantissas[i]) - sum;
            sum += i128::from(mantissas[i]) - if i >= length { i128::from(mantissas[i - length]) } else { 0 };
            out[i] = if i + 1 >= length { quotient(weighted, divisor) } else { f64::NAN };
        }
    }
}

fn over_floats(values: &[f64], length: usize, out: &mut [f64]) {
    let divisor = weights(length) as f64;
    let (mut sum, mut weighted) = (Compensated::default(), Compensated::default());
    let mut undefined = 0usize;
    for i in 0..values.len() {
        weighted.add_pair(sum.negated());
        if values[i].is_finite() {
            weighted.add_pair(exact_product(length as f64, values[i]));
            sum.add(values[i]);
        } else {
            undefined += 1;
        }
        if i >= length {
            let oldest = values[i - length];
            if oldest.is_finite() { sum.add(-oldest) } else { undefined -= 1 }
        }
        out[i] = if i + 1 >= length && undefined == 0 { weighted.divided(divisor) } else { f64::NAN };
    }
}
