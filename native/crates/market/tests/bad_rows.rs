//! Rows that cannot be used: which rule, which line, and what is left without them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use market::Rule;
use serde_json::json;
use support::{bars, ms, read, refusal};

const HEADER: &str = "Date,Open,High,Low,Close,Volume\n";

fn one(row: &str) -> (u64, String, String, Rule, String) {
    let error = refusal(format!("{HEADER}2024-01-02,10,12,9,11,5\n\n{row}\n"), json!({}));
    assert_eq!((error.code, error.context.rows.len()), ("data.badRows", 1), "{row}");
    let row = error.context.rows[0].clone();
    (row.line, row.column, row.value, row.rule, row.reason)
}

#[test]
fn each_rule_names_line_column_value_and_reason() {
    for (row, column, value, rule, reason) in [
        ("2024-01-03,10,12,,11,5", "Low", "", Rule::MissingCell, "is missing"),
        ("2024-01-03,10,12,null,11,5", "Low", "null", Rule::MissingCell, "is missing"),
        ("2024-01-03,10,12", "Low", "", Rule::MissingCell, "is missing"),
        ("2024-01-03,10,12,9,11,", "Volume", "", Rule::MissingCell, "is missing"),
        (",,,,,", "Date", "", Rule::MissingCell, "is missing"),
        ("2024-01-03,10,12,nine,11,5", "Low", "nine", Rule::NotANumber, "is not a number"),
        ("2024-01-03,10,12,\"1,000\",11,5", "Low", "1,000", Rule::NotANumber, "is not a number"),
        ("2024-01-03,10,12,Infinity,11,5", "Low", "Infinity", Rule::NotANumber, "is not a number"),
        ("2024-01-03,10.0123456789,12,9,11,5", "Open", "10.0123456789", Rule::TooManyDecimals, "has 10 decimals, at most 9 are kept"),
        ("2024-01-03,10,12,9,11,9223372036854775808", "Volume", "9223372036854775808", Rule::TooLarge, "does not fit into 64 bits"),
        ("2024-01-03,10,12,9,11,5,6", "#7", "6", Rule::ExtraCells, "stands behind the 6 columns of the file"),
        ("03/01/2024,10,12,9,11,5", "Date", "03/01/2024", Rule::BadTime, "is not written as YYYY-MM-DD"),
        ("2024-01-03,10,9,12,10,5", "High", "9", Rule::HighBelowLow, "is below the low of 12"),
        ("2024-01-03,8.5,12,9,11,5", "Open", "8.5", Rule::OpenOutsideRange, "is outside low to high, 9 to 12"),
        ("2024-01-03,10,12,9,12.01,5", "Close", "12.01", Rule::CloseOutsideRange, "is outside low to high, 9 to 12"),
        ("2024-01-03,10,12,9,11,-5", "Volume", "-5", Rule::NegativeVolume, "is negative"),
        ("2024-01-02,10,12,9,11,5", "Date", "2024-01-02", Rule::DuplicateTime, "stands twice"),
    ] {
        let expected = (4, column.to_owned(), value.to_owned(), rule, reason.to_owned());
        assert_eq!(one(row), expected, "{row}");
    }
}

#[test]
fn the_error_shows_the_first_rows_and_counts_all_by_rule() {
    let rows: String = (3..30).map(|day| format!("2024-01-{day:02},1,1,1,{}\n", if day % 3 == 0 { "" } else { "2" })).collect();
    let error = refusal(format!("Date,Open,High,Low,Close\n{rows}"), json!({}));
    assert_eq!(
        error.message,
        "X.csv: 27 rows cannot be used (9 missing cell, 18 close outside low to high)\n\
         \x20 line 2, column Close: \"\" is missing\n\
         \x20 line 3, column Close: \"2\" is outside low to high, 1 to 1\n\
         \x20 line 4, column Close: \"2\" is outside low to high, 1 to 1\n\
         \x20 line 5, column Close: \"\" is missing\n\
         \x20 line 6, column Close: \"2\" is outside low to high, 1 to 1\n\
         \x20 and 22 more"
    );
    assert_eq!(error.hint.unwrap(), "Correct the file, or leave such rows out with --bad-rows skip.");
    assert_eq!((error.context.line, error.context.column.as_deref()), (Some(2), Some("Close")));
}

#[test]
fn skip_leaves_bad_rows_out_and_counts_them() {
    let text = format!(
        "{HEADER}2024-01-02,10,12,9,11,5\n2024-01-03,10,9,12,11,5\n2024-01-04,x,12,9,11,5\n2024-01-05,1,1,1,1.123456789,5\n2024-01-08,1,2,1,2,5\n"
    );
    let data = read(&text, json!({ "badRows": "skip" })).unwrap();
    // The dropped rows' decimals do not count.
    assert_eq!((data.tables[0].price_scale, &data.tables[0].close), (0, &vec![11, 2]));
    let counts: Vec<_> = data.info.dropped.iter().map(|rule| (rule.rule, rule.count)).collect();
    assert_eq!(counts, [(Rule::NotANumber, 1), (Rule::HighBelowLow, 1), (Rule::CloseOutsideRange, 1)]);
    assert_eq!(data.info.dropped_rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4, 5]);
    let none = refusal(format!("{HEADER}2024-01-02,x,1,1,1,1\n"), json!({ "badRows": "skip" }));
    assert_eq!(none.hint.unwrap(), "No row is left: the options for columns, time format or decimals may not be right.");
}

