use std::collections::VecDeque;

use crate::order::OrderId;
use crate::slab::NONE;

/// Numbers orders in the order they come and finds those that rest. Numbers before the oldest order that rests take no room.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbering {
    places: VecDeque<u32>,
    /// Numbers that are forgotten: the first place is of order `gone + 1`.
    gone: u64,
}

impl Numbering {
    pub fn next(&mut self) -> OrderId {
        if self.places.front() == Some(&NONE) {
            self.forget();
        }
        self.places.push_back(NONE);
        self.gone + self.places.len() as u64
    }

    pub fn latest(&self) -> OrderId {
        self.gone + self.places.len() as u64
    }

    #[inline]
    pub fn place(&self, id: OrderId) -> Option<u32> {
        let at = usize::try_from(id.checked_sub(self.gone + 1)?).ok()?;
        self.places.get(at).copied().filter(|place| *place != NONE)
    }

    #[inline]
    pub fn set(&mut self, id: OrderId, place: u32) {
        let at = id.checked_sub(self.gone + 1).and_then(|at| usize::try_from(at).ok());
        if let Some(slot) = at.and_then(|at| self.places.get_mut(at)) {
            *slot = place;
        }
    }

    fn forget(&mut self) {
        while self.places.front() == Some(&NONE) {
            self.places.pop_front();
            self.gone += 1;
        }
    }
}
