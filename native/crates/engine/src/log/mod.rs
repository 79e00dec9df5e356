//! The append-only event log: compact typed events in the loop, canonical text only when it is written or hashed.

mod event;
pub(crate) mod lines;
pub(crate) mod order_lines;
#[cfg(test)]
mod tests;
mod writer;

pub use event::{
    AccrualRecord, ConversionRecord, DividendPaid, DividendRecord, End, Event, ExtraTerms, FillDetail, FillRecord, InLieu,
    MarginCallRecord, OrderEvent, OrderTerms, Received, ReorganizationRecord, Settlement, SplitRecord, Trade,
};
pub use writer::LogWriter;

use std::borrow::Cow;

use event::KeptTerms;

use crate::{CurrencyId, OrderId, Reason, Step, SymbolId};

/// Everything that happened, in order. Fills and trades are kept in their own columns; an event points at its fill.
#[derive(Debug, Clone, Default)]
pub struct Log {
    events: Vec<Event>,
    terms: Vec<KeptTerms>,
    fills: Vec<FillRecord>,
    trades: Vec<Trade>,
}

/// Lengths to return to with [`Log::truncate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    events: usize,
    terms: usize,
    fills: usize,
    trades: usize,
}

impl Log {
    /// A life-cycle change that is not a fill. `terms` on the first event of an order (all of them) and on a modify (the changed ones).
    pub fn order(&mut self, step: Step, id: OrderId, status: &'static str, reason: Option<Reason>, terms: Option<OrderTerms>) {
        let terms = terms.map(|terms| {
            self.terms.push(terms.into());
            u32::try_from(self.terms.len().saturating_sub(1)).unwrap_or(u32::MAX)
        });
        self.events.push(Event::Order(OrderEvent { step, id, status, reason, terms }));
    }

    pub fn events(&self) -> &[Event] {
        &self.events
    }

    pub fn fills(&self) -> &[FillRecord] {
        &self.fills
    }

    pub fn trades(&self) -> &[Trade] {
        &self.trades
    }

    /// How much memory the log holds, near enough for a garbage collector.
    pub fn bytes(&self) -> usize {
        let terms: usize = self.terms.iter().map(KeptTerms::bytes).sum();
        terms + size_of_val(&*self.events) + size_of_val(&*self.fills) + size_of_val(&*self.trades)
    }

    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { events: self.events.len(), terms: self.terms.len(), fills: self.fills.len(), trades: self.trades.len() }
    }

    /// Forgets everything after the checkpoint.
    pub fn truncate(&mut self, to: Checkpoint) {
        self.events.truncate(to.events);
        self.terms.truncate(to.terms);
        self.fills.truncate(to.fills);
        self.trades.truncate(to.trades);
    }

    /// Whether a currency was used: its rates stand here.
    pub(crate) fn has_rates(&self, currency: CurrencyId) -> bool {
        self.events.iter().any(|event| matches!(event, Event::Rates { currency: rated, .. } if *rated == currency))
    }

    pub(crate) fn push(&mut self, event: Event) {
        self.events.push(event);
    }

    pub(crate) fn fill(&mut self, record: FillRecord) {
        self.events.push(Event::Fill(u32::try_from(self.fills.len()).unwrap_or(u32::MAX)));
        self.fills.push(record);
    }

    pub(crate) fn trade(&mut self, trade: Trade) {
        self.trades.push(trade);
    }

    pub fn terms(&self, index: u32) -> Option<Cow<'_, OrderTerms>> {
        self.terms.get(index as usize).map(KeptTerms::terms)
    }

    pub(crate) fn marks(&mut self, symbol: SymbolId, from: Step, to: Step) {
        self.events.push(Event::Marks { symbol, from, to });
    }
}
