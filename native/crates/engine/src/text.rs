//! Canonical text: decimals, fractions, times and JSON strings, appended to a byte buffer.

use money::{Decimal, Ratio, Rounding, mul_div, pow10, write_decimal};

use crate::EngineError;

/// Most decimals a quantity that ends is written with; one that does not end gets `SHOWN`.
const MOST: u8 = 18;
/// Decimals of a quotient, half-even.
const SHOWN: u8 = 12;

/// A canonical decimal in quotes.
#[inline]
pub(crate) fn push_decimal(out: &mut Vec<u8>, mantissa: i128, scale: u8) {
    match i64::try_from(mantissa) {
        Ok(small) => push_i64::<true, false>(out, small, scale),
        Err(_) => {
            out.push(b'"');
            write_decimal(out, mantissa, scale);
            out.push(b'"');
        }
    }
}

/// A comma and a canonical decimal in quotes: the log writes one for every marked close.
#[inline]
pub(crate) fn push_next_decimal(out: &mut Vec<u8>, mantissa: i64, scale: u8) {
    push_i64::<true, true>(out, mantissa, scale);
}

/// The canonical text of an `i64` mantissa.
#[inline]
pub(crate) fn push_small(out: &mut Vec<u8>, mantissa: i64, scale: u8) {
    push_i64::<false, false>(out, mantissa, scale);
}

#[inline]
fn push_i64<const QUOTES: bool, const COMMA: bool>(out: &mut Vec<u8>, mantissa: i64, scale: u8) {
    let (digits, scale) = without_zeros(mantissa.unsigned_abs(), scale.min(38));
    // Ten digits or nine decimals, a sign, a point, quotes and a comma are 16 bytes at most.
    if digits < 10_000_000_000 && scale <= 9 {
        let mut word = Word::default();
        put_decimal::<QUOTES, COMMA>(&mut word, mantissa < 0, digits, scale);
        word.append_to(out);
    } else {
        let mut text = Backwards::new();
        put_decimal::<QUOTES, COMMA>(&mut text, mantissa < 0, digits, scale);
        out.extend_from_slice(text.text());
    }
}

const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let (mut high, mut index) = (b'0', 0);
    while high <= b'9' {
        let mut low = b'0';
        while low <= b'9' {
            pairs[index] = [high, low];
            index += 1;
            low += 1;
        }
        high += 1;
    }
    pairs
};

/// A short text made from its last byte to its first.
trait FromTheEnd {
    fn put(&mut self, byte: u8);
    /// Two digits; `value` is below 100.
    fn pair(&mut self, value: u64);
}

/// A text of at most 16 bytes in a register: appended with one store of fixed length.
#[derive(Default)]
struct Word {
    bytes: u128,
    length: usize,
}

impl Word {
    #[inline]
    fn append_to(self, out: &mut Vec<u8>) {
        let end = out.len() + self.length;
        out.extend_from_slice(&self.bytes.to_le_bytes());
        out.truncate(end);
    }
}

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "a pair is below 100")]
impl FromTheEnd for Word {
    #[inline]
    fn put(&mut self, byte: u8) {
        self.bytes = self.bytes << 8 | u128::from(byte);
        self.length += 1;
    }

    #[inline]
    fn pair(&mut self, value: u64) {
        self.bytes = self.bytes << 16 | u128::from(u16::from_le_bytes(PAIRS[value as usize]));
        self.length += 2;
    }
}

/// Room for a sign, 20 digits, a point and more decimals than any amount has, in quotes and after a comma.
const ROOM: usize = 64;

struct Backwards {
    bytes: [u8; ROOM],
    start: usize,
}

#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "at most 20 digits and a scale below 39 stay inside the buffer"
)]
impl Backwards {
    fn new() -> Self {
        Self { bytes: [b'0'; ROOM], start: ROOM }
    }

    fn text(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "as above")]
