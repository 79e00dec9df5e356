//! 256-bit products and their division by a `u128`, on 64-bit digits.
#![allow(clippy::arithmetic_side_effects, reason = "every bound is stated where it is used; the property tests compare with num-bigint")]

const DIGIT: u32 = 64;
const MASK: u128 = u64::MAX as u128;

/// The 256-bit product of two `u128` as (high, low). No partial sum can exceed `u128`.
pub(crate) fn wide_mul(a: u128, b: u128) -> (u128, u128) {
    let (a1, a0, b1, b0) = (a >> DIGIT, a & MASK, b >> DIGIT, b & MASK);
    let low = a0 * b0;
    let mid = a1 * b0 + (low >> DIGIT);
    let cross = a0 * b1 + (mid & MASK);
    (a1 * b1 + (mid >> DIGIT) + (cross >> DIGIT), (cross << DIGIT) | (low & MASK))
}

/// `(high, low) / divisor` as (quotient, remainder); `None` when the quotient needs more than 128 bits (or the divisor is zero).
///
/// Knuth's algorithm D with two quotient digits: the divisor is shifted until its top bit is set, then each digit is estimated from
/// the divisor's upper half and corrected at most twice.
pub(crate) fn wide_div(high: u128, low: u128, divisor: u128) -> Option<(u128, u128)> {
    if high >= divisor {
        return None;
    }
    let shift = divisor.leading_zeros();
    let divisor = divisor << shift;
    // `high < divisor` before the shift, so no bit of `high` falls off; `low >> 1 >> (127 - shift)` is `low >> (128 - shift)`, also for 0.
    let top = (high << shift) | (low >> 1 >> (127 - shift));
    let low = low << shift;
    let (upper, rest) = digit(top, low >> DIGIT, divisor);
    let (lower, rest) = digit(rest, low & MASK, divisor);
    Some(((upper << DIGIT) | lower, rest >> shift))
}

/// One quotient digit of `(rest * 2^64 + next) / divisor`, and what remains. Needs `rest < divisor` and the divisor's top bit set.
fn digit(rest: u128, next: u128, divisor: u128) -> (u128, u128) {
    let (d1, d0) = (divisor >> DIGIT, divisor & MASK);
    let mut estimate = rest / d1;
    let mut left = rest % d1;
    // The estimate is at most 2^64 + 1, so `estimate * d0` stays below 2^128.
    while estimate > MASK || estimate * d0 > ((left << DIGIT) | next) {
        estimate -= 1;
        left += d1;
        if left > MASK {
            break;
        }
    }
    let remainder = ((rest << DIGIT) | next).wrapping_sub(estimate.wrapping_mul(divisor));
    (estimate, remainder)
}
