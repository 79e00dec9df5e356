//! The layouts that are read, told by a file's first line.

mod csv;
mod recordings;
mod trade_arrays;

use crate::error::ReplayError;
use crate::feed::Reading;

/// What was read and what the layout is called.
pub fn read(file: &str, text: &str) -> Result<(Reading, &'static str), ReplayError> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default().trim();
    if first.is_empty() {
        return Err(ReplayError::row(file, 1, "the file is empty"));
    }
    match first.as_bytes().first() {
        Some(b'[') => trade_arrays::read(file, text),
        Some(b'{') => recordings::read_bybit(file, text),
        _ if recordings::is_recording(first) => recordings::read_received(file, text),
        _ => csv::read(file, text, first),
    }
}
