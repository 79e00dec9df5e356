const EXACT: i128 = 1 << 53;

/// 10^0 to 10^18.
pub(crate) const POWERS: [i64; 19] = {
    let mut powers = [1i64; 19];
    let mut i = 1;
    while i < 19 {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// `numerator / denominator`, rounded once to the nearest `f64` (ties to even). `denominator` is from 1 to 2^126.
pub(crate) fn quotient(numerator: i128, denominator: i128) -> f64 {
    if numerator.abs() <= EXACT && denominator <= EXACT {
        return numerator as f64 / denominator as f64;
    }
    long_quotient(numerator, denominator)
}

// Long division, up to 32 bits of quotient at a time, until 55 bits stand above the sticky one; the conversion then rounds once.
#[cold]
fn long_quotient(numerator: i128, denominator: i128) -> f64 {
    let (magnitude, divisor) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let mut digits = magnitude / divisor;
    let mut rest = magnitude % divisor;
    let mut exponent = 0i32;
    while digits < 1 << 55 && rest != 0 {
        let bits = rest.leading_zeros().min(32);
        let shifted = rest << bits;
        digits = (digits << bits) | (shifted / divisor);
        rest = shifted % divisor;
        exponent -= bits as i32;
    }
    if rest != 0 {
        digits |= 1;
    }
    let value = digits as f64 * 2f64.powi(exponent);
    if numerator < 0 { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_of_small_integers_is_one_division() {
        assert_eq!(quotient(1, 3), 1.0 / 3.0);
        assert_eq!(quotient(-7, 2), -3.5);
    }

    #[test]
    fn a_quotient_of_large_integers_is_rounded_once() {
        // Expected values by Python's `int / int`, which rounds correctly; the first numerator is 2^53 + 1.
        assert_eq!(quotient(9_007_199_254_740_993, 3_000_000_000_000_000_000), 3.002399751580331e-3);
        assert_eq!(quotient(123_456_789_012_345_678_901_234_567_890, 7_000_000_000), 1.7636684144620812e19);
        assert_eq!(quotient(-9_223_372_036_854_775_808, 3), -3.0744573456182584e18);
        assert_eq!(quotient(1, 3_000_000_000_000_000_000_000), 3.333333333333333e-22);
    }

    #[test]
    fn equal_ratios_give_the_same_bits_whatever_their_terms() {
        let terms = [(10_000_000_000_000_001i128, 3i128), (20_000_000_000_000_002, 6), (1_000_000_000_000_000_100_000, 300_000)];
        let values = terms.map(|(numerator, denominator)| quotient(numerator, denominator).to_bits());
        assert_eq!(values[0], values[1]);
        assert_eq!(values[0], values[2]);
    }
}
