use crate::column::{Column, unit};
use crate::error::{SignalError, check_equal, check_length};
use crate::quotient::quotient;

/// Rate of change over `length` bars in percent: `100 · (x - before) / before`, 0 where the value before is 0. First defined at value
/// `length + 1`.
pub fn roc(input: Column<'_>, length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("roc", "length", length)?;
    check_equal("roc", input.len(), out.len())?;
    match input {
        Column::Float(values) => each_pair(values, length, out, |newest, before| {
            if !(newest.is_finite() && before.is_finite()) {
                f64::NAN
            } else if before == 0.0 {
                0.0
            } else {
                (newest - before) / before * 100.0
            }
        }),
        Column::Exact { mantissas, .. } => each_pair(mantissas, length, out, |newest, before| {
            let change = (i128::from(newest) - i128::from(before)) * 100 * i128::from(before.signum());
            if before == 0 { 0.0 } else { quotient(change, i128::from(before).abs()) }
        }),
    }
    Ok(())
}

/// Return over `length` bars as a fraction: `(x - before) / before`, undefined where the value before is 0. First defined at value
/// `length + 1`.
pub fn returns(input: Column<'_>, length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("returns", "length", length)?;
    check_equal("returns", input.len(), out.len())?;
    match input {
        Column::Float(values) => each_pair(values, length, out, |newest, before| {
            let change = (newest - before) / before;
            if newest.is_finite() && before != 0.0 && change.is_finite() { change } else { f64::NAN }
        }),
        Column::Exact { mantissas, .. } => each_pair(mantissas, length, out, |newest, before| {
            let change = (i128::from(newest) - i128::from(before)) * i128::from(before.signum());
            if before == 0 { f64::NAN } else { quotient(change, i128::from(before).abs()) }
        }),
    }
    Ok(())
}

/// Change over `length` bars: `x - before`. First defined at value `length + 1`.
pub fn momentum(input: Column<'_>, length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("momentum", "length", length)?;
    check_equal("momentum", input.len(), out.len())?;
    match input {
        Column::Float(values) => {
            each_pair(
                values,
                length,
                out,
                |newest, before| {
                    if newest.is_finite() && before.is_finite() { newest - before } else { f64::NAN }
                },
            )
        }
        Column::Exact { mantissas, scale } => {
            let unit = i128::from(unit(scale)?);
            each_pair(mantissas, length, out, |newest, before| quotient(i128::from(newest) - i128::from(before), unit));
        }
    }
    Ok(())
}

fn each_pair<T: Copy>(values: &[T], length: usize, out: &mut [f64], of_pair: impl Fn(T, T) -> f64) {
    let warm_up = length.min(out.len());
    out[..warm_up].fill(f64::NAN);
    for ((value, &newest), &before) in out[warm_up..].iter_mut().zip(&values[warm_up..]).zip(values) {
        *value = of_pair(newest, before);
    }
}
