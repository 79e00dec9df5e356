//! When a bar is: formats, zones, days and ends of bars.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{bars, ms, read, refusal};

fn file(times: &[&str]) -> String {
    let rows: Vec<String> = times.iter().map(|time| format!("{time},1,1,1,1\n")).collect();
    format!("time,open,high,low,close\n{}", rows.concat())
}

fn times(texts: &[&str], options: Value) -> Vec<i64> {
    bars(file(texts), options).time_ms
}

#[test]
fn bare_dates_are_days_at_midnight_utc() {
    let data = read(file(&["2014-06-09", "2014-06-10"]), json!({})).unwrap();
    assert_eq!(data.tables[0].time_ms, [ms("2014-06-09T00:00:00Z"), ms("2014-06-10T00:00:00Z")]);
    assert_eq!((data.info.daily, data.info.timezone.as_str()), (true, "exchange days"));
    assert_eq!(data.info.symbols[0].interval_ms, 86_400_000);
}

#[test]
fn midnights_without_a_zone_are_days_too() {
    let data = read(file(&["2014-06-09 00:00:00", "2014-06-10 00:00:00"]), json!({})).unwrap();
    assert_eq!((data.info.daily, data.info.timezone.as_str()), (true, "exchange days"));
}

#[test]
fn midnights_in_their_own_zone_are_days() {
    let texts = ["2014-03-07 00:00:00-05:00", "2014-03-10 00:00:00-04:00"];
    let data = read(file(&texts), json!({})).unwrap();
    assert_eq!(data.tables[0].time_ms, [ms("2014-03-07T00:00:00Z"), ms("2014-03-10T00:00:00Z")]);
    assert_eq!((data.info.daily, data.info.timezone.as_str()), (true, "exchange days"));
    let hours = times(&["2014-03-10 00:00:00-04:00", "2014-03-10 01:00:00-04:00"], json!({}));
    assert_eq!(hours, [ms("2014-03-10T04:00:00Z"), ms("2014-03-10T05:00:00Z")]);
}

#[test]
fn times_of_day_without_a_zone_need_one() {
    let texts = ["2014-06-09 09:30", "2014-06-09 09:31"];
    let error = refusal(file(&texts), json!({}));
    assert_eq!(error.code, "data.timezoneNeeded");
    assert_eq!(error.message, "X.csv: line 2, column time: \"2014-06-09 09:30\" is a time of day without a time zone");
    let hint = error.hint.unwrap();
    assert!(hint.contains("--timezone America/New_York") && hint.contains("--calendar XNYS"), "{hint}");
    assert_eq!(times(&texts, json!({ "timezone": "America/New_York" })), [ms("2014-06-09T13:30:00Z"), ms("2014-06-09T13:31:00Z")]);
    assert_eq!(refusal(file(&texts), json!({ "timezone": "New York" })).code, "data.timezoneUnknown");
}

#[test]
fn the_hour_that_is_repeated_in_autumn_is_told_apart_by_its_order() {
    let texts = ["2014-11-02 00:30", "2014-11-02 01:30", "2014-11-02 01:00", "2014-11-02 01:30", "2014-11-02 02:00"];
    let expected = ["2014-11-02T04:30:00Z", "2014-11-02T05:30:00Z", "2014-11-02T06:00:00Z", "2014-11-02T06:30:00Z", "2014-11-02T07:00:00Z"];
    let data = read(file(&texts), json!({ "timezone": "America/New_York" })).unwrap();
    assert_eq!(data.tables[0].time_ms, expected.map(ms));
    assert_eq!(data.info.notes[0].code, "data.repeatedHour");
    let mut newest_first = texts;
    newest_first.reverse();
    assert_eq!(times(&newest_first, json!({ "timezone": "America/New_York" })), expected.map(ms));
}

#[test]
fn day_and_month_are_settled_by_the_file_or_asked_for() {
    assert_eq!(times(&["01/03/2017", "01/13/2017"], json!({})), [ms("2017-01-03T00:00:00Z"), ms("2017-01-13T00:00:00Z")]);
    assert_eq!(times(&["03.01.2017", "13.01.2017"], json!({})), [ms("2017-01-03T00:00:00Z"), ms("2017-01-13T00:00:00Z")]);
    let error = refusal(file(&["01/03/2017", "02/03/2017"]), json!({}));
    assert_eq!(error.code, "data.timeAmbiguous");
    assert_eq!(error.message, "X.csv: column time has no day above 12, so day and month cannot be told apart");
    assert_eq!(error.hint.unwrap(), "Say --time-format MM/DD/YYYY or --time-format DD/MM/YYYY.");
    assert_eq!(
        times(&["01/03/2017", "02/03/2017"], json!({ "timeFormat": "DD/MM/YYYY" })),
        [ms("2017-03-01T00:00:00Z"), ms("2017-03-02T00:00:00Z")]
    );
    assert_eq!(refusal(file(&["01/03/17"]), json!({})).code, "data.timeFormat");
}