#[test]
fn of_rows_out_of_order_the_fewest_are_blamed_with_the_text_of_the_file() {
    let text =
        format!("{HEADER}2024-01-02,1,1,1,1,1\n2071-01-03,1,1,1,1,1\n2024-01-04,1,1,1,1,1\n2024-01-05,1,1,1,1,1\n2024-01-05,1,1,1,1,1\n");
    let error = refusal(&text, json!({}));
    let rows: Vec<_> = error.context.rows.iter().map(|row| (row.line, row.value.as_str(), row.rule)).collect();
    assert_eq!(rows, [(3, "2071-01-03", Rule::OutOfOrder), (6, "2024-01-05", Rule::DuplicateTime)]);
    assert_eq!(bars(&text, json!({ "badRows": "skip" })).time_ms.len(), 3);
}

#[test]
fn a_file_that_is_mostly_newest_first_is_judged_that_way_round() {
    let text =
        format!("{HEADER}2024-01-05,5,5,5,5,1\n2024-01-04,4,4,4,4,1\n2024-01-04,9,9,9,9,1\n2024-01-08,8,8,8,8,1\n2024-01-03,3,3,3,3,1\n");
    let error = refusal(&text, json!({}));
    let rows: Vec<_> = error.context.rows.iter().map(|row| (row.line, row.rule)).collect();
    assert_eq!(rows, [(4, Rule::DuplicateTime), (5, Rule::OutOfOrder)]);
    let kept = bars(&text, json!({ "badRows": "skip" }));
    assert_eq!((kept.time_ms[0], kept.close), (ms("2024-01-03T00:00:00Z"), vec![3, 4, 5]));
}

#[test]
fn decimals_are_exact_and_rounded_only_when_asked() {
    let exact = bars("Date,Open,High,Low,Close\n2024-01-02,0.123456789,2.50,0.1,+5E-1\n", json!({}));
    assert_eq!((exact.price_scale, exact.open[0], exact.high[0], exact.close[0]), (9, 123_456_789, 2_500_000_000, 500_000_000));
    let text = "Date,Open,High,Low,Close\n2024-01-02,130583.99999999999,130584.0000000005,1.0000000005,1.0000000015\n";
    assert_eq!(refusal(text, json!({})).context.rows[0].rule, Rule::TooManyDecimals);
    let data = read(text, json!({ "roundData": "half-even" })).unwrap();
    let bars = &data.tables[0];
    assert_eq!(
        (bars.price_scale, bars.open[0], bars.high[0], bars.low[0], bars.close[0]),
        (9, 130_584_000_000_000, 130_584_000_000_000, 1_000_000_000, 1_000_000_002)
    );
    assert_eq!(data.info.rounded, 4);
}

#[test]
fn crypto_may_carry_eighteen_decimals_as_far_as_64_bits_hold_them() {
    let fine = "Date,Open,High,Low,Close\n2024-01-02,0.000000000000000001,1,0,1\n";
    assert_eq!(refusal(fine, json!({})).context.rows[0].reason, "has 18 decimals, at most 9 are kept");
    assert_eq!(bars(fine, json!({ "assetClass": "crypto" })).open, [1]);
    // Beside 42000 an i64 holds 14 decimals.
    let mixed = "Date,Open,High,Low,Close\n2024-01-02,1.000000000000000001,2,1,1\n2024-01-03,42000,42000,42000,42000\n2024-01-04,1.00000000000001,2,1,1\n";
    let error = refusal(mixed, json!({ "assetClass": "crypto" }));
    let rows: Vec<_> = error.context.rows.iter().map(|row| (row.line, row.reason.as_str())).collect();
    assert_eq!(rows, [(2, "has 18 decimals, at most 14 are kept")]);
    let rounded = bars(mixed, json!({ "assetClass": "crypto", "roundData": "half-even" }));
    assert_eq!((rounded.price_scale, rounded.open[0], rounded.open[2]), (14, 100_000_000_000_000, 100_000_000_000_001));
}

#[test]
fn large_numbers_leave_less_room_for_decimals() {
    let text = "Date,Open,High,Low,Close\n2024-01-02,1,42667410863718.8,1,1\n2024-01-03,1,1.123456,1,1\n";
    let error = refusal(text, json!({}));
    assert_eq!(error.context.rows[0].reason, "has too many decimals: at most 5 fit into 64 bits beside the largest value of the file");
    let rounded = bars(text, json!({ "roundData": "half-even" }));
    assert_eq!((rounded.price_scale, rounded.high[1]), (5, 112_346));
}

#[test]
fn negative_and_zero_prices_are_data() {
    let text = "Date,Open,High,Low,Close\n2020-04-20,17.73,17.85,-40.32,-37.63\n2020-04-21,0,0,0,0\n";
    assert_eq!(bars(text, json!({})).low, [-4032, 0]);
}
