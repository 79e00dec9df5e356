//! What lies around the text: gzip, zip, hashes, files that are none.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use market::{CsvOptions, read_csv};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use sha2::{Digest, Sha256};
use support::TempFile;

const TEXT: &str = "Date,Open,High,Low,Close\n2024-01-02,10,12,9,11\n";

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, text) in files {
        let (mut entry, config) = archive.new_file(name).compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(text.as_bytes()).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

#[test]
fn plain_gzipped_and_zipped_files_are_read_alike_and_hashed_as_they_lie_on_disk() {
    let members = [gzip(&TEXT.as_bytes()[..30]), gzip(&TEXT.as_bytes()[30..])].concat();
    for (name, bytes) in [
        ("A.csv", TEXT.as_bytes().to_vec()),
        ("A.csv.gz", gzip(TEXT.as_bytes())),
        ("A.txt.gz", members),
        ("A.zip", zip(&[("inner.csv", TEXT)])),
    ] {
        let file = TempFile::new(name, &bytes);
        let data = read_csv(&file.path, &CsvOptions::default()).unwrap();
        assert_eq!((data.tables[0].symbol.as_str(), data.tables[0].close[0]), ("A", 11), "{name}");
        assert_eq!((data.info.sha256, data.info.bytes), (hex(&bytes), bytes.len() as u64), "{name}");
    }
}

#[test]
fn packing_is_told_by_the_bytes_and_not_by_the_name() {
    let file = TempFile::new("A.csv", gzip(TEXT.as_bytes()));
    assert_eq!(read_csv(&file.path, &CsvOptions::default()).unwrap().tables[0].symbol, "A");
}

#[test]
fn a_large_file_has_the_same_hash() {
    let mut text = TEXT.to_owned();
    for day in 0..90_000 {
        text.push_str(&format!("{},10,12,9,11\n", 1_704_240_000_000u64 + day * 60_000));
    }
    let text = text.replace("2024-01-02", "1704153600000");
    assert!(text.len() > 2 << 20);
    let file = TempFile::new("A.csv", &text);
    let data = read_csv(&file.path, &CsvOptions::default()).unwrap();
    assert_eq!((data.info.sha256, data.tables[0].close.len()), (hex(text.as_bytes()), 90_001));
}

#[test]
fn damaged_and_foreign_files_are_refused_with_a_reason() {
    let refused = |name: &str, bytes: &[u8]| {
        let file = TempFile::new(name, bytes);
        let error = read_csv(&file.path, &CsvOptions::default()).unwrap_err();
        (error.code, error.message.replace(&file.path.display().to_string(), name))
    };
    let packed = gzip(TEXT.repeat(100).as_bytes());
    assert_eq!(refused("A.csv.gz", &packed[..packed.len() / 2]).0, "data.unreadable");
    assert_eq!(refused("A.zip", b"PK\x03\x04 and nothing else").0, "data.unreadable");
    let two = refused("A.zip", &zip(&[("a.csv", TEXT), ("b.csv", TEXT)]));
    assert_eq!(two, ("data.zipEntries", "A.zip: the zip holds 2 files (a.csv, b.csv); one CSV is read".to_owned()));
    let workbook = zip(&[("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")]);
    assert_eq!(refused("A.xlsx", &workbook), ("data.unsupportedFormat", "A.xlsx: this is an Excel workbook, not a CSV".to_owned()));
    assert_eq!(refused("A.zip", &zip(&[])).1, "A.zip: the zip holds no file; one CSV is read");
    assert_eq!(refused("A.csv", b"Date,Open\r2024-01-02,1\r").1, "A.csv: its lines end with a carriage return alone");
    assert_eq!(refused("A.csv", b"ARROW1\0\0").1, "A.csv: this is an Arrow (Feather) file, not a CSV");
}

#[test]
fn paths_that_are_no_files_are_refused() {
    let refused = |path: &str| read_csv(Path::new(path), &CsvOptions::default()).unwrap_err();
    let missing = refused("no/such/file.csv");
    assert_eq!((missing.code, missing.message.as_str()), ("data.fileNotFound", "no/such/file.csv does not exist"));
    assert_eq!(refused("/").code, "data.notAFile");
    assert_eq!(refused("/dev/zero").code, "data.notAFile");
}
