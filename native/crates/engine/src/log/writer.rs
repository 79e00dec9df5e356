use std::io::Write;

use crate::{Account, Clock, EngineError, Log};

/// The log as canonical text: one JSON object a line, keys sorted, decimals canonical, times RFC 3339.
#[derive(Debug)]
pub struct LogWriter<'a> {
    account: &'a Account,
    log: &'a Log,
    clock: &'a Clock,
}

impl<'a> LogWriter<'a> {
    pub fn new(account: &'a Account, log: &'a Log, clock: &'a Clock) -> Self {
        Self { account, log, clock }
    }

    /// sha256 over the text, as lower-case hex.
    pub fn hash(&self) -> Result<String, EngineError> {
        let _ = (self.account, self.log, self.clock);
        todo!()
    }

    pub fn write(&self, out: &mut dyn Write) -> Result<(), EngineError> {
        let _ = out;
        todo!()
    }

    /// Number of lines.
    pub fn lines(&self) -> usize {
        todo!()
    }
}
