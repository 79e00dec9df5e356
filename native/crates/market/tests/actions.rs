//! Dividends and splits: from a table of their own, and from columns of a price file.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use market::{Action, ActionKind, read_actions};
use money::{Decimal, Ratio};
use serde_json::json;
use support::{TempFile, bars, refusal};

fn day(text: &str) -> i32 {
    (support::ms(&format!("{text}T00:00:00Z")) / 86_400_000) as i32
}

fn dividend(ex: &str, pay: Option<&str>, mantissa: i128, scale: u8) -> Action {
    Action { ex_day: day(ex), pay_day: pay.map(day), kind: ActionKind::Dividend { amount: Decimal::new(mantissa, scale) } }
}

fn split(ex: &str, new: i128, old: i128) -> Action {
    Action { ex_day: day(ex), pay_day: None, kind: ActionKind::Split { ratio: Ratio::new(new, old).unwrap() } }
}

#[test]
fn a_table_of_actions_is_read_in_file_order() {
    let text = "symbol,type,ex_date,pay_date,amount,ratio,new_symbol\r\n\
                AAPL,dividend,2014-02-06,2014-02-13,3.05,,\r\n\
                \r\n\
                AAPL,Split,2014-06-09,,,7:1,\r\n\
                MSFT,dividend,20140213,,0.28,,\r\n\
                GE,split,2021-08-02,,,1:8,\r\n";
    let file = TempFile::new("actions.csv", text);
    let table = read_actions(&file.path).unwrap();
    assert_eq!(table.of("AAPL"), [dividend("2014-02-06", Some("2014-02-13"), 305, 2), split("2014-06-09", 7, 1)]);
    assert_eq!(table.of("MSFT"), [dividend("2014-02-13", None, 28, 2)]);
    assert_eq!(table.of("GE"), [split("2021-08-02", 1, 8)]);
    assert_eq!(table.rows.iter().map(|(symbol, _)| symbol.as_str()).collect::<Vec<_>>(), ["AAPL", "AAPL", "MSFT", "GE"]);
}

#[test]
fn every_bad_row_of_the_table_is_named() {
    let text = "symbol,type,ex_date,pay_date,amount,ratio\n\
                A,merger,2014-02-06,,1,\n\
                A,bonus,2014-02-06,,1,\n\
                ,dividend,2014-02-06,,1,\n\
                A,dividend,06/02/2014,,1,\n\
                A,dividend,,,1,\n\
                A,dividend,2014-02-06,2014-02-05,1,\n\
                A,dividend,2014-02-06,,-1,\n\
                A,dividend,2014-02-06,,,\n\
                A,dividend,2014-02-06,,1,2:1\n\
                A,split,2014-02-06,,,1:1\n\
                A,split,2014-02-06,,,two\n\
                A,split,2014-02-06,,3,2:1\n";
    let file = TempFile::new("actions.csv", text);
    let error = read_actions(&file.path).unwrap_err();
    assert_eq!(error.code, "data.badActions");
    let rows: Vec<_> = error.context.rows.iter().map(|row| (row.line, row.column.as_str(), row.reason.as_str())).collect();
    assert_eq!(
        rows,
        [
            (2, "type", "is not available in this version: dividend and split are"),
            (3, "type", "is no type of action: dividend and split are"),
            (4, "symbol", "is missing"),
            (5, "ex_date", "is no date like 2014-06-09"),
            (6, "ex_date", "is missing"),
            (7, "pay_date", "is before the ex date"),
            (8, "amount", "is not above 0"),
            (9, "amount", "is missing: a dividend has an amount per share"),
            (10, "ratio", "stands with a dividend, which has an amount only"),
            (11, "ratio", "splits nothing"),
            (12, "ratio", "is no split ratio"),
            (13, "amount", "stands with a split, which has a ratio only"),
        ]
    );
    assert!(error.message.ends_with("and 7 more"), "{}", error.message);
}

#[test]
fn a_table_without_its_columns_is_refused() {
    let file = TempFile::new("actions.csv", "ex_date,amount,symbol\n2004-05-06,0.1,COST\n");
    let error = read_actions(&file.path).unwrap_err();
    assert_eq!(error.code, "data.actionColumns");
    assert!(error.message.ends_with("an action table needs the column type; its first line is ex_date,amount,symbol"), "{}", error.message);
}

#[test]
fn columns_of_a_price_file_give_actions_in_time_order_with_the_order_of_their_columns() {
    let text = "Date,Open,High,Low,Close,Ex-Dividend,Split Ratio\n\
                2014-06-10,1,1,1,1,0.0,1.0\n\
                2014-06-09,1,1,1,1,0.47,7.0\n\
                2014-06-06,1,1,1,1,0.0,1\n\
                2014-02-06,1,1,1,1,3.05,\n";
    assert_eq!(
        bars(text, json!({})).actions,
        [dividend("2014-02-06", None, 305, 2), dividend("2014-06-09", None, 47, 2), split("2014-06-09", 7, 1)]
    );
    let yahoo = "Date,Open,High,Low,Close,Volume,Stock Splits,Dividends\n2020-08-31,1,1,1,1,1,4.0,0.0\n2020-09-01,1,1,1,1,1,0.0,0.205\n";
    assert_eq!(bars(yahoo, json!({})).actions, [split("2020-08-31", 4, 1), dividend("2020-09-01", None, 205, 3)]);
    let ratios = "date,open,high,low,close,split\n2020-08-31,1,1,1,1,4:1\n2020-09-01,1,1,1,1,1.5\n2020-09-02,1,1,1,1,0\n";
    assert_eq!(bars(ratios, json!({})).actions, [split("2020-08-31", 4, 1), split("2020-09-01", 3, 2)]);
}

#[test]
fn the_day_of_an_action_is_that_of_the_exchange() {
    let text = "time,open,high,low,close,dividends\n2014-06-09 19:30,1,1,1,1,0\n2014-06-09 20:30,1,1,1,1,0.5\n";
    assert_eq!(bars(text, json!({ "timezone": "America/New_York" })).actions, [dividend("2014-06-09", None, 5, 1)]);
}

#[test]
fn actions_of_dropped_rows_are_dropped_and_bad_ones_make_a_bad_row() {
    let text = "Date,Open,High,Low,Close,Dividends,Splits\n2014-06-06,1,1,1,1,0.5,\n2014-06-06,1,1,1,1,0.5,\n2014-06-09,1,1,1,1,-1,\n2014-06-10,1,1,1,1,,two\n";
    let error = refusal(text, json!({}));
    let rows: Vec<_> = error.context.rows.iter().map(|row| (row.line, row.column.as_str(), row.reason.as_str())).collect();
    assert_eq!(rows, [(3, "Date", "stands twice"), (4, "Dividends", "is a negative dividend"), (5, "Splits", "is no split ratio")]);
    assert_eq!(bars(text, json!({ "badRows": "skip" })).actions, [dividend("2014-06-06", None, 5, 1)]);
}
