use std::path::Path;

use super::data::{CsvData, CsvInfo};
use super::error::CsvError;
use super::fast_row::FastRow;
use super::field::Field;
use super::finish::{Finish, Finished};
use super::options::{BadRows, CsvOptions, TimeFormat};
use super::plan::Plan;
use super::reader::{Change, Pass, Stop};
use super::slow_row::SlowRow;
use super::source::{Fingerprint, Source};
use super::stem::stem;
use super::written_cells::written_cells;
use super::zone::{Ambiguities, Zone};

/// Reads a price file: plain, gzipped, or one CSV in a zip.
///
/// ```
/// use std::io::Write;
/// let path = std::env::temp_dir().join(format!("doc-{}.csv", std::process::id()));
/// std::fs::File::create(&path)?.write_all(b"Date,Open,High,Low,Close\n2014-06-09,92.7,93.88,91.75,93.7\n")?;
/// let data = market::read_csv(&path, &market::CsvOptions::default())?;
/// assert_eq!((data.tables[0].price_scale, data.tables[0].close[0]), (2, 9370));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_csv(path: &Path, options: &CsvOptions) -> Result<CsvData, CsvError> {
    let source = Source::open(path)?;
    read_source(&source, path, options).map_err(|error| error.in_file(&source.name))
}

pub(super) fn read_source(source: &Source, path: &Path, options: &CsvOptions) -> Result<CsvData, CsvError> {
    // An unknown zone is refused before a large file is read.
    let zone = options.timezone.as_deref().map(Zone::named).transpose()?;
    let mut plan = None;
    loop {
        let (pass, fingerprint, used) = match one_pass(source, options, plan.take())? {
            (used, Ok((pass, fingerprint))) => (pass, fingerprint, used),
            (mut used, Err(change)) => {
                used.change(change);
                plan = Some(used);
                continue;
            }
        };
        match settle_times(&pass, &used)? {
            Some(change) => {
                let mut used = used;
                used.change(change);
                plan = Some(used);
            }
            None => return finish(pass, fingerprint, &used, zone, source, path, options),
        }
    }
}

type PassResult = Result<(Pass, Fingerprint), Change>;

/// Reads the file once by `plan`, made from its first chunk when there is none yet.
fn one_pass(source: &Source, options: &CsvOptions, plan: Option<Plan>) -> Result<(Plan, PassResult), CsvError> {
    let mut state: Option<(Plan, FastRow, Pass)> = None;
    let mut given = plan;
    let mut slow = SlowRow::new(options);
    let outcome = source.read(|chunk| {
        let (plan, fast, pass) = match &mut state {
            Some(state) => state,
            None => {
                let plan = given.take().map_or_else(|| Plan::make(&chunk, options, source.place()), Ok)?;
                let rows = source.expected_rows(plan.row_bytes);
                let (fast, pass) = (FastRow::new(&plan), Pass::new(&plan, rows));
                state.insert((plan, fast, pass))
            }
        };
        pass.read(plan, fast, &mut slow, &chunk)
    });
    let Some((plan, _, pass)) = state else {
        return Err(match outcome {
            Err(Stop::Error(error)) => error,
            _ => CsvError::new("data.emptyFile", "the file has no text"),
        });
    };
    match outcome {
        Ok(fingerprint) => Ok((plan, Ok((pass, fingerprint)))),
        Err(Stop::Again(change)) => Ok((plan, Err(change))),
        Err(Stop::Error(error)) => Err(error),
    }
}

/// What all rows together say about the times.
fn settle_times(pass: &Pass, plan: &Plan) -> Result<Option<Change>, CsvError> {
    if plan.order_open {
        let [first, second] = pass.times.largest;
        match (first > 12, second > 12) {
            (true, false) => return Ok(Some(Change::DayFirst)),
            (false, true) => {}
            (both, _) => {
                let why = if both { "holds days above 12 in both places" } else { "has no day above 12" };
                let message = format!("column {} {why}, so day and month cannot be told apart", plan.columns.name(Field::Time));
                return Err(CsvError::new("data.timeAmbiguous", message).hint("Say --time-format MM/DD/YYYY or --time-format DD/MM/YYYY."));
            }
        }
    }
    let many = pass.tables.iter().any(|table| table.bars.time_ms.len() > 1);
    let days_with_offset = plan.zoned && !plan.wall_days && pass.all_midnight && pass.any_offset && many;
    Ok(days_with_offset.then_some(Change::WallDays))
}