#[test]
fn a_day_above_twelve_far_down_the_file_settles_it_too() {
    let minutes: Vec<String> =
        (0..2000).map(|minute| format!("02/01/2017 {:02}:{:02}", minute / 60 % 24, minute % 60)).take(1440).collect();
    let mut texts: Vec<&str> = minutes.iter().map(String::as_str).collect();
    texts.push("13/01/2017 00:00");
    let found = times(&texts, json!({ "timezone": "UTC" }));
    assert_eq!((found[0], found[1440]), (ms("2017-01-02T00:00:00Z"), ms("2017-01-13T00:00:00Z")));
    texts.push("01/14/2017 00:00");
    let error = refusal(file(&texts), json!({ "timezone": "UTC" }));
    assert_eq!(error.message, "X.csv: column time holds days above 12 in both places, so day and month cannot be told apart");
}

#[test]
fn epochs_are_read_by_their_length() {
    for text in ["1402306200", "1402306200000", "1402306200000000", "1402306200000000000"] {
        assert_eq!(times(&[text], json!({})), [ms("2014-06-09T09:30:00Z")], "{text}");
    }
    assert_eq!(times(&["86400"], json!({ "timeFormat": "epoch-s" })), [ms("1970-01-02T00:00:00Z")]);
    assert_eq!(refusal(file(&["201406090930"]), json!({})).code, "data.timeAmbiguous");
    assert_eq!(times(&["201406090930"], json!({ "timeFormat": "YYYYMMDD", "timezone": "UTC" })), [ms("2014-06-09T09:30:00Z")]);
}

#[test]
fn a_date_and_a_time_column_are_read_together() {
    let text = "Date,Time,Open,High,Low,Close\n2014.06.09,09:30,1,1,1,1\n2014.06.09,09:31:30,1,1,1,1\n";
    assert_eq!(bars(text, json!({ "timezone": "UTC" })).time_ms, [ms("2014-06-09T09:30:00Z"), ms("2014-06-09T09:31:30Z")]);
    let headerless = "20140609,093000,1,1,1,1\n";
    let options = json!({ "columns": "date,time,open,high,low,close", "timezone": "America/New_York" });
    assert_eq!(bars(headerless, options).time_ms, [ms("2014-06-09T13:30:00Z")]);
    let both = "date,time,open,high,low,close\n2014-06-09,1402306200,1,1,1,1\n";
    assert_eq!(bars(both, json!({})).time_ms, [ms("2014-06-09T00:00:00Z")]);
}

#[test]
fn ends_of_bars_become_starts() {
    let texts = ["2014-06-09T09:35:00Z", "2014-06-09T09:40:00Z", "2014-06-09T10:00:00Z", "2014-06-09T10:05:00Z"];
    let expected = ["2014-06-09T09:30:00Z", "2014-06-09T09:35:00Z", "2014-06-09T09:55:00Z", "2014-06-09T10:00:00Z"];
    assert_eq!(times(&texts, json!({ "barTime": "end" })), expected.map(ms));
    assert_eq!(refusal(file(&["2014-06-09T09:35:00Z"]), json!({ "barTime": "end" })).code, "data.barTime");
    let days = read(file(&["2014-06-09", "2014-06-10"]), json!({ "barTime": "end" })).unwrap();
    assert_eq!(days.tables[0].time_ms[0], ms("2014-06-09T00:00:00Z"));
    assert_eq!(days.info.notes[0].code, "data.barTime");
}

#[test]
fn rows_whose_time_does_not_fit_the_others_are_bad() {
    let error = refusal(
        file(&["2014-06-09T09:30:00Z", "2014-06-09 09:31:00", "2014-06-09T25:00:00Z", "June 9", "2014-06-31T09:30:00Z"]),
        json!({}),
    );
    let reasons: Vec<_> = error.context.rows.iter().map(|row| (row.line, row.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (3, "says no time zone, which other rows do"),
            (4, "is no time of day"),
            (5, "is not written as YYYY-MM-DD"),
            (6, "is no day of the calendar when read as YYYY-MM-DD"),
        ]
    );
}
