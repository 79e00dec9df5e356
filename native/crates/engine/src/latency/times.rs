//! When bars begin and end, in microseconds UTC, and which bar a moment leads to.

use super::{BarSpan, Latency, NEVER};
use crate::clock::Clock;
use crate::{Step, SymbolId};

const MS: i64 = 1_000;

impl Latency {
    /// When a bar of the symbol that starts at this step opens.
    pub fn opens(&self, clock: &Clock, symbol: SymbolId, step: Step) -> i64 {
        match self.span(symbol) {
            Some(BarSpan::Calendar(at)) => self.session(at, |sessions| &sessions.opens, step),
            _ => clock.time(step).saturating_mul(MS),
        }
    }

    /// When it has closed.
    pub fn closes(&self, clock: &Clock, symbol: SymbolId, step: Step) -> i64 {
        match self.span(symbol) {
            Some(BarSpan::Calendar(at)) => self.session(at, |sessions| &sessions.closes, step),
            Some(BarSpan::Interval(ms)) => clock.time(step).saturating_add(ms).saturating_mul(MS),
            None => clock.time(step).saturating_mul(MS),
        }
    }

    /// The first bar of the symbol from step `from` on that opens at or after a moment.
    pub fn first_open(&self, clock: &Clock, symbol: SymbolId, from: Step, us: i64) -> Step {
        let first = self.first(clock, from, |step| self.opens(clock, symbol, step) >= us);
        let end = steps(clock);
        (first..end).find(|step| clock.bar_at(symbol, *step).is_some()).unwrap_or(NEVER)
    }

    /// The first step from `from` on whose close is at or after a moment.
    pub fn first_close(&self, clock: &Clock, symbol: SymbolId, from: Step, us: i64) -> Step {
        let first = self.first(clock, from, |step| self.closes(clock, symbol, step) >= us);
        if first < steps(clock) { first } else { NEVER }
    }

    /// The first step that passes, after those that do not.
    fn first(&self, clock: &Clock, from: Step, passes: impl Fn(Step) -> bool) -> Step {
        let (mut low, mut high) = (from, steps(clock).max(from));
        while low < high {
            let middle = low.saturating_add(high.saturating_sub(low) / 2);
            if passes(middle) {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        low
    }

    fn span(&self, symbol: SymbolId) -> Option<BarSpan> {
        self.settings.bars.get(symbol as usize).copied()
    }

    fn session(&self, calendar: usize, side: impl Fn(&super::Sessions) -> &Vec<i64>, step: Step) -> i64 {
        let sessions = self.settings.calendars.get(calendar);
        sessions.and_then(|sessions| side(sessions).get(step as usize)).copied().unwrap_or(i64::MAX / MS).saturating_mul(MS)
    }
}

fn steps(clock: &Clock) -> Step {
    u32::try_from(clock.steps()).unwrap_or(u32::MAX)
}
