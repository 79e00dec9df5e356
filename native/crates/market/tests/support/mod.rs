//! Price files made by a test.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its own part; a test may panic")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use market::{Bars, CsvData, CsvError, CsvOptions, read_csv};

/// A file that is gone when the test is over.
pub struct TempFile {
    pub path: PathBuf,
}

impl TempFile {
    pub fn new(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let folder = format!("market-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(folder);
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        Self { path }
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.path.parent().unwrap());
    }
}

pub fn options(json: serde_json::Value) -> CsvOptions {
    serde_json::from_value(json).unwrap()
}

pub fn read(text: impl AsRef<[u8]>, json: serde_json::Value) -> Result<CsvData, CsvError> {
    let file = TempFile::new("X.csv", text);
    read_csv(&file.path, &options(json))
}

/// The one table of a file that must load.
pub fn bars(text: impl AsRef<[u8]>, json: serde_json::Value) -> Bars {
    let mut data = read(text, json).unwrap();
    assert_eq!(data.tables.len(), 1);
    data.tables.remove(0)
}

/// The error of a file that must not load, without the folder in its message.
pub fn refusal(text: impl AsRef<[u8]>, json: serde_json::Value) -> CsvError {
    let mut error = read(text, json).unwrap_err();
    let folder = error.context.file.strip_suffix("X.csv").unwrap().to_owned();
    error.message = error.message.replace(&folder, "");
    error
}

/// Milliseconds of an RFC 3339 time, by jiff.
pub fn ms(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}
