use super::Account;
use super::balances::{Entry, MoneyAccount};
use crate::{AccrualRecord, EngineError, Event, Log};

impl Account {
    /// Posts what a day of holding costs (negative: brings).
    pub(crate) fn accrue(&mut self, log: &mut Log, record: AccrualRecord) -> Result<(), EngineError> {
        self.balances.post(&record.entry())?;
        log.push(Event::Accrual(Box::new(record)));
        Ok(())
    }
}

impl AccrualRecord {
    /// The postings of the accrual.
    pub fn entry(&self) -> Entry {
        Entry::default().with(self.kind.account(), self.amount).with(MoneyAccount::Cash, -self.amount)
    }
}
