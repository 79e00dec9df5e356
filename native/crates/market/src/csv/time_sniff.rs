use super::options::TimeFormat;
use super::time::{date_parts, parse_date, parse_time};

/// What a column of times looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sniffed {
    Format(TimeFormat),
    /// Day and month could be either way round in everything seen so far.
    DayOrMonthFirst,
    /// Years have two digits, which no file explains by itself.
    ShortYear,
    /// Twelve digits: a compact date with hours and minutes, or milliseconds in 1976.
    CompactOrEpoch,
    Unknown,
}

/// The format of the first cell that has one; slashes are settled by any cell with a day above 12.
pub(super) fn sniff_time<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Sniffed {
    let first = cells.clone().map(|cell| classify(cell.as_bytes())).find(|sniffed| *sniffed != Sniffed::Unknown);
    match first {
        Some(Sniffed::DayOrMonthFirst) => settle(cells),
        Some(other) => other,
        None => Sniffed::Unknown,
    }
}

/// Whether a cell alone reads as a date or time, in any format.
pub(super) fn is_time(cell: &str) -> bool {
    match classify(cell.as_bytes()) {
        Sniffed::Unknown => false,
        Sniffed::Format(format) => parse_time(cell.as_bytes(), format).is_ok(),
        _ => true,
    }
}

fn classify(text: &[u8]) -> Sniffed {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let fraction =
        matches!(text.get(digits), Some(b'.')) && text[digits + 1..].iter().all(u8::is_ascii_digit) && date_parts(text).is_none();
    if digits == text.len() || fraction {
        return classify_digits(text, digits);
    }
    if digits == 8 && parse_date(text, TimeFormat::Compact).is_ok() {
        return Sniffed::Format(TimeFormat::Compact);
    }
    let Some(parts) = date_parts(text) else { return Sniffed::Unknown };
    match (parts.first_digits, parts.third_digits) {
        (4, _) => Sniffed::Format(TimeFormat::YearFirst),
        (1 | 2, 4) => Sniffed::DayOrMonthFirst,
        (1 | 2, 2) => Sniffed::ShortYear,
        _ => Sniffed::Unknown,
    }
}

fn classify_digits(text: &[u8], digits: usize) -> Sniffed {
    let year = std::str::from_utf8(&text[..digits.min(4)]).ok().and_then(|year| year.parse::<u32>().ok()).unwrap_or(0);
    let dated = (1800..=2200).contains(&year) && text.len() == digits && parse_time(text, TimeFormat::Compact).is_ok();
    match digits {
        8 | 14 if dated => Sniffed::Format(TimeFormat::Compact),
        12 if dated => Sniffed::CompactOrEpoch,
        // 1973 to 5138, each unit in the years where it cannot be mistaken for another.
        9..=11 => Sniffed::Format(TimeFormat::EpochSeconds),
        12..=14 => Sniffed::Format(TimeFormat::EpochMillis),
        15..=17 => Sniffed::Format(TimeFormat::EpochMicros),
        18 | 19 => Sniffed::Format(TimeFormat::EpochNanos),
        _ => Sniffed::Unknown,
    }
}

fn settle<'a>(cells: impl Iterator<Item = &'a str>) -> Sniffed {
    for parts in cells.filter_map(|cell| date_parts(cell.as_bytes())) {
        if parts.first > 12 {
            return Sniffed::Format(TimeFormat::DayFirst);
        }
        if parts.second > 12 {
            return Sniffed::Format(TimeFormat::MonthFirst);
        }
    }
    Sniffed::DayOrMonthFirst
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniff(cells: &[&str]) -> Sniffed {
        sniff_time(cells.iter().copied())
    }

    #[test]
    fn formats_are_told_apart() {
        assert_eq!(sniff(&["2014-06-09"]), Sniffed::Format(TimeFormat::YearFirst));
        assert_eq!(sniff(&["", "2014.06.09 00:00:00"]), Sniffed::Format(TimeFormat::YearFirst));
        assert_eq!(sniff(&["20140609"]), Sniffed::Format(TimeFormat::Compact));
        assert_eq!(sniff(&["20140609 093000"]), Sniffed::Format(TimeFormat::Compact));
        assert_eq!(sniff(&["20140609093000"]), Sniffed::Format(TimeFormat::Compact));
        assert_eq!(sniff(&["201406090930"]), Sniffed::CompactOrEpoch);
        assert_eq!(sniff(&["1402272000"]), Sniffed::Format(TimeFormat::EpochSeconds));
        assert_eq!(sniff(&["1402272000.0"]), Sniffed::Format(TimeFormat::EpochSeconds));
        assert_eq!(sniff(&["1402272000000"]), Sniffed::Format(TimeFormat::EpochMillis));
        assert_eq!(sniff(&["852163200000"]), Sniffed::Format(TimeFormat::EpochMillis));
        assert_eq!(sniff(&["1402272000000000"]), Sniffed::Format(TimeFormat::EpochMicros));
        assert_eq!(sniff(&["1402272000000000000"]), Sniffed::Format(TimeFormat::EpochNanos));
        assert_eq!(sniff(&["0", "1"]), Sniffed::Unknown);
        assert_eq!(sniff(&["AAPL"]), Sniffed::Unknown);
    }

    #[test]
    fn slashes_are_settled_by_a_day_above_twelve() {
        assert_eq!(sniff(&["01/03/2017", "01/04/2017"]), Sniffed::DayOrMonthFirst);
        assert_eq!(sniff(&["01/03/2017", "01/13/2017"]), Sniffed::Format(TimeFormat::MonthFirst));
        assert_eq!(sniff(&["03.01.2017", "13.01.2017 09:30"]), Sniffed::Format(TimeFormat::DayFirst));
        assert_eq!(sniff(&["01/03/17"]), Sniffed::ShortYear);
    }

    #[test]
    fn row_numbers_are_no_times() {
        assert!(!is_time("0"));
        assert!(!is_time("09:30"));
        assert!(!is_time(""));
        assert!(is_time("2014-06-09 16:00"));
        assert!(is_time("1/2/2014"));
    }
}
