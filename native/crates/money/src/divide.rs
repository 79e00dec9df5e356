use crate::wide::{wide_div, wide_mul};
use crate::{MoneyError, Rounding};

/// `n / d` rounded by `mode`.
///
/// ```
/// use money::{Rounding, div_round};
/// assert_eq!(div_round(5, 2, Rounding::HalfEven), Ok(2));
/// assert_eq!(div_round(-5, 2, Rounding::HalfUp), Ok(-3));
/// ```
pub fn div_round(n: i128, d: i128, mode: Rounding) -> Result<i128, MoneyError> {
    const OPERATION: &str = "division";
    let (quotient, remainder) = div_rem(n, d, OPERATION)?;
    if remainder == 0 {
        return Ok(quotient);
    }
    let negative = (n < 0) != (d < 0);
    if mode.grows(negative, quotient & 1 == 1, against_half(remainder.unsigned_abs(), d.unsigned_abs())) {
        let step = if negative { -1 } else { 1 };
        return quotient.checked_add(step).ok_or(MoneyError::Overflow { operation: OPERATION });
    }
    Ok(quotient)
}

/// `a * b / c` rounded by `mode`, with a product of up to 256 bits.
///
/// ```
/// use money::{Rounding, mul_div};
/// assert_eq!(mul_div(i128::MAX, 7, 7, Rounding::Down), Ok(i128::MAX));
/// assert_eq!(mul_div(10, 1, 3, Rounding::HalfEven), Ok(3));
/// ```
pub fn mul_div(a: i128, b: i128, c: i128, mode: Rounding) -> Result<i128, MoneyError> {
    const OPERATION: &str = "multiply and divide";
    if c == 0 {
        return Err(MoneyError::DivisionByZero { operation: OPERATION });
    }
    if let Some(product) = product_in_range(a, b) {
        return div_round(product, c, mode);
    }
    let overflow = || MoneyError::Overflow { operation: OPERATION };
    let negative = (a < 0) ^ (b < 0) ^ (c < 0);
    let (quotient, remainder) = wide_mul_div(a, b, c).ok_or_else(overflow)?;
    let half = against_half(remainder, c.unsigned_abs());
    let grown = if remainder != 0 && mode.grows(negative, quotient & 1 == 1, half) {
        quotient.checked_add(1).ok_or_else(overflow)?
    } else {
        quotient
    };
    signed(grown, negative).ok_or_else(overflow)
}

/// `a * b / c` when that is a whole number, else `None`.
///
/// ```
/// use money::mul_div_exact;
/// assert_eq!(mul_div_exact(10, 7, 2), Ok(Some(35)));
/// assert_eq!(mul_div_exact(10, 1, 3), Ok(None));
/// ```
pub fn mul_div_exact(a: i128, b: i128, c: i128) -> Result<Option<i128>, MoneyError> {
    const OPERATION: &str = "multiply and divide";
    if let Some(product) = product_in_range(a, b) {
        let (quotient, remainder) = div_rem(product, c, OPERATION)?;
        return Ok((remainder == 0).then_some(quotient));
    }
    if c == 0 {
        return Err(MoneyError::DivisionByZero { operation: OPERATION });
    }
    let overflow = || MoneyError::Overflow { operation: OPERATION };
    let (quotient, remainder) = wide_mul_div(a, b, c).ok_or_else(overflow)?;
    if remainder != 0 {
        return Ok(None);
    }
    let negative = (a < 0) ^ (b < 0) ^ (c < 0);
    signed(quotient, negative).map(Some).ok_or_else(overflow)
}

/// `a * b / c` toward zero, and what is left of the product: `a * b = quotient * c + remainder`, of the product's sign.
///
/// ```
/// use money::mul_div_rem;
/// assert_eq!(mul_div_rem(-10, 7, 4), Ok((-17, -2)));
/// ```
pub fn mul_div_rem(a: i128, b: i128, c: i128) -> Result<(i128, i128), MoneyError> {
    const OPERATION: &str = "multiply and divide";
    if let Some(product) = product_in_range(a, b) {
        return div_rem(product, c, OPERATION);
    }
    if c == 0 {
        return Err(MoneyError::DivisionByZero { operation: OPERATION });
    }
    let overflow = || MoneyError::Overflow { operation: OPERATION };
    let negative = (a < 0) ^ (b < 0);
    let (quotient, remainder) = wide_mul_div(a, b, c).ok_or_else(overflow)?;
    let quotient = signed(quotient, negative ^ (c < 0)).ok_or_else(overflow)?;
    Ok((quotient, signed(remainder, negative).ok_or_else(overflow)?))
}

/// Truncated quotient and remainder; the 64-bit case is worth its branch because most mantissas fit.
fn div_rem(n: i128, d: i128, operation: &'static str) -> Result<(i128, i128), MoneyError> {
    if d == 0 {
        return Err(MoneyError::DivisionByZero { operation });
    }
    if let (Ok(small_n), Ok(small_d)) = (i64::try_from(n), i64::try_from(d))
        && let (Some(quotient), Some(remainder)) = (small_n.checked_div(small_d), small_n.checked_rem(small_d))
    {
        return Ok((i128::from(quotient), i128::from(remainder)));
    }
    let quotient = n.checked_div(d).ok_or(MoneyError::Overflow { operation })?;
    Ok((quotient, n.wrapping_sub(quotient.wrapping_mul(d))))
}

/// The product when it fits; two 64-bit factors always do, and are several times faster than `checked_mul`.
fn product_in_range(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a).wrapping_mul(i128::from(b))),
        _ => a.checked_mul(b),
    }
}

/// Magnitudes of `a * b / c` as (quotient, remainder); `None` when the quotient needs more than 128 bits.
fn wide_mul_div(a: i128, b: i128, c: i128) -> Option<(u128, u128)> {
    let (high, low) = wide_mul(a.unsigned_abs(), b.unsigned_abs());
    wide_div(high, low, c.unsigned_abs())
}

/// Twice the remainder against the divisor, without leaving `u128`: compare `r` with `d - r`.
fn against_half(remainder: u128, divisor: u128) -> std::cmp::Ordering {
    remainder.cmp(&divisor.abs_diff(remainder))
}

fn signed(magnitude: u128, negative: bool) -> Option<i128> {
    if negative { 0i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() }
}
