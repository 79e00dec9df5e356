use crate::error::SignalError;
use crate::quotient::POWERS;

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
