use crate::column::{Column, unit};
use crate::compensated::{Compensated, exact_product};
use crate::error::{SignalError, check_equal, check_length};

/// Standard deviation of the population of the last `length` values (divisor `length`). First defined at the `length`-th value.
///
/// Over an exact column the variance is an exact fraction, so the deviation of equal values is exactly 0.
pub fn stdev(input: Column<'_>, length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("stdev", "length", length)?;
    check_equal("stdev", input.len(), out.len())?;
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

// n² · variance = n · Σd² − (Σd)², with d the distance to the first value of the column. While length · |d| stays below 2^62 nothing here
// can overflow; from the first bar on where it does not, windows are summed afresh. Both depend on the past alone.
fn over_decimals(mantissas: &[i64], unit: i64, length: usize, out: &mut [f64]) {
    let origin = mantissas[0];
    let divisor = length as f64 * unit as f64;
    let limit = (1i64 << 62) / length as i64;
    let (mut sum, mut squares) = (0i64, 0i128);
    for i in 0..mantissas.len() {
        let Some(newest) = mantissas[i].checked_sub(origin).filter(|distance| (-limit..=limit).contains(distance)) else {
            return window_by_window(mantissas, unit, length, i, out);
        };
        sum += newest;
        squares += i128::from(newest) * i128::from(newest);
        if i >= length {
            let oldest = mantissas[i - length] - origin;
            sum -= oldest;
            squares -= i128::from(oldest) * i128::from(oldest);
        }
        out[i] = if i + 1 >= length {
            let spread = length as i128 * squares - i128::from(sum) * i128::from(sum);
            root(spread) / divisor
        } else {
            f64::NAN
        };
    }
}

#[inline]
fn root(spread: i128) -> f64 {
    // Converting 64 bits is one instruction, 128 bits a call.
    match u64::try_from(spread) {
        Ok(small) => (small as f64).sqrt(),
        Err(_) => (spread as f64).sqrt(),
    }
}

fn window_by_window(mantissas: &[i64], unit: i64, length: usize, from: usize, out: &mut [f64]) {
    for i in from..mantissas.len() {
        if i + 1 < length {
            out[i] = f64::NAN;
            continue;
        }
        let window = &mantissas[i + 1 - length..=i];
        let total: i128 = window.iter().map(|&each| i128::from(each)).sum();
        let distances = window.iter().map(|&each| (length as i128 * i128::from(each) - total) as f64 / length as f64);
        let squares: f64 = distances.map(|distance| distance * distance).sum();
        out[i] = (squares / length as f64).sqrt() / unit as f64;
    }
}

fn over_floats(values: &[f64], length: usize, out: &mut [f64]) {
    let (mut sum, mut squares) = (Compensated::default(), Compensated::default());
    let mut undefined = 0usize;
    // How many of the newest values are the same number: a window of equal values deviates by exactly 0.
    let mut equal = 0usize;
    for i in 0..values.len() {
        let newest = values[i];
        equal = if i > 0 && newest == values[i - 1] { equal + 1 } else { 1 };
        if newest.is_finite() {
            sum.add(newest);
            squares.add_pair(exact_product(newest, newest));
        } else {
            undefined += 1;
        }
        if i >= length {
            let oldest = values[i - length];
            if oldest.is_finite() {
                sum.add(-oldest);
                squares.add_pair(exact_product(oldest, oldest).negated());
            } else {
                undefined -= 1;
            }
        }
        out[i] = if i + 1 < length || undefined > 0 {
            f64::NAN
        } else if equal >= length {
            0.0
        } else {
            let mut spread = squares.scale(length as f64);
            spread.add_pair(sum.squared().negated());
            spread.value().max(0.0).sqrt() / length as f64
        };
    }
}
