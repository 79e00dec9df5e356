use std::collections::BTreeMap;

use crate::slab::{NONE, Slab};

/// Key of market orders that wait for an auction: before every price.
pub(crate) const MARKET: i64 = i64::MIN;

/// Prices of a page, as a power of two.
const PAGE_BITS: u32 = 5;
const PAGE: usize = 1 << PAGE_BITS;

/// A queue at one price.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Level {
    pub first: u32,
    pub last: u32,
    pub orders: u32,
    pub shown: i64,
    pub hidden: i64,
}

const EMPTY: Level = Level { first: NONE, last: NONE, orders: 0, shown: 0, hidden: 0 };

/// Neighbouring prices, so that the busy ones near the touch are found without a search.
#[derive(Debug, Clone)]
struct Page {
    number: i64,
    /// Which prices have orders.
    occupied: u32,
    levels: [Level; PAGE],
}

/// Where a level is: its page and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LevelAt {
    pub page: u32,
    pub slot: u32,
}

/// One side of the book. Its least key has priority.
#[derive(Debug, Clone)]
pub(crate) struct SideLevels {
    pages: Vec<Page>,
    free: Vec<u32>,
    by_number: BTreeMap<i64, u32>,
    /// Page of the best price; `NONE` when the side is empty.
    best: u32,
    /// Open lots of all its orders; whoever adds some has looked that they fit.
    open: i64,
}

impl Default for SideLevels {
    fn default() -> Self {
        Self { pages: Vec::new(), free: Vec::new(), by_number: BTreeMap::new(), best: NONE, open: 0 }
    }
}

impl SideLevels {
    /// The level with priority.
    #[inline]
    pub fn best(&self) -> Option<LevelAt> {
        let page = self.pages.get(self.best as usize)?;
        Some(LevelAt { page: self.best, slot: page.occupied.trailing_zeros() })
    }

    #[inline]
    pub fn best_key(&self) -> Option<i64> {
        self.best().map(|at| self.key(at))
    }

    #[inline]
    pub fn key(&self, at: LevelAt) -> i64 {
        (self.pages[at.page as usize].number << PAGE_BITS) | i64::from(at.slot)
    }

    #[inline]
    pub fn level(&self, at: LevelAt) -> &Level {
        &self.pages[at.page as usize].levels[at.slot as usize]
    }

    #[inline]
    fn level_mut(&mut self, at: LevelAt) -> &mut Level {
        &mut self.pages[at.page as usize].levels[at.slot as usize]
    }

    pub fn open(&self) -> i64 {
        self.open
    }

    /// Every level, best first.
    pub fn levels(&self) -> impl Iterator<Item = (i64, &Level)> {
        self.by_number.values().flat_map(|&page| {
            let held = &self.pages[page as usize];
            (0u32..)
                .zip(&held.levels)
                .filter(|(slot, _)| held.occupied >> slot & 1 == 1)
                .map(|(slot, level)| ((held.number << PAGE_BITS) | i64::from(slot), level))
        })
    }

    #[inline]
    fn slot(key: i64) -> u32 {
        u32::try_from(key & (PAGE as i64 - 1)).unwrap_or(0)
    }

    /// Puts the order at the end of the queue of its price.
    pub fn push(&mut self, slab: &mut Slab, place: u32) {
        let (key, shown, hidden) = {
            let order = slab.get(place);
            (order.key, order.shown, order.hidden)
        };
        self.open += shown + hidden;
        let page = self.page_of(key >> PAGE_BITS);
        let slot = Self::slot(key);
        self.pages[page as usize].occupied |= 1 << slot;
        let level = self.level_mut(LevelAt { page, slot });
        let last = level.last;
        level.last = place;
        level.orders += 1;
        level.shown += shown;
        level.hidden += hidden;
        if last == NONE {
            level.first = place;
        } else {
            slab.get_mut(last).after = place;
        }
        let order = slab.get_mut(place);
        (order.page, order.before, order.after) = (page, last, NONE);
    }

    /// Takes the order out of its queue. It keeps its place in the slab.
    pub fn unlink(&mut self, slab: &mut Slab, place: u32) {
        let order = *slab.get(place);
        let at = LevelAt { page: order.page, slot: Self::slot(order.key) };
        self.open -= order.open();
        let level = self.level_mut(at);
        level.orders -= 1;
        level.shown -= order.shown;
        level.hidden -= order.hidden;
        if order.before == NONE {
            level.first = order.after;
        } else {
            slab.get_mut(order.before).after = order.after;
        }
        if order.after == NONE {
            level.last = order.before;
        } else {
            slab.get_mut(order.after).before = order.before;
        }
        if level.orders == 0 {
            self.empty(at);
        }
    }

    /// Takes lots from an order that stays where it is.
    pub fn take(&mut self, slab: &mut Slab, place: u32, shown: i64, hidden: i64) {
        let order = slab.get_mut(place);
        order.shown -= shown;
        order.hidden -= hidden;
        let at = LevelAt { page: order.page, slot: Self::slot(order.key) };
        self.open -= shown + hidden;
        let level = self.level_mut(at);
        level.shown -= shown;
        level.hidden -= hidden;
    }

    /// Moves lots of an order that stays where it is from behind to the front.
    pub fn show(&mut self, slab: &mut Slab, place: u32, lots: i64) {
        let order = slab.get_mut(place);
        order.shown += lots;
        order.hidden -= lots;
        let at = LevelAt { page: order.page, slot: Self::slot(order.key) };
        let level = self.level_mut(at);
        level.shown += lots;
        level.hidden -= lots;
    }

    fn page_of(&mut self, number: i64) -> u32 {
        if let Some(page) = self.pages.get(self.best as usize)
            && page.number == number
        {
            return self.best;
        }
        if let Some(page) = self.by_number.get(&number) {
            return *page;
        }
        let fresh = Page { number, occupied: 0, levels: [EMPTY; PAGE] };
        let page = match self.free.pop() {
            Some(page) => {
                self.pages[page as usize] = fresh;
                page
            }
            // Fewer pages than orders, and those are counted in a u32.
            None => {
                self.pages.push(fresh);
                u32::try_from(self.pages.len() - 1).unwrap_or(NONE)
            }
        };
        self.by_number.insert(number, page);
        if self.pages.get(self.best as usize).is_none_or(|best| number < best.number) {
            self.best = page;
        }
        page
    }

    fn empty(&mut self, at: LevelAt) {
        let page = &mut self.pages[at.page as usize];
        page.levels[at.slot as usize] = EMPTY;
        page.occupied &= !(1 << at.slot);
        if page.occupied != 0 {
            return;
        }
        let number = page.number;
        self.by_number.remove(&number);
        self.free.push(at.page);
        if self.best == at.page {
            self.best = self.by_number.first_key_value().map_or(NONE, |(_, page)| *page);
        }
    }
}
