//! Which column is what: header names, options, delimiters, and files that are no table of bars.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use serde_json::json;
use support::{bars, ms, read, refusal};

const ROW: &str = "2024-01-02,10,12,9,11,5\n";

#[test]
fn header_names_count_without_case_spaces_and_punctuation() {
    for header in [
        "Date,Open,High,Low,Close,Volume",
        "<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>",
        "Date Time,OPEN,HIGH,LOW,CLOSE,Tick_Volume",
        "\"timestamp\",\"open\",\"high\",\"low\",\"close\",\"volume\"",
        "Open time,Open price,High price,Low price,Close price,Volume",
        "t,o,h,l,c,v",
        ",AAPL.Open,AAPL.High,AAPL.Low,AAPL.Close,AAPL.Volume",
        "Date,Open,High,Low,Close/Last,Volume",
        "\u{feff}Date,Open,High,Low,Close,Volume",
    ] {
        let bars = bars(format!("{header}\n{ROW}"), json!({}));
        let row = (bars.time_ms[0], bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume.clone());
        assert_eq!(row, (ms("2024-01-02T00:00:00Z"), 10, 12, 9, 11, vec![5]), "{header}");
    }
}

#[test]
fn an_unnamed_first_column_is_time_when_it_holds_dates_and_nothing_else_is() {
    let with_numbers = bars("Unnamed: 0,Date,Open,High,Low,Close\n7,2024-01-02,10,12,9,11\n", json!({}));
    assert_eq!(with_numbers.time_ms, [ms("2024-01-02T00:00:00Z")]);
    let error = refusal(",Open,High,Low,Close\n0,10,12,9,11\n", json!({}));
    assert_eq!(error.code, "data.columnMissing");
    assert_eq!(error.message, "X.csv: no column is named time; the columns are (no name), Open, High, Low, Close");
}

#[test]
fn delimiters_and_line_ends_are_found() {
    for (delimiter, line_end) in [(",", "\n"), (";", "\r\n"), ("\t", "\n"), ("|", "\r\n")] {
        let text = format!("Date,Open,High,Low,Close,Volume\n{ROW}2024-01-03,11,12,9,11,5").replace(',', delimiter).replace('\n', line_end);
        assert_eq!(bars(&text, json!({})).open, [10, 11], "{text:?}");
    }
    let quoted =
        bars("Date,Open,High,Low,Close,Note\n\"2024-01-02\",\"10\",12,9,11,\"a, \"\"b\"\"\nc\"\n2024-01-03,1,1,1,1,x\n", json!({}));
    assert_eq!(quoted.open, [10, 1]);
}

#[test]
fn a_decimal_comma_is_read_when_asked_for() {
    let text = "Datum;Open;High;Low;Close\n02.01.2024;10,5;12;9,25;11\n";
    let bars = bars(text, json!({ "decimal": ",", "columns": "time=Datum", "timeFormat": "DD/MM/YYYY" }));
    assert_eq!((bars.price_scale, bars.open[0], bars.low[0]), (2, 1050, 925));
    let error = refusal(text, json!({ "columns": "time=Datum", "timeFormat": "DD/MM/YYYY" }));
    assert_eq!(error.message, "X.csv: 1 row cannot be used\n  line 2, column Open: \"10,5\" is not a number");
}

#[test]
fn columns_are_named_in_their_order_or_by_header_name() {
    let headerless = "1704153600000,10,11,12,9,5\n";
    for columns in [
        json!("time,open,close,high,low,volume"),
        json!(["time", "open", "close", "high", "low", "volume"]),
        json!("time=1,open=2,close=3,high=4,low=5,volume=6"),
    ] {
        let bars = bars(headerless, json!({ "columns": columns }));
        assert_eq!((bars.high[0], bars.low[0], bars.close[0], bars.time_ms[0]), (12, 9, 11, ms("2024-01-02T00:00:00Z")));
    }
    let renamed = "When,First,Max,Min,Last,Shares\n2024-01-02,10,12,9,11,5\n";
    let mapping = json!({ "time": "When", "open": "first", "high": "Max", "low": "Min", "volume": "Shares" });
    assert_eq!(bars(renamed, json!({ "columns": mapping })).close, [11]);
    assert_eq!(bars("Date,Open,High,Low,Close,Volume\n2024-01-02,1,1,1,1,x\n", json!({ "columns": "volume=-" })).volume, [0i64; 0]);
    // An order replaces the header, and a dash skips.
    assert_eq!(bars(renamed, json!({ "columns": "time,open,high,low,close,-", "header": true })).volume, [0i64; 0]);
    let one_column = bars("Date,Price\n2024-01-02,7\n", json!({ "columns": "open=Price,high=Price,low=Price,close=Price" }));
    assert_eq!((one_column.open[0], one_column.close[0]), (7, 7));
}

