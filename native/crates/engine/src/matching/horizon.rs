//! The lazy horizon: how far the strategy may run over shared columns before an order, an action or a session end can change anything.
//!
//! The scan only has to be safe, not exact: naming a bar on which nothing happens in the end costs a native call, missing one would
//! change a result. It looks ahead in pieces that double while nothing is said, so a command on every bar never scans far.

use money::{Decimal, MoneyError, Rounding};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{Kind, Order};
use crate::{Side, Step, SymbolId};

use super::path::act;

/// Bars of the first look ahead after a command.
pub const FIRST_REACH: u32 = 16;
const MOST_REACH: u32 = 1 << 16;

impl Engine {
    /// First step that must be advanced natively; the steps before it cannot change an order, a position or cash.
    pub fn horizon(&mut self) -> Result<Step, EngineError> {
        let end = self.steps();
        let word = self.latency.as_ref().and_then(|latency| latency.next_word()).unwrap_or(end);
        let nearest = self.next_event().unwrap_or(end).min(word).min(end);
        if !self.book.has_live() {
            return Ok(nearest);
        }
        if self.book.has_market_orders() {
            return Ok(self.done.min(nearest));
        }
        let limit = nearest.min(self.done.saturating_add(self.reach));
        self.reach = self.reach.saturating_mul(2).min(MOST_REACH);
        let mut first = limit;
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            if !self.book.live(symbol).is_empty() {
                first = self.first_touch(symbol, first)?;
            }
        }
        self.clear_until = self.first_session_end(first);
        Ok(self.clear_until)
    }

    /// A command was said: what was seen ahead no longer holds, and the next look ahead is short again.
    pub(crate) fn shorten_reach(&mut self) {
        self.reach = FIRST_REACH;
        self.clear_until = 0;
    }

    /// Whether the bars of this step can make anything happen.
    pub(crate) fn is_relevant(&self, step: Step) -> Result<bool, EngineError> {
        if self.next_event().is_some_and(|next| next <= step) {
            return Ok(true);
        }
        if !self.book.has_live() {
            return Ok(false);
        }
        if self.book.has_market_orders() {
            return Ok(true);
        }
        let after = step.saturating_add(1);
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            if !self.book.live(symbol).is_empty() && self.touches(symbol, step)? {
                return Ok(true);
            }
        }
        Ok(self.book.has_day_orders() && (after >= self.steps() || self.day(after) != self.day(step)) || self.first_dated_end() <= step)
    }

    /// Whether any order of the symbol acts at the open or at an extreme of this step's bar. IOC and FOK orders end at their first bar.
    fn touches(&self, symbol: SymbolId, step: Step) -> Result<bool, EngineError> {
        let Some(index) = self.clock.bar_at(symbol, step) else { return Ok(false) };
        if self.has_detail(symbol) {
            return Ok(true);
        }
        let Some(bar) = self.bars.get(symbol as usize).and_then(|bars| bars.bar(index)) else { return Ok(false) };
        let (high, low) = (self.to_price(symbol, bar.high)?, self.to_price(symbol, bar.low)?);
        let (tick, limit_fill) = (self.tick(symbol)?, self.widest_limit_fill());
        for id in self.book.live(symbol) {
            let Some(order) = self.book.get(*id) else { continue };
            if needs_every_bar(order) {
                return Ok(true);
            }
            if is_trailing(order) {
                if trail_may_touch(order, high, low)? {
                    return Ok(true);
                }
                continue;
            }
            // Touch is wider than through, and the two directions cover every path of the bar.
            let hit = act(order, low, high, limit_fill, tick)?.is_some() || act(order, high, low, limit_fill, tick)?.is_some();
            if hit {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// First step before `limit` at which the symbol's bar reaches an order. Fixed levels are two comparisons a bar.
    fn first_touch(&self, symbol: SymbolId, limit: Step) -> Result<Step, EngineError> {
        let Some(bars) = self.bars.get(symbol as usize) else { return Ok(limit) };
        if self.has_detail(symbol) {
            return Ok(self.done.min(limit)); // finer bars may leave the range of theirs
        }
        let mut trails = false;
        let (mut upper, mut lower) = (i64::MAX, i64::MIN);
        for id in self.book.live(symbol) {
            let Some(order) = self.book.get(*id) else { continue };
            if needs_every_bar(order) {
                return Ok(self.done.min(limit));
            }
            trails |= is_trailing(order) || order.is_dormant();
            match level_of(order) {
                Some((Reach::Above, level)) => upper = upper.min(self.to_data(symbol, level, Rounding::Floor)?),
                Some((Reach::Below, level)) => lower = lower.max(self.to_data(symbol, level, Rounding::Ceil)?),
                None => {}
            }
        }
        if trails {
            return self.first_trail_touch(symbol, limit);
        }
        let (highs, lows) = (bars.highs(), bars.lows());
        let mut step = self.done;
        while step < limit {
            let Some(bar) = self.clock.last_bar(symbol, step) else {
                step = step.saturating_add(1);
                continue;
            };
            let at = bar as usize;
            if highs.get(at).is_some_and(|high| *high >= upper) || lows.get(at).is_some_and(|low| *low <= lower) {
                return Ok(step);
            }
            step = step.saturating_add(1);
        }
        Ok(limit)
    }

    /// With trailing stops the references move along while looking ahead: a copy of the orders walks the bars.
    fn first_trail_touch(&self, symbol: SymbolId, limit: Step) -> Result<Step, EngineError> {
        let mut orders: Vec<Order> = self.book.live(symbol).iter().filter_map(|id| self.book.get(*id).cloned()).collect();
        let (tick, limit_fill) = (self.tick(symbol)?, self.widest_limit_fill());
        for step in self.done..limit {
            let Some(index) = self.clock.bar_at(symbol, step) else { continue };
            let Some(bar) = self.bars.get(symbol as usize).and_then(|bars| bars.bar(index)) else { continue };
            let (high, low) = (self.to_price(symbol, bar.high)?, self.to_price(symbol, bar.low)?);
            for order in &mut orders {
                let hit = if is_trailing(order) {
                    trail_may_touch(order, high, low)?
                } else {
                    act(order, low, high, limit_fill, tick)?.is_some() || act(order, high, low, limit_fill, tick)?.is_some()
                };
                if hit {
                    return Ok(step);
                }
                let side = order.side;
                if let Some(trail) = order.trail.as_mut() {
                    trail.ratchet(side, high)?;
                    trail.ratchet(side, low)?;
                }
            }
        }
        Ok(limit)
    }

    fn to_data(&self, symbol: SymbolId, price: i128, mode: Rounding) -> Result<i64, EngineError> {
        let scales = self.spec(symbol)?.scales;
        let value = Decimal::new(price, scales.price).rounded_at(scales.data, mode)?;
        Ok(i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX }))
    }

    /// DAY orders end with their session: the last step of a session before `limit` matters.
    fn first_session_end(&self, limit: Step) -> Step {
        let limit = limit.min(self.first_dated_end().max(self.done));
        if !self.book.has_day_orders() {
            return limit;
        }
        let mut step = self.done;
        while step < limit {
            let next = step.saturating_add(1);
            if next >= self.steps() || self.day(next) != self.day(step) {
                return step;
            }
            step = next;
        }
        limit
    }
}

