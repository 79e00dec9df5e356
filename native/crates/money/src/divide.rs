use crate::{MoneyError, Rounding};

/// `n / d` rounded by `mode`.
///
/// ```
/// use money::{Rounding, div_round};
/// assert_eq!(div_round(5, 2, Rounding::HalfEven), Ok(2));
/// assert_eq!(div_round(-5, 2, Rounding::HalfUp), Ok(-3));
/// ```
pub fn div_round(n: i128, d: i128, mode: Rounding) -> Result<i128, MoneyError> {
    let overflow = MoneyError::Overflow { operation: "division" };
    if d == 0 {
        return Err(MoneyError::DivisionByZero { operation: "division" });
    }
    let quotient = n.checked_div(d).ok_or(overflow.clone())?;
    let remainder = n.checked_rem(d).ok_or(overflow.clone())?;
    if remainder == 0 {
        return Ok(quotient);
    }
    let (size, divisor) = (remainder.unsigned_abs(), d.unsigned_abs());
    // 2r against d without leaving u128: compare r with d - r.
    let half = size.cmp(&divisor.abs_diff(size));
    let negative = (n < 0) != (d < 0);
    if mode.grows(negative, quotient & 1 == 1, half) {
        let step = if negative { -1 } else { 1 };
        return quotient.checked_add(step).ok_or(overflow);
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
    if c == 0 {
        return Err(MoneyError::DivisionByZero { operation: "multiply and divide" });
    }
    if let Some(product) = a.checked_mul(b) {
        return div_round(product, c, mode);
    }
    let overflow = MoneyError::Overflow { operation: "multiply and divide" };
    let negative = (a < 0) ^ (b < 0) ^ (c < 0);
    let divisor = c.unsigned_abs();
    let (high, low) = wide_mul(a.unsigned_abs(), b.unsigned_abs());
    let (quotient, remainder) = wide_div(high, low, divisor).ok_or(overflow.clone())?;
    let half = remainder.cmp(&divisor.abs_diff(remainder));
    let grown = if remainder != 0 && mode.grows(negative, quotient & 1 == 1, half) {
        quotient.checked_add(1).ok_or(overflow.clone())?
    } else {
        quotient
    };
    if negative { 0i128.checked_sub_unsigned(grown).ok_or(overflow) } else { i128::try_from(grown).map_err(|_| overflow) }
}

/// The 256-bit product of two `u128` as (high, low).
#[allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, reason = "schoolbook on 64-bit halves: no partial sum can exceed u128")]
fn wide_mul(a: u128, b: u128) -> (u128, u128) {
    const MASK: u128 = u64::MAX as u128;
    let (a1, a0, b1, b0) = (a >> 64, a & MASK, b >> 64, b & MASK);
    let low = a0 * b0;
    let mid = a1 * b0 + (low >> 64);
    let cross = a0 * b1 + (mid & MASK);
    (a1 * b1 + (mid >> 64) + (cross >> 64), (cross << 64) | (low & MASK))
}

/// `(high, low) / divisor` as (quotient, remainder); `None` when the quotient needs more than 128 bits.
#[allow(clippy::arithmetic_side_effects, reason = "binary long division; remainder stays below the divisor and the carry is kept")]
fn wide_div(high: u128, low: u128, divisor: u128) -> Option<(u128, u128)> {
    if high >= divisor {
        return None;
    }
    let (mut remainder, mut quotient) = (high, 0u128);
    for bit in (0..128).rev() {
        let carry = remainder >> 127;
        remainder = (remainder << 1) | ((low >> bit) & 1);
        quotient <<= 1;
        if carry == 1 || remainder >= divisor {
            remainder = remainder.wrapping_sub(divisor);
            quotient |= 1;
        }
    }
    Some((quotient, remainder))
}