impl FromTheEnd for Backwards {
    #[inline]
    fn put(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    #[inline]
    fn pair(&mut self, value: u64) {
        self.start -= 2;
        self.bytes[self.start..self.start + 2].copy_from_slice(&PAIRS[value as usize]);
    }
}

#[inline]
#[allow(clippy::cast_possible_truncation, reason = "a digit is below 10")]
fn put_decimal<const QUOTES: bool, const COMMA: bool>(text: &mut impl FromTheEnd, is_negative: bool, digits: u64, scale: u8) {
    let (mut rest, mut scale) = (digits, scale);
    if QUOTES {
        text.put(b'"');
    }
    if scale > 0 {
        while scale >= 2 {
            text.pair(rest % 100);
            (rest, scale) = (rest / 100, scale - 2);
        }
        if scale == 1 {
            text.put(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
        text.put(b'.');
    }
    while rest >= 100 {
        text.pair(rest % 100);
        rest /= 100;
    }
    if rest >= 10 {
        text.pair(rest);
    } else {
        text.put(b'0' + rest as u8);
    }
    if is_negative {
        text.put(b'-');
    }
    if QUOTES {
        text.put(b'"');
    }
    if COMMA {
        text.put(b',');
    }
}

/// The same value with fewer decimals, where they are zeros.
#[inline]
fn without_zeros(mut rest: u64, mut scale: u8) -> (u64, u8) {
    if rest == 0 {
        return (0, 0);
    }
    while scale >= 8 && rest.is_multiple_of(100_000_000) {
        (rest, scale) = (rest / 100_000_000, scale - 8);
    }
    while scale >= 3 && rest.is_multiple_of(1_000) {
        (rest, scale) = (rest / 1_000, scale - 3);
    }
    while scale > 0 && rest.is_multiple_of(10) {
        (rest, scale) = (rest / 10, scale - 1);
    }
    (rest, scale)
}

/// A quantity as it is shown: all its decimals when it ends within 18, else 12 decimals half-even.
pub(crate) fn shown_quantity(ratio: Ratio) -> Result<Decimal, EngineError> {
    let (scale, mode) = match decimals(ratio.den()) {
        Some(scale) => (scale, Rounding::Down),
        None => (SHOWN, Rounding::HalfEven),
    };
    Ok(Decimal::new(mul_div(ratio.num(), pow10(scale)?, ratio.den(), mode)?, scale))
}

/// A quantity in quotes, as it is shown.
pub(crate) fn push_quantity(out: &mut Vec<u8>, ratio: Ratio) -> Result<(), EngineError> {
    let Decimal { mantissa, scale } = shown_quantity(ratio)?;
    push_decimal(out, mantissa, scale);
    Ok(())
}

/// How many decimals a fraction in lowest terms needs; `None` when it never ends or not soon enough.
fn decimals(denominator: i128) -> Option<u8> {
    let (mut rest, mut twos, mut fives) = (denominator, 0u8, 0u8);
    while rest % 2 == 0 && twos <= MOST {
        (rest, twos) = (rest / 2, twos + 1);
    }
    while rest % 5 == 0 && fives <= MOST {
        (rest, fives) = (rest / 5, fives + 1);
    }
    (rest == 1).then_some(twos.max(fives)).filter(|scale| *scale <= MOST)
}

/// A quotient as it is shown: at most 12 decimals, half-even.
pub(crate) fn shown_quotient(ratio: Ratio) -> Result<Decimal, EngineError> {
    Ok(Decimal::new(mul_div(ratio.num(), pow10(SHOWN)?, ratio.den(), Rounding::HalfEven)?, SHOWN))
}

/// A quotient in quotes, as it is shown.
pub(crate) fn push_quotient(out: &mut Vec<u8>, ratio: Ratio) -> Result<(), EngineError> {
    let Decimal { mantissa, scale } = shown_quotient(ratio)?;
    push_decimal(out, mantissa, scale);
    Ok(())
}

/// A JSON string as RFC 8785 writes it.
pub(crate) fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    if text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        out.extend_from_slice(text.as_bytes());
    } else {
        for byte in text.bytes() {
            match byte {
                b'"' => out.extend_from_slice(b"\\\""),
                b'\\' => out.extend_from_slice(b"\\\\"),
                0x08 => out.extend_from_slice(b"\\b"),
                b'\t' => out.extend_from_slice(b"\\t"),
                b'\n' => out.extend_from_slice(b"\\n"),
                0x0c => out.extend_from_slice(b"\\f"),
                b'\r' => out.extend_from_slice(b"\\r"),
                0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
                _ => out.push(byte),
            }
        }
    }
    out.push(b'"');
}

pub(crate) fn push_integer(out: &mut Vec<u8>, value: u32) {
    push_small(out, i64::from(value), 0);
}

const DAY_MS: i64 = 86_400_000;

/// Writes times in quotes, keeping the text of the last date: bars come in time order.
#[derive(Debug)]
pub(crate) struct TimeText {
    day: Option<i64>,
    date: Vec<u8>,
}

impl TimeText {
    pub fn new() -> Self {
        Self { day: None, date: Vec::with_capacity(16) }
    }

