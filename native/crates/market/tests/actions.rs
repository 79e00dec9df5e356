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
    Action {
        ex_day: day(ex),
        pay_day: pay.map(day),
        record_day: None,
        kind: ActionKind::Dividend { amount: Decimal::new(mantissa, scale) },
    }
}

fn split(ex: &str, new: i128, old: i128) -> Action {
    Action { ex_day: day(ex), pay_day: None, record_day: None, kind: ActionKind::Split { ratio: Ratio::new(new, old).unwrap() } }
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
            (2, "amount", "stands with a merger, which has new_symbol and ratio and cash only"),
            (3, "type", "is no type of action: dividend, split, stockDividend, merger, spinoff, rights, symbolChange and delisting are"),
            (4, "symbol", "is missing"),
            (5, "ex_date", "is no date like 2014-06-09"),
            (6, "ex_date", "is missing"),
            (7, "pay_date", "is before the ex date"),
            (8, "amount", "is not above 0"),
            (9, "amount", "is missing: a dividend has an amount per share"),
            (10, "ratio", "stands with a dividend, which has amount and pay_date and record_date only"),
            (11, "ratio", "splits nothing"),
            (12, "ratio", "is no split ratio"),
            (13, "amount", "stands with a split, which has ratio only"),
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

#[test]
fn every_type_has_its_columns() {
    let text = "symbol,type,ex_date,record_date,amount,ratio,new_symbol,cash,basis_ratio\n\
                A,dividend,2014-02-06,2014-02-08,1,,,,\n\
                A,stockDividend,2014-03-06,,,1:10,,,\n\
                A,spin-off,2014-04-07,,,1:4,B,,0.2\n\
                A,rights,2014-05-06,,,1:5,,0.5,\n\
                A,merger,2014-06-06,,,1,C,2.5,\n\
                D,symbolChange,2014-06-06,,,,E,,\n\
                F,delisting,2014-06-06,,,,,,\n";
    let file = TempFile::new("actions.csv", text);
    let table = read_actions(&file.path).unwrap();
    let kinds: Vec<&str> = table.rows.iter().map(|(_, action)| action.kind.name()).collect();
    assert_eq!(kinds, ["dividend", "stockDividend", "spinoff", "rights", "merger", "symbolChange", "delisting"]);
    assert_eq!(table.rows[0].1.record_day, Some(day("2014-02-08")));
    let ActionKind::Conversion(merger) = &table.rows[4].1.kind else { panic!("a merger converts") };
    assert_eq!((merger.into.clone(), merger.cash), (Some(("C".to_owned(), Ratio::ONE)), Some(Decimal::new(25, 1))));
    assert_eq!(table.places.iter().map(|(_, line)| *line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(table.files[0].format, "rustybt");
}

#[test]
fn what_a_type_lacks_or_cannot_have_is_named() {
    let text = "symbol,type,ex_date,amount,ratio,new_symbol,cash,basis_ratio\n\
                A,spinoff,2014-04-07,,1:4,,,0.2\n\
                A,spinoff,2014-04-07,,1:4,B,,\n\
                A,spinoff,2014-04-07,,1:4,B,,1.5\n\
                A,merger,2014-04-07,,,,,\n\
                A,merger,2014-04-07,,0,B,,\n\
                A,merger,2014-04-07,,,B,-1,\n\
                A,symbolChange,2014-04-07,,,A,,\n\
                A,rights,2014-04-07,,1:5,B,1,\n\
                A,delisting,2014-04-07,,,,-0.1,\n\
                A,stockDividend,2014-04-07,,0,,,\n";
    let file = TempFile::new("actions.csv", text);
    let error = read_actions(&file.path).unwrap_err();
    let rows: Vec<_> = error.context.rows.iter().map(|row| (row.line, row.column.as_str(), row.reason.as_str())).collect();
    assert_eq!(
        rows,
        [
            (2, "new_symbol", "is missing: a spin-off has the symbol of the new shares"),
            (3, "basis_ratio", "is missing: the part of the cost that moves, such as 0.25"),
            (4, "basis_ratio", "is not between 0 and 1, with at most 18 decimals"),
            (5, "cash", "is missing: a merger has cash for a share, or new_symbol and ratio, or both"),
            (6, "ratio", "is 0"),
            (7, "cash", "is negative"),
            (8, "new_symbol", "is the symbol itself"),
            (9, "cash", "stands with new_symbol: rights become a position or are paid out"),
            (10, "cash", "is negative"),
            (11, "ratio", "is 0"),
        ]
    );
}

#[test]
fn rows_that_contradict_each_other_are_named() {
    let text = "symbol,type,ex_date,amount,ratio,new_symbol,cash\n\
                A,split,2014-06-09,,7:1,,\n\
                A,split,2014-06-09,,4:1,,\n\
                A,dividend,2014-08-07,0.47,,,\n\
                A,dividend,2014-08-07,0.470,,,\n\
                A,dividend,2014-08-07,0.1,,,\n\
                B,delisting,2014-08-07,,,,\n\
                B,dividend,2014-09-07,1,,,\n\
                C,split,2014-08-07,,2:1,,\n\
                C,merger,2014-08-07,,,,5\n";
    let file = TempFile::new("actions.csv", text);
    let error = read_actions(&file.path).unwrap_err();
    let name = file.path.display();
    let rows: Vec<_> = error.context.rows.iter().map(|row| (row.line, row.column.clone(), row.value.clone(), row.reason.clone())).collect();
    let row = |line, column: &str, value: &str, reason: String| (line, column.to_owned(), value.to_owned(), reason);
    assert_eq!(
        rows,
        [
            row(3, "ratio", "4:1", format!("contradicts the ratio on the same day in line 2 of {name}")),
            row(5, "amount", "0.47", format!("says the same dividend again as line 4 of {name}")),
            row(8, "ex_date", "2014-09-07", format!("is not before the end of B by line 7 of {name}")),
            row(10, "type", "merger", format!("overlaps on the same day with line 9 of {name}")),
        ]
    );
}

#[test]
fn tables_of_other_systems_are_told_by_their_first_line() {
    let read = |name: &str, text: &str| {
        let file = TempFile::new(name, text);
        let table = read_actions(&file.path).unwrap();
        (table.files[0].format, table.rows)
    };
    let of = |symbol: &str, action: Action| (symbol.to_owned(), action);
    let zipline = "ex_date,amount,record_date,declared_date,pay_date,symbol\n2004-05-06,0.1,,,,COST\n";
    assert_eq!(read("dividends.csv", zipline), ("zipline", vec![of("COST", dividend("2004-05-06", None, 1, 1))]));
    let splits = "symbol,effective_date,ratio\nAAPL,2005-02-28,0.5\nAAPL,2014-06-09,0.1428571428571428\n";
    assert_eq!(read("splits.csv", splits), ("zipline", vec![of("AAPL", split("2005-02-28", 2, 1)), of("AAPL", split("2014-06-09", 7, 1))]));
    let yahoo = "Date,Dividends,Stock Splits\n2014-06-09 00:00:00-04:00,0.0,7.0\n2014-08-07,0.47,0.0\n";
    let apple = vec![of("AAPL", split("2014-06-09", 7, 1)), of("AAPL", dividend("2014-08-07", None, 47, 2))];
    assert_eq!(read("AAPL-actions.csv", yahoo), ("prices", apple));
    let factors = "20120808,0.9693063,0.142857,619.86\n20140606,0.9738963,0.142857,645.57\n20140806,0.9738963,1,94.96\n20501231,1,1,0\n";
    let apple = vec![
        // 619.86 × (1 − 0.9693063 / 0.9738963) = 2.9214, half-up to the cent.
        of("AAPL", dividend("2012-08-09", None, 292, 2)),
        of("AAPL", split("2014-06-07", 7, 1)),
        of("AAPL", dividend("2014-08-07", None, 248, 2)),
    ];
    assert_eq!(read("aapl.csv", factors), ("lean", apple));
    let (format, rows) = read("goog.csv", "20140402,goog,Q\n20140403,googl,Q\n20150101,googl,Q\n");
    let kinds: Vec<_> = rows.iter().map(|(symbol, action)| (symbol.as_str(), action.kind.name(), action.ex_day)).collect();
    assert_eq!((format, kinds), ("lean", vec![("GOOG", "symbolChange", day("2014-04-03")), ("GOOGL", "delisting", day("2015-01-02"))]));
}
