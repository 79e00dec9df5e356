use super::options::TimeFormat;

pub(super) const DAY_MS: i64 = 86_400_000;

/// A time as written: what a clock on the wall showed, and how far ahead of UTC that clock was when the text says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub wall_ms: i64,
    pub offset_ms: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeProblem {
    NotThisFormat,
    NoSuchDay,
    NoSuchTime,
    FinerThanMillisecond,
}

impl TimeProblem {
    pub fn reason(self, format: TimeFormat) -> String {
        match self {
            Self::NotThisFormat => format!("is not written as {}", format.name()),
            Self::NoSuchDay => format!("is no day of the calendar when read as {}", format.name()),
            Self::NoSuchTime => "is no time of day".to_owned(),
            Self::FinerThanMillisecond => "is finer than a millisecond".to_owned(),
        }
    }
}

/// The three numbers of a date in the order written, and the length of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateParts {
    pub first: u32,
    pub second: u32,
    pub third: u32,
    pub length: usize,
    /// Digits of the first and third number.
    pub first_digits: usize,
    pub third_digits: usize,
}

/// Reads one whole cell.
pub(super) fn parse_time(text: &[u8], format: TimeFormat) -> Result<Stamp, TimeProblem> {
    if let Some(per_ms) = epoch_unit(format) {
        return parse_epoch(text, per_ms).map(|wall_ms| Stamp { wall_ms, offset_ms: Some(0) });
    }
    let (days, length) = parse_date(text, format)?;
    let rest = &text[length..];
    let midnight = days * DAY_MS;
    let Some(separator) = rest.first() else {
        return Ok(Stamp { wall_ms: midnight, offset_ms: None });
    };
    let clock = match separator {
        b'T' | b't' | b' ' | b':' | b'_' => &rest[1..],
        b'Z' | b'z' | b'+' => rest,
        // 20140609093000
        b'0'..=b'9' if format == TimeFormat::Compact && matches!(rest.len(), 4 | 6) => rest,
        _ => return Err(TimeProblem::NotThisFormat),
    };
    let no_clock = matches!(separator, b'Z' | b'z' | b'+');
    let (since_midnight, length) = if no_clock { (0, 0) } else { parse_clock(clock)? };
    Ok(Stamp { wall_ms: midnight + since_midnight, offset_ms: parse_zone(&clock[length..])? })
}

/// Days since 1970-01-01 of a date alone, and the length of its text.
pub(super) fn parse_date(text: &[u8], format: TimeFormat) -> Result<(i64, usize), TimeProblem> {
    if format == TimeFormat::Compact {
        let digits = text.get(..8).and_then(|date| number(date, 8)).filter(|(_, length)| *length == 8);
        let (value, length) = digits.ok_or(TimeProblem::NotThisFormat)?;
        let days = days_of(value / 10_000, value / 100 % 100, value % 100).ok_or(TimeProblem::NoSuchDay)?;
        return Ok((days, length));
    }
    let parts = date_parts(text).ok_or(TimeProblem::NotThisFormat)?;
    let (year, month, day, year_digits) = match format {
        TimeFormat::YearFirst => (parts.first, parts.second, parts.third, parts.first_digits),
        TimeFormat::MonthFirst | TimeFormat::MonthFirstShort => (parts.third, parts.first, parts.second, parts.third_digits),
        _ => (parts.third, parts.second, parts.first, parts.third_digits),
    };
    let short = matches!(format, TimeFormat::MonthFirstShort | TimeFormat::DayFirstShort);
    if year_digits != if short { 2 } else { 4 } {
        return Err(TimeProblem::NotThisFormat);
    }
    // POSIX: 69 to 99 are 19xx.
    let year = if short { year + if year >= 69 { 1900 } else { 2000 } } else { year };
    Ok((days_of(year, month, day).ok_or(TimeProblem::NoSuchDay)?, parts.length))
}

/// `1-2-3` with one of the separators `-`, `/`, `.`, the same twice.
pub(super) fn date_parts(text: &[u8]) -> Option<DateParts> {
    let (first, first_digits) = number(text, 4)?;
    let separator = *text.get(first_digits).filter(|byte| matches!(byte, b'-' | b'/' | b'.'))?;
    let at = first_digits + 1;
    let (second, second_digits) = number(&text[at..], 2)?;
    let at = at + second_digits;
    if *text.get(at)? != separator {
        return None;
    }
    let (third, third_digits) = number(&text[at + 1..], 4)?;
    Some(DateParts { first, second, third, length: at + 1 + third_digits, first_digits, third_digits })
}

