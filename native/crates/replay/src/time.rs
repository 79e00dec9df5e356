use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

const SECOND: i64 = 1_000_000_000;

/// Nanoseconds since 1970, UTC, of an epoch number (seconds, milli-, micro- or nanoseconds, told by its size), of RFC 3339 text, or of
/// `YYYYMMDD HHMMSSmmm` (HISTDATA, which is UTC-5 the whole year). A time without an offset is UTC.
pub fn parse_time(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse::<i64>() {
        return match number.unsigned_abs() {
            0..100_000_000_000 => number.checked_mul(SECOND),
            100_000_000_000..100_000_000_000_000 => number.checked_mul(1_000_000),
            100_000_000_000_000..100_000_000_000_000_000 => number.checked_mul(1_000),
            _ => Some(number),
        };
    }
    if let Some((day, clock)) = text.split_once(' ')
        && day.len() == 8
        && clock.len() == 9
        && let (Ok(day), Ok(clock)) = (day.parse::<i64>(), clock.parse::<i64>())
    {
        let part = |value: i64| i8::try_from(value % 100).ok();
        let year = i16::try_from(day / 10_000).ok()?;
        let milli = i32::try_from(clock % 1_000).ok()?.checked_mul(1_000_000)?;
        let at = DateTime::new(
            year,
            part(day / 100)?,
            part(day)?,
            part(clock / 10_000_000)?,
            part(clock / 100_000)?,
            part(clock / 1_000)?,
            milli,
        )
        .ok()?;
        return nanoseconds(TimeZone::fixed(jiff::tz::offset(-5)).to_timestamp(at).ok()?);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return nanoseconds(at);
    }
    nanoseconds(TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()?)
}

fn nanoseconds(at: Timestamp) -> Option<i64> {
    i64::try_from(at.as_nanosecond()).ok()
}

/// RFC 3339, with as many decimals as it takes.
pub fn show_time(nanoseconds: i64) -> String {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).map_or_else(|_| nanoseconds.to_string(), |at| at.to_string())
}