#[test]
fn a_file_without_header_needs_its_columns_named() {
    let error = refusal("1420070400000,322.31,322.09,322.31,322.09,62.87\n", json!({}));
    assert_eq!(error.code, "data.columnsNeeded");
    assert_eq!(error.message, "X.csv: the file has no header line: its first line is 1420070400000,322.31,322.09,322.31,322.09,62.87");
    assert!(
        error
            .hint
            .unwrap()
            .starts_with("Say what its 6 columns are, in their order, for example --columns time,open,high,low,close,volume")
    );
    let error = refusal("1420070400000,1,1,1,1\n", json!({ "columns": "time,open,high,low,close,volume" }));
    assert_eq!(error.message, "X.csv: the columns option names 6 columns, the file has 5");
    let error = refusal("1420070400000,1,1,1,1\n", json!({ "columns": "time=Date" }));
    assert_eq!(error.message, "X.csv: the file has no header, so time=Date cannot be found");
}

#[test]
fn missing_and_ambiguous_columns_are_named() {
    let error = refusal("Date,Open,High,Close\n2024-01-02,1,1,1\n", json!({}));
    assert_eq!(
        (error.code, error.message.as_str()),
        ("data.columnMissing", "X.csv: no column is named low; the columns are Date, Open, High, Close")
    );
    assert_eq!(error.hint.unwrap(), "Say which it is: --columns low=NAME");
    let error = refusal("Date,Open,High,Low,Close,close\n2024-01-02,1,1,1,1,1\n", json!({}));
    assert_eq!((error.code, error.message.as_str()), ("data.columnAmbiguous", "X.csv: columns Close and close are both named like close"));
    let error = refusal("Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n", json!({ "columns": "close=Clse" }));
    assert_eq!(error.message, "X.csv: the file has no column \"Clse\"; it has Date, Open, High, Low, Close");
}

#[test]
fn a_name_that_stands_twice_is_refused_and_the_order_of_the_columns_chooses() {
    let text = "Date,Open,High,Low,Close,Close\n2024-01-02,10,12,9,11,10\n";
    let order = "Rename one in the file, or name every column in its order, with - for one that is not wanted, for example --columns ";
    let unasked = refusal(text, json!({}));
    assert_eq!(
        (unasked.code, unasked.message.as_str()),
        ("data.columnAmbiguous", "X.csv: columns Close and Close are both named like close")
    );
    assert_eq!(unasked.hint.unwrap(), format!("{order}time,open,high,low,close,-"));
    for name in ["Close", "CLOSE"] {
        let named = refusal(text, json!({ "columns": format!("close={name}") }));
        let message = format!("X.csv: columns 5 and 6 are both named like \"{name}\": Date, Open, High, Low, Close, Close");
        assert_eq!((named.code, named.message), ("data.columnAmbiguous", message));
        assert_eq!(named.hint.unwrap(), format!("{order}time,open,high,low,close,-"));
    }
    assert_eq!(bars(text, json!({ "columns": "time,open,high,low,close,-" })).close, [11]);
    assert_eq!(bars(text, json!({ "columns": "time,open,high,low,-,close" })).close, [10]);
    // Of three, the one whose name stands once is proposed.
    let three = refusal("Date,Open,High,Low,Close,Close,close\n2024-01-02,1,1,1,1,1,1\n", json!({}));
    assert_eq!(three.hint.unwrap(), "Choose one: --columns close=close");
    assert_eq!(refusal("t,o,h,l,c,c\n2024-01-02,1,1,1,1,1\n", json!({})).code, "data.columnAmbiguous");
    assert_eq!(refusal("t,A.Open,A.High,A.Low,A.Close,A.Close\n2024-01-02,1,1,1,1,1\n", json!({})).code, "data.columnAmbiguous");
}

#[test]
fn files_that_are_no_table_of_bars_say_what_they_look_like() {
    let code = |text: &str| refusal(text, json!({})).code;
    assert_eq!(code("Date,AAPL,MSFT\n2024-01-02,1,2\n"), "data.widePanel");
    assert_eq!(code("Date,A.Open,A.High,A.Low,A.Close,B.Open,B.High,B.Low,B.Close\n2024-01-02,1,1,1,1,2,2,2,2\n"), "data.widePanel");
    assert_eq!(code("Date,Country,Rate\n2024-01-02,Chile,2\n"), "data.notBars");
    assert_eq!(code("symbol,type,ex_date,pay_date,amount,ratio\nA,split,2024-01-02,,,2:1\n"), "data.notBars");
    assert_eq!(code("https://example.com\nDate,Open,High,Low,Close\n2024-01-02,1,1,1,1\n"), "data.titleLine");
    assert_eq!(code("{\"bars\": []}"), "data.unsupportedFormat");
    assert_eq!(code(""), "data.emptyFile");
    assert_eq!(code("\n\n"), "data.emptyFile");
    assert_eq!(code("Date,Open,High,Low,Close\n"), "data.emptyFile");
    for empty in ["", "Date,Open,High,Low,Close\n"] {
        assert!(refusal(empty, json!({})).hint.is_some_and(|hint| hint.contains("one row a bar")), "{empty}");
    }
    assert_eq!(code(&"x".repeat(3 << 20)), "data.notCsv");
    assert_eq!(code(&format!("Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n\"{}", "x".repeat(3 << 20))), "data.notCsv");
}

