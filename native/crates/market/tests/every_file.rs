//! Every price file of the shared data against `engine/src/market/every-file.json`, which Python worked out
//! (`scripts/data-files/expect.py`): what loads, what stops and on which line, and the exact sums of what was read.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use market::{ActionKind, Bars, CsvData, CsvError, CsvOptions, read_csv};
use money::{Decimal, format_decimal};
use serde::Deserialize;

#[derive(Deserialize)]
struct Entry {
    file: String,
    sha256: String,
    ways: Vec<Way>,
}

#[derive(Deserialize)]
struct Way {
    options: serde_json::Value,
    stops: Option<String>,
    line: Option<u64>,
    rules: Option<BTreeMap<String, u64>>,
    loads: Option<Vec<Symbol>>,
    dropped: Option<BTreeMap<String, u64>>,
    rounded: Option<u64>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Symbol {
    symbol: String,
    rows: usize,
    from: String,
    to: String,
    close_sum: String,
    price_sum: String,
    volume_sum: Option<String>,
    time_sum: String,
    dividends: String,
    splits: Vec<String>,
}

fn shared_data() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    assert!(path.is_dir(), "the shared data must lie beside the repository, at ../shared/data");
    path
}

fn table() -> Vec<Entry> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../engine/src/market/every-file.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_file_loads_or_stops_as_an_independent_reading_says() {
    let data = shared_data();
    let mut failures = Vec::new();
    for Entry { file, sha256, ways } in table() {
        for way in ways {
            let options: CsvOptions = serde_json::from_value(way.options.clone()).unwrap();
            let outcome = read_csv(&data.join(&file), &options);
            if let Err(difference) = compare(&way, &sha256, outcome) {
                failures.push(format!("{file} {}: {difference}", way.options));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_table_lists_every_file_there_is() {
    let mut there = Vec::new();
    for folder in ["crypto", "equities-daily", "fx"] {
        walk(&shared_data().join(folder), folder, &mut there);
    }
    there.sort();
    assert_eq!(table().into_iter().map(|entry| entry.file).collect::<Vec<_>>(), there);
}

fn walk(folder: &Path, name: &str, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() { walk(&path, &name, files) } else { files.push(name) }
    }
}

fn compare(way: &Way, sha256: &str, outcome: Result<CsvData, CsvError>) -> Result<(), String> {
    match (outcome, &way.loads) {
        (Ok(data), Some(symbols)) => {
            same("sha256", data.info.sha256.as_str(), sha256)?;
            let found: Vec<Symbol> = data.tables.iter().map(symbol_of).collect();
            for (found, expected) in found.iter().zip(symbols) {
                same("symbol", found, expected)?;
            }
            same("symbols", found.len(), symbols.len())?;
            same("dropped", counts(&data.info.dropped), way.dropped.clone().unwrap_or_default())?;
            same("rounded", data.info.rounded, way.rounded.unwrap_or(0))
        }
        (Err(error), None) => {
            same("code", Some(error.code.to_owned()), way.stops.clone())?;
            if way.line.is_some() {
                same("line", error.context.line, way.line)?;
            }
            same("rules", counts(&error.context.rules), way.rules.clone().unwrap_or_default())
        }
        (Ok(data), None) => Err(format!("loads {} symbols instead of stopping with {:?}", data.tables.len(), way.stops)),
        (Err(error), Some(_)) => Err(format!("stops: {}", error.message)),
    }
}

fn counts(rules: &[market::RuleCount]) -> BTreeMap<String, u64> {
    let name = |rule| serde_json::to_value(rule).unwrap().as_str().unwrap().to_owned();
    rules.iter().map(|count| (name(count.rule), count.count)).collect()
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what} is {found:?}, expected {expected:?}")) }
}

fn symbol_of(bars: &Bars) -> Symbol {
    let sum = |column: &[i64]| column.iter().map(|value| i128::from(*value)).sum::<i128>();
    let prices = [&bars.open, &bars.high, &bars.low, &bars.close].map(|column| sum(column));
    Symbol {
        symbol: bars.symbol.clone(),
        rows: bars.time_ms.len(),
        from: rfc3339(bars.time_ms[0]),
        to: rfc3339(*bars.time_ms.last().unwrap()),
        close_sum: format_decimal(prices[3], bars.price_scale),
        price_sum: format_decimal(prices.iter().sum(), bars.price_scale),
        volume_sum: (!bars.volume.is_empty()).then(|| format_decimal(sum(&bars.volume), bars.volume_scale)),
        time_sum: (bars.time_ms.iter().map(|time| i128::from(*time)).sum::<i128>() / 1000).to_string(),
        dividends: {
            let amounts = bars.actions.iter().filter_map(|action| match &action.kind {
                ActionKind::Dividend { amount } => Some(*amount),
                _ => None,
            });
            let total = amounts.fold(0, |total: i128, amount| total + amount.mantissa_at(18).unwrap());
            let total = Decimal::new(total, 18).normalized();
            format_decimal(total.mantissa, total.scale)
        },
        splits: {
            let ratios = bars.actions.iter().filter_map(|action| match &action.kind {
                ActionKind::Split { ratio } => Some(ratio),
                _ => None,
            });
            ratios
                .map(|ratio| if ratio.den() == 1 { ratio.num().to_string() } else { format!("{}/{}", ratio.num(), ratio.den()) })
                .collect()
        },
    }
}

fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).unwrap().to_string()
}
