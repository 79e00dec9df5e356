use crate::column::Column;
use crate::deviation::stdev;
use crate::error::{SignalError, check_equal, check_length};
use crate::sma::sma;

/// Where the three lines of a `bbands` go.
pub struct BandsOutput<'a> {
    pub upper: &'a mut [f64],
    pub middle: &'a mut [f64],
    pub lower: &'a mut [f64],
}

/// Bollinger bands: the simple moving average, and `deviations` standard deviations of the population above and below it. First defined
/// at the `length`-th value.
pub fn bbands(input: Column<'_>, length: usize, deviations: f64, out: BandsOutput<'_>) -> Result<(), SignalError> {
    let BandsOutput { upper, middle, lower } = out;
    check_length("bbands", "length", length)?;
    for line in [&*upper, &*middle, &*lower] {
        check_equal("bbands", input.len(), line.len())?;
    }
    if !(deviations.is_finite() && deviations >= 0.0) {
        return Err(SignalError::Number { indicator: "bbands", argument: "deviations", value: deviations });
    }
    sma(input, length, middle)?;
    stdev(input, length, upper)?;
    for ((upper, &mut middle), lower) in upper.iter_mut().zip(middle).zip(lower) {
        let width = deviations * *upper;
        *upper = middle + width;
        *lower = middle - width;
    }
    Ok(())
}
