use std::cmp::Ordering;

use crate::{MoneyError, Rounding, mul_div};

/// An exact fraction in lowest terms with a positive denominator: split ratios, and anything a decimal cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    pub const ONE: Self = Self { num: 1, den: 1 };

    /// ```
    /// use money::Ratio;
    /// assert_eq!(Ratio::new(14, -4).map(|r| (r.num(), r.den())), Ok((-7, 2)));
    /// ```
    pub fn new(num: i128, den: i128) -> Result<Self, MoneyError> {
        if den == 0 {
            return Err(MoneyError::DivisionByZero { operation: "ratio" });
        }
        let overflow = MoneyError::Overflow { operation: "ratio" };
        let divisor = i128::try_from(gcd(num.unsigned_abs(), den.unsigned_abs())).map_err(|_| overflow.clone())?;
        let signed = if den < 0 { divisor.checked_neg().ok_or(overflow.clone())? } else { divisor };
        Ok(Self { num: num.checked_div(signed).ok_or(overflow.clone())?, den: den.checked_div(signed).ok_or(overflow)? })
    }

    pub fn num(self) -> i128 {
        self.num
    }

    pub fn den(self) -> i128 {
        self.den
    }

    pub fn inverse(self) -> Result<Self, MoneyError> {
        Self::new(self.den, self.num)
    }

    pub fn multiply(self, other: Self) -> Result<Self, MoneyError> {
        let overflow = || MoneyError::Overflow { operation: "ratio product" };
        // Cross-reduce first so that the product overflows only when the reduced result does.
        let (a, b) = (Self::new(self.num, other.den)?, Self::new(other.num, self.den)?);
        Self::new(a.num.checked_mul(b.num).ok_or_else(overflow)?, a.den.checked_mul(b.den).ok_or_else(overflow)?)
    }

    /// `mantissa * self`, rounded by `mode`.
    pub fn scale(self, mantissa: i128, mode: Rounding) -> Result<i128, MoneyError> {
        mul_div(mantissa, self.num, self.den, mode)
    }

    /// `mantissa * self` when that is a whole mantissa, else `None`.
    pub fn scale_exact(self, mantissa: i128) -> Result<Option<i128>, MoneyError> {
        let down = self.scale(mantissa, Rounding::Down)?;
        let up = self.scale(mantissa, Rounding::Up)?;
        Ok((down == up).then_some(down))
    }

    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        let overflow = || MoneyError::Overflow { operation: "ratio comparison" };
        let (left, right) = (self.num.checked_mul(other.den), other.num.checked_mul(self.den));
        Ok(left.ok_or_else(overflow)?.cmp(&right.ok_or_else(overflow)?))
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a.max(1)
}
