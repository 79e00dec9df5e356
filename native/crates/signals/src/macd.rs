use crate::ema::Smoothed;
use crate::error::{SignalError, check_equal, check_length};

#[derive(Debug, Clone, Copy)]
pub struct MacdLengths {
    pub fast: usize,
    pub slow: usize,
    pub signal: usize,
}

/// Where the three lines of a `macd` go.
pub struct MacdOutput<'a> {
    pub macd: &'a mut [f64],
    pub signal: &'a mut [f64],
    pub histogram: &'a mut [f64],
}

/// Moving average convergence divergence: fast minus slow exponential average, the exponential average of that, and their difference.
///
/// As in TA-Lib both averages start at the same bar, the `slow`-th (the fast one from the mean of the last `fast` values up to it), and the
/// three lines begin together, at value `slow + signal - 1`.
pub fn macd(input: &[f64], lengths: MacdLengths, out: MacdOutput<'_>) -> Result<(), SignalError> {
    let MacdLengths { fast, slow, signal } = lengths;
    check_length("macd", "fast", fast)?;
    check_length("macd", "slow", slow)?;
    check_length("macd", "signal", signal)?;
    if fast >= slow {
        return Err(SignalError::FastNotBelowSlow { fast, slow });
    }
    for line in [&*out.macd, &*out.signal, &*out.histogram] {
        check_equal("macd", input.len(), line.len())?;
    }
    let (mut fast_average, mut slow_average) = (Smoothed::exponential(fast), Smoothed::exponential(slow));
    let mut signal_average = Smoothed::exponential(signal);
    let mut seen = 0usize;
    for (i, &newest) in input.iter().enumerate() {
        let mut lines = (f64::NAN, f64::NAN, f64::NAN);
        if newest.is_finite() {
            seen = seen.saturating_add(1);
            let fast_value = if seen > slow - fast { fast_average.next(newest) } else { f64::NAN };
            let slow_value = slow_average.next(newest);
            if seen >= slow {
                let difference = fast_value - slow_value;
                let smooth = signal_average.next(difference);
                if smooth.is_finite() {
                    lines = (difference, smooth, difference - smooth);
                }
            }
        }
        (out.macd[i], out.signal[i], out.histogram[i]) = lines;
    }
    Ok(())
}
