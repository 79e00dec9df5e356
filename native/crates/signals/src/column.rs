use crate::error::SignalError;
use crate::quotient::{POWERS, quotient};

/// One input of an indicator.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// Any numbers; `NaN` and infinities are undefined values.
    Float(&'a [f64]),
    /// Decimals: `mantissas[i] / 10^scale`, with at most 18 decimals.
    Exact { mantissas: &'a [i64], scale: u8 },
}

impl Column<'_> {
    pub fn len(&self) -> usize {
        match self {
            Self::Float(values) => values.len(),
            Self::Exact { mantissas, .. } => mantissas.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The power of ten of a scale.
pub(crate) fn unit(scale: u8) -> Result<i64, SignalError> {
    POWERS.get(usize::from(scale)).copied().ok_or(SignalError::Scale { value: scale })
}

/// The nearest double to each decimal, which is what parsing its text gives.
pub fn decimals_to_floats(mantissas: &[i64], scale: u8, out: &mut [f64]) -> Result<(), SignalError> {
    let unit = unit(scale)?;
    crate::error::check_equal("decimals_to_floats", mantissas.len(), out.len())?;
    for (value, &mantissa) in out.iter_mut().zip(mantissas) {
        // A unit of up to 10^18 is exact as a double, so below 2^53 this is one rounding.
        let is_exact = mantissa.unsigned_abs() <= 1 << 53;
        *value = if is_exact { mantissa as f64 / unit as f64 } else { quotient(i128::from(mantissa), i128::from(unit)) };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_becomes_the_double_that_its_text_parses_to() {
        let mantissas = [1, -1_005, 123_456_789_012_345_678, i64::MAX, i64::MIN, 0];
        for scale in [0u8, 2, 9, 18] {
            let mut out = [0.0; 6];
            decimals_to_floats(&mantissas, scale, &mut out).unwrap();
            let parsed = mantissas.map(|mantissa| format!("{mantissa}e-{scale}").parse::<f64>().unwrap());
            assert_eq!(out, parsed);
        }
        assert_eq!(decimals_to_floats(&[1], 19, &mut [0.0]), Err(SignalError::Scale { value: 19 }));
    }
}
