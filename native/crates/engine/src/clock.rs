use std::ops::Range;
use std::sync::Arc;

use market::Bars;

use crate::{EngineError, Step, SymbolId};

/// The run's clock: one step per timestamp at which any symbol has a bar, and where each symbol stands at each step. Bar indexes
/// count from the start of the symbol's range in this run.
#[derive(Debug, Clone)]
pub struct Clock {
    columns: Vec<Column>,
    /// Union of all timestamps; empty with one symbol, whose own times are the clock.
    times: Vec<i64>,
    steps: Step,
}

#[derive(Debug, Clone)]
struct Column {
    bars: Arc<Bars>,
    range: Range<usize>,
    /// Bars of the symbol up to and including each step; empty with one symbol.
    seen: Vec<u32>,
}

impl Clock {
    /// Each symbol's bars and the part of them the run covers.
    pub fn new(inputs: &[(Arc<Bars>, Range<usize>)]) -> Result<Self, EngineError> {
        let mut columns = Vec::with_capacity(inputs.len());
        for (bars, range) in inputs {
            if bars.time_ms.get(range.clone()).is_none() {
                let message = format!("bars {} to {} of {} are asked for, it has {}", range.start, range.end, bars.symbol, bars.time_ms.len());
                return Err(EngineError::new("configuration.range", message, "choose a range inside the data"));
            }
            columns.push(Column { bars: Arc::clone(bars), range: range.clone(), seen: Vec::new() });
        }
        if let [only] = columns.as_slice() {
            let steps = steps_of(only.range.len())?;
            return Ok(Self { columns, times: Vec::new(), steps });
        }
        let mut times: Vec<i64> = columns.iter().flat_map(|column| column.times().iter().copied()).collect();
        times.sort_unstable();
        times.dedup();
        let steps = steps_of(times.len())?;
        for column in &mut columns {
            let mut seen = 0u32;
            let mut rest = column.times().iter().peekable();
            let mut counts = Vec::with_capacity(times.len());
            for time in &times {
                if rest.next_if(|own| **own <= *time).is_some() {
                    seen = seen.saturating_add(1);
                }
                counts.push(seen);
            }
            column.seen = counts;
        }
        Ok(Self { columns, times, steps })
    }

    pub fn steps(&self) -> Step {
        self.steps
    }

    /// Start of the step's bars, milliseconds UTC; 0 past the end.
    pub fn time(&self, step: Step) -> i64 {
        self.times().get(step as usize).copied().unwrap_or(0)
    }

    /// The timestamp of every step.
    pub fn times(&self) -> &[i64] {
        match self.columns.as_slice() {
            [only] => only.times(),
            _ => &self.times,
        }
    }

    /// The symbol's bar that starts at this step.
    pub fn bar(&self, symbol: SymbolId, step: Step) -> Option<u32> {
        let column = self.columns.get(symbol as usize)?;
        if column.seen.is_empty() {
            return (step < self.steps).then_some(step);
        }
        let now = *column.seen.get(step as usize)?;
        let before = step.checked_sub(1).and_then(|previous| column.seen.get(previous as usize)).copied().unwrap_or(0);
        (now != before).then(|| now.saturating_sub(1))
    }

    /// The symbol's last bar that starts at or before this step.
    pub fn last_bar(&self, symbol: SymbolId, step: Step) -> Option<u32> {
        let column = self.columns.get(symbol as usize)?;
        if column.seen.is_empty() {
            return (step < self.steps).then_some(step);
        }
        column.seen.get(step as usize)?.checked_sub(1)
    }

    /// Bars seen up to and including each step; empty with one symbol, where it is the step plus one.
    pub fn seen(&self, symbol: SymbolId) -> &[u32] {
        self.columns.get(symbol as usize).map_or(&[], |column| &column.seen)
    }

    /// Close of the symbol's last bar at or before this step, at its data scale.
    pub fn close(&self, symbol: SymbolId, step: Step) -> Option<i64> {
        self.closes(symbol).get(self.last_bar(symbol, step)? as usize).copied()
    }

    /// The closes of the symbol's bars of this run.
    pub fn closes(&self, symbol: SymbolId) -> &[i64] {
        self.columns.get(symbol as usize).and_then(|column| column.bars.close.get(column.range.clone())).unwrap_or(&[])
    }

    /// All bars of the symbol; a bar index of the run is an index here plus `range(symbol).start`.
    pub fn bars(&self, symbol: SymbolId) -> Option<&Arc<Bars>> {
        self.columns.get(symbol as usize).map(|column| &column.bars)
    }

    pub fn range(&self, symbol: SymbolId) -> Range<usize> {
        self.columns.get(symbol as usize).map_or(0..0, |column| column.range.clone())
    }
}

impl Column {
    fn times(&self) -> &[i64] {
        self.bars.time_ms.get(self.range.clone()).unwrap_or(&[])
    }
}

fn steps_of(count: usize) -> Result<Step, EngineError> {
    let too_many = || EngineError::new("configuration.range", format!("{count} timestamps are more than one run can hold"), "split the run by date");
    Step::try_from(count).map_err(|_| too_many())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(symbol: &str, rows: &[(i64, i64)]) -> (Arc<Bars>, Range<usize>) {
        let time_ms = rows.iter().map(|row| row.0).collect();
        let close = rows.iter().map(|row| row.1).collect();
        (Arc::new(Bars { symbol: symbol.to_owned(), time_ms, close, ..Bars::default() }), 0..rows.len())
    }

    #[test]
    fn two_symbols_share_the_union_of_their_timestamps_and_keep_their_last_close() {
        let clock = Clock::new(&[bars("A", &[(10, 1), (20, 2), (40, 4)]), bars("B", &[(20, 7), (30, 8)])]).unwrap();
        assert_eq!(clock.times(), [10, 20, 30, 40]);
        assert_eq!([0, 1, 2, 3].map(|step| clock.bar(0, step)), [Some(0), Some(1), None, Some(2)]);
        assert_eq!([0, 1, 2, 3].map(|step| clock.bar(1, step)), [None, Some(0), Some(1), None]);
        assert_eq!([0, 1, 2, 3].map(|step| clock.close(0, step)), [Some(1), Some(2), Some(2), Some(4)]);
        assert_eq!([0, 1, 2, 3].map(|step| clock.close(1, step)), [None, Some(7), Some(8), Some(8)]);
    }

    #[test]
    fn one_symbol_needs_no_table_and_a_range_shifts_its_indexes() {
        let (all, _) = bars("A", &[(10, 1), (20, 2), (40, 4)]);
        let clock = Clock::new(&[(all, 1..3)]).unwrap();
        assert_eq!((clock.steps(), clock.time(0), clock.bar(0, 1), clock.close(0, 1)), (2, 20, Some(1), Some(4)));
        assert!(clock.bar(0, 2).is_none());
    }
}
