use crate::clock::Bar;
use crate::config::{LimitFill, PathModel};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{Kind, Order, Waits};
use crate::{Moment, OrderId, Path, PathPoint, Rule, Step, SymbolId};

use super::path::{Act, act, fixed, segments};

/// A moment on a bar's path at which orders act.
#[derive(Debug, Clone, Copy)]
pub struct Print {
    pub step: Step,
    /// The bar's index in the symbol's own bars.
    pub index: u32,
    pub point: PathPoint,
    pub path: Option<Path>,
    /// Where the price is, at price scale.
    pub price: i128,
    /// How far the path has come: past `price` where an order filled at a limit that the path went through.
    pub reach: i128,
    /// Rule of a plain market order here.
    pub rule: Rule,
    /// Start of the finer bar this is in, ms UTC.
    pub detail: Option<i64>,
}

/// The order that acts next on the path.
#[derive(Clone, Copy)]
pub(crate) struct Next {
    pub id: OrderId,
    pub act: Act,
    /// What puts it first: its distance from here, then its standing.
    place: (u128, u64),
}

/// What a volume limit leaves to do in a bar (F6): without volume nothing happens, with the budget used up stops still trigger.
#[derive(Clone, Copy, PartialEq, Eq)]
enum VolumeLeft {
    Some,
    UsedUp,
    NoVolume,
}

impl VolumeLeft {
    fn lets_act(self, order: &Order) -> bool {
        self == Self::Some || (self == Self::UsedUp && order.is_untriggered()) || order.is_dormant()
    }
}

impl Engine {
    /// Walks one symbol's bar from the open to the close. `worst` and `best` try both orders of the extremes and keep the one that
    /// leaves the lower (higher) equity at the bar's close; where both leave the same, the low comes first.
    pub(crate) fn walk(&mut self, symbol: SymbolId, step: Step, index: u32) -> Result<(), EngineError> {
        if self.book.live(symbol).is_empty() {
            return Ok(());
        }
        if self.has_detail(symbol) && self.walk_detail(symbol, step, index)? {
            return Ok(());
        }
        let Some(bar) = self.bars.get(symbol as usize).and_then(|bars| bars.bar(index)) else { return Ok(()) };
        let forced = self.forced.filter(|forced| forced.symbol == symbol).map(|forced| forced.path);
        if let Some(path) = forced.or_else(|| fixed(self.config.fills.path, bar)) {
            return self.walk_path(symbol, step, index, bar, path);
        }
        let low_first = self.try_path(symbol, step, index, bar, Path::LowFirst)?;
        let high_first = self.try_path(symbol, step, index, bar, Path::HighFirst)?;
        let better = if self.config.fills.path == PathModel::Worst { high_first < low_first } else { high_first > low_first };
        self.walk_path(symbol, step, index, bar, if better { Path::HighFirst } else { Path::LowFirst })
    }

    /// Equity at the bar's close if the bar went this way.
    fn try_path(&mut self, symbol: SymbolId, step: Step, index: u32, bar: Bar, path: Path) -> Result<i128, EngineError> {
        self.trial(|engine| {
            engine.walk_path(symbol, step, index, bar, path)?;
            let closes = engine.closes_at(step);
            engine.account.equity(Moment::close(step), |symbol| closes.get(symbol as usize).copied().unwrap_or(0))
        })
    }

    fn walk_path(&mut self, symbol: SymbolId, step: Step, index: u32, bar: Bar, path: Path) -> Result<(), EngineError> {
        let price = |value| self.to_price(symbol, value);
        let (open, high, low, close) = (price(bar.open)?, price(bar.high)?, price(bar.low)?, price(bar.close)?);
        let at = Print { step, index, point: PathPoint::Open, path: None, price: open, reach: open, rule: Rule::NextOpen, detail: None };
        self.walk_leg(symbol, at, path, (high, low, close))
    }

