//! Every indicator against TA-Lib 0.4.0 on GOOG, 2004 to 2013: the same values, and the same bars without one.
#![allow(clippy::expect_used, clippy::panic)]
mod reference;

use reference::{Decimals, assert_close, cells, shared_text};
use signals::{Input, compute};

struct Goog {
    high: Decimals,
    low: Decimals,
    close: Decimals,
}

fn goog() -> Goog {
    let text = shared_text("equities-daily/yahoo/backtesting.py-GOOG.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let column = |index: usize| Decimals::parse(rows.iter().map(|row| row[index]));
    Goog { high: column(2), low: column(3), close: column(4) }
}

struct Answers {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn answers() -> Answers {
    let text = shared_text("reference/indicators/talib-0.4.0-GOOG.csv.gz");
    let mut lines = text.lines();
    Answers { names: cells(lines.next().expect("header")), rows: lines.map(cells).collect() }
}

impl Answers {
    fn column(&self, name: &str) -> Vec<f64> {
        let index = self.names.iter().position(|each| each == name).unwrap_or_else(|| panic!("no column {name}"));
        self.rows.iter().map(|row| if row[index].is_empty() { f64::NAN } else { row[index].parse().expect("number") }).collect()
    }
}

fn check(kernel: &str, inputs: &[Input<'_>], numbers: &[f64], columns: &[&str]) {
    let answers = answers();
    let outputs = compute(kernel, inputs, numbers).expect(kernel);
    assert_eq!(outputs.len(), columns.len());
    for (output, column) in outputs.iter().zip(columns) {
        // The tiny absolute part is for values that cross zero (macd, roc), where TA-Lib's own rounding is no longer relative.
        assert_close(column, output, &answers.column(column), 1e-9, 1e-11);
    }
}

#[test]
fn indicators_of_the_close_equal_talib() {
    let close = goog().close;
    let cases: &[(&str, &[f64], &[&str])] = &[
        ("sma", &[14.0], &["SMA(14)"]),
        ("sma", &[200.0], &["SMA(200)"]),
        ("ema", &[14.0], &["EMA(14)"]),
        ("ema", &[50.0], &["EMA(50)"]),
        ("wma", &[14.0], &["WMA(14)"]),
        ("rsi", &[14.0], &["RSI(14)"]),
        ("momentum", &[10.0], &["MOM(10)"]),
        ("roc", &[10.0], &["ROC(10)"]),
        ("highest", &[14.0], &["MAX(14)"]),
        ("lowest", &[14.0], &["MIN(14)"]),
        ("stdev", &[20.0], &["STDDEV(20,1)"]),
        ("bbands", &[20.0, 2.0], &["BBANDS(20,2,2,SMA).upper", "BBANDS(20,2,2,SMA).middle", "BBANDS(20,2,2,SMA).lower"]),
        ("macd", &[12.0, 26.0, 9.0], &["MACD(12,26,9).macd", "MACD(12,26,9).signal", "MACD(12,26,9).hist"]),
    ];
    for (kernel, numbers, columns) in cases {
        check(kernel, &[close.exact()], numbers, columns);
        check(kernel, &[close.float()], numbers, columns);
    }
}

#[test]
fn indicators_of_the_range_equal_talib() {
    let Goog { high, low, close } = goog();
    let inputs = [high.exact(), low.exact(), close.exact()];
    check("trueRange", &inputs, &[], &["TRANGE"]);
    check("atr", &inputs, &[14.0], &["ATR(14)"]);
    check("stoch", &inputs, &[5.0, 3.0, 3.0], &["STOCH(5,3,SMA,3,SMA).slowk", "STOCH(5,3,SMA,3,SMA).slowd"]);
    check("stoch", &inputs, &[5.0, 1.0, 3.0], &["STOCHF(5,3,SMA).fastk", "STOCHF(5,3,SMA).fastd"]);
}
