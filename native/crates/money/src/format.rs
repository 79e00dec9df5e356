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
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Room for the 39 digits of the largest magnitude.
const ROOM: usize = 40;

const PAIRS: [u8; 200] = {
    let mut pairs = [0u8; 200];
    let mut i: u8 = 0;
    #[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
    while i < 100 {
        pairs[i as usize * 2] = b'0' + i / 10;
        pairs[i as usize * 2 + 1] = b'0' + i % 10;
        i += 1;
    }
    pairs
};

/// Appends the canonical text to `out`; the event log writes millions of numbers this way.
pub fn write_decimal(out: &mut Vec<u8>, mantissa: i128, scale: u8) {
    if mantissa < 0 {
        out.push(b'-');
    }
    let mut buffer = [b'0'; ROOM];
    let start = write_digits(&mut buffer, mantissa.unsigned_abs());
    let (_, digits) = buffer.split_at(start);
    let decimals = usize::from(scale);
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(decimals));
    out.extend_from_slice(if whole.is_empty() { b"0" } else { whole });
    let kept = fraction.len().saturating_sub(fraction.iter().rev().take_while(|digit| **digit == b'0').count());
    if let Some(fraction) = fraction.get(..kept).filter(|fraction| !fraction.is_empty()) {
        out.push(b'.');
        out.extend(std::iter::repeat_n(b'0', decimals.saturating_sub(digits.len())));
        out.extend_from_slice(fraction);
    }
}

/// Writes the digits of `magnitude` at the end of `buffer` and returns where they start; zero has none.
#[allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "at most 39 digits in 40 bytes"
)]
fn write_digits(buffer: &mut [u8; ROOM], magnitude: u128) -> usize {
    const CHUNK: u128 = 10_000_000_000_000_000_000;
    let mut start = ROOM;
    let mut rest = magnitude;
    // u128 division is several times slower than u64: peel 19 digits at a time.
    while rest > u128::from(u64::MAX) {
        let mut low = (rest % CHUNK) as u64;
        rest /= CHUNK;
        for _ in 0..19 {
            start -= 1;
            buffer[start] = b'0' + (low % 10) as u8;
            low /= 10;
        }
    }
    let mut low = rest as u64;
    while low >= 100 {
        let pair = (low % 100) as usize * 2;
        low /= 100;
        start -= 2;
        buffer[start..start + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if low >= 10 {
        let pair = low as usize * 2;
        start -= 2;
        buffer[start..start + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    } else if low > 0 {
        start -= 1;
        buffer[start] = b'0' + low as u8;
    }
    start
}
