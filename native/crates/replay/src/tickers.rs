//! Best prices that an exchange sends beside its book, as a second opinion on the book that was put together.

use std::collections::VecDeque;

/// Price and quantity of both sides; None where a side is empty.
pub type Best = [Option<(i64, Option<i64>)>; 2];

/// A state of the book that awaits the quote that was in force at it.
struct State {
    update: u64,
    row: u64,
    best: Best,
}

#[derive(Default)]
pub struct Tickers {
    /// Quotes by update, ascending: the one in force at the oldest state, and all since.
    quotes: VecDeque<(u64, Best)>,
    states: VecDeque<State>,
}

impl Tickers {
    pub fn quote(&mut self, update: u64, best: Best) {
        if self.quotes.back().is_none_or(|(latest, _)| *latest < update) {
            self.quotes.push_back((update, best));
        }
    }

    pub fn state(&mut self, update: u64, row: u64, best: Best) {
        // Without quotes nothing is kept.
        if !self.quotes.is_empty() {
            self.states.push_back(State { update, row, best });
        }
    }

    /// States that can be compared, for a later quote is known: their rows, and whether the quote in force then says the same.
    pub fn compared(&mut self) -> Vec<(u64, bool)> {
        let mut found = Vec::new();
        while let (Some(state), Some((latest, _))) = (self.states.front(), self.quotes.back()) {
            if *latest <= state.update {
                break;
            }
            while self.quotes.get(1).is_some_and(|(update, _)| *update <= state.update) {
                self.quotes.pop_front();
            }
            if let Some((_, best)) = self.quotes.front().filter(|(update, _)| *update <= state.update) {
                found.push((state.row, *best == state.best));
            }
            self.states.pop_front();
        }
        found
    }
}
