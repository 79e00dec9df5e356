use std::cmp::Ordering;

use crate::wide::wide_mul;
use crate::{MoneyError, Rounding, mul_div, mul_div_exact};

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
        if den == 1 {
            return Ok(Self { num, den });
        }
        let overflow = || MoneyError::Overflow { operation: "ratio" };
        let negative = (num < 0) != (den < 0);
        let (num, den) = (num.unsigned_abs(), den.unsigned_abs());
        let divisor = gcd(num, den);
        let (num, den) = (num.checked_div(divisor).ok_or_else(overflow)?, den.checked_div(divisor).ok_or_else(overflow)?);
        let num = if negative { 0i128.checked_sub_unsigned(num) } else { i128::try_from(num).ok() };
        Ok(Self { num: num.ok_or_else(overflow)?, den: i128::try_from(den).map_err(|_| overflow())? })
    }

    pub fn num(self) -> i128 {
        self.num
    }

    pub fn den(self) -> i128 {
        self.den
    }

    /// `1 / self`; zero has none.
    pub fn inverse(self) -> Result<Self, MoneyError> {
        Self::new(self.den, self.num)
    }

    /// ```
    /// use money::Ratio;
    /// let product = Ratio::new(7, 2).and_then(|a| Ratio::new(4, 7).and_then(|b| a.multiply(b)));
    /// assert_eq!(product.map(|r| (r.num(), r.den())), Ok((2, 1)));
    /// ```
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
        mul_div_exact(mantissa, self.num, self.den)
    }

    /// Which fraction is larger; exact for all.
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        if self.num.signum() != other.num.signum() {
            return Ok(self.num.cmp(&other.num));
        }
        let left = wide_mul(self.num.unsigned_abs(), other.den.unsigned_abs());
        let right = wide_mul(other.num.unsigned_abs(), self.den.unsigned_abs());
        Ok(if self.num < 0 { right.cmp(&left) } else { left.cmp(&right) })
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a.max(1)
}