    /// From the print at an open over both extremes to the close; prices are high, low and close.
    pub(crate) fn walk_leg(&mut self, symbol: SymbolId, from: Print, path: Path, prices: (i128, i128, i128)) -> Result<(), EngineError> {
        let mut at = Print { path: Some(path), ..from };
        let (high, low, close) = prices;
        self.ratchet(symbol, at.price)?;
        for (point, target) in segments(path, high, low, close) {
            at.point = point;
            self.walk_segment(symbol, &mut at, target)?;
            (at.price, at.reach) = (target, target);
            self.ratchet(symbol, target)?;
        }
        Ok(())
    }

    /// On the way to `target` orders act in the order in which their prices are reached, ties in submission order.
    fn walk_segment(&mut self, symbol: SymbolId, at: &mut Print, target: i128) -> Result<(), EngineError> {
        loop {
            let next = self.next_act(symbol, at, target)?;
            if !self.turns.is_empty() && self.act_turn(next.map(|next| next.place))? {
                continue;
            }
            let Some(Next { id, act, .. }) = next else { return Ok(()) };
            (at.price, at.reach) = (act.reach, act.reach);
            self.ratchet(symbol, at.price)?;
            self.perform(id, *at, act)?;
        }
    }

    pub(crate) fn next_act(&self, symbol: SymbolId, at: &Print, target: i128) -> Result<Option<Next>, EngineError> {
        let volume = self.volume_left(symbol, at)?;
        let mut first: Option<Next> = None;
        for id in self.book.live(symbol) {
            let Some(order) = self.book.get(*id) else { continue };
            if order.remaining() == 0 || order.is_for_print() || order.from() > at.step || !volume.lets_act(order) {
                continue;
            }
            let Some(act) = self.act_on_way(order, at.price, target, at.point != PathPoint::Open)? else { continue };
            if !self.may_act(order, at.step, at.index)? || self.is_born_here(*id) {
                continue;
            }
            let place = (act.reach.abs_diff(at.price), order.iceberg().map_or(0, |iceberg| iceberg.standing));
            if first.is_none_or(|best| place < best.place) {
                first = Some(Next { id: *id, act, place });
            }
        }
        Ok(first)
    }

    pub(crate) fn act_on_way(&self, order: &Order, from: i128, to: i128, on_path: bool) -> Result<Option<Act>, EngineError> {
        let (tick, limit_fill) = (self.tick(order.symbol)?, self.limit_fill(order.symbol));
        let Some(act) = act(order, from, to, limit_fill, tick)? else { return Ok(None) };
        // One tick beyond its price, where another order has just acted, a limit is reached, not bettered.
        let through = on_path && limit_fill == LimitFill::Through && !act.arms && !act.rule.slips();
        let reached = order.limit.filter(|limit| through && act.reach.abs_diff(*limit) == tick.unsigned_abs());
        Ok(Some(reached.map_or(act, |limit| Act { price: limit, gap: false, ..act })))
    }