fn finish(
    pass: Pass,
    fingerprint: Fingerprint,
    plan: &Plan,
    zone: Option<Zone>,
    source: &Source,
    path: &Path,
    options: &CsvOptions,
) -> Result<CsvData, CsvError> {
    let daily = pass.all_midnight;
    let naive = !plan.zoned && !daily;
    if naive && zone.is_none() {
        let (line, value) = &plan.example;
        let column = plan.columns.name(Field::Time);
        let message = format!("{}, column {column}: \"{value}\" is a time of day without a time zone", source.place().show(*line));
        let hint =
            "Say in which zone they are: --timezone America/New_York (any IANA name, or UTC), or --calendar XNYS for an exchange's own.";
        return Err(CsvError::new("data.timezoneNeeded", message).hint(hint).line(*line).cell(column, value));
    }
    let timezone = match (&zone, naive) {
        (Some(zone), true) => zone.name().to_owned(),
        _ if daily && (plan.wall_days || !plan.zoned) => "exchange days".to_owned(),
        _ => "UTC".to_owned(),
    };
    let Pass { tables, mut bad, rounded, .. } = pass;
    let has_symbols = plan.columns.get(Field::Symbol).is_some();
    let found: Vec<String> = tables.iter().map(|table| table.bars.symbol.clone()).collect();
    let finishing = Finish { plan, options, zone: zone.as_ref().filter(|_| naive), daily };
    let mut notes = plan.columns.notes.clone();
    let mut done: Vec<Finished> = Vec::new();
    for mut table in tables {
        if !has_symbols {
            table.bars.symbol = options.symbol.clone().unwrap_or_else(|| stem(path));
        } else if let Some(symbol) = &options.symbol {
            // The one symbol of a file may be renamed; of several it chooses one.
            if found.len() > 1 && table.bars.symbol != *symbol {
                continue;
            }
            table.bars.symbol = symbol.clone();
        }
        done.push(finishing.table(table, &mut bad)?);
    }
    let misplaced = bad.misplaced_lines();
    if let (false, Some(column)) = (misplaced.is_empty(), plan.columns.get(Field::Time)) {
        bad.show_written(&written_cells(source, plan, column, &misplaced)?);
    }
    if !bad.is_empty() && options.bad_rows == BadRows::Refuse {
        return Err(bad.into_error(&source.name, source.place()));
    }
    require_symbols(&done, &found, options)?;
    done.retain(|table| table.info.rows > 0);
    if done.is_empty() {
        let message = if bad.is_empty() { "the file has no rows".to_owned() } else { format!("all {} rows are bad", bad.total()) };
        let file = &source.name;
        return Err(if bad.is_empty() { CsvError::new("data.emptyFile", message) } else { bad.into_error(file, source.place()) });
    }
    let mut ambiguities = Ambiguities::default();
    let single = done.len() == 1;
    for table in &done {
        ambiguities.skipped += table.ambiguities.skipped;
        ambiguities.repeated += table.ambiguities.repeated;
        notes.extend(table.notes.iter().map(|note| if single { note.clone() } else { format!("{}: {note}", table.info.symbol) }));
    }
    if !naive && zone.is_some() {
        notes.push(format!("timezone is not needed: {}", if daily { "the times are days" } else { "the times say their zone" }));
    }
    notes.extend(notes_on(ambiguities));
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
    };
    Ok(CsvData { tables, info })
}

/// Every symbol asked for must be in the file.
fn require_symbols(done: &[Finished], found: &[String], options: &CsvOptions) -> Result<(), CsvError> {
    let asked = options.symbols.iter().flatten().chain(&options.symbol);
    for symbol in asked {
        if !done.iter().any(|table| table.info.symbol == *symbol) {
            let message = format!("symbol {symbol} is not in the file");
            let hint = if found.is_empty() { "Look at its symbol column.".to_owned() } else { format!("It has {}.", found.join(", ")) };
            return Err(CsvError::new("data.symbolUnknown", message).hint(hint));
        }
    }
    Ok(())
}

fn notes_on(found: Ambiguities) -> Vec<String> {
    let mut notes = Vec::new();
    if found.skipped > 0 {
        notes.push(format!("{} times lie in an hour the clock skipped; they are read with the offset before it", found.skipped));
    }
    if found.repeated > 0 {
        notes.push(format!(
            "{} times lie in an hour the clock repeated; the first pass of the hour has the offset before it, the second the one after",
            found.repeated
        ));
    }
    notes
}

impl Plan {
    fn change(&mut self, change: Change) {
        match change {
            Change::PriceDecimals(most) => self.decimals.price = most,
            Change::VolumeDecimals(most) => self.decimals.volume = most,
            Change::WallDays => self.wall_days = true,
            Change::DayFirst => {
                self.format = TimeFormat::DayFirst;
                self.order_open = false;
            }
        }
    }
}
