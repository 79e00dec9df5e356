use super::chunks::Chunk;
use super::columns::Columns;
use super::dialect::Dialect;
use super::error::CsvError;
use super::field::{Field, plain};
use super::mapping::Mapping;
use super::named_columns::{quote, stands_once};
use super::number::{is_missing, parse_cell};
use super::options::{CsvOptions, TimeFormat};
use super::source::Place;
use super::time::{parse_clock, parse_date, parse_time};
use super::time_sniff::{Sniffed, is_time, sniff_time};

/// How a file is read: decided from its first megabyte and the options, and changed when a later row shows better.
pub(super) struct Plan {
    pub delimiter: u8,
    /// Decimal point.
    pub point: u8,
    /// Where the text starts, behind a byte order mark.
    pub start: usize,
    pub header: bool,
    pub columns: Columns,
    pub width: usize,
    pub format: TimeFormat,
    /// Neither an option nor a row has yet told day from month.
    pub order_open: bool,
    /// Times say their zone.
    pub zoned: bool,
    /// Times that say their zone are all midnights there: days.
    pub wall_days: bool,
    /// Most decimals of prices and of volume.
    pub decimals: Limits,
    /// Of a symbol column, only these.
    pub symbols: Option<Vec<String>>,
    /// The symbol option names a file's one symbol when it does not choose one.
    pub renames: bool,
    /// A time of the file and its line, for messages.
    pub example: (u64, String),
    /// Bytes of an average row of the sample.
    pub row_bytes: usize,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub price: u8,
    pub volume: u8,
}

impl Plan {
    pub fn make(chunk: &Chunk<'_>, options: &CsvOptions, place: Place) -> Result<Self, CsvError> {
        let point = decimal_point(options)?;
        let dialect = Dialect::sniff(chunk, options)?;
        let mapping = Mapping::from_option(options.columns.as_ref())?;
        let (header_line, first) = &dialect.sample[0];
        let header = options.header.unwrap_or_else(|| is_header(first, point));
        let rows = &dialect.sample[usize::from(header)..];
        if let (true, [_], Some((line, below))) = (header, first.as_slice(), rows.first())
            && below.len() > 1
        {
            let message = format!("line {header_line} is no header but one cell (\"{}\"); line {line} has {} cells", first[0], below.len());
            return Err(CsvError::new("data.titleLine", message).hint("Remove the lines above the header.").line(*header_line));
        }
        let columns = if header {
            let below = rows.first().map_or(&[][..], |(_, cells)| cells);
            Columns::from_header(first, below, &mapping, &is_time)?
        } else {
            without_header(first, &mapping, *header_line)?
        };
        require_bars(&columns, first, rows)?;
        if rows.is_empty() && !chunk.last {
            let message = "the second line does not end (or a quote is never closed)";
            return Err(CsvError::new("data.notCsv", message).hint("Only text with one row a line is read."));
        }
        if rows.is_empty() {
            return Err(CsvError::new("data.emptyFile", "the file has a header line and no rows")
                .hint("Download or export it again; a price file has one row a bar."));
        }
        let example = example_time(&columns, rows);
        let (format, order_open) = time_format(&columns, rows, options, &example, place)?;
        let limit = options.max_decimals();
        let mut plan = Self {
            delimiter: dialect.delimiter,
            point,
            start: dialect.start,
            header,
            width: first.len(),
            format,
            order_open,
            zoned: false,
            wall_days: false,
            decimals: Limits { price: limit, volume: limit },
            row_bytes: rows.iter().map(|(_, cells)| cells.iter().map(|cell| cell.len() + 1).sum::<usize>()).sum::<usize>() / rows.len(),
            symbols: options.symbol.as_ref().map(|symbol| vec![symbol.clone()]).or_else(|| options.symbols.clone()),
            renames: options.symbol.is_some(),
            columns,
            example,
        };
        plan.zoned = rows.iter().find_map(|(_, cells)| plan.is_zoned(cells)).unwrap_or(false);
        Ok(plan)
    }

    pub fn has_volume(&self) -> bool {
        self.columns.get(Field::Volume).is_some()
    }

    /// Whether the row's time says its zone; `None` when it cannot be read.
    fn is_zoned(&self, cells: &[String]) -> Option<bool> {
        let cell = |field| self.columns.get(field).and_then(|column| cells.get(column)).map(|cell| cell.as_bytes());
        match cell(Field::Clock) {
            Some(_) => Some(false),
            None => parse_time(cell(Field::Time)?, self.format).ok().map(|stamp| stamp.offset_ms.is_some()),
        }
    }
}

