use crate::engine::{Engine, rescale};
use crate::error::EngineError;
use crate::orders::Status;
use crate::{OrderId, PathPoint, Reason, Rule, Side, Step, SymbolId};

use super::path::act;
use super::walk::Print;
use crate::config::MarketFill;
use crate::orders::{At, Kind, Tif};

impl Engine {
    /// Before the bar of `step` opens: corporate actions have happened, and orders said now are eligible at this very open.
    pub fn begin_step(&mut self, step: Step) -> Result<(), EngineError> {
        self.refuse_after_end()?;
        if step >= self.steps() || step < self.done {
            return Ok(());
        }
        self.pass_until(step)?;
        self.watch_equity(step)?;
        self.at = step;
        self.open_step(step)?;
        self.opened = Some(step);
        Ok(())
    }

    /// The bar of `step` has closed: everything up to it is matched.
    pub fn advance(&mut self, step: Step) -> Result<(), EngineError> {
        self.refuse_after_end()?;
        let last = step.min(self.steps().saturating_sub(1));
        self.pass_until(last)?;
        if self.done <= last {
            self.match_step(last)?;
        }
        Ok(())
    }

    /// After the callback at the close of the last matched step: fills that `fills.market: thisClose` asks for.
    pub fn end_step(&mut self) -> Result<(), EngineError> {
        if self.config.fills.market != MarketFill::ThisClose || self.done == 0 || !self.book.has_market_orders() {
            return Ok(());
        }
        let step = self.now();
        loop {
            self.begun = false;
            self.act_on_print(step, PathPoint::Close, Rule::ThisClose, |engine, id| Ok(engine.fills_this_close(id, step)))?;
            if !self.begun {
                self.cancel_immediate_at_this_close(step)?;
                // What has begun at this close may have its time end with it (O16).
                self.expire_sessions(step)?;
                return self.watch_margin();
            }
        }
    }

    /// Brings every bar before `step` behind us. Up to the horizon nothing can act, so only trailing references move.
    fn pass_until(&mut self, step: Step) -> Result<(), EngineError> {
        while self.done < step {
            if self.done < self.clear_until || !self.is_relevant(self.done)? {
                self.pass_quiet(step)?;
            } else {
                self.match_step(self.done)?;
            }
        }
        Ok(())
    }

    /// Passes at least one bar on which nothing can act; all of them up to the horizon when no reference has to move.
    fn pass_quiet(&mut self, step: Step) -> Result<(), EngineError> {
        if self.book.has_trails() {
            self.ratchet_bar(self.done)?;
            self.done = self.done.saturating_add(1);
        } else if self.book.has_live() {
            self.done = self.clear_until.clamp(self.done.saturating_add(1), step);
        } else {
            self.done = self.next_event().unwrap_or(step).clamp(self.done.saturating_add(1), step);
        }
        Ok(())
    }

    /// One whole step: actions, open, path, close, end of session (E20).
    fn match_step(&mut self, step: Step) -> Result<(), EngineError> {
        self.watch_equity(step)?;
        self.at = step;
        self.open_step(step)?;
        self.account.forget_split_marks();
        self.opened = None;
        self.clear_until = 0;
        if self.book.has_live() {
            self.note_sessions(step);
            if self.config.bounds {
                self.note_deciding(step)?;
            }
            self.match_bars(step)?;
            self.expire_sessions(step)?;
        }
        self.split_today.clear();
        self.done = step.saturating_add(1);
        self.watch_margin()
    }

    /// What happens before the open: corporate actions, then messages arrive.
    fn open_step(&mut self, step: Step) -> Result<(), EngineError> {
        if self.latency.is_none() {
            self.apply_actions(step)?;
            return self.call_margin(step);
        }
        self.opened = Some(step);
        self.apply_actions(step)?;
        self.call_margin(step)?;
        self.deliver(step)
    }

