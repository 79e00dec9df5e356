use crate::column::{Column, unit};
use crate::compensated::Compensated;
use crate::error::{SignalError, check_equal, check_length};
use crate::quotient::quotient;

/// Simple moving average: the mean of the last `length` values. First defined at the `length`-th value.
///
/// Over an exact column each value is the true average, rounded once.
pub fn sma(input: Column<'_>, length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("sma", "length", length)?;
    check_equal("sma", input.len(), out.len())?;
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

fn over_decimals(mantissas: &[i64], unit: i64, length: usize, out: &mut [f64]) {
    let (warm_up, defined) = out.split_at_mut(length - 1);
    warm_up.fill(f64::NAN);
    let (before, newest) = mantissas.split_at(length - 1);
    let divisor = length as i128 * i128::from(unit);
    if divisor <= 1 << 53 && over_small_sums(mantissas, before, newest, divisor as f64, defined).is_some() {
        return;
    }
    let mut sum: i128 = before.iter().map(|&each| i128::from(each)).sum();
    for ((value, &newest), &oldest) in defined.iter_mut().zip(newest).zip(mantissas) {
        sum += i128::from(newest);
        *value = quotient(sum, divisor);
        sum -= i128::from(oldest);
    }
}

/// The usual case in one pass: every sum is a whole number that a double holds, so one division rounds once. `None` where a sum is
/// larger.
fn over_small_sums(mantissas: &[i64], before: &[i64], newest: &[i64], divisor: f64, out: &mut [f64]) -> Option<()> {
    let mut sum = before.iter().try_fold(0i64, |sum, &each| sum.checked_add(each))?;
    for ((value, &newest), &oldest) in out.iter_mut().zip(newest).zip(mantissas) {
        sum = sum.checked_add(newest)?;
        if sum.unsigned_abs() > 1 << 53 {
            return None;
        }
        *value = sum as f64 / divisor;
        sum = sum.checked_sub(oldest)?;
    }
    Some(())
}

/// The largest absolute value of a column.
pub(crate) fn largest(mantissas: &[i64]) -> u128 {
    let (low, high) = mantissas.iter().fold((0i64, 0i64), |(low, high), &each| (low.min(each), high.max(each)));
    u128::from(low.unsigned_abs().max(high.unsigned_abs()))
}

fn over_floats(values: &[f64], length: usize, out: &mut [f64]) {
    let mut sum = Compensated::default();
    let mut undefined = 0usize;
    for i in 0..values.len() {
        enter(values[i], &mut sum, &mut undefined);
        out[i] = if i + 1 >= length && undefined == 0 { sum.divided(length as f64) } else { f64::NAN };
        if i + 1 >= length {
            leave(values[i + 1 - length], &mut sum, &mut undefined);
        }
    }
}

#[inline]
fn enter(value: f64, sum: &mut Compensated, undefined: &mut usize) {
    if value.is_finite() { sum.add(value) } else { *undefined += 1 }
}

#[inline]
fn leave(value: f64, sum: &mut Compensated, undefined: &mut usize) {
    if value.is_finite() { sum.add(-value) } else { *undefined -= 1 }
}
