use std::collections::VecDeque;

use crate::EngineError;
use crate::error::overflow;
use crate::text::civil;

/// What the account has traded by exchange day, for tiers (M8). Kept as running sums, as far back as the longest window reaches.
#[derive(Debug, Clone, Default)]
pub struct Traded {
    /// Oldest first; the first may lie before every window, for its sums.
    days: VecDeque<TradedDay>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct TradedDay {
    day: i32,
    upto: Volume,
}

/// Unsigned sums over all symbols at ledger scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Volume {
    pub value: i128,
    pub quantity: i128,
}

/// How far back volume counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    Month,
    /// Exchange days, the one at hand included.
    Days(i32),
}

/// Days of the longest month.
const LONGEST_MONTH: i32 = 31;

impl Window {
    pub fn from_name(name: &str) -> Option<Self> {
        if name == "month" {
            return Some(Self::Month);
        }
        name.strip_suffix('d')?.parse().ok().filter(|days| *days > 0).map(Self::Days)
    }

    /// The first day whose volume counts on `day`.
    fn first(self, day: i32) -> i32 {
        match self {
            Self::Month => {
                let (_, _, of_month) = civil(day.into());
                day.saturating_sub(i32::try_from(of_month).unwrap_or(0)).saturating_add(1)
            }
            Self::Days(days) => day.saturating_sub(days).saturating_add(1),
        }
    }

    pub fn longest(self) -> i32 {
        match self {
            Self::Month => LONGEST_MONTH,
            Self::Days(days) => days,
        }
    }
}

impl Traded {
    /// A fill on `day`, which is never before the last one; `longest` is the longest window of the run.
    pub(crate) fn add(&mut self, day: i32, volume: Volume, longest: i32) -> Result<(), EngineError> {
        let sum = |a: i128, b: i128| a.checked_add(b).ok_or_else(|| overflow("traded volume"));
        let last = self.days.back().copied().unwrap_or_default().upto;
        let upto = Volume { value: sum(last.value, volume.value)?, quantity: sum(last.quantity, volume.quantity)? };
        match self.days.back_mut().filter(|last| last.day == day) {
            Some(last) => last.upto = upto,
            None => self.days.push_back(TradedDay { day, upto }),
        }
        // The newest of those that no window reaches stays, for its sums.
        while self.days.get(1).is_some_and(|second| second.day <= day.saturating_sub(longest)) {
            self.days.pop_front();
        }
        Ok(())
    }

    /// What was traded in the window that ends now, on `day`.
    pub(crate) fn within(&self, window: Window, day: i32) -> Volume {
        let first = window.first(day);
        let before = self.days.partition_point(|known| known.day < first);
        let outside = before.checked_sub(1).and_then(|index| self.days.get(index)).copied().unwrap_or_default().upto;
        let all = self.days.back().copied().unwrap_or_default().upto;
        Volume { value: all.value.saturating_sub(outside.value), quantity: all.quantity.saturating_sub(outside.quantity) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Traded, Volume, Window};

    // 2024-01-30 is day 19752.
    const JANUARY_30: i32 = 19_752;

    fn value(traded: &Traded, window: Window, day: i32) -> i128 {
        traded.within(window, day).value
    }

    #[test]
    fn a_month_begins_with_its_first_day_and_a_window_ends_with_the_day_at_hand() {
        let mut traded = Traded::default();
        for (day, amount) in [(0, 1), (1, 10), (2, 100), (3, 1000)] {
            traded.add(JANUARY_30 + day, Volume { value: amount, quantity: amount }, 31).unwrap();
        }
        // On 2024-02-02 the month has 02-01 and 02-02, two days as well, three days 01-31 too.
        let day = JANUARY_30 + 3;
        let seen = [Window::Month, Window::Days(1), Window::Days(2), Window::Days(3), Window::Days(30)];
        assert_eq!(seen.map(|window| value(&traded, window, day)), [1100, 1000, 1100, 1110, 1111]);
        // A day later nothing was traded yet, and at the end of March nothing at all counts.
        assert_eq!(value(&traded, Window::Days(1), day + 1), 0);
        assert_eq!(value(&traded, Window::Month, day + 28), 0);
    }

    #[test]
    fn days_that_no_window_reaches_are_forgotten_and_change_nothing() {
        let mut traded = Traded::default();
        for day in 0..1000 {
            traded.add(day, Volume { value: 1, quantity: 2 }, 5).unwrap();
            assert_eq!(value(&traded, Window::Days(5), day), i128::from(day.min(4)) + 1);
        }
        assert!(traded.days.len() <= 6, "{} days are kept", traded.days.len());
    }
}
