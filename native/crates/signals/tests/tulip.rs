//! Against the vectors of Tulip Indicators, where it defines the same thing (its ema, atr and macd start differently).
#![allow(clippy::expect_used, clippy::panic)]
mod reference;

use reference::{Decimals, shared_text};
use signals::compute;

/// Inputs and outputs of the case with this heading, such as `sma 5`.
fn case(text: &str, heading: &str) -> Vec<Decimals> {
    let lines = text.lines().map(str::trim).skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| !line.is_empty()).map(|line| Decimals::parse(line.trim_matches(['{', '}']).split(','))).collect()
}

fn check(heading: &str, kernel: &str, numbers: &[f64], inputs: usize, factor: f64) {
    let text = shared_text("reference/indicators/tulip-untest.txt");
    let vectors = case(&text, heading);
    assert!(vectors.len() > inputs, "no vectors for {heading}");
    let columns: Vec<_> = vectors[..inputs].iter().map(Decimals::exact).collect();
    let outputs = compute(kernel, &columns, numbers).expect(kernel);
    for (output, expected) in outputs.iter().zip(&vectors[inputs..]) {
        let start = output.len() - expected.values.len();
        assert!(output[..start].iter().all(|value| value.is_nan()), "{heading}: warm-up");
        for (value, expected) in output[start..].iter().zip(&expected.values) {
            assert!((value * factor - expected).abs() < 0.000_501, "{heading}: {value} is not {expected}");
        }
    }
}

#[test]
fn window_indicators_equal_tulips_vectors() {
    check("sma 5", "sma", &[5.0], 1, 1.0);
    check("wma 5", "wma", &[5.0], 1, 1.0);
    check("stddev 5", "stdev", &[5.0], 1, 1.0);
    check("max 5", "highest", &[5.0], 1, 1.0);
    check("min 5", "lowest", &[5.0], 1, 1.0);
    check("mom 5", "momentum", &[5.0], 1, 1.0);
    // Tulip's roc is a fraction, TA-Lib's and ours a percentage.
    check("roc 5", "roc", &[5.0], 1, 0.01);
}

#[test]
fn rsi_equals_tulips_vector() {
    check("rsi 5", "rsi", &[5.0], 1, 1.0);
}

#[test]
fn stoch_equals_tulips_vector() {
    check("stoch 5 3 3", "stoch", &[5.0, 3.0, 3.0], 3, 1.0);
}

#[test]
fn bands_equal_tulips_vector_which_lists_the_lower_one_first() {
    let vectors = case(&shared_text("reference/indicators/tulip-untest.txt"), "bbands 5 2");
    let outputs = compute("bbands", &[vectors[0].exact()], &[5.0, 2.0]).expect("bbands");
    for (output, expected) in outputs.iter().rev().zip(&vectors[1..]) {
        for (value, expected) in output[4..].iter().zip(&expected.values) {
            assert!((value - expected).abs() < 0.000_501, "bbands: {value} is not {expected}");
        }
    }
}
