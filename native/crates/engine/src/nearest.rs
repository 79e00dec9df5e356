//! The double nearest to a decimal, exactly as reading its text gives it, without making the text.

use money::{format_decimal, pow10};

/// Largest integer below which every integer is a double.
const EXACT: u64 = 1 << 53;

/// Powers of ten that are doubles without rounding.
pub(crate) const TENS: [f64; 23] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

/// `mantissa / 10^scale`, rounded once.
#[inline]
#[allow(clippy::float_arithmetic, reason = "one division of two exact doubles rounds once, to nearest even")]
pub(crate) fn nearest(mantissa: i128, scale: u8) -> f64 {
    match (i64::try_from(mantissa), TENS.get(usize::from(scale))) {
        (Ok(small), Some(ten)) if small.unsigned_abs() < EXACT => small as f64 / ten,
        _ => wide(mantissa, scale),
    }
}

#[cold]
fn wide(mantissa: i128, scale: u8) -> f64 {
    // A tie, or too close to one for 127 bits to tell: read the text.
    by_reciprocal(mantissa, scale).unwrap_or_else(|| format_decimal(mantissa, scale).parse().unwrap_or(f64::NAN))
}

/// `2^(126 + bits of 10^s) / 10^s` rounded down, and the bits of `10^s`.
const RECIPROCALS: [(u128, u32); 39] = {
    let mut table = [(0, 0); 39];
    let (mut ten, mut s) = (1u128, 0);
    while s < 39 {
        let bits = 128 - ten.leading_zeros();
        // Long division of a one followed by zeros; the remainder stays below 10^38 < 2^127.
        let (mut quotient, mut remainder, mut left) = (0u128, 1u128, 126 + bits);
        if remainder >= ten {
            (quotient, remainder) = (1, 0);
        }
        while left > 0 {
            remainder <<= 1;
            quotient <<= 1;
            if remainder >= ten {
                remainder -= ten;
                quotient |= 1;
            }
            left -= 1;
        }
        table[s] = (quotient, bits);
        if s < 38 {
            ten *= 10;
        }
        s += 1;
    }
    table
};

/// Multiplies the leading 64 bits by a 127-bit reciprocal; `None` when the result may lie on either side of a tie.
#[allow(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bit fields of known width; the last product only shifts the exponent"
)]
fn by_reciprocal(mantissa: i128, scale: u8) -> Option<f64> {
    let size = mantissa.unsigned_abs();
    let (reciprocal, bits) = *RECIPROCALS.get(usize::from(scale))?;
    if size == 0 || pow10(scale).is_err() {
        return None;
    }
    let zeros = size.leading_zeros();
    let aligned = size << zeros;
    let (lead, tail) = ((aligned >> 64) as u64, aligned as u64);
    let low = u128::from(lead) * (reciprocal & u128::from(u64::MAX));
    let product = u128::from(lead) * (reciprocal >> 64) + (low >> 64);
    // How much larger the true product may be: the tail's share and the reciprocal's own rounding.
    let doubt: u128 = if tail == 0 { 2 } else { (1 << 63) + 2 };
    let shift = 128 - product.leading_zeros() - 53;
    let (kept, rest, half) = (product >> shift, product & ((1 << shift) - 1), 1u128 << (shift - 1));
    let rounded = if rest > half {
        kept + 1
    } else if rest + doubt < half {
        kept
    } else {
        return None;
    };
    let exponent = i64::from(shift) + 2 - i64::from(zeros) - i64::from(bits);
    let power = f64::from_bits(((exponent + 1023) as u64) << 52);
    let value = rounded as u64 as f64 * power;
    Some(if mantissa < 0 { -value } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_text(mantissa: i128, scale: u8) -> f64 {
        format_decimal(mantissa, scale).parse().unwrap()
    }

    #[test]
    fn ties_and_powers_of_two_read_as_their_text() {
        for mantissa in
            [1, 9_007_199_254_740_993, 9_007_199_254_740_995, 1 << 62, 1 << 64, (1 << 64) + 1, i128::MAX, i128::MIN + 1, 10i128.pow(37), 0]
        {
            for scale in 0..=38 {
                assert_eq!(nearest(mantissa, scale).to_bits(), by_text(mantissa, scale).to_bits(), "{mantissa} {scale}");
            }
        }
    }

    #[test]
    fn a_long_amount_needs_no_text() {
        // 123456.78901234567891 at 14 decimals is beyond 2^53.
        assert_eq!(by_reciprocal(12_345_678_901_234_567_891, 14), "123456.78901234567891".parse().ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn every_decimal_reads_as_its_text(mantissa in any::<i128>(), shrink in 0u32..127, scale in 0u8..=38) {
            let mantissa = mantissa >> shrink;
            prop_assert_eq!(nearest(mantissa, scale).to_bits(), by_text(mantissa, scale).to_bits());
        }
    }
}
