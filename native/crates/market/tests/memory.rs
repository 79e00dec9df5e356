//! Bars handed in by a program.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use market::{CsvData, CsvError, TextColumns, bars_from_text_columns};
use serde_json::{Value, json};

fn from(columns: Value) -> Result<CsvData, CsvError> {
    bars_from_text_columns(&serde_json::from_value::<TextColumns>(columns).unwrap())
}

fn two(times: Value, close: Value) -> Value {
    json!({ "symbol": "X", "times": times, "open": ["1", "1.5"], "high": ["2", "2.50"], "low": ["1", "1"], "close": close })
}

#[test]
fn texts_and_milliseconds_are_times() {
    for times in [
        json!(["2024-01-02", "2024-01-03"]),
        json!([1_704_153_600_000i64, 1_704_240_000_000i64]),
        json!(["2024-01-02T00:00:00Z", 1_704_240_000_000i64]),
    ] {
        let data = from(two(times, json!(["2", "1.25"]))).unwrap();
        let bars = &data.tables[0];
        assert_eq!(bars.time_ms, [1_704_153_600_000, 1_704_240_000_000]);
        assert_eq!((bars.symbol.as_str(), bars.price_scale, bars.high[1], bars.close[1]), ("X", 2, 250, 125));
        assert!(data.info.daily && bars.volume.is_empty());
    }
}

#[test]
fn the_hash_is_that_of_the_bars_as_a_csv() {
    use sha2::{Digest, Sha256};
    let data = from(two(json!(["2024-01-02", "2024-01-03"]), json!(["2", "1.25"]))).unwrap();
    let text = "time,open,high,low,close\n2024-01-02,1,2,1,2\n2024-01-03,1.5,2.50,1,1.25\n";
    assert_eq!(data.info.sha256, Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>());
}

#[test]
fn errors_name_bars_by_their_number() {
    let error = from(two(json!(["2024-01-02", "2024-01-03"]), json!(["2", "3"]))).unwrap_err();
    assert_eq!(error.message, "bars of X: 1 bar cannot be used\n  bar 1, column close: \"3\" is outside low to high, 1 to 2.5");
    assert_eq!(error.hint.as_deref(), Some("Correct these bars."));
    let error = from(two(json!(["2024-01-02 09:30", "2024-01-03 09:30"]), json!(["2", "2"]))).unwrap_err();
    assert_eq!(error.message, "bars of X: bar 0, column time: \"2024-01-02 09:30\" is a time of day without a time zone");
    let error = from(two(json!(["2024-01-02", "2024-01-02"]), json!(["2", "2"]))).unwrap_err();
    assert_eq!(error.message, "bars of X: 1 bar cannot be used\n  bar 1, column time: \"2024-01-02\" stands twice");
}

#[test]
fn what_is_missing_or_malformed_is_refused() {
    let message = |columns| from(columns).unwrap_err().message;
    assert_eq!(message(two(json!(["2024-01-02"]), json!(["2", "2"]))), "bars of X: open has 2 values, time has 1");
    assert_eq!(
        message(json!({ "symbol": "X", "times": [], "open": [], "high": [], "low": [], "close": [] })),
        "bars of X: there are no bars"
    );
    let error = from(two(json!(["2024-01-02", "2024-01-03"]), json!(["2,\"\n", "NaN"]))).unwrap_err();
    let rules: Vec<_> = error.context.rows.iter().map(|row| (row.value.as_str(), row.reason.as_str())).collect();
    assert_eq!(rules, [("2,\"", "is not a number"), ("NaN", "is missing")]);
}
