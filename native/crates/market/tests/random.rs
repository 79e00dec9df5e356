//! Files nobody thought of: what is written comes back, messy rows are judged as a plain reading of the rules says, and no bytes panic.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use market::{CsvOptions, Rule, read_csv};
use money::format_decimal;
use proptest::prelude::*;
use serde_json::json;
use support::{TempFile, options, read};

#[derive(Debug, Clone)]
struct Bar {
    minutes: i64,
    /// Open, high, low, close and volume in units of the last decimal.
    values: [i64; 5],
}

fn bars() -> impl Strategy<Value = Vec<Bar>> {
    let bar = (1i64..3000, 1i64..2_000_000, 0i64..5000, 0i64..5000, 0i64..1_000_000).prop_map(|(step, open, up, down, volume)| {
        let close = open + (up - down) / 2;
        (step, [open, open.max(close) + up, open.min(close) - down, close, volume])
    });
    proptest::collection::vec(bar, 1..40).prop_map(|bars| {
        let mut minutes = 0;
        let at = |(step, values): (i64, [i64; 5])| {
            minutes += step;
            Bar { minutes, values }
        };
        bars.into_iter().map(at).collect()
    })
}

/// How the same bars may be written.
#[derive(Debug, Clone)]
struct Style {
    delimiter: char,
    line_end: &'static str,
    quotes: bool,
    spaces: bool,
    zeros: usize,
    mark: bool,
    newest_first: bool,
    last_line_end: bool,
    order: Vec<usize>,
    time: usize,
}

fn style() -> impl Strategy<Value = Style> {
    let marks = (any::<bool>(), any::<bool>(), 0usize..4, any::<bool>(), any::<bool>(), any::<bool>());
    let order = Just(vec![0usize, 1, 2, 3, 4, 5, 6]).prop_shuffle();
    (prop::sample::select(vec![',', ';', '\t', '|']), prop::sample::select(vec!["\n", "\r\n"]), marks, order, 0usize..4).prop_map(
        |(delimiter, line_end, (quotes, spaces, zeros, mark, newest_first, last_line_end), order, time)| Style {
            delimiter,
            line_end,
            quotes,
            spaces,
            zeros,
            mark,
            newest_first,
            last_line_end,
            order,
            time,
        },
    )
}

const NAMES: [&str; 7] = ["Timestamp", "open", "High", "LOW", "Close", "Vol.", "comment"];
/// 2014-06-09T00:00Z.
const START: i64 = 1_402_272_000_000;

fn write(bars: &[Bar], scale: u8, volume_scale: u8, style: &Style) -> String {
    let cell = |text: String| match (style.quotes, style.spaces) {
        (true, _) => format!("\"{text}\""),
        (false, true) => format!(" {text} "),
        (false, false) => text,
    };
    let number = |value: i64, scale: u8| {
        let text = format_decimal(i128::from(value), scale);
        let zeros = "0".repeat(style.zeros);
        if style.zeros == 0 || text.contains('.') { format!("{text}{zeros}") } else { format!("{text}.{zeros}") }
    };
    let line = |cells: Vec<String>| {
        let ordered: Vec<String> = style.order.iter().map(|column| cells[*column].clone()).collect();
        ordered.join(&style.delimiter.to_string())
    };
    let mut lines = vec![line(NAMES.iter().map(|name| cell((*name).to_owned())).collect())];
    let rows = bars.iter().map(|bar| {
        let ms = START + bar.minutes * 60_000;
        let time = match style.time {
            0 => jiff::Timestamp::from_millisecond(ms).unwrap().to_string(),
            1 => jiff::Timestamp::from_millisecond(ms).unwrap().strftime("%Y-%m-%d %H:%M:%S+00:00").to_string(),
            2 => ms.to_string(),
            _ => (ms / 1000).to_string(),
        };
        let prices = bar.values[..4].iter().map(|value| number(*value, scale));
        let cells = std::iter::once(time).chain(prices).chain([number(bar.values[4], volume_scale), "x y".to_owned()]);
        line(cells.map(cell).collect())
    });
    let mut rows: Vec<String> = rows.collect();
    if style.newest_first {
        rows.reverse();
    }
    lines.extend(rows);
    let mark = if style.mark { "\u{feff}" } else { "" };
    let end = if style.last_line_end { style.line_end } else { "" };
    format!("{mark}{}{end}", lines.join(style.line_end))
}

