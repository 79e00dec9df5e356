use std::cmp::Ordering;

use crate::wide::wide_mul;
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
        let exact = if self.scale > scale { self.normalized() } else { self };
        if exact.scale <= scale {
            return exact.rounded_at(scale, Rounding::Down);
        }
        let text = crate::format_decimal(self.mantissa, self.scale);
        Err(MoneyError::TooManyDecimals { text, digits: u32::from(exact.scale), allowed: scale })
    }

    /// The mantissa at another scale, rounded by `mode` where digits fall away.
    ///
    /// ```
    /// use money::{Decimal, Rounding};
    /// assert_eq!(Decimal::new(125, 2).rounded_at(1, Rounding::HalfEven), Ok(12));
    /// assert_eq!(Decimal::new(125, 2).rounded_at(1, Rounding::HalfUp), Ok(13));
    /// ```
    pub fn rounded_at(self, scale: u8, mode: Rounding) -> Result<i128, MoneyError> {
        if self.mantissa == 0 {
            return Ok(0);
        }
        if scale >= self.scale {
            let factor = pow10(scale.abs_diff(self.scale))?;
            return self.mantissa.checked_mul(factor).ok_or(MoneyError::Overflow { operation: "rescale" });
        }
        div_round(self.mantissa, pow10(self.scale.abs_diff(scale))?, mode)
    }

    /// The same value without trailing zeros: 1.50 becomes 1.5.
    pub fn normalized(self) -> Self {
        if self.mantissa == 0 {
            return Self::ZERO;
        }
        let mut value = self;
        while value.scale > 0 && value.mantissa.checked_rem(10) == Some(0) {
            value.mantissa = value.mantissa.checked_div(10).unwrap_or(0);
            value.scale = value.scale.saturating_sub(1);
        }
        value
    }

    /// Which value is larger; exact for any two scales that differ by at most 38.
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        if self.scale == other.scale || self.mantissa.signum() != other.mantissa.signum() {
            return Ok(self.mantissa.cmp(&other.mantissa));
        }
        let factor = pow10(self.scale.abs_diff(other.scale))?.unsigned_abs();
        let (mine, theirs) = (self.mantissa.unsigned_abs(), other.mantissa.unsigned_abs());
        let magnitudes =
            if self.scale < other.scale { wide_mul(mine, factor).cmp(&(0, theirs)) } else { (0, mine).cmp(&wide_mul(theirs, factor)) };
        Ok(if self.mantissa < 0 { magnitudes.reverse() } else { magnitudes })
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
