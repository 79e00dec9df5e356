use std::cmp::Ordering;

use crate::{MoneyError, Rounding, div_round, pow10};

/// A decimal number on its own: `mantissa / 10^scale`. For settings and values on their way in or out; the engine itself keeps bare
/// mantissas at a scale its instrument or account knows.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    pub mantissa: i128,
    pub scale: u8,
}

impl Decimal {
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    pub fn new(mantissa: i128, scale: u8) -> Self {
        Self { mantissa, scale }
    }

    /// The mantissa at another scale; digits that would be lost are an error.
    ///
    /// ```
    /// use money::Decimal;
    /// assert_eq!(Decimal::new(125, 2).mantissa_at(4), Ok(12500));
    /// assert!(Decimal::new(125, 2).mantissa_at(1).is_err());
    /// ```
    pub fn mantissa_at(self, scale: u8) -> Result<i128, MoneyError> {
        let rounded = self.rounded_at(scale, Rounding::Down)?;
        if Self::new(rounded, scale).compare(self)? == Ordering::Equal {
            return Ok(rounded);
        }
        let text = crate::format_decimal(self.mantissa, self.scale);
        Err(MoneyError::TooManyDecimals { text, digits: u32::from(self.normalized().scale), allowed: scale })
    }

    /// The mantissa at another scale, rounded by `mode` where digits fall away.
    pub fn rounded_at(self, scale: u8, mode: Rounding) -> Result<i128, MoneyError> {
        if scale >= self.scale {
            let factor = pow10(scale.abs_diff(self.scale))?;
            return self.mantissa.checked_mul(factor).ok_or(MoneyError::Overflow { operation: "rescale" });
        }
        div_round(self.mantissa, pow10(self.scale.abs_diff(scale))?, mode)
    }

    /// The same value without trailing zeros: 1.50 becomes 1.5.
    pub fn normalized(self) -> Self {
        let mut value = self;
        while value.scale > 0 && value.mantissa.checked_rem(10) == Some(0) {
            value.mantissa = value.mantissa.checked_div(10).unwrap_or(0);
            value.scale = value.scale.saturating_sub(1);
        }
        value
    }

    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        let scale = self.scale.max(other.scale);
        Ok(self.rounded_at(scale, Rounding::Down)?.cmp(&other.rounded_at(scale, Rounding::Down)?))
    }
}

/// Equal by value: 1.5 equals 1.50.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.normalized(), other.normalized());
        a.mantissa == b.mantissa && a.scale == b.scale
    }
}

impl Eq for Decimal {}
