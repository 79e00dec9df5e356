use crate::{Account, Clock, EngineError, Log};

/// Fills, trades, positions and balances as the JSON text of the result document.
#[derive(Debug)]
pub struct Statement<'a> {
    account: &'a Account,
    log: &'a Log,
    clock: &'a Clock,
}

impl<'a> Statement<'a> {
    pub fn new(account: &'a Account, log: &'a Log, clock: &'a Clock) -> Self {
        Self { account, log, clock }
    }

    /// One fill as a JSON object; `index` counts all fills of the run.
    pub fn fill(&self, index: usize) -> Option<Vec<u8>> {
        let _ = (self.account, self.log, self.clock, index);
        todo!()
    }

    pub fn fills(&self) -> Result<Vec<u8>, EngineError> {
        todo!()
    }

    pub fn trades(&self) -> Result<Vec<u8>, EngineError> {
        todo!()
    }

    /// Open positions with their lots, valued at the last close.
    pub fn positions(&self) -> Result<Vec<u8>, EngineError> {
        todo!()
    }

    /// Balances of every account and asset.
    pub fn ledger(&self) -> Result<Vec<u8>, EngineError> {
        todo!()
    }
}
