use crate::{Decimal, MAX_SCALE, MoneyError, pow10};

/// Text to an exact decimal: optional sign, digits, optional point and digits, optional exponent. Nothing else (no spaces, no
/// thousands separator, no `NaN`, no infinity).
///
/// ```
/// use money::parse_decimal;
/// let price = parse_decimal("12.50").map(|d| (d.mantissa, d.scale));
/// assert_eq!(price, Ok((1250, 2)));
/// assert_eq!(parse_decimal("1e-7").map(|d| (d.mantissa, d.scale)), Ok((1, 7)));
/// assert!(parse_decimal("1,000").is_err());
/// ```
pub fn parse_decimal(text: &str) -> Result<Decimal, MoneyError> {
    let not_a_number = || MoneyError::NotANumber { text: text.to_owned() };
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) if !exponent.is_empty() => (digits, exponent.parse::<i32>().map_err(|_| not_a_number())?),
        Some(_) => return Err(not_a_number()),
        None => (text, 0),
    };
    let (negative, body) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(not_a_number());
    }
    let overflow = || MoneyError::Overflow { operation: "parse" };
    let mut mantissa: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return Err(not_a_number());
        }
        let digit = i128::from(byte.wrapping_sub(b'0'));
        let grown = mantissa.checked_mul(10).ok_or_else(overflow)?;
        mantissa = if negative { grown.checked_sub(digit) } else { grown.checked_add(digit) }.ok_or_else(overflow)?;
    }
    let decimals = i32::try_from(fraction.len()).map_err(|_| overflow())?.checked_sub(exponent).ok_or_else(overflow)?;
    if decimals < 0 {
        let factor = u8::try_from(decimals.unsigned_abs()).map_err(|_| overflow()).and_then(pow10)?;
        return Ok(Decimal::new(mantissa.checked_mul(factor).ok_or_else(overflow)?, 0));
    }
    let scale = u8::try_from(decimals).ok().filter(|scale| *scale <= MAX_SCALE);
    let too_many = || MoneyError::TooManyDecimals { text: text.to_owned(), digits: decimals.unsigned_abs(), allowed: MAX_SCALE };
    Ok(Decimal::new(mantissa, scale.ok_or_else(too_many)?))
}

/// The canonical text of `mantissa / 10^scale`: no exponent, no plus sign, no trailing zeros, never `-0`.
///
/// ```
/// assert_eq!(money::format_decimal(-1250, 2), "-12.5");
/// assert_eq!(money::format_decimal(7, 3), "0.007");
/// assert_eq!(money::format_decimal(0, 4), "0");
/// ```
pub fn format_decimal(mantissa: i128, scale: u8) -> String {
    let mut bytes = Vec::with_capacity(24);
    write_decimal(&mut bytes, mantissa, scale);
    bytes.into_iter().map(char::from).collect()
}

/// Appends the canonical text to `out`; the event log writes millions of numbers this way.
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "digit loop over a 39-digit buffer")]
pub fn write_decimal(out: &mut Vec<u8>, mantissa: i128, scale: u8) {
    let mut digits = [b'0'; 80];
    let mut start = digits.len();
    let mut rest = mantissa.unsigned_abs();
    // u128 division is several times slower than u64: peel 19 digits at a time.
    while rest > u128::from(u64::MAX) {
        let mut low = (rest % 10_000_000_000_000_000_000) as u64;
        rest /= 10_000_000_000_000_000_000;
        for _ in 0..19 {
            start -= 1;
            digits[start] = b'0' + (low % 10) as u8;
            low /= 10;
        }
    }
    let mut low = rest as u64;
    while low > 0 {
        start -= 1;
        digits[start] = b'0' + (low % 10) as u8;
        low /= 10;
    }
    let point = digits.len() - usize::from(scale.min(MAX_SCALE));
    let start = start.min(point - 1);
    let mut end = digits.len();
    while end > point && digits[end - 1] == b'0' {
        end -= 1;
    }
    if mantissa < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[start..point]);
    if end > point {
        out.push(b'.');
        out.extend_from_slice(&digits[point..end]);
    }
}
