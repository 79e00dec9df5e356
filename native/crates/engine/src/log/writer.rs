use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::lines::{Lines, MARKS};
use crate::{Account, Clock, EngineError, Event, Log};

/// The log as canonical text: one JSON object a line, keys sorted, decimals canonical, times RFC 3339.
#[derive(Debug)]
pub struct LogWriter<'a> {
    account: &'a Account,
    log: &'a Log,
    clock: &'a Clock,
}

/// Text is handed on in pieces of at least this size, small enough to stay in the processor's cache.
const PIECE: usize = 1 << 15;

impl<'a> LogWriter<'a> {
    pub fn new(account: &'a Account, log: &'a Log, clock: &'a Clock) -> Self {
        Self { account, log, clock }
    }

    /// sha256 over the text, as lower-case hex.
    pub fn hash(&self) -> Result<String, EngineError> {
        let mut hash = Sha256::new();
        self.emit(|piece| {
            hash.update(piece);
            Ok(())
        })?;
        Ok(hex(hash))
    }

    pub fn write(&self, out: &mut dyn Write) -> Result<(), EngineError> {
        self.emit(|piece| out.write_all(piece).map_err(|error| not_written("the event log", &error)))
    }

    /// Writes the text gzipped and gives its hash (of the text, before compression). The file appears whole or not at all.
    pub fn write_gzip(&self, path: &Path) -> Result<String, EngineError> {
        let mut hash = Sha256::new();
        write_gzip_file(path, |out| {
            self.emit(|piece| {
                hash.update(piece);
                out.write_all(piece).map_err(|error| not_written(&path.display().to_string(), &error))
            })
        })?;
        Ok(hex(hash))
    }

    /// Number of lines.
    pub fn lines(&self) -> usize {
        let of_event = |event: &Event| match event {
            Event::Marks { from, to, .. } | Event::Rates { from, to, .. } => (to.saturating_sub(*from) / MARKS) as usize + 1,
            _ => 1,
        };
        self.log.events().iter().map(of_event).sum::<usize>() + 1
    }

    fn emit(&self, mut piece: impl FnMut(&[u8]) -> Result<(), EngineError>) -> Result<(), EngineError> {
        let mut lines = Lines::new(self.account.terms(), self.clock);
        lines.account();
        for event in self.log.events() {
            match event {
                Event::Order(event) => lines.order(event, event.terms.and_then(|index| self.log.terms(index)).as_deref())?,
                Event::Fill(index) => {
                    if let Some(record) = self.log.fills().get(*index as usize) {
                        lines.fill(record, true)?;
                    }
                }
                Event::Dividend(record) => lines.dividend(record)?,
                Event::DividendPaid(paid) => lines.dividend_paid(paid)?,
                Event::Split(record) => lines.split(record)?,
                Event::Reorganization(record) => lines.reorganization(record)?,
                Event::Accrual(record) => lines.accrual(record)?,
                Event::Conversion(record) => lines.conversion(record)?,
                Event::MarginCall(record) => lines.margin_call(record),
                Event::Marks { symbol, from, to } => {
                    for start in (*from..=*to).step_by(MARKS as usize) {
                        lines.marks(*symbol, start, (*to).min(start.saturating_add(MARKS - 1)))?;
                        hand_on(&mut lines.out, &mut piece)?;
                    }
                }
                Event::Rates { currency, from, to } => {
                    for start in (*from..=*to).step_by(MARKS as usize) {
                        lines.rates(*currency, start, (*to).min(start.saturating_add(MARKS - 1)))?;
                        hand_on(&mut lines.out, &mut piece)?;
                    }
                }
                Event::End(end) => lines.end(end),
            }
            hand_on(&mut lines.out, &mut piece)?;
        }
        piece(&lines.out)
    }
}

fn hand_on(out: &mut Vec<u8>, piece: &mut impl FnMut(&[u8]) -> Result<(), EngineError>) -> Result<(), EngineError> {
    if out.len() >= PIECE {
        piece(out)?;
        out.clear();
    }
    Ok(())
}

/// Fills a gzip file through a neighbour that is renamed once it is whole.
pub(crate) fn write_gzip_file(path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), EngineError> {
    let name = path.display().to_string();
    let mut partial = path.as_os_str().to_owned();
    partial.push(".part");
    let partial = Path::new(&partial);
    let written = File::create(partial).map_err(|error| not_written(&name, &error)).and_then(|file| {
        let mut out = GzEncoder::new(file, Compression::default());
        fill(&mut out)?;
        let file = out.finish().map_err(|error| not_written(&name, &error))?;
        file.sync_all().and_then(|()| fs::rename(partial, path)).map_err(|error| not_written(&name, &error))
    });
    if written.is_err() {
        // Best effort: the first error is the one to tell.
        let _ = fs::remove_file(partial);
    }
    written
}

fn not_written(what: &str, error: &io::Error) -> EngineError {
    EngineError::new("io.write", format!("{what} could not be written: {error}"), "check that the folder exists, is writable and has room")
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
