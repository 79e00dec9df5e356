use money::{Decimal, MoneyError, parse_decimal};

/// `mantissa / 10^decimals` as written, trailing zeros included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub mantissa: i64,
    pub decimals: u8,
}

/// Digits an `i64` holds whatever they are.
const SAFE_DIGITS: usize = 18;

/// Reads an unsigned plain number (digits, at most one point) that starts at `at`, and answers it with the place behind it. `None` for
/// anything else: [`parse_cell`] knows all forms. `bytes` must have eight bytes behind any number.
#[inline(always)]
pub(super) fn scan_plain(bytes: &[u8], at: usize, point: u8) -> Option<(Written, usize)> {
    let word = u64::from_le_bytes(*bytes.get(at..)?.first_chunk::<8>()?);
    let digits = word ^ 0x3030_3030_3030_3030;
    // The high bit of each byte that is no digit; right up to the first byte that is not ASCII, which is none itself.
    let stops = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    if stops == 0 {
        return scan_long(bytes, at, point);
    }
    let whole = stops.trailing_zeros() & !7;
    if (word >> whole) & 0xff != u64::from(point) {
        let value = if whole == 0 { return None } else { eight_digits(digits << (64 - whole)) };
        return Some((Written { mantissa: value, decimals: 0 }, at.wrapping_add((whole >> 3) as usize)));
    }
    let stops = stops & stops.wrapping_sub(1);
    if stops == 0 {
        return scan_long(bytes, at, point);
    }
    let end = stops.trailing_zeros() & !7;
    let count = end - 8;
    if count == 0 {
        return None;
    }
    // Close the gap the point leaves, then move the digits to the top of the word.
    let below = digits & ((1u64 << whole) - 1);
    let above = (digits >> 8) & !((1u64 << whole) - 1);
    let value = eight_digits((below | above) << (64 - count));
    let decimals = ((count - whole) >> 3) as u8;
    Some((Written { mantissa: value, decimals }, at.wrapping_add((end >> 3) as usize)))
}

/// Eight digit values, first digit in the lowest byte, as a number.
#[inline(always)]
pub(super) fn eight_digits(digits: u64) -> i64 {
    let pairs = (digits.wrapping_mul(2561) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(6_553_601) >> 16) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(42_949_672_960_001) >> 32) as i64
}

#[inline(never)]
fn scan_long(bytes: &[u8], at: usize, point: u8) -> Option<(Written, usize)> {
    let mut mantissa: i64 = 0;
    let mut count = 0;
    let mut seen_point = None;
    let mut end = at;
    for byte in bytes.get(at..)? {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(i64::from(digit));
            count += 1;
        } else if *byte == point && seen_point.is_none() {
            seen_point = Some(count);
        } else {
            break;
        }
        if count > SAFE_DIGITS {
            return None;
        }
        end += 1;
    }
    let decimals = seen_point.map_or(0, |before| count - before) as u8;
    (count > 0).then_some((Written { mantissa, decimals }, end))
}

/// Any number a file may hold: sign, exponent, up to 38 digits. Trailing zeros are gone.
pub(super) fn parse_cell(text: &str, point: u8) -> Result<Decimal, MoneyError> {
    if point == b'.' {
        return Ok(parse_decimal(text)?.normalized());
    }
    if text.contains('.') {
        return Err(MoneyError::NotANumber { text: text.to_owned() });
    }
    Ok(parse_decimal(&text.replace(char::from(point), "."))?.normalized())
}

/// What writers put where a value is missing.
pub(super) fn is_missing(text: &str) -> bool {
    const WORDS: [&str; 8] = ["nan", "null", "na", "n/a", "none", "nil", "-", "#n/a"];
    text.is_empty() || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Option<(i64, u8, usize)> {
        let mut bytes = text.as_bytes().to_vec();
        bytes.extend([0; 16]);
        scan_plain(&bytes, 0, b'.').map(|(number, end)| (number.mantissa, number.decimals, end))
    }

    #[test]
    fn plain_numbers_of_every_length_are_read_as_written() {
        assert_eq!(scanned("7,"), Some((7, 0, 1)));
        assert_eq!(scanned("97.32,"), Some((9732, 2, 5)));
        assert_eq!(scanned("100.00\n"), Some((10000, 2, 6)));
        assert_eq!(scanned("0.5\r"), Some((5, 1, 3)));
        assert_eq!(scanned(".5,"), Some((5, 1, 2)));
        assert_eq!(scanned("12.,"), Some((12, 0, 3)));
        assert_eq!(scanned("1234567,"), Some((1_234_567, 0, 7)));
        assert_eq!(scanned("12345678,"), Some((12_345_678, 0, 8)));
        assert_eq!(scanned("123456.7,"), Some((1_234_567, 1, 8)));
        assert_eq!(scanned("123456.78,"), Some((12_345_678, 2, 9)));
        assert_eq!(scanned("0.00002854,"), Some((2854, 8, 10)));
        assert_eq!(scanned("123456789012345678,"), Some((123_456_789_012_345_678, 0, 18)));
    }

    #[test]
    fn anything_else_is_left_to_the_full_parser() {
        assert_eq!(scanned(","), None);
        assert_eq!(scanned("."), None);
        assert_eq!(scanned("-1,"), None);
        assert_eq!(scanned("abc"), None);
        assert_eq!(scanned("1234567890123456789,"), None);
        assert_eq!(scanned("é1"), None);
    }

    #[test]
    fn a_number_ends_at_the_first_byte_that_is_not_ascii() {
        assert_eq!(scanned("12é4567,"), Some((12, 0, 2)));
        assert_eq!(scanned("1.2é4567,"), Some((12, 1, 3)));
    }

    proptest::proptest! {
        #[test]
        fn scanning_agrees_with_the_exact_parser(whole in "[0-9]{0,9}", fraction in proptest::option::of("[0-9]{0,9}")) {
            let text = fraction.map_or(whole.clone(), |digits| format!("{whole}.{digits}"));
            let expected = parse_decimal(&text).ok().map(|d| (i64::try_from(d.mantissa).unwrap(), d.scale, text.len()));
            proptest::prop_assert_eq!(scanned(&format!("{text},")), expected);
        }
    }
}