/// The column in its smallest scale.
fn smallest(columns: &[Vec<i64>], scale: u8) -> (u8, Vec<Vec<i64>>) {
    let mut scale = scale;
    let mut columns = columns.to_vec();
    while scale > 0 && columns.iter().flatten().all(|value| value % 10 == 0) {
        columns.iter_mut().flatten().for_each(|value| *value /= 10);
        scale -= 1;
    }
    (scale, columns)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_written_comes_back(bars in bars(), scale in 0u8..=6, volume_scale in 0u8..=6, style in style()) {
        let text = write(&bars, scale, volume_scale, &style);
        let data = read(&text, json!({})).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let found = &data.tables[0];
        let column = |index: usize| bars.iter().map(|bar| bar.values[index]).collect::<Vec<_>>();
        let times: Vec<i64> = bars.iter().map(|bar| START + bar.minutes * 60_000).collect();
        let (price_scale, prices) = smallest(&[column(0), column(1), column(2), column(3)], scale);
        let (volume_scale, volume) = smallest(&[column(4)], volume_scale);
        prop_assert_eq!(&found.time_ms, &times);
        prop_assert_eq!(found.price_scale, price_scale);
        prop_assert_eq!(&[found.open.clone(), found.high.clone(), found.low.clone(), found.close.clone()], &prices[..]);
        prop_assert_eq!((found.volume_scale, &found.volume), (volume_scale, &volume[0]));
        prop_assert_eq!(data.info.symbols[0].reversed, style.newest_first && bars.len() > 1);
    }
}

const TIMES: [&str; 8] = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-1-9", "", "soon"];
const VALUES: [&str; 12] = ["1", "2", "2.5", "3", "3.00", "0.25", "-1", "1e1", "", "null", "one", "1.0123456789"];

/// The value in hundredths, or why there is none.
fn plain_value(text: &str) -> Result<i64, Rule> {
    match text {
        "" | "null" => Err(Rule::MissingCell),
        "one" => Err(Rule::NotANumber),
        "1.0123456789" => Err(Rule::TooManyDecimals),
        "1e1" => Ok(1000),
        _ => Ok((text.parse::<f64>().unwrap() * 100.0).round() as i64),
    }
}

/// A row's day and hundredths, or the first rule it breaks.
fn judge(cells: &[&str; 6]) -> Result<(i64, [i64; 5]), Rule> {
    let day = match cells[0] {
        "" => return Err(Rule::MissingCell),
        "soon" => return Err(Rule::BadTime),
        time => time.rsplit_once('-').unwrap().1.parse::<i64>().unwrap(),
    };
    let mut values = [0; 5];
    for (value, cell) in values.iter_mut().zip(&cells[1..]) {
        *value = plain_value(cell)?;
    }
    let [open, high, low, close, volume] = values;
    if high < low {
        return Err(Rule::HighBelowLow);
    }
    if open < low || open > high {
        return Err(Rule::OpenOutsideRange);
    }
    if close < low || close > high {
        return Err(Rule::CloseOutsideRange);
    }
    if volume < 0 { Err(Rule::NegativeVolume) } else { Ok((day, values)) }
}

/// Length of the longest chain of ever later days.
fn longest_chain(days: &[i64]) -> usize {
    let mut best = vec![1; days.len()];
    for later in 0..days.len() {
        for earlier in 0..later {
            if days[earlier] < days[later] {
                best[later] = best[later].max(best[earlier] + 1);
            }
        }
    }
    best.into_iter().max().unwrap_or(0)
}

