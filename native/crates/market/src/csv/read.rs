use std::path::Path;

use super::assemble::Reading;
use super::data::CsvData;
use super::error::CsvError;
use super::fast_row::FastRow;
use super::field::Field;
use super::options::{CsvOptions, TimeFormat};
use super::plan::Plan;
use super::reader::{Change, Pass, Stop};
use super::slow_row::SlowRow;
use super::source::{Fingerprint, Source};
use super::stem::stem;
use super::zone::Zone;

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
        let (pass, fingerprint, used) = match one_pass(source, path, options, plan.take())? {
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
            None => {
                let reading = Reading { plan: &used, options, source, path, zone: zone.as_ref() };
                return reading.assemble(pass, fingerprint);
            }
        }
    }
}

type PassResult = Result<(Pass, Fingerprint), Change>;

/// Reads the file once by `plan`, made from its first chunk when there is none yet.
fn one_pass(source: &Source, path: &Path, options: &CsvOptions, plan: Option<Plan>) -> Result<(Plan, PassResult), CsvError> {
    let mut state: Option<(Plan, FastRow, Pass)> = None;
    let mut given = plan;
    let mut slow = SlowRow::new(options);
    let outcome = source.read(|chunk| {
        let (plan, fast, pass) = match &mut state {
            Some(state) => state,
            None => {
                let plan = given.take().map_or_else(|| Plan::make(&chunk, options, source.place()), Ok)?;
                require_wanted(&plan, path, options)?;
                let rows = source.expected_rows(plan.row_bytes);
                let (fast, pass) = (FastRow::new(&plan), Pass::new(&plan, rows, options.kept_bad_rows));
                state.insert((plan, fast, pass))
            }
        };
        pass.read(plan, fast, &mut slow, &chunk)
    });
    let Some((plan, _, pass)) = state else {
        return Err(match outcome {
            Err(Stop::Error(error)) => error,
            _ => CsvError::empty_file(),
        });
    };
    match outcome {
        Ok(fingerprint) => Ok((plan, Ok((pass, fingerprint)))),
        Err(Stop::Again(change)) => Ok((plan, Err(change))),
        Err(Stop::Error(error)) => Err(error),
    }
}

/// A file of one symbol is not read when another one is wanted.
fn require_wanted(plan: &Plan, path: &Path, options: &CsvOptions) -> Result<(), CsvError> {
    let (None, Some(wanted)) = (plan.columns.get(Field::Symbol), &options.symbols) else { return Ok(()) };
    let name = options.symbol.clone().unwrap_or_else(|| stem(path));
    if wanted.contains(&name) {
        return Ok(());
    }
    let message = format!("symbol {} is not in the file, which holds {name}", wanted.join(", "));
    Err(CsvError::new("data.symbolUnknown", message).hint("A file without a symbol column is one symbol, named by the file."))
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
    if plan.symbols.is_some() && pass.tables.is_empty() && pass.by_symbol.len() == 1 && plan.renames {
        return Ok(Some(Change::Rename));
    }
    let many = pass.tables.iter().any(|table| table.bars.time_ms.len() > 1);
    let days_with_offset = plan.zoned && !plan.wall_days && pass.all_midnight && pass.any_offset && many;
    Ok(days_with_offset.then_some(Change::WallDays))
}

impl Plan {
    fn change(&mut self, change: Change) {
        match change {
            Change::PriceDecimals(most) => self.decimals.price = most,
            Change::VolumeDecimals(most) => self.decimals.volume = most,
            Change::WallDays => self.wall_days = true,
            Change::Rename => self.symbols = None,
            Change::DayFirst => {
                self.format = TimeFormat::DayFirst;
                self.order_open = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_chunks_does_not_matter() {
        let mut text = "time,open,high,low,close,note\r\n".to_owned();
        for day in 1..=28 {
            let note = if day % 5 == 0 { "\"a \"\"quoted\"\"\nnote, of two lines\"" } else { "plain" };
            text.push_str(&format!("2024-02-{day:02},{day},{}.5,{day}.0,{day},{note}\r\n", day + 1));
        }
        let read_in = |chunk: usize, text: &str| {
            let source = Source::memory("X".to_owned(), text.as_bytes().to_vec()).in_chunks(chunk);
            read_source(&source, Path::new("X.csv"), &CsvOptions::default())
        };
        let whole = read_in(1 << 20, &text).unwrap();
        assert_eq!(whole.tables[0].open.len(), 28);
        let bad_text = text.replace("2024-02-27,27,", "2024-02-27,99,");
        let bad_line = read_in(1 << 20, &bad_text).unwrap_err().context.line;
        assert_eq!(bad_line, Some(33));
        for chunk in 100..400 {
            let parts = read_in(chunk, &text).unwrap();
            assert_eq!(
                (&parts.tables[0].open, &parts.tables[0].high, &parts.info),
                (&whole.tables[0].open, &whole.tables[0].high, &whole.info),
                "{chunk}"
            );
            assert_eq!(read_in(chunk, &bad_text).unwrap_err().context.line, bad_line);
        }
        assert_eq!(read_in(40, &text).unwrap_err().code, "data.notCsv");
    }
}
