use crate::{Account, Clock, EngineError, Log};

/// The account's value at every step's close, derived from the log alone.
#[derive(Debug)]
pub struct Curve<'a> {
    account: &'a Account,
    log: &'a Log,
    clock: &'a Clock,
}

impl<'a> Curve<'a> {
    pub fn new(account: &'a Account, log: &'a Log, clock: &'a Clock) -> Self {
        Self { account, log, clock }
    }

    /// Equity of every step at ledger scale.
    pub fn equity(&self) -> Result<Vec<i128>, EngineError> {
        let _ = (self.account, self.log, self.clock);
        todo!()
    }

    /// Equity of every step as the double nearest to its decimal text.
    pub fn equity_column(&self) -> Result<Vec<f64>, EngineError> {
        todo!()
    }

    /// JSON array of `{t, equity, cash, grossExposure, netExposure, drawdown}`: every step, or from 20,001 on the 2,000 that keep the
    /// ends, the extremes and the deepest drawdown.
    pub fn points_json(&self) -> Result<Vec<u8>, EngineError> {
        todo!()
    }

    /// All points, one JSON object a line.
    pub fn points_ndjson(&self) -> Result<Vec<u8>, EngineError> {
        todo!()
    }
}
