use std::cmp::Ordering;

use crate::MoneyError;

/// The smallest whole number whose square times all of `denominator` is at least the product of `numerator`: the square root of the
/// quotient, rounded up. The flag says whether it is exact.
///
/// ```
/// assert_eq!(money::ceil_root(&[9], &[4]), Ok((2, false)));
/// assert_eq!(money::ceil_root(&[36], &[4]), Ok((3, true)));
/// ```
pub fn ceil_root(numerator: &[u128], denominator: &[u128]) -> Result<(i128, bool), MoneyError> {
    if denominator.contains(&0) {
        return Err(MoneyError::DivisionByZero { operation: "square root" });
    }
    let wanted = product(numerator);
    let below = product(denominator);
    let compare = |root: u128| {
        let mut square = below.clone();
        multiply(&mut square, root);
        multiply(&mut square, root);
        order(&square, &wanted)
    };
    let overflow = || MoneyError::Overflow { operation: "square root" };
    // Doubled until it is large enough, then halved to the exact place.
    let most = i128::MAX.unsigned_abs();
    let mut high = 1u128;
    while compare(high) == Ordering::Less {
        if high == most {
            return Err(overflow());
        }
        high = high.saturating_mul(2).min(most);
    }
    let mut low = 0u128;
    while low < high {
        let middle = low.midpoint(high);
        if compare(middle) == Ordering::Less { low = middle.saturating_add(1) } else { high = middle }
    }
    Ok((i128::try_from(low).map_err(|_| overflow())?, compare(low) == Ordering::Equal))
}

/// Least digit first, in base 2^32, without leading zeros.
type Digits = Vec<u64>;
const DIGIT: u32 = 32;
const MASK: u64 = u32::MAX as u64;

fn product(factors: &[u128]) -> Digits {
    let mut digits = vec![1];
    for factor in factors {
        multiply(&mut digits, *factor);
    }
    digits
}

#[allow(clippy::arithmetic_side_effects, reason = "digits and partial products of 32 bits leave room in 64 for the sum and the carry")]
fn multiply(digits: &mut Digits, factor: u128) {
    let parts = [0u32, 1, 2, 3].map(|part| u64::try_from((factor >> (part * DIGIT)) & u128::from(MASK)).unwrap_or(0));
    let mut out = vec![0u64; digits.len() + parts.len() + 1];
    for (place, digit) in digits.iter().enumerate() {
        let mut carry = 0u64;
        for (slot, part) in out.iter_mut().skip(place).zip(parts.iter().chain([0].iter())) {
            let sum = *slot + digit * part + carry;
            *slot = sum & MASK;
            carry = sum >> DIGIT;
        }
    }
    while out.last() == Some(&0) {
        out.pop();
    }
    *digits = out;
}

fn order(a: &Digits, b: &Digits) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "tests")]
mod tests {
    use num_bigint::BigUint;

    use super::*;

    #[test]
    fn a_root_is_rounded_up_and_says_when_it_is_exact() {
        assert_eq!(ceil_root(&[0], &[7]), Ok((0, true)));
        assert_eq!(ceil_root(&[2], &[1]), Ok((2, false)));
        assert_eq!(ceil_root(&[2, 10u128.pow(24)], &[1]), Ok((1_414_213_562_374, false)));
        assert_eq!(ceil_root(&[u128::MAX, u128::MAX], &[3, 3]), Ok((i128::try_from(u128::MAX / 3).unwrap(), true)));
        assert_eq!(ceil_root(&[1], &[0]), Err(MoneyError::DivisionByZero { operation: "square root" }));
        assert!(ceil_root(&[u128::MAX, u128::MAX, 4], &[1]).is_err());
    }

    #[test]
    fn roots_of_long_products_agree_with_num_bigint() {
        let mut seed = 7u128;
        let mut next = || {
            seed = seed.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645).wrapping_add(1);
            seed >> 40
        };
        for _ in 0..200 {
            let (numerator, denominator) = ([next(), next(), next()], [next() >> 20 | 1, next() | 1]);
            let (root, exact) = ceil_root(&numerator, &denominator).unwrap();
            let of = |factors: &[u128]| factors.iter().fold(BigUint::from(1u8), |all, factor| all * BigUint::from(*factor));
            let (n, d) = (of(&numerator), of(&denominator));
            let floor = (&n / &d).sqrt();
            let is_square = &floor * &floor * &d == n;
            assert_eq!(exact, is_square);
            assert_eq!(BigUint::try_from(root).unwrap(), if is_square { floor } else { floor + 1u8 });
        }
    }
}