fn messy_row() -> impl Strategy<Value = [&'static str; 6]> {
    let time = prop_oneof![6 => prop::sample::select(TIMES[..6].to_vec()), 1 => prop::sample::select(TIMES.to_vec())];
    let value = || prop_oneof![8 => prop::sample::select(vec!["2", "2.0", "2.5"]), 1 => prop::sample::select(VALUES.to_vec())];
    let high = prop_oneof![8 => Just("3"), 1 => prop::sample::select(VALUES.to_vec())];
    let low = prop_oneof![8 => Just("1"), 1 => prop::sample::select(VALUES.to_vec())];
    (time, value(), high, low, value(), value()).prop_map(|(time, open, high, low, close, volume)| [time, open, high, low, close, volume])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn messy_rows_are_judged_as_a_plain_reading_says(rows in proptest::collection::vec(messy_row(), 1..25)) {
        let text: String = rows.iter().map(|row| format!("{}\n", row.join(","))).collect();
        let text = format!("time,open,high,low,close,volume\n2023-12-29,2,3,1,2,0\n{text}");
        let judged: Vec<_> = rows.iter().map(judge).collect();
        // The first row of the file, in front of all others.
        let mut days = vec![-2];
        days.extend(judged.iter().filter_map(|row| row.as_ref().ok()).map(|(day, _)| *day));
        let ups = days.windows(2).filter(|pair| pair[0] < pair[1]).count();
        let downs = days.windows(2).filter(|pair| pair[0] > pair[1]).count();
        let kept = if downs > ups { longest_chain(&days.iter().rev().copied().collect::<Vec<_>>()) } else { longest_chain(&days) };

        let data = read(&text, json!({ "badRows": "skip" })).map_err(|error| TestCaseError::fail(error.message))?;
        let bars = &data.tables[0];
        prop_assert_eq!(bars.time_ms.len(), kept);
        prop_assert!(bars.time_ms.windows(2).all(|pair| pair[0] < pair[1]));
        for rule in [Rule::MissingCell, Rule::NotANumber, Rule::TooManyDecimals, Rule::BadTime, Rule::HighBelowLow, Rule::OpenOutsideRange, Rule::CloseOutsideRange, Rule::NegativeVolume] {
            let expected = judged.iter().filter(|row| row.as_ref().err() == Some(&rule)).count() as u64;
            let found = data.info.dropped.iter().find(|count| count.rule == rule).map_or(0, |count| count.count);
            prop_assert_eq!(found, expected, "{:?}\n{}", rule, text);
        }
        let misplaced = data.info.dropped.iter().filter(|count| matches!(count.rule, Rule::DuplicateTime | Rule::OutOfOrder)).map(|count| count.count).sum::<u64>();
        prop_assert_eq!(misplaced as usize, days.len() - kept);
        let first_bad = rows.iter().zip(&judged).position(|(_, row)| row.is_err()).map(|row| row as u64 + 3);
        let refused = read(&text, json!({}));
        if let Some(line) = first_bad {
            let error = refused.unwrap_err();
            prop_assert_eq!(error.code, "data.badRows");
            prop_assert!(error.context.line.unwrap() <= line);
        }
        // Every kept row is one of the good rows, value for value.
        for row in 0..bars.time_ms.len() {
            let unit = 10i64.pow(2 - u32::from(bars.price_scale));
            let hundredths = [bars.open[row], bars.high[row], bars.low[row], bars.close[row]].map(|value| value * unit);
            let volume = bars.volume[row] * 10i64.pow(2 - u32::from(bars.volume_scale));
            let day = bars.time_ms[row] / 86_400_000 - 19_722;
            let [open, high, low, close] = hundredths;
            let is_there = day == -2 || judged.contains(&Ok((day, [open, high, low, close, volume])));
            prop_assert!(is_there, "row {} of {}", row, text);
        }
    }
}

const PIECES: [&str; 26] = [
    "time,open,high,low,close,volume\n",
    "Date;Open;High;Low;Close\r\n",
    "2024-01-02",
    "2024-01-02T09:30:00Z",
    "1704153600000",
    "01/02/2024",
    "09:30",
    "1",
    "10.5",
    "-3",
    "9999999999999999999",
    "0.000000000000000001",
    "1e400",
    "nan",
    "",
    ",",
    ";",
    "\"",
    "\n",
    "\r",
    "\r\n",
    "\u{feff}",
    "é",
    "symbol",
    "A",
    "\0",
];

fn any_options() -> impl Strategy<Value = CsvOptions> {
    let columns = prop::sample::select(vec![
        json!(null),
        json!("time,open,high,low,close,volume"),
        json!("time=1,open=2"),
        json!("close=Open"),
        json!(",,="),
    ]);
    let format = prop::sample::select(vec![json!(null), json!("DD/MM/YY"), json!("epoch-ns"), json!("YYYYMMDD"), json!("MM/DD/YYYY")]);
    let zone = prop::sample::select(vec![json!(null), json!("America/New_York"), json!("Asia/Kathmandu")]);
    let bad = prop::sample::select(vec!["refuse", "skip"]);
    (columns, format, zone, bad, any::<bool>(), any::<bool>()).prop_map(|(columns, format, zone, bad, end, round)| {
        let json = json!({
            "columns": columns, "timeFormat": format, "timezone": zone, "badRows": bad, "barTime": if end { "end" } else { "start" },
            "roundData": if round { json!("half-even") } else { json!(null) }, "assetClass": if round { "crypto" } else { "equity" },
        });
        options(json)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_bytes_make_the_reader_panic(
        pieces in proptest::collection::vec(prop::sample::select(PIECES.to_vec()), 0..120),
        noise in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        headed in any::<bool>(),
        options in any_options(),
    ) {
        let mut bytes = if headed { PIECES[0].as_bytes().to_vec() } else { Vec::new() };
        bytes.extend(pieces.concat().bytes());
        for (place, byte) in noise {
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
        }
        let file = TempFile::new("X.csv", &bytes);
        if let Ok(data) = read_csv(&file.path, &options) {
            for bars in &data.tables {
                prop_assert!(bars.time_ms.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!((0..bars.time_ms.len()).all(|row| bars.low[row] <= bars.high[row]));
            }
        }
        let _ = market::read_actions(&file.path);
    }

    #[test]
    fn no_raw_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), options in any_options()) {
        let file = TempFile::new("X.csv", &bytes);
        let _ = read_csv(&file.path, &options);
        let _ = market::read_actions(&file.path);
    }
}