/// Milliseconds since midnight, and the length of the text: `9:30`, `09:30:00.123`, `093000`, `9:30 PM`.
pub(super) fn parse_clock(text: &[u8]) -> Result<(i64, usize), TimeProblem> {
    let (first, digits) = number(text, 6).ok_or(TimeProblem::NotThisFormat)?;
    let mut at = digits;
    let (mut hour, minute, second) = match digits {
        4 => (first / 100, first % 100, 0),
        5 | 6 => (first / 10_000, first / 100 % 100, first % 100),
        _ => {
            let (minute, minute_end) = clock_part(text, at).ok_or(TimeProblem::NotThisFormat)?;
            at = minute_end;
            let second = clock_part(text, at);
            at = second.map_or(at, |(_, end)| end);
            (first, minute, second.map_or(0, |(value, _)| value))
        }
    };
    let mut millis = 0;
    if let (Some(b'.' | b','), true) = (text.get(at), at > 4) {
        let length = text[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let fraction = &text[at + 1..at + 1 + length];
        if length == 0 {
            return Err(TimeProblem::NotThisFormat);
        }
        if fraction.iter().skip(3).any(|digit| *digit != b'0') {
            return Err(TimeProblem::FinerThanMillisecond);
        }
        for place in 0..3 {
            millis = millis * 10 + fraction.get(place).map_or(0, |digit| i64::from(digit - b'0'));
        }
        at += 1 + length;
    }
    if let Some(afternoon) = half_of_day(&text[at..]) {
        if !(1..=12).contains(&hour) {
            return Err(TimeProblem::NoSuchTime);
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
        at += text[at..].iter().take_while(|byte| **byte == b' ').count() + 2;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return Err(TimeProblem::NoSuchTime);
    }
    Ok((i64::from(hour * 3600 + minute * 60 + second) * 1000 + millis, at))
}

fn clock_part(text: &[u8], at: usize) -> Option<(u32, usize)> {
    if text.get(at) != Some(&b':') {
        return None;
    }
    let (value, digits) = number(&text[at + 1..], 2)?;
    (digits == 2).then_some((value, at + 3))
}

/// Whether `AM` (false) or `PM` (true) ends the text.
fn half_of_day(text: &[u8]) -> Option<bool> {
    match text.trim_ascii() {
        [b'A' | b'a', b'M' | b'm'] => Some(false),
        [b'P' | b'p', b'M' | b'm'] => Some(true),
        _ => None,
    }
}

/// The offset in milliseconds that ends a time: nothing, `Z`, `UTC`, `GMT`, `+05:30`, `-0500`, `+02`.
fn parse_zone(text: &[u8]) -> Result<Option<i64>, TimeProblem> {
    let text = text.trim_ascii();
    let (sign, rest) = match text {
        [] => return Ok(None),
        b"Z" | b"z" | b"UTC" | b"utc" | b"GMT" | b"gmt" => return Ok(Some(0)),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return Err(TimeProblem::NotThisFormat),
    };
    let (value, digits) = number(rest, 4).ok_or(TimeProblem::NotThisFormat)?;
    let (hours, minutes, length) = match digits {
        4 => (value / 100, value % 100, 4),
        2 => clock_part(rest, 2).map_or((value, 0, 2), |(minutes, end)| (value, minutes, end)),
        _ => return Err(TimeProblem::NotThisFormat),
    };
    if length != rest.len() {
        return Err(TimeProblem::NotThisFormat);
    }
    if hours > 15 || minutes > 59 {
        return Err(TimeProblem::NoSuchTime);
    }
    Ok(Some(sign * i64::from(hours * 60 + minutes) * 60_000))
}

/// Units in one millisecond; a negative number is milliseconds in one unit. `None` for formats that are no epochs.
fn epoch_unit(format: TimeFormat) -> Option<i64> {
    match format {
        TimeFormat::EpochSeconds => Some(-1000),
        TimeFormat::EpochMillis => Some(1),
        TimeFormat::EpochMicros => Some(1000),
        TimeFormat::EpochNanos => Some(1_000_000),
        _ => None,
    }
}

fn parse_epoch(text: &[u8], per_ms: i64) -> Result<i64, TimeProblem> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let whole_length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (whole, rest) = text.split_at(whole_length);
    let fraction: &[u8] = match rest {
        [] => &[],
        [b'.', fraction @ ..] if fraction.iter().all(u8::is_ascii_digit) => fraction,
        _ => return Err(TimeProblem::NotThisFormat),
    };
    if !(1..=19).contains(&whole_length) {
        return Err(TimeProblem::NotThisFormat);
    }
    let value = whole.iter().try_fold(0i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')));
    let value = value.ok_or(TimeProblem::NotThisFormat)?;
    let millis = if per_ms < 0 {
        let thousandths = (0..3).fold(0, |sum, place| sum * 10 + fraction.get(place).map_or(0, |digit| i64::from(digit - b'0')));
        if fraction.iter().skip(3).any(|digit| *digit != b'0') {
            return Err(TimeProblem::FinerThanMillisecond);
        }
        value.checked_mul(1000).and_then(|millis| millis.checked_add(thousandths)).ok_or(TimeProblem::NotThisFormat)?
    } else {
        if value % per_ms != 0 || fraction.iter().any(|digit| *digit != b'0') {
            return Err(TimeProblem::FinerThanMillisecond);
        }
        value / per_ms
    };
    // Year 9999: what RFC 3339 can write.
    if millis > 253_402_300_799_999 {
        return Err(TimeProblem::NotThisFormat);
    }
    Ok(if negative { -millis } else { millis })
}

/// Up to `most` leading digits as a number, and how many there are.
fn number(text: &[u8], most: usize) -> Option<(u32, usize)> {
    let digits = text.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 || text.get(digits).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some((text[..digits].iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0')), digits))
}

/// Days since 1970-01-01 of a day in the Gregorian calendar.
pub(crate) fn days_of(year: u32, month: u32, day: u32) -> Option<i64> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year == 0 || day == 0 || day > longest {
        return None;
    }
    // Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil; years count from March.
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// RFC 3339 in UTC, as everywhere in results: milliseconds only when not zero.
pub(crate) fn format_ms(ms: i64) -> String {
    let (days, rest) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS));
    let (year, month, day) = date_of(days);
    let (seconds, millis) = (rest / 1000, rest % 1000);
    let fraction = if millis == 0 { String::new() } else { format!(".{millis:03}") };
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}{fraction}Z", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The day in the Gregorian calendar; the inverse of [`days_of`].
fn date_of(days: i64) -> (i64, i64, i64) {
    // Howard Hinnant, civil_from_days.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use TimeFormat::*;

    fn at(text: &str, format: TimeFormat) -> Result<(i64, Option<i64>), TimeProblem> {
        parse_time(text.as_bytes(), format).map(|stamp| (stamp.wall_ms, stamp.offset_ms))
    }

    // 2014-06-09T00:00Z, by `date -u -d 2014-06-09 +%s`.
    const DAY: i64 = 1_402_272_000_000;
    const HALF_PAST_NINE: i64 = DAY + 34_200_000;

    #[test]
    fn dates_are_read_in_every_format() {
        for (text, format) in [
            ("2014-06-09", YearFirst),
            ("2014/6/9", YearFirst),
            ("2014.06.09", YearFirst),
            ("06/09/2014", MonthFirst),
            ("6-9-2014", MonthFirst),
            ("09.06.2014", DayFirst),
            ("06/09/14", MonthFirstShort),
            ("9/6/14", DayFirstShort),
            ("20140609", Compact),
        ] {
            assert_eq!(at(text, format), Ok((DAY, None)), "{text}");
        }
        assert_eq!(at("01/02/69", MonthFirstShort), at("1969-01-02", YearFirst));
        assert_eq!(at("01/02/68", MonthFirstShort), at("2068-01-02", YearFirst));
    }

    #[test]
    fn clocks_and_zones_are_read() {
        for (text, offset) in [
            ("2014-06-09T09:30:00Z", Some(0)),
            ("2014-06-09 09:30", None),
            ("2014-06-09 9:30 AM", None),
            ("2014-06-09 09:30:00.000000", None),
            ("2014-06-09T09:30:00.000+05:30", Some(19_800_000)),
            ("2014-06-09 09:30:00-0400", Some(-14_400_000)),
            ("2014-06-09 09:30:00 +00:00", Some(0)),
            ("2014-06-09 09:30:00+02", Some(7_200_000)),
            ("2014-06-09 09:30:00 UTC", Some(0)),
        ] {
            assert_eq!(at(text, YearFirst), Ok((HALF_PAST_NINE, offset)), "{text}");
        }
        assert_eq!(at("20140609 093000", Compact), Ok((HALF_PAST_NINE, None)));
        assert_eq!(at("201406090930", Compact), Ok((HALF_PAST_NINE, None)));
        assert_eq!(at("20140609093000", Compact), Ok((HALF_PAST_NINE, None)));
        assert_eq!(at("2014-06-09 12:00:00 am", YearFirst), Ok((DAY, None)));
        assert_eq!(at("2014-06-09 12:30 PM", YearFirst), Ok((DAY + 45_000_000, None)));
        assert_eq!(at("2014-06-09Z", YearFirst), Ok((DAY, Some(0))));
        assert_eq!(at("2014-06-09 09:30:00.123", YearFirst), Ok((HALF_PAST_NINE + 123, None)));
        assert_eq!(at("2014-06-09 09:30:00.5", YearFirst), Ok((HALF_PAST_NINE + 500, None)));
    }

    #[test]
    fn epochs_are_read_in_every_unit() {
        for (text, format) in [
            ("1402306200", EpochSeconds),
            ("1402306200.000", EpochSeconds),
            ("1402306200000", EpochMillis),
            ("1402306200000.0", EpochMillis),
            ("1402306200000000", EpochMicros),
            ("1402306200000000000", EpochNanos),
        ] {
            assert_eq!(at(text, format), Ok((HALF_PAST_NINE, Some(0))), "{text}");
        }
        assert_eq!(at("1402306200.25", EpochSeconds), Ok((HALF_PAST_NINE + 250, Some(0))));
        assert_eq!(at("-1", EpochMillis), Ok((-1, Some(0))));
        assert_eq!(at("1402306200000000001", EpochNanos), Err(TimeProblem::FinerThanMillisecond));
        assert_eq!(at("99999999999999999999", EpochSeconds), Err(TimeProblem::NotThisFormat));
    }

    #[test]
    fn what_is_no_time_says_why() {
        assert_eq!(at("2014-02-29", YearFirst), Err(TimeProblem::NoSuchDay));
        assert_eq!(at("2000-02-29", YearFirst).map(|time| time.0), Ok(951_782_400_000));
        assert_eq!(at("13/06/2014", MonthFirst), Err(TimeProblem::NoSuchDay));
        assert_eq!(at("2014-06-09 24:00", YearFirst), Err(TimeProblem::NoSuchTime));
        assert_eq!(at("2014-06-09 13:00 PM", YearFirst), Err(TimeProblem::NoSuchTime));
        assert_eq!(at("2014-06-09 09:30:00.0001", YearFirst), Err(TimeProblem::FinerThanMillisecond));
        for text in ["", "2014", "2014-06", "2014-06-09x", "2014-06-09 ", "2014-06-09T", "2014-06-09T9", "2014-06/09", "June 9"] {
            assert_eq!(at(text, YearFirst), Err(TimeProblem::NotThisFormat), "{text}");
        }
    }

    #[test]
    fn times_are_written_as_rfc_3339() {
        assert_eq!(format_ms(DAY), "2014-06-09T00:00:00Z");
        assert_eq!(format_ms(HALF_PAST_NINE + 7), "2014-06-09T09:30:00.007Z");
        assert_eq!(format_ms(-1), "1969-12-31T23:59:59.999Z");
    }

    proptest::proptest! {
        #[test]
        fn formatting_and_reading_are_inverse(ms in -60_000_000_000_000i64..253_402_300_799_999) {
            proptest::prop_assert_eq!(at(&format_ms(ms), YearFirst), Ok((ms, Some(0))));
        }
    }
}
