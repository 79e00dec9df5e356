//! The first rows of a file, also of one that cannot be read yet.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;

use market::{CsvError, CsvOptions, CsvSample, sample_csv};

fn sample(name: &str, text: &str, options: serde_json::Value) -> Result<CsvSample, CsvError> {
    let path = std::env::temp_dir().join(format!("rustybt-{}-{name}.csv", std::process::id()));
    fs::write(&path, text).unwrap();
    let options: CsvOptions = serde_json::from_value(options).unwrap();
    let sample = sample_csv(&path, &options);
    fs::remove_file(&path).unwrap();
    sample
}

#[test]
fn a_file_without_known_columns_shows_its_cells_all_the_same() {
    let found = sample("cells", "Kurs;Tag\n1,5;2024-01-02\n", serde_json::json!({})).unwrap();
    assert_eq!((found.delimiter, found.header, found.width, found.columns), (';', true, 2, None));
    assert_eq!(found.rows[1].line, 2);
    assert_eq!(found.rows[1].cells, ["1,5", "2024-01-02"]);
}

#[test]
fn a_file_that_lacks_only_its_zone_shows_what_its_columns_are() {
    let text = "Date,Open,High,Low,Close\n2024-01-02 09:30,1,2,1,2\n2024-01-02 09:31,1,2,1,2\n";
    let found = sample("zone", text, serde_json::json!({})).unwrap();
    assert_eq!(found.columns.unwrap()[0], ("time".to_owned(), "Date".to_owned()));
    assert_eq!(found.time_format, Some("YYYY-MM-DD"));
}

#[test]
fn a_line_of_very_many_columns_is_refused() {
    let error = sample("wide", &format!("{}\n", "a,".repeat(20_000)), serde_json::json!({})).unwrap_err();
    assert_eq!(error.code, "data.tooManyColumns");
    assert!(error.message.ends_with("line 1 has 20001 columns; at most 10000 are read"), "{}", error.message);
}
