use super::options::TimeFormat;
use super::time::{DAY_MS, Stamp, date_parts, parse_date, parse_time};

/// Longest text of a time the fast reader looks at.
const LONGEST: usize = 48;

/// Reads the cells of one time column. Bars of a day come together, so a date is worked out once and then compared by its text.
pub(super) struct TimeColumn {
    pub format: TimeFormat,
    date: [u8; 10],
    midnight: i64,
    /// Largest first and second number of the dates so far: what tells day from month.
    pub largest: [u32; 2],
}

impl TimeColumn {
    pub fn new(format: TimeFormat) -> Self {
        Self { format, date: *b"1970-01-01", midnight: 0, largest: [0; 2] }
    }

    /// The time that starts at `at` and the place of the delimiter or line end behind it. `None` when the full parser must look.
    #[inline(always)]
    pub fn scan(&mut self, bytes: &[u8], at: usize, delimiter: u8) -> Option<(Stamp, usize)> {
        if self.format != TimeFormat::YearFirst {
            return self.scan_cell(bytes, at, delimiter);
        }
        let date = bytes.get(at..)?.first_chunk::<10>()?;
        if *date != self.date {
            let (days, length) = parse_date(date, TimeFormat::YearFirst).ok()?;
            if length != 10 {
                return self.scan_cell(bytes, at, delimiter);
            }
            self.date = *date;
            self.midnight = days * DAY_MS;
        }
        let separator = *bytes.get(at + 10)?;
        if separator == delimiter || is_line_end(separator) {
            return Some((Stamp { wall_ms: self.midnight, offset_ms: None }, at + 10));
        }
        if !matches!(separator, b'T' | b' ') {
            return self.scan_cell(bytes, at, delimiter);
        }
        let Some(since_midnight) = clock_of_eight(*bytes.get(at + 11..)?.first_chunk::<8>()?) else {
            return self.scan_cell(bytes, at, delimiter);
        };
        let wall_ms = self.midnight + since_midnight;
        match *bytes.get(at + 19)? {
            b'Z' if bytes.get(at + 20).is_some_and(|byte| *byte == delimiter || is_line_end(*byte)) => {
                Some((Stamp { wall_ms, offset_ms: Some(0) }, at + 20))
            }
            byte if byte == delimiter || is_line_end(byte) => Some((Stamp { wall_ms, offset_ms: None }, at + 19)),
            _ => self.scan_cell(bytes, at, delimiter),
        }
    }

    #[inline(never)]
    fn scan_cell(&mut self, bytes: &[u8], at: usize, delimiter: u8) -> Option<(Stamp, usize)> {
        let text = bytes.get(at..)?;
        let length = text.iter().take(LONGEST).position(|byte| *byte == delimiter || is_line_end(*byte))?;
        let stamp = self.parse(&text[..length])?;
        Some((stamp, at + length))
    }

    fn parse(&mut self, cell: &[u8]) -> Option<Stamp> {
        let stamp = parse_time(cell, self.format).ok()?;
        self.see(cell);
        Some(stamp)
    }

    /// Takes note of what a cell says about the order of day and month, also when it cannot be read in the present one.
    pub fn see(&mut self, cell: &[u8]) {
        if matches!(self.format, TimeFormat::MonthFirst | TimeFormat::DayFirst)
            && let Some(parts) = date_parts(cell)
        {
            self.largest = [self.largest[0].max(parts.first), self.largest[1].max(parts.second)];
        }
    }
}

fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// Milliseconds since midnight of `HH:MM:SS`.
#[inline(always)]
fn clock_of_eight(text: [u8; 8]) -> Option<i64> {
    let word = u64::from_le_bytes(text) ^ u64::from_le_bytes(*b"00:00:00");
    // Every byte is a digit's value, both colons are zero.
    if (word.wrapping_add(0x7676_7f76_767f_7676) | word) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let [h1, h0, _, m1, m0, _, s1, s0] = word.to_le_bytes().map(i64::from);
    let (hour, minute, second) = (h1 * 10 + h0, m1 * 10 + m0, s1 * 10 + s0);
    (hour < 24 && minute < 60 && second < 60).then_some(((hour * 60 + minute) * 60 + second) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clock_of_digits_and_colons_is_one() {
        assert_eq!(clock_of_eight(*b"09:30:01"), Some(34_201_000));
        assert_eq!(clock_of_eight(*b"23:59:59"), Some(86_399_000));
        for text in [b"24:00:00", b"23:60:00", b"23:00:60", b"9:30:00Z", b"09-30:00", b"09:30;00", b"0a:30:00", b"09:30:0\xff"] {
            assert_eq!(clock_of_eight(*text), None, "{}", String::from_utf8_lossy(text));
        }
    }

    proptest::proptest! {
        #[test]
        fn the_fast_reader_agrees_with_the_full_parser(
            date in "20[0-4][0-9]-[01][0-9]-[0-3][0-9]",
            rest in "|[T ][0-2][0-9]:[0-6][0-9]|[T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|\\.[0-9]{1,6}|[+-][01][0-9]:[0-3]0)?",
        ) {
            let text = format!("{date}{rest}");
            let mut bytes = text.clone().into_bytes();
            bytes.push(b',');
            bytes.extend([0; 32]);
            let mut column = TimeColumn::new(TimeFormat::YearFirst);
            let expected = parse_time(text.as_bytes(), TimeFormat::YearFirst).ok().map(|stamp| (stamp, text.len()));
            proptest::prop_assert_eq!(column.scan(&bytes, 0, b','), expected);
            proptest::prop_assert_eq!(column.scan(&bytes, 0, b','), expected);
        }
    }
}
