use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use super::error::CsvError;

/// A time zone of the IANA database that is compiled in, so that every machine has the same rules.
pub(crate) struct Zone {
    zone: TimeZone,
    name: String,
}

/// Times for which the zone had no or two answers.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ambiguities {
    /// In the hour a clock skips: read with the offset before it.
    pub skipped: u64,
    /// In the hour a clock repeats: the first time with the offset before, once the column repeats the hour with the offset after.
    pub repeated: u64,
}

impl Zone {
    pub fn named(name: &str) -> Result<Self, CsvError> {
        let zone = TimeZoneDatabase::bundled().get(name).map_err(|_| {
            CsvError::new("data.timezoneUnknown", format!("timezone: \"{name}\" is no time zone of the IANA database"))
                .hint("Write it like America/New_York, Europe/Berlin or UTC.")
        })?;
        let name = zone.iana_name().unwrap_or(name).to_owned();
        Ok(Self { zone, name })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Turns milliseconds of the wall clock, in time order, into milliseconds UTC.
    pub fn to_utc(&self, times: &mut [i64]) -> Ambiguities {
        let mut found = Ambiguities::default();
        let mut steady = Steady::NOWHERE;
        let mut last = i64::MIN;
        for time in times {
            let wall = *time;
            let utc = match steady.offset_at(wall) {
                Some(offset) => wall.saturating_sub(offset),
                None => match self.offset(wall) {
                    Some(AmbiguousOffset::Unambiguous { offset }) => {
                        let offset = millis(offset);
                        let utc = wall.saturating_sub(offset);
                        steady = self.steady_around(utc, offset);
                        utc
                    }
                    Some(AmbiguousOffset::Gap { before, .. }) => {
                        found.skipped = found.skipped.saturating_add(1);
                        wall.saturating_sub(millis(before))
                    }
                    Some(AmbiguousOffset::Fold { before, after }) => {
                        found.repeated = found.repeated.saturating_add(1);
                        let first = wall.saturating_sub(millis(before));
                        if first > last { first } else { wall.saturating_sub(millis(after)) }
                    }
                    // Beyond the years jiff knows; a four-digit year never is.
                    None => wall,
                },
            };
            last = utc;
            *time = utc;
        }
        found
    }

    fn offset(&self, wall: i64) -> Option<AmbiguousOffset> {
        let wall: DateTime = TimeZone::UTC.to_datetime(Timestamp::from_millisecond(wall).ok()?);
        Some(self.zone.to_ambiguous_timestamp(wall).offset())
    }

    /// The stretch of wall-clock time around `utc` in which `offset` is the one answer.
    fn steady_around(&self, utc: i64, offset: i64) -> Steady {
        let Ok(at) = Timestamp::from_millisecond(utc) else { return Steady::NOWHERE };
        let before = self.zone.preceding(at).next();
        // `preceding` is strict: a transition at this very instant belongs to the stretch.
        let here = Timestamp::from_millisecond(utc.saturating_add(1)).ok().and_then(|next| self.zone.preceding(next).next()).or(before);
        let from = here.map_or(i64::MIN, |start| {
            let earlier = Timestamp::from_millisecond(start.timestamp().as_millisecond().saturating_sub(1))
                .map_or(offset, |t| millis(self.zone.to_offset(t)));
            start.timestamp().as_millisecond().saturating_add(offset.max(earlier))
        });
        let to = self
            .zone
            .following(at)
            .next()
            .map_or(i64::MAX, |end| end.timestamp().as_millisecond().saturating_add(offset.min(millis(end.offset()))));
        Steady { from, to, offset }
    }
}

/// Wall-clock times from `from` up to `to` have this one offset.
struct Steady {
    from: i64,
    to: i64,
    offset: i64,
}

impl Steady {
    const NOWHERE: Self = Self { from: 0, to: 0, offset: 0 };

    #[inline]
    fn offset_at(&self, wall: i64) -> Option<i64> {
        (self.from <= wall && wall < self.to).then_some(self.offset)
    }
}

fn millis(offset: jiff::tz::Offset) -> i64 {
    i64::from(offset.seconds()) * 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Minutes since 1970-01-01T00:00 of a wall clock or of UTC.
    fn ms(text: &str) -> i64 {
        super::super::time::parse_time(text.as_bytes(), super::super::options::TimeFormat::YearFirst).unwrap().wall_ms
    }

    fn new_york(walls: &[&str]) -> (Vec<i64>, Ambiguities) {
        let mut times: Vec<i64> = walls.iter().map(|wall| ms(wall)).collect();
        let found = Zone::named("America/New_York").unwrap().to_utc(&mut times);
        (times, found)
    }

    #[test]
    fn winter_and_summer_have_their_own_offset() {
        let (times, found) = new_york(&["2014-01-02 09:30", "2014-06-09 09:30", "2014-12-01 09:30"]);
        assert_eq!(times, [ms("2014-01-02 14:30"), ms("2014-06-09 13:30"), ms("2014-12-01 14:30")]);
        assert_eq!(found, Ambiguities::default());
    }

    #[test]
    fn the_skipped_hour_is_read_with_the_offset_before_it() {
        let (times, found) = new_york(&["2014-03-09 01:59", "2014-03-09 02:30", "2014-03-09 03:00"]);
        assert_eq!(times, [ms("2014-03-09 06:59"), ms("2014-03-09 07:30"), ms("2014-03-09 07:00")]);
        assert_eq!(found, Ambiguities { skipped: 1, repeated: 0 });
    }

    #[test]
    fn the_repeated_hour_is_told_apart_by_its_order() {
        let (times, found) = new_york(&[
            "2014-11-02 00:30",
            "2014-11-02 01:00",
            "2014-11-02 01:30",
            "2014-11-02 01:00",
            "2014-11-02 01:30",
            "2014-11-02 02:00",
        ]);
        let expected =
            ["2014-11-02 04:30", "2014-11-02 05:00", "2014-11-02 05:30", "2014-11-02 06:00", "2014-11-02 06:30", "2014-11-02 07:00"];
        assert_eq!(times, expected.map(ms));
        assert_eq!(found, Ambiguities { skipped: 0, repeated: 4 });
    }

    #[test]
    fn steady_stretches_agree_with_single_look_ups() {
        for name in ["America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Europe/Dublin", "UTC"] {
            let zone = Zone::named(name).unwrap();
            let walls: Vec<i64> = (0..20_000).map(|step| ms("2013-01-01 00:00") + step * 47 * 60_000).collect();
            let mut together = walls.clone();
            zone.to_utc(&mut together);
            let alone: Vec<i64> = walls
                .iter()
                .map(|wall| {
                    let mut one = [*wall];
                    zone.to_utc(&mut one);
                    one[0]
                })
                .collect();
            assert_eq!(together, alone, "{name}");
        }
    }

    #[test]
    fn an_unknown_zone_is_refused() {
        let error = Zone::named("New York").err().unwrap();
        assert_eq!(error.message, "timezone: \"New York\" is no time zone of the IANA database");
    }
}
