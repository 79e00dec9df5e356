use std::path::Path;

use super::bad_rows::BadRowList;
use super::data::{CsvData, CsvInfo, Note};
use super::error::CsvError;
use super::field::Field;
use super::finish::{Finish, Finished};
use super::options::{BadRows, CsvOptions};
use super::plan::Plan;
use super::reader::Pass;
use super::source::{Fingerprint, Source};
use super::stem::stem;
use super::table::Table;
use super::written_cells::written_cells;
use super::zone::{Ambiguities, Zone};

/// A file whose rows are read: what its tables and its info are made from.
pub(super) struct Reading<'a> {
    pub plan: &'a Plan,
    pub options: &'a CsvOptions,
    pub source: &'a Source,
    pub path: &'a Path,
    pub zone: Option<&'a Zone>,
}

impl Reading<'_> {
    pub fn assemble(&self, pass: Pass, fingerprint: Fingerprint) -> Result<CsvData, CsvError> {
        let Self { plan, options, source, zone, .. } = self;
        let daily = pass.all_midnight;
        let naive = !plan.zoned && !daily;
        if naive && zone.is_none() {
            return Err(self.timezone_needed());
        }
        let Pass { tables, mut bad, rounded, by_symbol, .. } = pass;
        let finishing = Finish { plan, options, zone: zone.filter(|_| naive), daily };
        let mut done = Vec::with_capacity(tables.len());
        for mut table in tables {
            self.name(&mut table);
            done.push(finishing.table(table, &mut bad)?);
        }
        self.show_misplaced(&mut bad)?;
        if !bad.is_empty() && options.bad_rows == BadRows::Refuse {
            return Err(bad.into_error(&source.name, source.place()));
        }
        let symbols_found: Vec<String> = by_symbol.into_keys().map(|name| String::from_utf8_lossy(&name).into_owned()).collect();
        done.retain(|table| table.info.rows > 0);
        if done.is_empty() {
            return Err(self.nothing_left(bad, &symbols_found));
        }
        let timezone = match zone {
            Some(zone) if naive => zone.name().to_owned(),
            _ if daily && (plan.wall_days || !plan.zoned) => "exchange days".to_owned(),
            _ => "UTC".to_owned(),
        };
        let notes = self.notes(&done, naive, daily);
        let (dropped_rows, dropped) = bad.into_parts();
        let (tables, symbols) = done.into_iter().map(|table| (table.bars, table.info)).unzip();
        let info = CsvInfo {
            sha256: fingerprint.sha256,
            bytes: fingerprint.bytes,
            symbols,
            timezone,
            daily,
            time_format: plan.format.name().to_owned(),
            delimiter: char::from(plan.delimiter),
            columns: plan.columns.found(),
            dropped,
            dropped_rows,
            rounded,
            notes,
            symbols_found,
        };
        Ok(CsvData { tables, info })
    }

    /// A file without symbol column is named by the option or its stem; the one symbol of a file may be renamed.
    fn name(&self, table: &mut Table) {
        let by_option = self.options.symbol.clone();
        if self.plan.columns.get(Field::Symbol).is_none() {
            table.bars.symbol = by_option.unwrap_or_else(|| stem(self.path));
        } else if let Some(symbol) = by_option {
            table.bars.symbol = symbol;
        }
    }

    fn timezone_needed(&self) -> CsvError {
        let (line, value) = &self.plan.example;
        let column = self.plan.columns.name(Field::Time);
        let message = format!("{}, column {column}: \"{value}\" is a time of day without a time zone", self.source.place().show(*line));
        let hint =
            "Say in which zone they are: --timezone America/New_York (any IANA name, or UTC), or --calendar XNYS for an exchange's own.";
        CsvError::new("data.timezoneNeeded", message).hint(hint).line(*line).cell(column, value)
    }

    /// Misplaced rows are known by their number only; their text is fetched from the file.
    fn show_misplaced(&self, bad: &mut BadRowList) -> Result<(), CsvError> {
        let lines = bad.misplaced_lines();
        if let (false, Some(column)) = (lines.is_empty(), self.plan.columns.get(Field::Time)) {
            bad.show_written(&written_cells(self.source, self.plan, column, &lines)?);
        }
        Ok(())
    }

    fn nothing_left(&self, bad: BadRowList, found: &[String]) -> CsvError {
        if let (true, Some(wanted)) = (bad.is_empty(), &self.plan.symbols) {
            let message = format!("symbol {} is not in the file", wanted.join(", "));
            return CsvError::new("data.symbolUnknown", message).hint(format!("It has {}.", found.join(", ")));
        }
        if bad.is_empty() {
            return CsvError::new("data.emptyFile", "the file has no rows").hint("A price file has a header line and one bar a line.");
        }
        let mut error = bad.into_error(&self.source.name, self.source.place());
        error.hint = Some("No row is left: the options for columns, time format or decimals may not be right.".to_owned());
        error
    }

    fn notes(&self, done: &[Finished], naive: bool, daily: bool) -> Vec<Note> {
        let mut notes = self.plan.columns.notes.clone();
        let mut ambiguities = Ambiguities::default();
        for table in done {
            ambiguities.skipped += table.ambiguities.skipped;
            ambiguities.repeated += table.ambiguities.repeated;
            for note in &table.notes {
                let message = if done.len() == 1 { note.message.clone() } else { format!("{}: {}", table.info.symbol, note.message) };
                notes.push(Note::new(note.code, message));
            }
        }
        if !naive && self.zone.is_some() {
            let why = if daily { "the times are days" } else { "the times say their zone" };
            notes.push(Note::new("data.timezoneNotNeeded", format!("the time zone is not needed: {why}")));
        }
        notes.extend(clock_changes(ambiguities));
        notes.extend(self.volume_note(done));
        notes
    }

    /// A volume column that is missing or empty of volume, beside another that looks like one.
    fn volume_note(&self, done: &[Finished]) -> Option<Note> {
        let other = self.plan.columns.other_volume.as_ref()?;
        let read = self.plan.has_volume();
        if read && done.iter().any(|table| table.info.zero_volume < table.info.rows) {
            return None;
        }
        let what = if read {
            format!("column {} is 0 on every row", self.plan.columns.name(Field::Volume))
        } else {
            "no volume is read".to_owned()
        };
        Some(Note::new(
            "data.volume",
            format!("{what}; to take {other} as volume: --columns volume={}", super::named_columns::quote(other)),
        ))
    }
}

fn clock_changes(found: Ambiguities) -> Vec<Note> {
    let mut notes = Vec::new();
    if found.skipped > 0 {
        let message = format!("{} times lie in an hour the clock skipped; they are read with the offset before it", found.skipped);
        notes.push(Note::new("data.skippedHour", message));
    }
    if found.repeated > 0 {
        let message = format!(
            "{} times lie in an hour the clock repeated; its first pass has the offset before it, its second the one after",
            found.repeated
        );
        notes.push(Note::new("data.repeatedHour", message));
    }
    notes
}