impl Engine {
    /// The first step at whose close a GTD order expires.
    fn first_dated_end(&self) -> Step {
        if !self.book.has_dated_orders() {
            return Step::MAX;
        }
        self.book.all_live().filter_map(|id| self.book.get(id)?.last_step()).min().unwrap_or(Step::MAX)
    }
}

/// Its level moves along with the prices.
fn is_trailing(order: &Order) -> bool {
    order.trail.is_some() && !order.triggered && !order.is_dormant()
}

enum Reach {
    Above,
    Below,
}

/// The price at which an order that waits for a fixed level may act, and from which side it is reached.
fn level_of(order: &Order) -> Option<(Reach, i128)> {
    let as_stop = |stop| (if order.side == Side::Buy { Reach::Above } else { Reach::Below }, stop);
    let as_limit = |limit| (if order.side == Side::Buy { Reach::Below } else { Reach::Above }, limit);
    match order.kind {
        Kind::Limit | Kind::MarketToLimit => order.limit.map(as_limit),
        Kind::StopLimit | Kind::LimitIfTouched | Kind::TrailingStopLimit if order.triggered => order.limit.map(as_limit),
        Kind::MarketIfTouched | Kind::LimitIfTouched => order.touch().map(as_limit),
        Kind::Stop | Kind::StopLimit => order.stop.map(as_stop),
        Kind::Market | Kind::TrailingStop | Kind::TrailingStopLimit => None,
    }
}

fn needs_every_bar(order: &Order) -> bool {
    use crate::orders::Tif;
    order.waits_for_print()
        || order.is_unarrived()
        || matches!(order.tif, Tif::Ioc | Tif::Fok)
        || (order.tif == Tif::Day && order.session.is_none())
}

/// Whether a trailing stop could trigger in a bar: its best reference of the bar against the bar's other extreme.
fn trail_may_touch(order: &Order, high: i128, low: i128) -> Result<bool, MoneyError> {
    let Some(mut trail) = order.trail.as_deref().copied() else { return Ok(false) };
    let (extreme, other) = if order.side == Side::Sell { (high, low) } else { (low, high) };
    trail.ratchet(order.side, extreme)?;
    let Some(reference) = trail.reference else { return Ok(true) };
    let level = trail.level(order.side, reference)?;
    let compared = money::Ratio::new(other, 1)?.compare(level)?;
    Ok(if order.side == Side::Sell { compared.is_le() } else { compared.is_ge() })
}