    /// Open, path and close of the step's bars.
    pub(crate) fn match_bars(&mut self, step: Step) -> Result<(), EngineError> {
        self.match_open(step)?;
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            if let Some(bar) = self.clock.bar_at(symbol, step) {
                self.walk(symbol, step, bar)?;
            }
        }
        self.match_close(step)
    }

    fn match_open(&mut self, step: Step) -> Result<(), EngineError> {
        if self.book.has_trails() {
            self.start_trails(step)?;
        }
        self.judge_arrivals(step)?;
        self.act_on_print(step, PathPoint::Open, Rule::NextOpen, |engine, id| engine.acts_at_open(id, step))?;
        self.cancel_missed(step, At::Open)?;
        self.cancel_immediate(step, PathPoint::Open)
    }

    fn match_close(&mut self, step: Step) -> Result<(), EngineError> {
        if !self.book.has_market_orders() {
            return Ok(());
        }
        let this_close = self.config.fills.market == MarketFill::ThisClose;
        let rule = if this_close { Rule::ThisClose } else { Rule::NextClose };
        loop {
            self.begun = false;
            self.act_on_print(step, PathPoint::Close, rule, |engine, id| Ok(engine.acts_at_close(id, step)))?;
            if !(self.begun && this_close) {
                break;
            }
        }
        self.cancel_missed(step, At::Close)?;
        if this_close {
            self.cancel_immediate_at_this_close(step)?;
        }
        self.cancel_immediate(step, PathPoint::Close)
    }

    /// Lets the orders that act at one print do so: those that reduce a position first, then the others, each in submission order
    /// (O5, O11). Orders that acted before them at the print may have changed or closed them.
    fn act_on_print(
        &mut self,
        step: Step,
        point: PathPoint,
        default: Rule,
        acts: impl Fn(&Self, OrderId) -> Result<bool, EngineError>,
    ) -> Result<(), EngineError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.clear();
        for id in self.book.all_live() {
            // A child that has nothing left waits for its entry, whatever the price.
            let Some(order) = self.book.get(id).filter(|order| order.remaining() > 0) else { continue };
            let standing = order.iceberg().map_or(0, |iceberg| iceberg.standing);
            if acts(self, id)? {
                waiting.push((!self.would_reduce(id), standing, id));
            }
        }
        waiting.sort_unstable();
        for (_, _, id) in &waiting {
            self.act_at_print(*id, step, point, default)?;
        }
        // Icebergs go on by turns while something fills.
        waiting.retain(|(_, _, id)| self.book.get(*id).is_some_and(|order| order.iceberg().is_some()));
        let mut filled = 0;
        while !waiting.is_empty() && filled < self.log.fills().len() {
            filled = self.log.fills().len();
            for (_, _, id) in &waiting {
                self.act_at_print(*id, step, point, default)?;
            }
        }
        self.waiting = waiting;
        self.act_born_at_print(step, point, default)
    }

    fn act_at_print(&mut self, id: OrderId, step: Step, point: PathPoint, default: Rule) -> Result<(), EngineError> {
        // What acted before it at this print may have ended it or taken all it had.
        if !self.book.get(id).is_some_and(|order| order.status.is_open() && order.remaining() > 0) {
            return Ok(());
        }
        match self.print(id, step, point, default)? {
            Some(print) => self.act_at(id, print),
            None => Ok(()),
        }
    }

    /// The open or close of the bar that the order's symbol has at this step.
    pub(crate) fn print(&self, id: OrderId, step: Step, point: PathPoint, default: Rule) -> Result<Option<Print>, EngineError> {
        let Some(symbol) = self.book.get(id).map(|order| order.symbol) else { return Ok(None) };
        let Some(index) = self.clock.bar_at(symbol, step) else { return Ok(None) };
        let Some(bars) = self.bars.get(symbol as usize) else { return Ok(None) };
        let Some(value) = (if point == PathPoint::Open { bars.open(index) } else { bars.close(index) }) else { return Ok(None) };
        let price = self.to_price(symbol, value)?;
        Ok(Some(Print { step, index, point, path: None, price, reach: price, rule: default, detail: None }))
    }

    /// The whole open rest brings the position nearer to zero without crossing it.
    pub(crate) fn would_reduce(&self, id: OrderId) -> bool {
        let Some(order) = self.book.get(id) else { return false };
        let position = self.account.quantity(order.symbol);
        super::funds::reduces(order.side, order.remaining(), position)
    }

    pub(crate) fn acts_at_open(&self, id: OrderId, step: Step) -> Result<bool, EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(false) };
        let Some(bar) = self.clock.bar_at(order.symbol, step).filter(|_| order.from() <= step) else { return Ok(false) };
        if order.is_market_now() {
            return Ok(match order.at {
                At::Open => true,
                At::Close => order.triggered,
                // What `thisClose` could not fill fills at the next open (F1).
                At::Default => match self.config.fills.market {
                    MarketFill::NextOpen => true,
                    MarketFill::NextClose => order.triggered,
                    MarketFill::ThisClose => order.triggered || order.said < step,
                },
            });
        }
        if order.at == At::Close {
            return Ok(false);
        }
        let Some(open) = self.bars.get(order.symbol as usize).and_then(|bars| bars.open(bar)) else { return Ok(false) };
        let open = self.to_price(order.symbol, open)?;
        Ok(act(order, open, open, self.limit_fill(order.symbol), self.tick(order.symbol)?)?.is_some())
    }

    pub(crate) fn acts_at_close(&self, id: OrderId, step: Step) -> bool {
        let Some(order) = self.book.get(id) else { return false };
        if self.clock.bar_at(order.symbol, step).is_none() || !order.waits_for_print() || order.triggered {
            return false;
        }
        match order.at {
            At::Open => false,
            At::Close => order.from() <= step,
            At::Default => match self.config.fills.market {
                MarketFill::NextOpen => false,
                MarketFill::NextClose => order.from() <= step,
                // What waited and has begun in this bar, as a market order said at this step would (O16).
                MarketFill::ThisClose => order.is_fed() && order.said == step,
            },
        }
    }

    pub(crate) fn fills_this_close(&self, id: OrderId, step: Step) -> bool {
        let Some(order) = self.book.get(id) else { return false };
        let market = order.is_market_now() && !order.triggered && order.at == At::Default && order.said == step;
        market && self.clock.bar_at(order.symbol, step).is_some()
    }

    /// DAY orders live until the end of the session of their first eligible bar.
    fn note_sessions(&mut self, step: Step) {
        if !self.book.has_day_orders() {
            return;
        }
        let day = self.day(step);
        for id in self.open_orders(None) {
            let has_bar = self.book.get(id).is_some_and(|order| self.clock.bar_at(order.symbol, step).is_some());
            if let Some(order) = self.book.get_mut(id)
                && order.tif == Tif::Day
                && order.session.is_none()
                && order.from() <= step
                && has_bar
            {
                order.session = Some(day);
            }
        }
    }

    fn expire_sessions(&mut self, step: Step) -> Result<(), EngineError> {
        let next = step.saturating_add(1);
        let day_ends = self.book.has_day_orders() && (next >= self.steps() || self.day(next) != self.day(step));
        if !day_ends && !self.book.has_dated_orders() {
            return Ok(());
        }
        for id in self.open_orders(None) {
            let Some(order) = self.book.get(id) else { continue };
            if day_ends && order.session.is_some_and(|session| session <= self.day(step)) {
                self.close_order(id, Status::Expired, Some(Reason::DayEnd), step)?;
            } else if order.last_step().is_some_and(|last| last <= step) {
                self.close_order(id, Status::Expired, Some(Reason::GtdEnd), step)?;
            }
        }
        Ok(())
    }

    /// Post-only orders that would fill at the first open they meet are cancelled before anything acts there (O20).
    fn judge_arrivals(&mut self, step: Step) -> Result<(), EngineError> {
        if !self.book.has_post_only_orders() {
            return Ok(());
        }
        for id in self.open_orders(None) {
            if self.book.get(id).is_some_and(|order| order.from() > step) {
                continue;
            }
            if let Some(print) = self.print(id, step, PathPoint::Open, Rule::NextOpen)? {
                self.judge_arrival(id, print.price, step)?;
            }
        }
        Ok(())
    }

    /// True when the order may rest: it is not post-only, has been judged before, or would not fill at `price`.
    pub(crate) fn judge_arrival(&mut self, id: OrderId, price: i128, step: Step) -> Result<bool, EngineError> {
        let Some(order) = self.book.get_mut(id).filter(|order| order.status.is_open() && order.is_unarrived()) else { return Ok(true) };
        let takes = order.limit.is_some_and(|limit| if order.side == Side::Buy { price <= limit } else { price >= limit });
        if takes {
            self.close_order(id, Status::Canceled, Some(Reason::WouldTake), step)?;
        } else if let Some(special) = order.special.as_mut() {
            special.arrived = true;
        }
        Ok(!takes)
    }

    /// What a limit for one print has not filled there is cancelled (O14).
    fn cancel_missed(&mut self, step: Step, at: At) -> Result<(), EngineError> {
        if !self.book.has_print_limits() {
            return Ok(());
        }
        for id in self.open_orders(None) {
            let Some(order) = self.book.get(id) else { continue };
            if order.is_for_print() && order.at == at && order.from() <= step && self.clock.bar_at(order.symbol, step).is_some() {
                self.close_order(id, Status::Canceled, Some(Reason::MissedPrint), step)?;
            }
        }
        Ok(())
    }

    /// IOC and FOK act at the first print they are eligible for; what is left is cancelled.
    fn cancel_immediate(&mut self, step: Step, print: PathPoint) -> Result<(), EngineError> {
        if !self.book.has_immediate_orders() {
            return Ok(());
        }
        for id in self.open_orders(None) {
            let Some(order) = self.book.get(id) else { continue };
            let Some(reason) = order.tif.ends_at_once() else { continue };
            let waits_for_close = order.from() > step || print == PathPoint::Open && self.acts_at_close(id, step);
            if self.clock.bar_at(order.symbol, step).is_some() && !waits_for_close {
                self.close_order(id, Status::Canceled, Some(reason), step)?;
            }
        }
        Ok(())
    }

    /// Under `thisClose` the first point of such an order is the close of the bar that decided it.
    fn cancel_immediate_at_this_close(&mut self, step: Step) -> Result<(), EngineError> {
        if !self.book.has_immediate_orders() {
            return Ok(());
        }
        for id in self.open_orders(None) {
            let Some(order) = self.book.get(id) else { continue };
            let Some(reason) = order.tif.ends_at_once() else { continue };
            let had_its_chance = order.said == step && order.at == At::Default && matches!(order.kind, Kind::Market | Kind::MarketToLimit);
            if had_its_chance && self.clock.bar_at(order.symbol, step).is_some() {
                self.close_order(id, Status::Canceled, Some(reason), step)?;
            }
        }
        Ok(())
    }

    pub(crate) fn tick(&self, symbol: SymbolId) -> Result<i128, EngineError> {
        let spec = self.spec(symbol)?;
        rescale(i128::from(spec.tick), spec.scales.tick, spec.scales.price)
    }

    pub(crate) fn refuse_after_end(&self) -> Result<(), EngineError> {
        if self.finished {
            return Err(EngineError::new("engine.finished", "the run is over", "start a new run"));
        }
        Ok(())
    }
}
