use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use rawzip::{CompressionMethod, ZipArchive};

use super::chunks::{CHUNK, Chunk, ReadStop, read_chunks};
use super::dialect::unsupported;
use super::error::CsvError;
use super::file_hash::{FileHash, sha256_hex};

/// A price file on disk: plain, gzipped, or one CSV in a zip, told apart by its first bytes. It can be read more than once.
pub(crate) struct Source {
    path: PathBuf,
    /// The path as given, for messages.
    pub name: String,
    packing: Packing,
    /// Size of the text, 0 when it is packed.
    text_bytes: usize,
    chunk: usize,
}

enum Packing {
    Plain,
    Gzip(Vec<u8>),
    Zip(Vec<u8>),
    /// Text that was never a file.
    Memory(Vec<u8>),
}

/// What a row of the source is called in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Lines of a file, as an editor counts them.
    Line,
    /// Bars handed in, counted from 0; they stand below a header line.
    Bar,
}

impl Place {
    pub fn show(self, line: u64) -> String {
        match self {
            Self::Line => format!("line {line}"),
            Self::Bar => format!("bar {}", line.saturating_sub(2)),
        }
    }
}

/// Rows that room is reserved for at once: 3 GiB of columns.
const MOST_RESERVED: usize = 1 << 26;

/// Hash and size of the bytes on disk.
pub(crate) struct Fingerprint {
    pub sha256: String,
    pub bytes: u64,
}

impl Source {
    pub fn open(path: &Path) -> Result<Self, CsvError> {
        let name = path.display().to_string();
        let facts = fs::metadata(path).map_err(|error| unreadable(&name, &error))?;
        if facts.is_dir() {
            return Err(CsvError::new("data.notAFile", format!("{name} is a folder")).hint("Name one file of it.").file(&name));
        }
        if !facts.is_file() {
            let message = format!("{name} is no regular file, and a price file may have to be read twice");
            return Err(CsvError::new("data.notAFile", message).hint("Save it to a file first.").file(&name));
        }
        let mut magic = [0; 4];
        let mut file = File::open(path).map_err(|error| unreadable(&name, &error))?;
        let length = read_some(&mut file, &mut magic).map_err(|error| unreadable(&name, &error))?;
        let packing = match &magic[..length] {
            [0x1f, 0x8b, ..] => Packing::Gzip(fs::read(path).map_err(|error| unreadable(&name, &error))?),
            b"PK\x03\x04" | b"PK\x05\x06" => Packing::Zip(fs::read(path).map_err(|error| unreadable(&name, &error))?),
            _ => Packing::Plain,
        };
        let text_bytes = if matches!(packing, Packing::Plain) { usize::try_from(facts.len()).unwrap_or(0) } else { 0 };
        Ok(Self { path: path.to_owned(), name, packing, text_bytes, chunk: CHUNK })
    }

    /// Text in memory, under the name that messages give it.
    pub fn memory(name: String, text: Vec<u8>) -> Self {
        Self { path: PathBuf::new(), name, text_bytes: text.len(), packing: Packing::Memory(text), chunk: CHUNK }
    }

    /// The same source, read in chunks of another length.
    #[cfg(test)]
    pub fn in_chunks(self, chunk: usize) -> Self {
        Self { chunk, ..self }
    }

    pub fn place(&self) -> Place {
        if matches!(self.packing, Packing::Memory(_)) { Place::Bar } else { Place::Line }
    }

    /// About how many rows of this length a plain file holds, to reserve room for; 0 when unknown.
    pub fn expected_rows(&self, row_bytes: usize) -> usize {
        self.text_bytes.checked_div(row_bytes).map_or(0, |rows| (rows + rows / 64).min(MOST_RESERVED))
    }