    /// RFC 3339 UTC; milliseconds only when they are not zero.
    #[allow(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "each part is below 100, taken from one day's milliseconds"
    )]
    pub fn push(&mut self, out: &mut Vec<u8>, time_ms: i64) {
        let (day, within) = (time_ms.div_euclid(DAY_MS), time_ms.rem_euclid(DAY_MS));
        if self.day != Some(day) {
            self.date.clear();
            write_date(&mut self.date, day);
            self.day = Some(day);
        }
        out.push(b'"');
        out.extend_from_slice(&self.date);
        let (seconds, ms) = (within / 1000, within % 1000);
        let pair = |value: i64| PAIRS[(value % 100) as usize];
        let (hour, minute, second) = (pair(seconds / 3600), pair(seconds / 60 % 60), pair(seconds % 60));
        out.extend_from_slice(&[b'T', hour[0], hour[1], b':', minute[0], minute[1], b':', second[0], second[1]]);
        if ms != 0 {
            let tail = pair(ms);
            out.extend_from_slice(&[b'.', b'0' + (ms / 100) as u8, tail[0], tail[1]]);
        }
        out.extend_from_slice(b"Z\"");
    }
}

/// `YYYY-MM-DD` of a day since 1970-01-01, proleptic Gregorian.
pub(crate) fn write_date(out: &mut Vec<u8>, day: i64) {
    let (year, month, of_month) = civil(day);
    out.extend_from_slice(format!("{year:04}-{month:02}-{of_month:02}").as_bytes());
}

/// Year, month and day of month of a day since 1970-01-01, proleptic Gregorian.
pub(crate) fn civil(day: i64) -> (i64, i64, i64) {
    // Days are counted from 0000-03-01, so that a leap day ends its year.
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn rfc3339(time_ms: i64) -> String {
        written(|out| TimeText::new().push(out, time_ms)).replace('"', "")
    }

    #[test]
    fn a_time_shows_milliseconds_only_when_it_has_some() {
        assert_eq!(rfc3339(1_402_272_000_000), "2014-06-09T00:00:00Z");
        assert_eq!(rfc3339(1_402_320_600_007), "2014-06-09T13:30:00.007Z");
        assert_eq!(rfc3339(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(rfc3339(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(rfc3339(4_107_542_400_000), "2100-03-01T00:00:00Z");
    }

    #[test]
    fn a_small_mantissa_is_written_like_any_decimal() {
        for (mantissa, scale, text) in
            [(0, 0, "0"), (0, 4, "0"), (7, 0, "7"), (70, 0, "70"), (1250, 2, "12.5"), (-5, 3, "-0.005"), (100, 2, "1"), (-1, 0, "-1")]
        {
            assert_eq!(written(|out| push_small(out, mantissa, scale)), text);
        }
        for mantissa in [i64::MIN, i64::MAX, 1, 9, 10, 99, 100, 101, 999, 9_999_999_999, -9_999_999_999, 12_345_678_900, -10_000_000_000] {
            for scale in 0..=18 {
                let expected = money::format_decimal(i128::from(mantissa), scale);
                assert_eq!(written(|out| push_small(out, mantissa, scale)), expected);
            }
        }
    }

    #[test]
    fn a_fraction_that_does_not_end_shows_twelve_decimals_half_even() {
        let text = |num, den| written(|out| push_quantity(out, Ratio::new(num, den).unwrap()).unwrap());
        assert_eq!(text(64_557, 700), "\"92.224285714286\"");
        assert_eq!(text(-1, 3), "\"-0.333333333333\"");
        assert_eq!(text(1, 8), "\"0.125\"");
        assert_eq!(text(3, 1), "\"3\"");
        // 2^-18 has 18 decimals, 2^-19 has 19.
        assert_eq!(text(1, 262_144), "\"0.000003814697265625\"");
        assert_eq!(text(1, 524_288), "\"0.000001907349\"");
    }

    #[test]
    fn a_string_is_escaped_as_json_stringify_does() {
        assert_eq!(written(|out| push_string(out, "a\"b\\c\n\u{1}é")), "\"a\\\"b\\\\c\\n\\u0001é\"");
    }
}
