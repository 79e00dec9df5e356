use super::Account;
use super::balances::{Entry, MoneyAccount};
use crate::{AccrualRecord, EngineError, Event, Log, Terms};

impl Account {
    /// Posts what a day of holding costs (negative: brings).
    pub(crate) fn accrue(&mut self, log: &mut Log, record: AccrualRecord) -> Result<(), EngineError> {
        let (step, entry) = (record.step, record.entry(&self.terms));
        self.balances.post(&entry)?;
        log.push(Event::Accrual(Box::new(record)));
        self.settle_currency(log, step, entry.currency)
    }
}

impl AccrualRecord {
    /// The postings of the accrual.
    pub fn entry(&self, terms: &Terms) -> Entry {
        let currency = self.symbol.map_or(0, |symbol| terms.currency_of(symbol));
        Entry::default().with(self.kind.account(), self.amount).with(MoneyAccount::Cash, -self.amount).in_currency(currency)
    }
}
