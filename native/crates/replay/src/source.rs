use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use rawzip::{CompressionMethod, ZipArchive};
use serde_json::json;

use crate::error::ReplayError;

/// Largest text that is unpacked.
const MOST: u64 = 4 << 30;

/// The text of a file: plain, gzipped, or the one file of a zip, told apart by its first bytes.
pub fn read_text(path: &Path) -> Result<String, ReplayError> {
    let name = path.display().to_string();
    let fail = |code, what: String| {
        ReplayError::new(code, format!("{name} {what}"), "Check the path, and that the file is whole.", json!({ "file": name }))
    };
    let packed = fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => fail("data.fileNotFound", "does not exist".to_owned()),
        _ => fail("data.unreadable", format!("cannot be read: {error}")),
    })?;
    let unpack = |reader: &mut dyn Read| {
        let mut bytes = Vec::new();
        match reader.take(MOST).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 == MOST => Err(fail("data.tooLarge", "unpacks to more than 4 GiB".to_owned())),
            Ok(_) => Ok(bytes),
            Err(error) => Err(fail("data.unreadable", format!("cannot be unpacked: {error}"))),
        }
    };
    let bytes = match packed.as_slice() {
        [0x1f, 0x8b, ..] => unpack(&mut MultiGzDecoder::new(packed.as_slice()))?,
        [b'P', b'K', 3, 4, ..] => {
            let damaged = |error: rawzip::Error| fail("data.unreadable", format!("is a damaged zip: {error}"));
            let archive = ZipArchive::from_slice(&packed).map_err(damaged)?;
            let mut entries = archive.entries();
            let mut files = Vec::new();
            while let Some(entry) = entries.next_entry().map_err(damaged)? {
                if !entry.is_dir() {
                    files.push((entry.wayfinder(), entry.compression_method()));
                }
            }
            let [(wayfinder, method)] = files[..] else {
                return Err(fail("data.zipEntries", format!("is a zip of {} files; one recording is read", files.len())));
            };
            let entry = archive.get_entry(wayfinder).map_err(damaged)?;
            match method {
                CompressionMethod::DEFLATE => unpack(&mut entry.verifying_reader(DeflateDecoder::new(entry.data())))?,
                CompressionMethod::STORE => unpack(&mut entry.verifying_reader(entry.data()))?,
                _ => return Err(fail("data.unsupportedFormat", "is a zip packed in a way that is not read".to_owned())),
            }
        }
        _ => packed,
    };
    String::from_utf8(bytes)
        .map_err(|_| fail("data.notText", "is no UTF-8 text; Parquet and other binary files are not read here".to_owned()))
}
