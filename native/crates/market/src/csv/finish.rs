use std::collections::BTreeSet;

use super::bad_rows::BadRowList;
use super::data::{Note, SymbolInfo};
use super::error::{BadRow, CsvError, Rule};
use super::field::Field;
use super::options::{BarTime, CsvOptions};
use super::order::{Order, misplaced, order_of};
use super::plan::Plan;
use super::table::Table;
use super::time::format_ms;
use super::zone::{Ambiguities, Zone};
use crate::{Action, Bars};

/// Distances looked at to find the usual one.
const SAMPLED_STEPS: usize = 100_000;

/// What is true of every table of a file.
pub(super) struct Finish<'a> {
    pub plan: &'a Plan,
    pub options: &'a CsvOptions,
    /// The zone of times that do not say theirs.
    pub zone: Option<&'a Zone>,
    /// Times are days.
    pub daily: bool,
}

/// A table in its final form.
pub(super) struct Finished {
    pub bars: Bars,
    pub info: SymbolInfo,
    pub notes: Vec<Note>,
    pub ambiguities: Ambiguities,
}

impl Finish<'_> {
    /// Puts the rows in time order and in UTC; rows that do not fit go to `bad`.
    pub fn table(&self, table: Table, bad: &mut BadRowList) -> Result<Finished, CsvError> {
        let Table { mut bars, lines, mut actions, .. } = table;
        let mut notes = Vec::new();
        let rows = bars.time_ms.len();
        let reversed = match order_of(&bars.time_ms) {
            Order::Ascending => false,
            Order::Descending => true,
            Order::Mixed { mostly_descending } => mostly_descending,
        };
        if reversed {
            for column in columns(&mut bars) {
                column.reverse();
            }
            actions.iter_mut().for_each(|(row, _, _)| *row = rows - 1 - *row);
            notes.push(Note::new("data.reversed", "the rows were newest first and were put in time order"));
        }
        let ambiguities = self.zone.map_or(Ambiguities::default(), |zone| zone.to_utc(&mut bars.time_ms));
        if order_of(&bars.time_ms) != Order::Ascending {
            let dropped = misplaced(&bars.time_ms, reversed);
            self.report(&bars, &dropped, |row| lines.line(if reversed { rows - 1 - row } else { row }), bad);
            drop_rows(&mut bars, &mut actions, &dropped);
        }
        // Of a day's actions the first in the file comes first, also when the file was turned round.
        actions.sort_by_key(|(row, _, _)| *row);
        bars.actions = actions
            .into_iter()
            .map(|(_, day, kind)| Action { ex_day: i32::try_from(day).unwrap_or(i32::MAX), pay_day: None, record_day: None, kind })
            .collect();
        let interval_ms = usual_step(&bars.time_ms);
        if self.options.bar_time == BarTime::End {
            notes.extend(self.to_start(&mut bars.time_ms, interval_ms)?);
        }
        let info = SymbolInfo {
            symbol: bars.symbol.clone(),
            rows: bars.time_ms.len(),
            from_ms: bars.time_ms.first().copied().unwrap_or(0),
            to_ms: bars.time_ms.last().copied().unwrap_or(0),
            interval_ms,
            zero_volume: bars.volume.iter().filter(|volume| **volume == 0).count(),
            reversed,
        };
        Ok(Finished { bars, info, notes, ambiguities })
    }

    fn report(&self, bars: &Bars, dropped: &[usize], line_of: impl Fn(usize) -> u64, bad: &mut BadRowList) {
        let gone: BTreeSet<usize> = dropped.iter().copied().collect();
        let kept: BTreeSet<i64> = bars.time_ms.iter().enumerate().filter(|(row, _)| !gone.contains(row)).map(|(_, time)| *time).collect();
        let of_symbol = if self.plan.columns.get(Field::Symbol).is_some() { format!(" for {}", bars.symbol) } else { String::new() };
        for row in dropped {
            let time = bars.time_ms[*row];
            let (rule, reason) = if kept.contains(&time) {
                (Rule::DuplicateTime, format!("stands twice{of_symbol}"))
            } else {
                (Rule::OutOfOrder, format!("is out of order{of_symbol}"))
            };
            let column = self.plan.columns.name(Field::Time).to_owned();
            bad.add(BadRow { line: line_of(*row), column, value: format_ms(time), rule, reason });
        }
    }

    /// Ends of bars become starts: one usual step earlier. Days are named by their date either way.
    fn to_start(&self, times: &mut [i64], interval_ms: i64) -> Result<Option<Note>, CsvError> {
        if self.daily {
            return Ok(Some(Note::new("data.barTime", "bar time end changes nothing: a date names the day itself")));
        }
        if interval_ms <= 0 {
            let message = "bar time end needs the distance of two bars, and there is one bar only".to_owned();
            return Err(CsvError::new("data.barTime", message).hint("Give times as starts of bars."));
        }
        for time in times {
            *time = time.saturating_sub(interval_ms);
        }
        Ok(Some(Note::new(
            "data.barTime",
            format!("times are ends of bars and were moved to their starts, {} s earlier", interval_ms / 1000),
        )))
    }
}

fn columns(bars: &mut Bars) -> [&mut Vec<i64>; 6] {
    [&mut bars.time_ms, &mut bars.open, &mut bars.high, &mut bars.low, &mut bars.close, &mut bars.volume]
}

fn drop_rows(bars: &mut Bars, actions: &mut Vec<(usize, i64, crate::ActionKind)>, dropped: &[usize]) {
    for column in columns(bars) {
        let mut next = dropped.iter().peekable();
        let mut row = 0;
        column.retain(|_| {
            let drop = next.peek() == Some(&&row);
            if drop {
                next.next();
            }
            row += 1;
            !drop
        });
    }
    actions.retain(|(row, _, _)| dropped.binary_search(row).is_err());
}

/// The most frequent distance of neighbours; of equally frequent ones the shortest. 0 without neighbours.
fn usual_step(times: &[i64]) -> i64 {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for pair in times.windows(2).take(SAMPLED_STEPS) {
        *counts.entry(pair[1].saturating_sub(pair[0])).or_default() += 1;
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map_or(0, |(step, _)| step)
}

#[cfg(test)]
mod tests {
    use super::super::time::DAY_MS;
    use super::*;

    #[test]
    fn the_usual_step_is_the_most_frequent_distance() {
        assert_eq!(usual_step(&[]), 0);
        assert_eq!(usual_step(&[7]), 0);
        assert_eq!(usual_step(&[0, 60, 120, 300, 360]), 60);
        assert_eq!(usual_step(&[0, DAY_MS, 4 * DAY_MS]), DAY_MS);
    }
}
