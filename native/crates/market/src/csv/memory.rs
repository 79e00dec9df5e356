use std::path::Path;

use serde::Deserialize;

use super::data::CsvData;
use super::error::CsvError;
use super::options::CsvOptions;
use super::read::read_source;
use super::source::Source;
use super::time::format_ms;

/// Bars of one symbol as a program hands them in: one text a cell, numbers in their shortest decimal form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextColumns {
    pub symbol: String,
    pub times: Vec<TextTime>,
    pub open: Vec<String>,
    pub high: Vec<String>,
    pub low: Vec<String>,
    pub close: Vec<String>,
    #[serde(default)]
    pub volume: Option<Vec<String>>,
    #[serde(default)]
    pub asset_class: Option<String>,
    /// IANA name of the zone of times without one.
    #[serde(default)]
    pub timezone: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum TextTime {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Millis(i64),
    Text(String),
}

/// Bars from memory, by the same rules as a file: exact decimals, ascending times, the relations of a bar. Messages name bars by their
/// number, from 0. The `sha256` is that of the bars written as a CSV.
///
/// ```
/// use market::{TextColumns, TextTime, bars_from_text_columns};
/// let column = |text: &str| vec![text.to_owned()];
/// let columns = TextColumns {
///     symbol: "X".to_owned(),
///     times: vec![TextTime::Text("2024-01-02".to_owned())],
///     open: column("10"), high: column("11.5"), low: column("9.25"), close: column("10"),
///     ..TextColumns::default()
/// };
/// let data = bars_from_text_columns(&columns)?;
/// assert_eq!((data.tables[0].price_scale, data.tables[0].high[0]), (2, 1150));
/// # Ok::<(), market::CsvError>(())
/// ```
pub fn bars_from_text_columns(columns: &TextColumns) -> Result<CsvData, CsvError> {
    let name = format!("bars of {}", columns.symbol);
    let text = as_csv(columns).map_err(|error| error.in_file(&name))?;
    let options = CsvOptions {
        symbol: Some(columns.symbol.clone()),
        delimiter: Some(','),
        header: Some(true),
        asset_class: columns.asset_class.clone(),
        timezone: columns.timezone.clone(),
        ..CsvOptions::default()
    };
    let source = Source::memory(name, text);
    read_source(&source, Path::new(""), &options).map_err(|error| error.in_file(&source.name))
}

fn as_csv(columns: &TextColumns) -> Result<Vec<u8>, CsvError> {
    let volume = columns.volume.as_ref().map(|column| ("volume", column));
    let prices = [("open", &columns.open), ("high", &columns.high), ("low", &columns.low), ("close", &columns.close)];
    let cells: Vec<(&str, &Vec<String>)> = prices.into_iter().chain(volume).collect();
    let rows = columns.times.len();
    if let Some((name, column)) = cells.iter().find(|(_, column)| column.len() != rows) {
        let message = format!("{name} has {} values, time has {rows}", column.len());
        return Err(
            CsvError::new("data.columnLengths", message).hint("Every bar has a time and four prices; volume is there for all or for none.")
        );
    }
    if rows == 0 {
        return Err(CsvError::new("data.emptyFile", "there are no bars").hint("Pass at least one bar."));
    }
    let mut text = b"time".to_vec();
    cells.iter().for_each(|(name, _)| text.extend([b",", name.as_bytes()].concat()));
    for (row, time) in columns.times.iter().enumerate() {
        text.push(b'\n');
        match time {
            TextTime::Text(time) => push_cell(&mut text, time),
            TextTime::Millis(millis) => push_cell(&mut text, &format_ms(*millis)),
        }
        for (_, column) in &cells {
            text.push(b',');
            push_cell(&mut text, &column[row]);
        }
    }
    text.push(b'\n');
    Ok(text)
}

fn push_cell(text: &mut Vec<u8>, cell: &str) {
    if cell.contains([',', '"', '\n', '\r']) {
        text.extend(format!("\"{}\"", cell.replace('"', "\"\"")).bytes());
    } else {
        text.extend(cell.bytes());
    }
}