pub(super) fn decimal_point(options: &CsvOptions) -> Result<u8, CsvError> {
    match options.decimal {
        None | Some('.') => Ok(b'.'),
        Some(',') => Ok(b','),
        Some(other) => Err(CsvError::new("data.option", format!("decimal: \"{other}\" is not known")).hint("It is . or ,")),
    }
}

/// A first line with a name we know, or without any number or time, is a header.
pub(super) fn is_header(cells: &[String], point: u8) -> bool {
    let known = |cell: &String| {
        let name = plain(cell);
        Field::ALL.into_iter().any(|field| field.header_names().contains(&name.as_str()))
    };
    cells.iter().any(known) || !cells.iter().any(|cell| is_time(cell) || parse_cell(cell, point).is_ok())
}

fn without_header(first: &[String], mapping: &Mapping, line: u64) -> Result<Columns, CsvError> {
    let names: Vec<String> = (1..=first.len()).map(|number| format!("#{number}")).collect();
    match mapping {
        Mapping::Order(order) => Columns::from_order(order, names),
        Mapping::Names(pairs) => {
            let mut columns = Columns::bare(names);
            for (field, column) in pairs {
                let place = column.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|index| *index < first.len());
                columns.set(
                    *field,
                    Some(place.ok_or_else(|| {
                        CsvError::new("data.columnsOption", format!("the file has no header, so {}={column} cannot be found", field.name()))
                            .hint(format!("Give column numbers from 1 to {}, or all columns in their order.", first.len()))
                    })?),
                );
            }
            Ok(columns)
        }
        Mapping::None => {
            let message = format!("the file has no header line: its first line is {}", first.join(","));
            let example: Vec<&str> =
                ["time", "open", "high", "low", "close", "volume"].into_iter().chain(std::iter::repeat("-")).take(first.len()).collect();
            let hint = format!(
                "Say what its {} columns are, in their order, for example --columns {} (or time,open,close,high,low,volume: look at the file; - skips a column).",
                first.len(),
                example.join(",")
            );
            Err(CsvError::new("data.columnsNeeded", message).hint(hint).line(line))
        }
    }
}

