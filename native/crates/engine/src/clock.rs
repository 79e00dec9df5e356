use std::ops::Range;
use std::sync::Arc;

use market::{Bars, WriteClose};

use crate::{Step, SymbolId};

/// One bar at its symbol's data scale; volume at the symbol's volume scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    pub open: i64,
    pub high: i64,
    pub low: i64,
    pub close: i64,
    /// `None` when the source has no volume.
    pub volume: Option<i64>,
}

/// The bars of one symbol that take part in the run. Indexes count from the first of them.
#[derive(Debug, Clone)]
pub struct SymbolBars {
    source: Arc<Bars>,
    range: Range<usize>,
}

impl SymbolBars {
    /// The run takes its bars to the last one.
    pub fn is_whole_tail(&self) -> bool {
        self.range.end == self.source.time_ms.len()
    }

    /// A range beyond the data is cut to it.
    pub fn new(source: Arc<Bars>, range: Range<usize>) -> Self {
        let end = range.end.min(source.time_ms.len());
        Self { range: range.start.min(end)..end, source }
    }

    /// All bars of the symbol, those outside the run included.
    pub fn source(&self) -> &Arc<Bars> {
        &self.source
    }

    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    pub fn len(&self) -> usize {
        self.range.len()
    }

    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    pub fn times(&self) -> &[i64] {
        self.source.time_ms.get(self.range.clone()).unwrap_or(&[])
    }

    pub fn closes(&self) -> &[i64] {
        self.source.close.get(self.range.clone()).unwrap_or(&[])
    }

    pub fn highs(&self) -> &[i64] {
        self.source.high.get(self.range.clone()).unwrap_or(&[])
    }

    pub fn lows(&self) -> &[i64] {
        self.source.low.get(self.range.clone()).unwrap_or(&[])
    }

    pub fn close(&self, index: u32) -> Option<i64> {
        self.closes().get(index as usize).copied()
    }

    pub fn open(&self, index: u32) -> Option<i64> {
        self.at(&self.source.open, index)
    }

    /// `None` when the source has no volume.
    pub fn volume(&self, index: u32) -> Option<i64> {
        self.at(&self.source.volume, index)
    }

    fn at(&self, column: &[i64], index: u32) -> Option<i64> {
        column.get(self.range.clone())?.get(index as usize).copied()
    }

    pub fn bar(&self, index: u32) -> Option<Bar> {
        let close = self.close(index)?;
        let (high, low) = (self.at(&self.source.high, index)?, self.at(&self.source.low, index)?);
        Some(Bar { open: self.open(index)?, high, low, close, volume: self.volume(index) })
    }
}

/// The run's clock: one step per timestamp at which any symbol has a bar, and where each symbol stands at each step.
#[derive(Debug, Clone)]
pub struct Clock {
    symbols: Vec<SymbolBars>,
    /// Union of all timestamps; empty with one symbol, whose own times are the clock.
    union: Vec<i64>,
    /// By symbol, bars seen up to and including each step; empty with one symbol, whose bars are the steps.
    seen: Vec<Vec<u32>>,
}

impl Clock {
    pub fn new(symbols: &[SymbolBars]) -> Self {
        let symbols = symbols.to_vec();
        if symbols.len() == 1 {
            return Self { symbols, union: Vec::new(), seen: Vec::new() };
        }
        let mut union: Vec<i64> = symbols.iter().flat_map(|bars| bars.times().iter().copied()).collect();
        union.sort_unstable();
        union.dedup();
        let count = |bars: &SymbolBars| {
            let mut rest = bars.times().iter().peekable();
            let mut seen = 0u32;
            let at = |time: &i64| {
                seen = seen.saturating_add(u32::from(rest.next_if(|own| **own <= *time).is_some()));
                seen
            };
            union.iter().map(at).collect()
        };
        let seen = symbols.iter().map(count).collect();
        Self { symbols, union, seen }
    }

    pub fn steps(&self) -> usize {
        self.times().len()
    }

    /// The timestamp of every step, milliseconds UTC of its bars' start.
    pub fn times(&self) -> &[i64] {
        match self.symbols.as_slice() {
            [only] => only.times(),
            _ => &self.union,
        }
    }

    /// 0 past the end.
    pub fn time(&self, step: Step) -> i64 {
        self.times().get(step as usize).copied().unwrap_or(0)
    }

    /// The symbol's bars of this run.
    pub fn bars(&self, symbol: SymbolId) -> Option<&SymbolBars> {
        self.symbols.get(symbol as usize)
    }

    /// The symbol's bar that starts at this step.
    pub fn bar_at(&self, symbol: SymbolId, step: Step) -> Option<u32> {
        if let [only] = self.symbols.as_slice() {
            return (symbol == 0 && (step as usize) < only.len()).then_some(step);
        }
        let seen = self.seen.get(symbol as usize)?;
        let now = *seen.get(step as usize)?;
        let before = step.checked_sub(1).and_then(|previous| seen.get(previous as usize)).copied().unwrap_or(0);
        (now != before).then(|| now.saturating_sub(1))
    }

