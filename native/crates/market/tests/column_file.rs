//! Column files: written, read back the same, and refused when a byte is not as it was written.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use market::{Bars, ColumnFile, CsvData, CsvError, StoredColumns, read_column_file};
use serde_json::json;
use sha2::{Digest, Sha256};
use support::read;

const TEXT: &str = "symbol,date,open,high,low,close,volume,dividend,split
A,2024-01-02,10.5,12,9,11,5,0,1
A,2024-01-03,11,12.25,9,11,0,0.75,1
B,2024-01-02,-1,0,-2,-1.5,7,0,1
A,2024-01-04,22,24,18,22,900719925474099301,0,3:2
";

fn description(data: &CsvData) -> String {
    let facts: Vec<_> = data
        .info
        .symbols
        .iter()
        .map(|symbol| {
            json!({
                "symbol": symbol.symbol, "source": "prices.csv", "sha256": data.info.sha256, "rows": symbol.rows,
                "from": rfc3339(symbol.from_ms), "to": rfc3339(symbol.to_ms),
                "timezone": data.info.timezone, "isDaily": data.info.daily, "intervalMs": symbol.interval_ms,
            })
        })
        .collect();
    let warnings = json!([{ "code": "data.reversed", "message": "prices.csv: turned", "count": 2, "context": { "source": "prices.csv" } }]);
    json!({ "symbols": facts, "warnings": warnings }).to_string()
}

/// All times here are days of January 2024; 2024-01-01T00:00Z by `date -u -d 2024-01-01 +%s`.
fn rfc3339(ms: i64) -> String {
    format!("2024-01-{:02}T00:00:00Z", (ms / 1000 - 1_704_067_200) / 86_400 + 1)
}

fn column_file(data: CsvData) -> ColumnFile {
    let description = description(&data);
    ColumnFile::new(data.tables.into_iter().map(Arc::new).collect(), &description).unwrap()
}

fn bytes_of(file: &ColumnFile) -> Vec<u8> {
    (0..file.pieces()).flat_map(|number| file.piece(number)).collect()
}

/// A path of its own for each test, removed with the value.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("rustybt-{}-{name}.rbt", std::process::id())))
    }

    fn read(&self, bytes: &[u8]) -> Result<StoredColumns, CsvError> {
        fs::write(&self.0, bytes).unwrap();
        read_column_file(&self.0)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn same(bars: &Bars, other: &Bars) {
    assert_eq!((&bars.symbol, bars.price_scale, bars.volume_scale), (&other.symbol, other.price_scale, other.volume_scale));
    assert_eq!((&bars.time_ms, &bars.open, &bars.high), (&other.time_ms, &other.open, &other.high));
    assert_eq!((&bars.low, &bars.close, &bars.volume, &bars.actions), (&other.low, &other.close, &other.volume, &other.actions));
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let place = Place::new("same");
    let data = read(TEXT, json!({})).unwrap();
    let file = column_file(data);
    file.write(&place.0).unwrap();
    assert_eq!(fs::metadata(&place.0).unwrap().len(), file.length());
    assert_eq!(fs::read(&place.0).unwrap(), bytes_of(&file));
    let stored = read_column_file(&place.0).unwrap();
    let again = read(TEXT, json!({})).unwrap();
    assert_eq!(stored.tables.len(), 2);
    assert_eq!(stored.tables[0].volume[2], 900_719_925_474_099_301);
    assert_eq!(stored.tables[0].actions.len(), 2);
    stored.tables.iter().zip(&again.tables).for_each(|(bars, other)| same(bars, other));
    assert_eq!(stored.symbols[0].source, "prices.csv");
    assert_eq!((stored.symbols[1].rows, stored.warnings[0].count), (1, Some(2)));
}

#[test]
fn the_bytes_are_as_the_format_says() {
    let bytes = bytes_of(&column_file(read("date,open,high,low,close\n2024-01-02,1.5,2,1,2\n", json!({})).unwrap()));
    assert_eq!(&bytes[..12], b"\x89RBT\r\n\x1a\n\x01\0\0\0");
    let length = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    assert_eq!(&bytes[16..48], &Sha256::digest(&bytes[48..48 + length])[..]);
    let header: serde_json::Value = serde_json::from_slice(&bytes[48..48 + length]).unwrap();
    let symbol = &header["symbols"][0];
    assert_eq!((&symbol["priceScale"], &symbol["facts"]["rows"]), (&json!(1), &json!(1)));
    let values: Vec<i64> = symbol["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| {
            let offset = usize::try_from(column["offset"].as_u64().unwrap()).unwrap();
            assert_eq!(offset % 64, 0);
            i64::from_le_bytes(bytes[offset..offset + 8].try_into().unwrap())
        })
        .collect();
    assert_eq!(values, [1_704_153_600_000, 15, 20, 10, 20]);
    assert_eq!(bytes.len() % 64, 8);
}

