use crate::{Decimal, MAX_SCALE, MoneyError, pow10};

/// Digits that always fit a `u64` accumulator.
const SHORT: usize = 18;

/// Text to an exact decimal: optional sign, digits, optional point and digits, optional exponent. Nothing else (no spaces, no
/// thousands separator, no `NaN`, no infinity). The scale is what was written (`12.50` has two decimals) as long as that fits;
/// beyond it trailing zeros fall away, so every value an `i128` with at most 38 decimals can hold is read, however it is written.
///
/// ```
/// use money::parse_decimal;
/// let price = parse_decimal("12.50").map(|d| (d.mantissa, d.scale));
/// assert_eq!(price, Ok((1250, 2)));
/// assert_eq!(parse_decimal("1e-7").map(|d| (d.mantissa, d.scale)), Ok((1, 7)));
/// assert!(parse_decimal("1,000").is_err());
/// ```
pub fn parse_decimal(text: &str) -> Result<Decimal, MoneyError> {
    let bytes = text.as_bytes();
    let (negative, body) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    let written = Written::read(body).ok_or_else(|| not_a_number(text))?;
    if written.digits <= SHORT && written.exponent == 0 {
        let mantissa = i128::from(written.short);
        let scale = u8::try_from(written.decimals).map_err(|_| not_a_number(text))?;
        return Ok(Decimal::new(if negative { mantissa.wrapping_neg() } else { mantissa }, scale));
    }
    written.place(body, negative, text)
}

/// What a number's text looks like, before its digits are placed.
#[derive(Default)]
struct Written {
    /// Digits in all, the point not counted.
    digits: usize,
    /// Digits behind the point.
    decimals: usize,
    /// Length of digits and point together.
    length: usize,
    exponent: i64,
    /// The digits as a number, valid while there are at most `SHORT` of them.
    short: u64,
}

impl Written {
    fn read(body: &[u8]) -> Option<Self> {
        let mut written = Self::default();
        let mut point = None;
        for byte in body {
            match byte {
                b'0'..=b'9' => {
                    written.short = written.short.wrapping_mul(10).wrapping_add(u64::from(byte.wrapping_sub(b'0')));
                    written.digits = written.digits.saturating_add(1);
                }
                b'.' if point.is_none() => point = Some(written.digits),
                b'e' | b'E' => {
                    let rest = body.get(written.length.saturating_add(1)..)?;
                    written.exponent = exponent(rest)?;
                    break;
                }
                _ => return None,
            }
            written.length = written.length.saturating_add(1);
        }
        written.decimals = point.map_or(0, |before| written.digits.abs_diff(before));
        (written.digits > 0).then_some(written)
    }

    /// The general case: many digits or an exponent. Zeros at either end cost nothing, so only significant digits can overflow.
    fn place(&self, body: &[u8], negative: bool, text: &str) -> Result<Decimal, MoneyError> {
        let overflow = || MoneyError::Overflow { operation: "parse" };
        let mut mantissa: i128 = 0;
        let mut zeros: u32 = 0;
        for byte in body.iter().take(self.length).filter(|byte| **byte != b'.') {
            let digit = i128::from(byte.wrapping_sub(b'0'));
            if digit == 0 {
                zeros = zeros.saturating_add(u32::from(mantissa != 0));
                continue;
            }
            let shift = zeros.checked_add(1).and_then(|n| u8::try_from(n).ok()).ok_or_else(overflow)?;
            let grown = mantissa.checked_mul(pow10(shift).map_err(|_| overflow())?).ok_or_else(overflow)?;
            mantissa = if negative { grown.checked_sub(digit) } else { grown.checked_add(digit) }.ok_or_else(overflow)?;
            zeros = 0;
        }
        if mantissa == 0 {
            let scale = i64::try_from(self.decimals).unwrap_or(i64::MAX).saturating_sub(self.exponent);
            return Ok(Decimal::new(0, u8::try_from(scale.clamp(0, i64::from(MAX_SCALE))).unwrap_or(0)));
        }
        // The value is mantissa * 10^zeros / 10^scale: keep as many of the written zeros as fit.
        let mut scale = i64::try_from(self.decimals).map_err(|_| overflow())?.saturating_sub(self.exponent);
        let mut zeros = i64::from(zeros);
        while zeros > 0 && (scale > i64::from(MAX_SCALE) || (scale > 0 && power(zeros).is_none_or(|p| mantissa.checked_mul(p).is_none()))) {
            zeros = zeros.saturating_sub(1);
            scale = scale.saturating_sub(1);
        }
        if scale > i64::from(MAX_SCALE) {
            let digits = u32::try_from(scale).unwrap_or(u32::MAX);
            return Err(MoneyError::TooManyDecimals { text: excerpt(text), digits, allowed: MAX_SCALE });
        }
        let grown = zeros.saturating_sub(scale.min(0));
        let mantissa = power(grown).and_then(|factor| mantissa.checked_mul(factor)).ok_or_else(overflow)?;
        Ok(Decimal::new(mantissa, u8::try_from(scale.max(0)).map_err(|_| overflow())?))
    }
}

fn power(exponent: i64) -> Option<i128> {
    u8::try_from(exponent).ok().and_then(|exponent| pow10(exponent).ok())
}

/// Optional sign and at least one digit; beyond any sense it saturates, and the caller reports the overflow.
fn exponent(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    let mut value: i64 = 0;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value.saturating_mul(10).saturating_add(i64::from(byte.wrapping_sub(b'0'))).min(i64::MAX / 4);
    }
    (!digits.is_empty()).then_some(if negative { value.wrapping_neg() } else { value })
}

fn not_a_number(text: &str) -> MoneyError {
    MoneyError::NotANumber { text: excerpt(text) }
}

/// A cell can be megabytes long; an error message must not be.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
