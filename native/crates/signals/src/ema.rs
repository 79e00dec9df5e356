use crate::error::{SignalError, check_equal, check_length};

/// Exponential moving average with weight `2 / (length + 1)`, started from the mean of the first `length` values and defined from there on.
pub fn ema(input: &[f64], length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("ema", "length", length)?;
    check_equal("ema", input.len(), out.len())?;
    let mut average = Smoothed::exponential(length);
    for (value, &newest) in out.iter_mut().zip(input) {
        *value = if newest.is_finite() { average.next(newest) } else { f64::NAN };
    }
    Ok(())
}

/// A recursive average that starts from the mean of its first `length` values; `NaN` before that.
pub(crate) struct Smoothed {
    length: usize,
    weight: f64,
    seen: usize,
    value: f64,
}

impl Smoothed {
    pub fn exponential(length: usize) -> Self {
        Self { length, weight: 2.0 / (length as f64 + 1.0), seen: 0, value: 0.0 }
    }

    /// Wilder's: weight `1 / length`.
    pub fn wilder(length: usize) -> Self {
        Self { length, weight: 1.0 / length as f64, seen: 0, value: 0.0 }
    }

    #[inline]
    pub fn next(&mut self, newest: f64) -> f64 {
        if self.seen >= self.length {
            self.value += self.weight * (newest - self.value);
            return self.value;
        }
        self.start(newest)
    }

    fn start(&mut self, newest: f64) -> f64 {
        self.seen += 1;
        self.value += newest;
        if self.seen < self.length {
            return f64::NAN;
        }
        self.value /= self.length as f64;
        self.value
    }
}
