use super::number::{Written, eight_digits};

const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
/// Longest number, without the byte behind it, that a word of eight bytes shows whole.
const LONGEST: usize = 7;

/// What the last number of a column looked like: `ddd.dd,`. The next one most likely looks the same, and then one comparison tells so, and
/// where it ends is known before it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// `0` where a digit stands, else the very byte.
    pattern: u64,
    /// What lifts the high bit of a byte that differs too much from the pattern: by more than 9 from a digit, at all from another byte.
    lift: u64,
    /// High bits of the bytes looked at.
    looked_at: u64,
    /// Bytes before and behind the point.
    whole: u64,
    fraction: u64,
    /// Moves the digits to the top of the word.
    shift: u32,
    decimals: u8,
    width: usize,
}

impl Shape {
    /// The shape of a number of `width` bytes with so many decimals, and of the byte behind it. `None` for numbers that are too long or
    /// not written plainly.
    pub fn of(number: Written, text: &[u8]) -> Option<Self> {
        let (behind, digits) = text.split_last()?;
        let width = digits.len();
        if width == 0 || width > LONGEST {
            return None;
        }
        let point = digits.iter().position(|byte| !byte.is_ascii_digit());
        let mut pattern = [0; 8];
        let mut lift = [0; 8];
        for (index, byte) in digits.iter().enumerate() {
            let is_digit = byte.is_ascii_digit();
            pattern[index] = if is_digit { b'0' } else { *byte };
            lift[index] = if is_digit { 0x76 } else { 0x7f };
        }
        pattern[width] = *behind;
        lift[width] = 0x7f;
        let low_bytes = |count: usize| u64::MAX.checked_shr(64 - 8 * count as u32).unwrap_or(0);
        let whole = low_bytes(point.unwrap_or(width));
        let fraction = point.map_or(0, |point| low_bytes(width) & !low_bytes(point + 1));
        let digits = (width - usize::from(point.is_some())) as u32;
        Some(Self {
            pattern: u64::from_le_bytes(pattern),
            lift: u64::from_le_bytes(lift),
            looked_at: HIGH_BITS & low_bytes(width + 1),
            whole,
            fraction,
            shift: 64u32.checked_sub(8 * digits).filter(|shift| *shift < 64)?,
            decimals: number.decimals,
            width,
        })
    }

    /// The number that starts the word, when it has this shape.
    #[inline(always)]
    pub fn read(&self, word: u64) -> Option<Written> {
        let digits = word ^ self.pattern;
        if (digits.wrapping_add(self.lift) | digits) & self.looked_at != 0 {
            return None;
        }
        let together = (digits & self.whole) | ((digits & self.fraction) >> 8);
        Some(Written { mantissa: eight_digits(together << self.shift), decimals: self.decimals })
    }

    pub fn width(&self) -> usize {
        self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> u64 {
        let mut bytes = [0; 8];
        let length = text.len().min(8);
        bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
        u64::from_le_bytes(bytes)
    }

    fn shape(text: &str, decimals: u8) -> Option<Shape> {
        Shape::of(Written { mantissa: 0, decimals }, text.as_bytes())
    }

    #[test]
    fn a_number_of_the_same_shape_is_read_and_no_other() {
        let shape = shape("100.07,", 2).unwrap();
        assert_eq!(shape.read(word("173.68,1")), Some(Written { mantissa: 17368, decimals: 2 }));
        for other in
            ["99.99,1", "1000.07,", "100.7,12", "100,07,1", "100.07;1", "10a.07,1", "100.0\u{e9},", "-00.07,1", "/00.07,1", ":00.07,1"]
        {
            assert_eq!(shape.read(word(other)), None, "{other}");
        }
    }

    #[test]
    fn shapes_without_point_and_with_one_at_an_end_are_read() {
        assert_eq!(shape("1234\n", 0).unwrap().read(word("9876\n")), Some(Written { mantissa: 9876, decimals: 0 }));
        assert_eq!(shape(".5,", 1).unwrap().read(word(".7,")), Some(Written { mantissa: 7, decimals: 1 }));
        assert_eq!(shape("12.,", 0).unwrap().read(word("34.,")), Some(Written { mantissa: 34, decimals: 0 }));
        assert_eq!(shape("1234567,", 0).unwrap().read(word("7654321,")), Some(Written { mantissa: 7_654_321, decimals: 0 }));
        assert!(shape("12345678,", 0).is_none() && shape(".,", 0).is_none() && shape(",", 0).is_none());
    }

    proptest::proptest! {
        #[test]
        fn what_a_shape_reads_is_what_the_scanner_reads(learned in "[0-9]{0,4}(\\.[0-9]{0,3})?,", text in "[0-9]{0,4}(\\.[0-9]{0,3})?[,;0-9]{1,4}") {
            use super::super::number::scan_plain;
            let padded = |text: &str| [text.as_bytes(), &[0; 16]].concat();
            if let Some((number, end)) = scan_plain(&padded(&learned), 0, b'.')
                && let Some(shape) = Shape::of(number, &learned.as_bytes()[..=end])
                && let Some(read) = shape.read(word(&text))
            {
                proptest::prop_assert_eq!(scan_plain(&padded(&text), 0, b'.'), Some((read, shape.width())));
            }
        }
    }
}