#[test]
fn a_file_longer_than_a_piece_is_whole() {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    (0..60_000).for_each(|row| text.push_str(&format!("{},{row},{row}.5,{row},{row}.25,{row}\n", 1_700_000_000 + row * 60)));
    let data = read(text.as_str(), json!({})).unwrap();
    let facts = json!({
        "symbol": "X", "source": "x", "sha256": "", "rows": 60_000, "from": "2023-11-14T22:13:20Z", "to": "2023-12-26T14:12:20Z",
        "timezone": "UTC", "isDaily": false, "intervalMs": 60_000,
    });
    let tables: Vec<_> = data.tables.into_iter().map(Arc::new).collect();
    let file = ColumnFile::new(tables.clone(), &json!({ "symbols": [facts], "warnings": [] }).to_string()).unwrap();
    assert!(file.pieces() > 2);
    let place = Place::new("long");
    same(&place.read(&bytes_of(&file)).unwrap().tables[0], &tables[0]);
}

#[test]
fn a_flipped_byte_is_found_wherever_it_is() {
    let place = Place::new("flipped");
    let bytes = bytes_of(&column_file(read(TEXT, json!({})).unwrap()));
    for at in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        let error = place.read(&changed).unwrap_err();
        let expected = match at {
            0..8 => "data.notColumns",
            8..12 => "data.columnsVersion",
            12..16 => "data.columns",
            _ => "data.columnsDamaged",
        };
        assert!(error.code.starts_with(expected), "byte {at}: {error:?}");
        assert!(error.hint.is_some());
    }
}

#[test]
fn a_shortened_file_and_a_longer_one_are_refused() {
    let place = Place::new("shortened");
    let bytes = bytes_of(&column_file(read(TEXT, json!({})).unwrap()));
    for length in (0..bytes.len()).step_by(3) {
        let error = place.read(&bytes[..length]).unwrap_err();
        assert_eq!(error.code, if length < 8 { "data.notColumns" } else { "data.columnsTruncated" }, "{length}");
    }
    let mut longer = bytes;
    longer.push(0);
    assert_eq!(place.read(&longer).unwrap_err().code, "data.columnsDamaged");
}

#[test]
fn a_newer_version_and_another_file_are_named_for_what_they_are() {
    let place = Place::new("newer");
    let mut bytes = bytes_of(&column_file(read(TEXT, json!({})).unwrap()));
    bytes[8] = 2;
    let newer = place.read(&bytes).unwrap_err();
    assert_eq!(newer.message, format!("{}: this column file has version 2; this version of rustybt reads 1", place.0.display()));
    assert_eq!(newer.hint.unwrap(), "Update rustybt, or write the file anew from its source.");
    let text = place.read(TEXT.as_bytes()).unwrap_err();
    assert_eq!((text.code, text.message.contains("it does not begin like one")), ("data.notColumns", true));
    assert_eq!(read_column_file(&place.0.with_extension("none")).unwrap_err().code, "data.fileNotFound");
}

/// A header that its own sha256 vouches for is not believed about places.
#[test]
fn a_header_that_lies_about_its_columns_is_refused() {
    let place = Place::new("lies");
    let bytes = bytes_of(&column_file(read(TEXT, json!({})).unwrap()));
    let length = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let header = String::from_utf8(bytes[48..48 + length].to_vec()).unwrap();
    for (from, to) in [("\"rows\":3", "\"rows\":9007199254740991"), ("\"rows\":3", "\"rows\":2"), ("\"priceScale\":2", "\"priceScale\":99")]
    {
        assert!(header.contains(from), "{header}");
        let mut text = header.trim_end().replacen(from, to, 1).into_bytes();
        text.resize(length, b' ');
        let mut lying = bytes.clone();
        lying[16..48].copy_from_slice(&Sha256::digest(&text));
        lying[48..48 + length].copy_from_slice(&text);
        let code = place.read(&lying).unwrap_err().code;
        assert!(["data.columnsDamaged", "data.columnsTruncated"].contains(&code), "{to}: {code}");
    }
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let file = column_file(read(TEXT, json!({})).unwrap());
    let error = file.write(&std::env::temp_dir().join("no-such-folder/x.rbt")).unwrap_err();
    assert_eq!(error.code, "data.cannotWrite");
}