    /// Lets one order act at a print: a market order there and then, any other if its level is reached.
    pub(crate) fn act_at(&mut self, id: OrderId, print: Print) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        let symbol = order.symbol;
        if !self.may_act(order, print.step, print.index)? {
            return Ok(());
        }
        if order.is_market_now() {
            let rule = self.market_rule(order, print.rule);
            let act = Act { reach: print.price, price: print.price, rule, trigger: 0, gap: false, rounded: false, arms: false };
            return self.execute(id, print, act).map(|_| ());
        }
        if !self.volume_left(symbol, &print)?.lets_act(order) {
            return Ok(());
        }
        match act(order, print.price, print.price, self.limit_fill(symbol), self.tick(symbol)?)? {
            Some(act) => self.perform(id, print, act),
            None => Ok(()),
        }
    }

    fn market_rule(&self, order: &Order, default: Rule) -> Rule {
        use crate::orders::At;
        match (order.kind, order.at) {
            (Kind::Stop, _) => Rule::Stop,
            (Kind::TrailingStop, _) => Rule::TrailingStop,
            (Kind::MarketIfTouched, _) => Rule::MarketIfTouched,
            (_, At::Open) => Rule::AtOpen,
            (_, At::Close) => Rule::AtClose,
            (_, At::Default) => default,
        }
    }

    /// A stop-limit (or limit-if-touched, or trailing stop with a limit) that is reached becomes a limit and may fill at the same point;
    /// a dormant trailing stop wakes; everything else fills.
    pub(crate) fn perform(&mut self, id: OrderId, print: Print, act: Act) -> Result<(), EngineError> {
        if act.arms && self.book.get(id).is_some_and(Order::is_dormant) {
            return self.wake(id, print.price, print.step);
        }
        if act.arms {
            self.trigger(id, print.step)?;
            self.waits_now(id, Waits::NotYet);
            let Some(order) = self.book.get(id) else { return Ok(()) };
            // As a limit it has a chance of its own.
            let may_act = self.may_act(order, print.step, print.index)?;
            let again = super::path::act(order, print.price, print.price, self.limit_fill(order.symbol), self.tick(order.symbol)?)?;
            if let Some(fill) = again.filter(|_| may_act) {
                // The limit was not improved on: the price came from the trigger, so a gap belongs to the trigger.
                self.execute(id, print, Act { trigger: act.trigger, gap: act.gap, rounded: act.rounded, ..fill })?;
            }
            self.waits_now(id, Waits::Already);
            return Ok(());
        }
        let is_stop = self.book.get(id).is_some_and(|order| matches!(order.kind, Kind::Stop | Kind::TrailingStop | Kind::MarketIfTouched));
        if is_stop {
            self.trigger(id, print.step)?;
        }
        self.execute(id, print, act).map(|_| ())
    }

    fn volume_left(&self, symbol: SymbolId, at: &Print) -> Result<VolumeLeft, EngineError> {
        Ok(match self.liquidity(symbol, at)? {
            Some(liquidity) if liquidity.bar_volume == 0 => VolumeLeft::NoVolume,
            Some(liquidity) if liquidity.used_before >= liquidity.budget => VolumeLeft::UsedUp,
            _ => VolumeLeft::Some,
        })
    }

    /// A trailing stop's reference starts at the open of the first bar where it is eligible (F4).
    pub(crate) fn start_trails(&mut self, step: Step) -> Result<(), EngineError> {
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            let Some(index) = self.clock.bar_at(symbol, step) else { continue };
            let Some(bar) = self.bars.get(symbol as usize).and_then(|bars| bars.bar(index)) else { continue };
            let open = self.to_price(symbol, bar.open)?;
            let ids = self.book.live(symbol).to_vec();
            for id in ids {
                if let Some(order) = self.book.get_mut(id).filter(|order| order.from() <= step)
                    && let Some(trail) = order.trail.as_mut()
                    && trail.reference.is_none()
                {
                    trail.ratchet(order.side, open)?;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn ratchet(&mut self, symbol: SymbolId, price: i128) -> Result<(), EngineError> {
        if !self.book.has_trails() {
            return Ok(());
        }
        for at in 0..self.book.live(symbol).len() {
            let Some(id) = self.book.live(symbol).get(at).copied() else { break };
            let now = self.done;
            if let Some(order) = self.book.get_mut(id).filter(|order| order.from() <= now)
                && let Some(trail) = order.trail.as_mut()
            {
                trail.ratchet(order.side, price)?;
            }
        }
        Ok(())
    }

    /// A bar on which nothing acts still moves the references: its extreme in the trail's favour is all that counts.
    pub(crate) fn ratchet_bar(&mut self, step: Step) -> Result<(), EngineError> {
        if !self.book.has_live() {
            return Ok(());
        }
        self.start_trails(step)?;
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            let Some(index) = self.clock.bar_at(symbol, step) else { continue };
            let Some(bar) = self.bars.get(symbol as usize).and_then(|bars| bars.bar(index)) else { continue };
            let (high, low) = (self.to_price(symbol, bar.high)?, self.to_price(symbol, bar.low)?);
            self.ratchet(symbol, high)?;
            self.ratchet(symbol, low)?;
        }
        Ok(())
    }
}
