use money::format_decimal;

use crate::clock::SymbolBars;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::{Step, SymbolId};

/// Bars of a symbol between two steps, both included: how many, and how far its prices went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceRange {
    pub bars: u32,
    pub without_volume: u32,
    /// Indexes of the bars with the lowest low and the highest high, the first of them.
    pub lowest: u32,
    pub highest: u32,
}

const BLOCK: usize = 1024;

/// Extremes of whole blocks of bars, so that a range of a million bars is found in a thousand steps.
struct Blocks {
    lowest: Vec<u32>,
    highest: Vec<u32>,
    /// Bars without volume before each bar; empty when the symbol has no volume at all.
    without_volume: Vec<u32>,
}

impl Engine {
    /// The range of each `(symbol, from, to)`, `None` where the symbol has no bar there. For a finished run; nothing is kept while it runs.
    pub fn price_ranges(&self, asked: &[(SymbolId, Step, Step)]) -> Vec<Option<PriceRange>> {
        let mut blocks: Vec<Option<Blocks>> = self.bars.iter().map(|_| None).collect();
        let range = |&(symbol, from, to): &(SymbolId, Step, Step)| {
            let bars = self.bars.get(symbol as usize)?;
            let known = blocks.get_mut(symbol as usize)?;
            let first = match from.checked_sub(1) {
                Some(before) => self.clock.last_bar(symbol, before).map_or(0, |bar| bar.saturating_add(1)),
                None => 0,
            };
            let last = self.clock.last_bar(symbol, to.min(self.steps().saturating_sub(1)))?;
            (first <= last).then(|| known.get_or_insert_with(|| Blocks::of(bars)).range(bars, first, last))
        };
        asked.iter().map(range).collect()
    }

    /// JSON array, one entry a range: `null` or `[bars, withoutVolume, low, lowTime, high, highTime]`, times in ms UTC.
    pub fn price_ranges_json(&self, asked: &[(SymbolId, Step, Step)]) -> Result<String, EngineError> {
        let rows = asked.iter().zip(self.price_ranges(asked)).map(|((symbol, ..), range)| {
            let (Some(bars), Some(range)) = (self.bars.get(*symbol as usize), range) else { return Ok(serde_json::Value::Null) };
            let scale = self.spec(*symbol)?.scales.data;
            let price = |column: &[i64], index: u32| format_decimal(column.get(index as usize).copied().unwrap_or(0).into(), scale);
            let time = |index: u32| bars.times().get(index as usize).copied().unwrap_or(0);
            Ok(serde_json::json!([
                range.bars,
                range.without_volume,
                price(bars.lows(), range.lowest),
                time(range.lowest),
                price(bars.highs(), range.highest),
                time(range.highest),
            ]))
        });
        Ok(serde_json::Value::Array(rows.collect::<Result<Vec<_>, EngineError>>()?).to_string())
    }
}

impl Blocks {
    fn of(bars: &SymbolBars) -> Self {
        let extremes = |column: &[i64], better: fn(i64, i64) -> bool| {
            let starts = (0..column.len()).step_by(BLOCK);
            starts.map(|start| extreme(column, start, start.saturating_add(BLOCK).min(column.len()), better)).collect()
        };
        let mut without_volume = Vec::new();
        if bars.volume(0).is_some() {
            let mut count = 0u32;
            without_volume.push(0);
            for index in 0..u32::try_from(bars.len()).unwrap_or(u32::MAX) {
                count = count.saturating_add(u32::from(bars.volume(index) == Some(0)));
                without_volume.push(count);
            }
        }
        Self { lowest: extremes(bars.lows(), |a, b| a < b), highest: extremes(bars.highs(), |a, b| a > b), without_volume }
    }

    fn range(&self, bars: &SymbolBars, first: u32, last: u32) -> PriceRange {
        let (from, to) = (first as usize, (last as usize).saturating_add(1));
        let empty = |index: usize| self.without_volume.get(index).copied().unwrap_or(0);
        PriceRange {
            bars: last.saturating_sub(first).saturating_add(1),
            without_volume: empty(to).saturating_sub(empty(from)),
            lowest: within(bars.lows(), &self.lowest, from, to, |a, b| a < b),
            highest: within(bars.highs(), &self.highest, from, to, |a, b| a > b),
        }
    }
}

/// Index of the first extreme of `column[from..to]`: whole blocks by what is known of them, the rest bar by bar.
fn within(column: &[i64], blocks: &[u32], from: usize, to: usize, better: fn(i64, i64) -> bool) -> u32 {
    let value = |index: u32| column.get(index as usize).copied().unwrap_or(0);
    let mut best = u32::try_from(from).unwrap_or(u32::MAX);
    let mut at = from;
    while at < to {
        let block = at.checked_div(BLOCK).unwrap_or(0);
        let end = block.saturating_add(1).saturating_mul(BLOCK);
        let is_whole = at == block.saturating_mul(BLOCK) && end <= to;
        let found = match blocks.get(block) {
            Some(known) if is_whole => *known,
            _ => extreme(column, at, end.min(to), better),
        };
        if better(value(found), value(best)) {
            best = found;
        }
        at = end.min(to);
    }
    best
}

fn extreme(column: &[i64], from: usize, to: usize, better: fn(i64, i64) -> bool) -> u32 {
    let mut best = from;
    for index in from..to {
        if better(column.get(index).copied().unwrap_or(0), column.get(best).copied().unwrap_or(0)) {
            best = index;
        }
    }
    u32::try_from(best).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_find_what_a_walk_over_every_bar_finds() {
        let column: Vec<i64> = (0..5000i64).map(|index| (index * 7919) % 4093).collect();
        let blocks: Vec<u32> = (0..column.len())
            .step_by(BLOCK)
            .map(|start| extreme(&column, start, (start + BLOCK).min(column.len()), |a, b| a < b))
            .collect();
        for (from, to) in [(0, 5000), (1, 4999), (1023, 1025), (1024, 2048), (700, 701), (3000, 4096)] {
            let found = within(&column, &blocks, from, to, |a, b| a < b);
            let least = column[from..to].iter().min().unwrap();
            let first = from + column[from..to].iter().position(|value| value == least).unwrap();
            assert_eq!(found as usize, first, "{from}..{to}");
        }
    }
}