    /// The symbol's last bar that starts at or before this step.
    pub fn last_bar(&self, symbol: SymbolId, step: Step) -> Option<u32> {
        if let [only] = self.symbols.as_slice() {
            return (symbol == 0 && (step as usize) < only.len()).then_some(step);
        }
        self.seen.get(symbol as usize)?.get(step as usize)?.checked_sub(1)
    }

    /// Calls `each` with the symbol's last close at every step from `from` to `to`, both included; 0 before its first bar.
    pub fn for_closes(&self, symbol: SymbolId, from: Step, to: Step, mut each: impl FnMut(i64)) {
        let Some(bars) = self.bars(symbol) else { return };
        let (closes, steps) = (bars.closes(), from as usize..(to as usize).saturating_add(1));
        match self.seen.get(symbol as usize) {
            None => closes.get(steps).unwrap_or(&[]).iter().for_each(|close| each(*close)),
            Some(seen) => {
                let close = |count: &u32| closes.get((*count as usize).wrapping_sub(1)).copied().unwrap_or(0);
                seen.get(steps).unwrap_or(&[]).iter().for_each(|count| each(close(count)));
            }
        }
    }

    /// Appends the symbol's last close at every step from `from` to `to`, both included, as `write` writes it; 0 before its first bar.
    pub fn append_closes(&self, out: &mut Vec<u8>, symbol: SymbolId, from: Step, to: Step, write: WriteClose) {
        let Some(bars) = self.bars(symbol) else { return };
        let (source, range) = (bars.source(), bars.range());
        let steps = from as usize..(to as usize).saturating_add(1);
        match self.seen.get(symbol as usize) {
            None => {
                let end = range.start.saturating_add(steps.end).min(range.end);
                source.append_closes(out, range.start.saturating_add(steps.start)..end, write);
            }
            Some(seen) => {
                for count in seen.get(steps).unwrap_or(&[]) {
                    match (*count as usize).checked_sub(1) {
                        Some(index) => {
                            let at = range.start.saturating_add(index);
                            source.append_closes(out, at..at.saturating_add(1), write);
                        }
                        None => write(out, 0, source.price_scale),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(symbol: &str, rows: &[(i64, i64)]) -> SymbolBars {
        let time_ms = rows.iter().map(|row| row.0).collect();
        let close: Vec<i64> = rows.iter().map(|row| row.1).collect();
        let (open, high, low) = (close.clone(), close.clone(), close.clone());
        SymbolBars::new(Arc::new(Bars { symbol: symbol.to_owned(), time_ms, open, high, low, close, ..Bars::default() }), 0..rows.len())
    }

    #[test]
    fn two_symbols_share_the_union_of_their_timestamps_and_keep_their_last_bar() {
        let clock = Clock::new(&[bars("A", &[(10, 1), (20, 2), (40, 4)]), bars("B", &[(20, 7), (30, 8)])]);
        assert_eq!(clock.times(), [10, 20, 30, 40]);
        assert_eq!([0, 1, 2, 3, 4].map(|step| clock.bar_at(0, step)), [Some(0), Some(1), None, Some(2), None]);
        assert_eq!([0, 1, 2, 3, 4].map(|step| clock.bar_at(1, step)), [None, Some(0), Some(1), None, None]);
        assert_eq!([0, 1, 2, 3].map(|step| clock.last_bar(0, step)), [Some(0), Some(1), Some(1), Some(2)]);
        assert_eq!([0, 1, 2, 3].map(|step| clock.last_bar(1, step)), [None, Some(0), Some(1), Some(1)]);
    }

    #[test]
    fn one_symbol_needs_no_table_and_a_range_shifts_its_indexes() {
        let all = bars("A", &[(10, 1), (20, 2), (40, 4)]);
        let part = SymbolBars::new(Arc::clone(all.source()), 1..3);
        let clock = Clock::new(std::slice::from_ref(&part));
        assert_eq!((clock.steps(), clock.time(0), clock.bar_at(0, 1), part.close(1)), (2, 20, Some(1), Some(4)));
        assert_eq!(part.bar(0), Some(Bar { open: 2, high: 2, low: 2, close: 2, volume: None }));
        assert_eq!((clock.bar_at(0, 2), part.bar(2)), (None, None));
    }

    #[test]
    fn closes_are_told_step_by_step() {
        let told = |clock: &Clock, symbol| {
            let mut closes = Vec::new();
            clock.for_closes(symbol, 1, 3, |close| closes.push(close));
            closes
        };
        let (a, b) = (bars("A", &[(10, 1), (20, 2), (40, 4), (50, 5)]), bars("B", &[(30, 8)]));
        assert_eq!(told(&Clock::new(std::slice::from_ref(&a)), 0), [2, 4, 5]);
        let clock = Clock::new(&[a, b]);
        assert_eq!((told(&clock, 0), told(&clock, 1)), (vec![2, 2, 4], vec![0, 8, 8]));
    }
}