#[test]
fn adjusted_and_unknown_columns_are_not_used_and_a_note_says_so() {
    let data = read("Date,Open,High,Low,Close,Adj Close,Vol USD\n2024-01-02,1,1,1,1,0.5,3\n", json!({})).unwrap();
    let notes: Vec<&str> = data.info.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(
        notes,
        [
            "column Adj Close is not used: prices are taken as they stand in open, high, low, close",
            "column Vol USD is not used",
            "no volume is read; to take Vol USD as volume: --columns volume=\"Vol USD\"",
        ]
    );
    let adjusted_only = refusal("Date,Adj. Open,Adj. High,Adj. Low,Adj. Close\n2024-01-02,1,1,1,1\n", json!({}));
    assert_eq!(
        (adjusted_only.code, adjusted_only.message.as_str()),
        (
            "data.columnMissing",
            "X.csv: the prices are adjusted ones only, no column is named open, high, low or close; \
             the columns are Date, Adj. Open, Adj. High, Adj. Low, Adj. Close"
        )
    );
    assert_eq!(
        adjusted_only.hint.unwrap(),
        "To take the adjusted prices: --columns open=\"Adj. Open\",high=\"Adj. High\",low=\"Adj. Low\",close=\"Adj. Close\""
    );
    let mapping = "open=Adj Open,high=Adj High,low=Adj Low,close=Adj Close";
    let bars = bars("Date,Adj Open,Adj High,Adj Low,Adj Close\n2024-01-02,2,4,1,3\n", json!({ "columns": mapping }));
    assert_eq!((bars.open[0], bars.high[0], bars.low[0], bars.close[0]), (2, 4, 1, 3));
}

#[test]
fn an_empty_volume_column_beside_a_tick_volume_is_noted() {
    let data = read("Date,Open,High,Low,Close,Tickvol,Volume\n2024-01-02,1,1,1,1,60,0\n", json!({})).unwrap();
    assert_eq!(data.tables[0].volume, [0]);
    assert_eq!(
        data.info.notes.last().unwrap().message,
        "column Volume is 0 on every row; to take Tickvol as volume: --columns volume=Tickvol"
    );
}

#[test]
fn a_symbol_column_makes_several_symbols_each_with_its_own_scale_and_order() {
    let text =
        "Ticker,Date,Open,High,Low,Close\nB,2024-01-03,2.5,3,2,3\nB,2024-01-02,2,3,2,3\nA,2024-01-02,1,1,1,1\nA,2024-01-03,1,1,1,1\n";
    let data = read(text, json!({})).unwrap();
    let tables: Vec<_> = data.tables.iter().map(|bars| (bars.symbol.as_str(), bars.price_scale, bars.open.clone())).collect();
    assert_eq!(tables, [("B", 1, vec![20, 25]), ("A", 0, vec![1, 1])]);
    assert_eq!(data.info.symbols.iter().map(|symbol| symbol.reversed).collect::<Vec<_>>(), [true, false]);
    assert_eq!(data.info.symbols_found, ["A", "B"]);
    assert_eq!(data.info.notes[0].message, "B: the rows were newest first and were put in time order");

    let only =
        |json| read(text, json).map(|data| data.tables.into_iter().map(|bars| bars.symbol).collect::<Vec<_>>()).map_err(|error| error.code);
    assert_eq!(only(json!({ "symbols": ["A", "C"] })), Ok(vec!["A".to_owned()]));
    assert_eq!(only(json!({ "symbols": ["C"] })), Err("data.symbolUnknown"));
    assert_eq!(only(json!({ "symbol": "A" })), Ok(vec!["A".to_owned()]));
    assert_eq!(only(json!({ "symbol": "C" })), Err("data.symbolUnknown"));
}

#[test]
fn the_one_symbol_of_a_file_may_be_renamed_and_bad_rows_of_others_do_not_matter() {
    let one = "Ticker,Date,Open,High,Low,Close\nB,2024-01-03,2,3,2,3\n";
    assert_eq!(bars(one, json!({ "symbol": "MINE" })).symbol, "MINE");
    let two = "Ticker,Date,Open,High,Low,Close\nB,2024-01-03,2,3,2,3\nA,oops,2,3,2,3\n";
    assert_eq!(bars(two, json!({ "symbol": "B" })).symbol, "B");
    assert_eq!(refusal(two, json!({})).code, "data.badRows");
    assert_eq!(bars("Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n", json!({})).symbol, "X");
    assert_eq!(refusal("Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n", json!({ "symbols": ["Y"] })).code, "data.symbolUnknown");
}