    /// Reads the text from its start; `consume` as in [`read_chunks`].
    pub fn read<E: From<CsvError>>(&self, consume: impl FnMut(Chunk<'_>) -> Result<usize, E>) -> Result<Fingerprint, E> {
        match &self.packing {
            Packing::Plain => {
                let mut file = File::open(&self.path).map_err(|error| unreadable(&self.name, &error))?;
                let mut counted = Counted { inner: &mut file, bytes: 0 };
                let mut hash = FileHash::new();
                read_chunks(&mut counted, self.chunk, &mut hash, consume).map_err(|stop| self.stopped(stop))?;
                let bytes = counted.bytes;
                let sha256 = hash.finish().map_err(|error| unreadable(&self.name, &error))?;
                Ok(Fingerprint { sha256, bytes })
            }
            Packing::Gzip(packed) => self.unpack(packed, &mut MultiGzDecoder::new(packed.as_slice()), consume),
            Packing::Zip(packed) => self.unpack_zip(packed, consume),
            Packing::Memory(text) => self.unpack(text, &mut text.as_slice(), consume),
        }
    }

    fn unpack<E: From<CsvError>>(
        &self,
        packed: &[u8],
        reader: &mut dyn Read,
        consume: impl FnMut(Chunk<'_>) -> Result<usize, E>,
    ) -> Result<Fingerprint, E> {
        read_chunks(reader, self.chunk, &mut FileHash::Off, consume).map_err(|stop| self.stopped(stop))?;
        Ok(Fingerprint { sha256: sha256_hex(packed), bytes: packed.len() as u64 })
    }

    fn unpack_zip<E: From<CsvError>>(&self, packed: &[u8], consume: impl FnMut(Chunk<'_>) -> Result<usize, E>) -> Result<Fingerprint, E> {
        let damaged = |error: rawzip::Error| {
            CsvError::new("data.unreadable", format!("{}: the zip file is damaged: {error}", self.name))
                .hint("Download or export it again.")
                .file(&self.name)
        };
        let archive = ZipArchive::from_slice(packed).map_err(damaged)?;
        let mut entries = archive.entries();
        let mut names = Vec::new();
        let mut table = None;
        while let Some(entry) = entries.next_entry().map_err(damaged)? {
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
            if !entry.is_dir() && !name.starts_with("__MACOSX/") {
                table = Some((entry.wayfinder(), entry.compression_method()));
                names.push(name);
            }
        }
        if names.iter().any(|name| name == "[Content_Types].xml") {
            return Err(unsupported("an Excel workbook").in_file(&self.name).into());
        }
        let (Some((wayfinder, method)), [_]) = (table, names.as_slice()) else {
            let what = if names.is_empty() { "no file".to_owned() } else { format!("{} files ({})", names.len(), first_few(&names)) };
            return Err(CsvError::new("data.zipEntries", format!("{}: the zip holds {what}; one CSV is read", self.name))
                .hint("Unpack it and name the file, or the folder for one symbol a file.")
                .file(&self.name)
                .into());
        };
        let entry = archive.get_entry(wayfinder).map_err(damaged)?;
        match method {
            CompressionMethod::DEFLATE => {
                let mut reader = entry.verifying_reader(DeflateDecoder::new(entry.data()));
                self.unpack(packed, &mut reader, consume)
            }
            CompressionMethod::STORE => {
                let mut reader = entry.verifying_reader(entry.data());
                self.unpack(packed, &mut reader, consume)
            }
            _ => Err(CsvError::new(
                "data.unsupportedFormat",
                format!("{}: the zip is packed in a way that is not read here (or encrypted)", self.name),
            )
            .hint("Unpack it and name the file.")
            .file(&self.name)
            .into()),
        }
    }

    fn stopped<E: From<CsvError>>(&self, stop: ReadStop<E>) -> E {
        match stop {
            ReadStop::Io(error) => unreadable(&self.name, &error).into(),
            ReadStop::EndlessRecord => {
                CsvError::new("data.notCsv", format!("{}: a line is longer than 1 MiB (or a quote is never closed)", self.name))
                    .hint("Only text with one row a line is read.")
                    .file(&self.name)
                    .into()
            }
            ReadStop::Consumer(error) => error,
        }
    }
}

pub(crate) fn unreadable(name: &str, error: &io::Error) -> CsvError {
    match error.kind() {
        io::ErrorKind::NotFound => CsvError::new("data.fileNotFound", format!("{name} does not exist"))
            .hint("Paths are relative to the current folder.")
            .file(name),
        _ => CsvError::new("data.unreadable", format!("{name} cannot be read: {error}"))
            .hint("Check its permissions and whether it is whole: a gzip or zip file may have ended early.")
            .file(name),
    }
}

fn first_few(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(3).map(String::as_str).collect();
    let more = if names.len() > shown.len() { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn read_some(reader: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < into.len() {
        match reader.read(&mut into[length..]) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

struct Counted<'a> {
    inner: &'a mut dyn Read,
    bytes: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.bytes += count as u64;
        Ok(count)
    }
}
