use serde::Deserialize;

use crate::text::civil;

/// How days become a part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum DayCount {
    #[default]
    #[serde(rename = "actual/360")]
    Actual360,
    #[serde(rename = "actual/365")]
    Actual365,
    /// Each day is a part of the year it lies in.
    #[serde(rename = "actual/actual")]
    ActualActual,
    /// Months of thirty days as in the United States: the last day of February counts as the thirtieth.
    #[serde(rename = "30/360")]
    Thirty360,
    /// No part of a year: rates are money a unit and night (M25).
    #[serde(rename = "nights")]
    Nights,
}

impl DayCount {
    pub fn name(self) -> &'static str {
        match self {
            Self::Actual360 => "actual/360",
            Self::Actual365 => "actual/365",
            Self::ActualActual => "actual/actual",
            Self::Thirty360 => "30/360",
            Self::Nights => "nights",
        }
    }

    /// How many [`DayCount::parts`] a year has.
    pub fn year(self) -> i128 {
        match self {
            Self::Actual360 | Self::Thirty360 => 360,
            Self::Actual365 => 365,
            Self::ActualActual => 365 * 366,
            Self::Nights => 1,
        }
    }

    /// From one day to a later one, both days since 1970-01-01.
    pub fn parts(self, from: i32, to: i32) -> i128 {
        match self {
            Self::Actual360 | Self::Actual365 | Self::Nights => i128::from(to) - i128::from(from),
            Self::ActualActual => (from..to).map(|day| if is_leap(civil(day.into()).0) { 365 } else { 366 }).sum(),
            Self::Thirty360 => thirty_days(civil(from.into()), civil(to.into())),
        }
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn ends_february((year, month, day): (i64, i64, i64)) -> bool {
    month == 2 && day == if is_leap(year) { 29 } else { 28 }
}

fn thirty_days(from: (i64, i64, i64), to: (i64, i64, i64)) -> i128 {
    let (mut first, mut last) = (from.2, to.2);
    if ends_february(from) {
        if ends_february(to) {
            last = 30;
        }
        first = 30;
    }
    if last == 31 && first >= 30 {
        last = 30;
    }
    let first = first.min(30);
    i128::from((to.0 - from.0) * 360 + (to.1 - from.1) * 30 + last - first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days since 1970-01-01, counted year by year and month by month.
    fn day(year: i64, month: usize, day: i32) -> i32 {
        let years: i32 = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
        let months = [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        years + months[..month - 1].iter().sum::<i32>() + day - 1
    }

    #[test]
    fn actual_days_are_parts_of_360_of_365_or_of_the_year_they_lie_in() {
        let (friday, monday) = (day(2023, 4, 14), day(2023, 4, 17));
        assert_eq!((DayCount::Actual360.parts(friday, monday), DayCount::Actual360.year()), (3, 360));
        assert_eq!((DayCount::Actual365.parts(friday, monday), DayCount::Actual365.year()), (3, 365));
        // 31 December 2023 is one of 365 days, 1 January 2024 one of 366.
        assert_eq!(DayCount::ActualActual.parts(day(2023, 12, 31), day(2024, 1, 2)), 366 + 365);
        assert_eq!(DayCount::ActualActual.parts(day(2024, 1, 1), day(2025, 1, 1)), DayCount::ActualActual.year());
        assert_eq!(DayCount::ActualActual.parts(day(2023, 1, 1), day(2024, 1, 1)), DayCount::ActualActual.year());
    }

    #[test]
    fn thirty_360_counts_month_ends_and_february_as_the_thirtieth() {
        let parts =
            |from: (i64, usize, i32), to: (i64, usize, i32)| DayCount::Thirty360.parts(day(from.0, from.1, from.2), day(to.0, to.1, to.2));
        assert_eq!(parts((2023, 4, 28), (2023, 5, 1)), 3);
        assert_eq!(parts((2023, 1, 30), (2023, 1, 31)), 0);
        assert_eq!(parts((2023, 1, 31), (2023, 2, 1)), 1);
        assert_eq!(parts((2023, 3, 29), (2023, 3, 31)), 2);
        assert_eq!(parts((2023, 2, 28), (2023, 3, 1)), 1);
        assert_eq!(parts((2024, 2, 28), (2024, 3, 1)), 3);
        assert_eq!(parts((2024, 2, 29), (2024, 3, 31)), 30);
        assert_eq!(parts((2023, 2, 28), (2024, 2, 29)), 360);
        assert_eq!(parts((2022, 12, 30), (2023, 1, 3)), 3);
    }
}