/// Time and four prices must be there; without them the file is something else, and the message says what it looks like.
fn require_bars(columns: &Columns, header: &[String], rows: &[(u64, Vec<String>)]) -> Result<(), CsvError> {
    let required = [Field::Time, Field::Open, Field::High, Field::Low, Field::Close];
    let missing: Vec<&str> = required.into_iter().filter(|field| columns.get(*field).is_none()).map(Field::name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let listed = header.iter().take(12).map(|name| if name.is_empty() { "(no name)" } else { name }).collect::<Vec<_>>().join(", ");
    let listed = if header.len() > 12 { format!("{listed}, … ({} in all)", header.len()) } else { listed };
    let no_price = Field::PRICES.into_iter().all(|field| columns.get(field).is_none());
    let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
    let has = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
    if no_price && has(&["exdate", "effectivedate", "paydate", "ratio", "dividend", "dividends"]) {
        let message = format!("this is a table of corporate actions, not of bars: its columns are {listed}");
        let hint =
            "Bars need time, open, high, low, close. Actions are given with --actions, as symbol,type,ex_date,pay_date,amount,ratio.";
        return Err(CsvError::new("data.notBars", message).hint(hint));
    }
    if let (true, Some(adjusted)) = (no_price, adjusted_columns(columns, header)) {
        let message = format!("the prices are adjusted ones only, no column is named open, high, low or close; the columns are {listed}");
        return Err(CsvError::new("data.columnMissing", message).hint(format!("To take the adjusted prices: --columns {adjusted}")));
    }
    if no_price && columns.get(Field::Time).is_some() && all_numbers(columns, header, rows) {
        let message = format!("this is a panel with one column a symbol, not a table of bars: its columns are {listed}");
        let name = header
            .iter()
            .enumerate()
            .find(|(column, name)| Some(*column) != columns.get(Field::Time) && stands_once(header, name))
            .map_or("NAME", |(_, name)| name);
        let column = quote(name);
        let hint = format!(
            "Bars need open, high, low and close. To take one column as all four: --columns open={column},high={column},low={column},close={column}"
        );
        return Err(CsvError::new("data.widePanel", message).hint(hint));
    }
    if no_price {
        let message = format!("this is not a table of bars: no column is named open, high, low or close; its columns are {listed}");
        return Err(
            CsvError::new("data.notBars", message).hint("If it holds prices, say where: --columns time=…,open=…,high=…,low=…,close=…")
        );
    }
    let message = format!("no column is named {}; the columns are {listed}", missing.join(" or "));
    let example: Vec<String> = missing.iter().map(|field| format!("{field}=NAME")).collect();
    Err(CsvError::new("data.columnMissing", message).hint(format!("Say which it is: --columns {}", example.join(","))))
}

/// `open="Adj Open",high="Adj High",…` when all four prices stand there as adjusted ones.
fn adjusted_columns(columns: &Columns, header: &[String]) -> Option<String> {
    let adjusted = |field: &Field| {
        let names = ["adj", "adjusted"].map(|prefix| format!("{prefix}{}", field.name()));
        let name = header.iter().find(|name| names.contains(&plain(name)) && stands_once(header, name))?;
        Some(format!("{}={}", field.name(), quote(name)))
    };
    let time = columns.get(Field::Time).is_none().then(|| "time=NAME".to_owned());
    let prices = Field::PRICES.iter().map(adjusted).collect::<Option<Vec<_>>>()?;
    let volume = if columns.get(Field::Volume).is_none() { adjusted(&Field::Volume) } else { None };
    Some(time.into_iter().chain(prices).chain(volume).collect::<Vec<_>>().join(","))
}

fn all_numbers(columns: &Columns, header: &[String], rows: &[(u64, Vec<String>)]) -> bool {
    let Some((_, first)) = rows.first() else { return false };
    let mut others = (0..header.len()).filter(|column| Some(*column) != columns.get(Field::Time));
    others.all(|column| first.get(column).is_some_and(|cell| is_missing(cell) || parse_cell(cell, b'.').is_ok()))
}

/// The first time of the file and its line.
fn example_time(columns: &Columns, rows: &[(u64, Vec<String>)]) -> (u64, String) {
    let column = columns.get(Field::Time).unwrap_or(0);
    let mut times = rows.iter().filter_map(|(line, cells)| Some((*line, cells.get(column).filter(|cell| !is_missing(cell))?.clone())));
    times.next().unwrap_or((1, String::new()))
}

fn time_format(
    columns: &Columns,
    rows: &[(u64, Vec<String>)],
    options: &CsvOptions,
    (line, value): &(u64, String),
    place: Place,
) -> Result<(TimeFormat, bool), CsvError> {
    if let Some(format) = options.time_format {
        return Ok((format, false));
    }
    let column = columns.get(Field::Time).unwrap_or(0);
    let cells = rows.iter().filter_map(|(_, cells)| cells.get(column)).map(String::as_str).filter(|cell| !is_missing(cell));
    let name = columns.name(Field::Time);
    let refused = |code, why: &str, hint: String| {
        let message = format!("{}, column {name}: \"{value}\" {why}", place.show(*line));
        Err(CsvError::new(code, message).hint(hint).line(*line).cell(name, value))
    };
    let names: Vec<&str> = TimeFormat::NAMES.iter().map(|(name, _)| *name).collect();
    match sniff_time(cells) {
        Sniffed::Format(format) => Ok((format, false)),
        Sniffed::DayOrMonthFirst => Ok((TimeFormat::MonthFirst, true)),
        Sniffed::ShortYear => refused(
            "data.timeFormat",
            "has a year of two digits, and the order of day, month and year is not known",
            "Say --time-format MM/DD/YY or DD/MM/YY (69 to 99 are 19xx).".to_owned(),
        ),
        Sniffed::CompactOrEpoch => refused(
            "data.timeAmbiguous",
            "is a date with hours and minutes or milliseconds since 1970",
            "Say --time-format YYYYMMDD or --time-format epoch-ms.".to_owned(),
        ),
        Sniffed::Unknown => refused(
            "data.timeFormat",
            "is no time in a known format",
            format!("Say --time-format with one of {}, or name another column: --columns time=NAME", names.join(", ")),
        ),
    }
}

/// The stamp of a date cell with the hours of a second cell beside it.
pub(super) fn date_and_clock(date: &[u8], clock: &[u8], format: TimeFormat) -> Result<super::time::Stamp, super::time::TimeProblem> {
    use super::time::{DAY_MS, Stamp, TimeProblem};
    let (days, length) = parse_date(date, format)?;
    let (since_midnight, clock_length) = parse_clock(clock)?;
    if length != date.len() || clock_length != clock.len() {
        return Err(TimeProblem::NotThisFormat);
    }
    Ok(Stamp { wall_ms: days * DAY_MS + since_midnight, offset_ms: None })
}
