use std::collections::{BTreeMap, BTreeSet};

use super::error::{BadRow, CsvError, Rule, RuleCount};
use super::source::Place;

/// Bad rows kept with their text unless told otherwise; beyond it only counted.
const KEPT: usize = 100;
/// Bad rows shown in a message.
const SHOWN: usize = 5;
const LONGEST_VALUE: usize = 60;

/// The rows that cannot be used.
#[derive(Debug)]
pub(super) struct BadRowList {
    most: usize,
    kept: Vec<BadRow>,
    counts: BTreeMap<Rule, u64>,
}

impl BadRowList {
    pub fn new(most: Option<usize>) -> Self {
        Self { most: most.unwrap_or(KEPT), kept: Vec::new(), counts: BTreeMap::new() }
    }

    pub fn add(&mut self, row: BadRow) {
        *self.counts.entry(row.rule).or_default() += 1;
        if self.kept.len() < self.most {
            self.kept.push(BadRow { value: shortened(row.value), ..row });
        }
    }

    /// Lines of kept rows that do not fit in time.
    pub fn misplaced_lines(&self) -> BTreeSet<u64> {
        self.kept.iter().filter(|row| matches!(row.rule, Rule::DuplicateTime | Rule::OutOfOrder)).map(|row| row.line).collect()
    }

    /// Shows a line's cell as it stands in the file.
    pub fn show_written(&mut self, written: &BTreeMap<u64, String>) {
        for row in self.kept.iter_mut().filter(|row| matches!(row.rule, Rule::DuplicateTime | Rule::OutOfOrder)) {
            if let Some(text) = written.get(&row.line) {
                row.value = shortened(text.clone());
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The kept rows in the order of the file, and the count of each rule.
    pub fn into_parts(mut self) -> (Vec<BadRow>, Vec<RuleCount>) {
        self.kept.sort_by_key(|row| row.line);
        let rules = self.counts.into_iter().map(|(rule, count)| RuleCount { rule, count }).collect();
        (self.kept, rules)
    }

    /// The error of a file with bad rows.
    pub fn into_error(self, file: &str, place: Place) -> CsvError {
        let total = self.total();
        let (rows, rules) = self.into_parts();
        let counts: Vec<String> = rules.iter().map(|rule| format!("{} {}", rule.count, rule.rule.name())).collect();
        let row = if place == Place::Bar { "bar" } else { "row" };
        let what =
            if total == 1 { format!("1 {row} cannot be used") } else { format!("{total} {row}s cannot be used ({})", counts.join(", ")) };
        let mut message = format!("{file}: {what}");
        for row in rows.iter().take(SHOWN) {
            message.push_str(&format!("\n  {}, column {}: \"{}\" {}", place.show(row.line), row.column, row.value, row.reason));
        }
        if total > SHOWN as u64 {
            message.push_str(&format!("\n  and {} more", total - SHOWN as u64));
        }
        let decimals = rules.iter().any(|rule| matches!(rule.rule, Rule::TooManyDecimals | Rule::TooLarge));
        let round = if decimals { ", or round with --round-data half-even" } else { "" };
        let hint = match place {
            Place::Line => format!("Correct the file, or leave such rows out with --bad-rows skip{round}."),
            Place::Bar => "Correct these bars.".to_owned(),
        };
        let mut error = CsvError::new("data.badRows", message).hint(hint).file(file);
        if let Some(first) = rows.first() {
            error = error.line(first.line).cell(first.column.clone(), first.value.clone());
        }
        error.context.rows = rows;
        error.context.rules = rules;
        error
    }
}

/// One line that is not too long.
fn shortened(value: String) -> String {
    let value = value.replace(char::is_control, " ");
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value,
    }
}
