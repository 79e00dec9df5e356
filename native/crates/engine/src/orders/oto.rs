//! One triggers others (O16): orders that wait for an order's fills and have the part of their size that it has filled of its own.

use money::{Ratio, Rounding};

use super::check::{malformed, unknown_order};
use super::order::minus;
use super::{Notice, OrderRequest, Share, Special, Status, Tif, Waits};
use crate::config::MarketFill;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::latency::Leg;
use crate::{OrderId, Reason, Side, Step};

impl Engine {
    /// Puts an open order that has not filled on hold until `parent` fills.
    pub fn hold(&mut self, parent: OrderId, child: OrderId) -> Result<(), EngineError> {
        self.refuse_after_end()?;
        self.check_link(parent, child)?;
        self.refuse_recall(child)?;
        self.shorten_reach();
        // One still on its way cannot act before it would have arrived.
        let from = self.take_back(child);
        self.book.land(child);
        self.book.hold(child);
        let Some(order) = self.book.get_mut(child) else { return Ok(()) };
        order.status = Status::Initialized;
        let nominal = order.share.base;
        order.share = Share::of(0)?;
        self.attach(parent, child, nominal);
        self.not_before(child, from);
        let step = self.said_at();
        self.log_held(child, step);
        self.tell_own(child, Status::Initialized, None);
        self.settle_link(parent, child)
    }

    /// A new order that waits for `parent`. The account judges it when it first has something to do.
    pub fn submit_child(&mut self, parent: OrderId, request: &OrderRequest) -> Result<OrderId, EngineError> {
        self.refuse_after_end()?;
        self.book.get(parent).ok_or_else(|| unknown_order(parent))?;
        self.check(request)?;
        let side = if request.quantity > 0 { Side::Buy } else { Side::Sell };
        let child = self.place_order(request, side, Some(parent))?;
        let nominal = Ratio::new(i128::from(request.quantity).saturating_abs(), 1)?;
        self.book.hold(child);
        self.attach(parent, child, nominal);
        match self.trip(child, Leg::Submit) {
            Some(trip) => {
                self.not_before(child, trip.step);
                self.log_sent(child, request, trip);
            }
            None => self.log_first(child, request),
        }
        self.settle_link(parent, child)?;
        Ok(child)
    }

    fn check_link(&self, parent: OrderId, child: OrderId) -> Result<(), EngineError> {
        self.book.get(parent).ok_or_else(|| unknown_order(parent))?;
        let order = self.book.get(child).ok_or_else(|| unknown_order(child))?;
        if order.parent.is_some() {
            return Err(malformed("order.oto", format!("order {child} belongs to an order already"), "link an order of its own"));
        }
        let mut above = Some(parent);
        while let Some(id) = above {
            if id == child {
                let message = format!("order {child} cannot wait for order {parent}: order {parent} is or waits for order {child}");
                return Err(malformed("order.oto", message, "link orders in one direction"));
            }
            above = self.book.get(id).and_then(|order| order.parent);
        }
        if !matches!(order.status, Status::Accepted | Status::Submitted) || order.filled != 0 {
            let reason = order.reason.map(|reason| format!(" ({})", reason.name())).unwrap_or_default();
            let message =
                format!("order {child} is {}{reason}: only an open order that has not filled or triggered can wait", order.status.name());
            return Err(malformed(
                "order.oto",
                message,
                "give a description instead, { quantity, limit, … }: it is an order when its parent fills",
            ));
        }
        Ok(())
    }

    fn not_before(&mut self, child: OrderId, from: Step) {
        if let Some(special) = self.book.get_mut(child).filter(|_| from > 0).map(|order| order.special.get_or_insert_default()) {
            special.from = from;
        }
    }

    fn attach(&mut self, parent: OrderId, child: OrderId, nominal: Ratio) {
        if let Some(order) = self.book.get_mut(child) {
            order.parent = Some(parent);
            order.special.get_or_insert_with(Box::<Special>::default).nominal = Some(nominal);
        }
        if let Some(order) = self.book.get_mut(parent) {
            let waiting = &mut order.special.get_or_insert_with(Box::<Special>::default).waiting;
            waiting.push(child);
            waiting.sort_unstable();
        }
    }

    /// A parent that has filled or ended before the link.
    fn settle_link(&mut self, parent: OrderId, child: OrderId) -> Result<(), EngineError> {
        let Some(order) = self.book.get(parent) else { return Ok(()) };
        let ended = !order.status.is_open();
        let step = self.said_at();
        if order.filled > 0 {
            self.feed(parent, child, step, self.opened.unwrap_or(self.done))?;
            self.resize_by_partner(child, step)?;
        }
        if ended { self.release(child, step) } else { Ok(()) }
    }

    /// What a fill of `parent` gives those that wait for it. `step` is that of the fill.
    pub(crate) fn feed_waiting(&mut self, parent: OrderId, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(parent).filter(|order| !order.waiting().is_empty()) else { return Ok(()) };
        let (symbol, children) = (order.symbol, order.waiting().to_vec());
        for child in &children {
            let child = *child;
            // The path of another symbol is not walked in step with this one's.
            let same = self.book.get(child).is_some_and(|order| order.symbol == symbol && !order.waits_for_print());
            let has_more = self.feed(parent, child, step, if same { step } else { step.saturating_add(1) })?;
            if has_more && same && !self.grown.contains(&child) {
                self.grown.push(child);
            }
        }
        // Linked children are cut by each other once all have their sizes.
        for child in children {
            self.resize_by_partner(child, step)?;
        }
        Ok(())
    }

    fn resize_by_partner(&mut self, child: OrderId, step: Step) -> Result<(), EngineError> {
        let partner = self.book.get(child).and_then(|order| order.oco);
        partner.map_or(Ok(()), |partner| self.resize(child, partner, step))
    }

    /// The end of `parent` ends those that have got nothing.
    pub(crate) fn release_waiting(&mut self, parent: OrderId, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(parent).filter(|order| !order.waiting().is_empty()) else { return Ok(()) };
        for child in order.waiting().to_vec() {
            self.release(child, step)?;
        }
        Ok(())
    }

    fn release(&mut self, child: OrderId, step: Step) -> Result<(), EngineError> {
        match self.book.get(child) {
            Some(order) if order.status == Status::Initialized => {
                self.close_order(child, Status::Canceled, Some(Reason::ParentClosed), step)
            }
            _ => self.settle_child(child, step),
        }
    }

    /// Brings a child to its part of what the parent has filled; true when it has got something. `from` is the first step it may act in.
    fn feed(&mut self, parent: OrderId, child: OrderId, step: Step, from: Step) -> Result<bool, EngineError> {
        let (Some(order), Some(source)) = (self.book.get(child).filter(|order| order.status.is_open()), self.book.get(parent)) else {
            return Ok(false);
        };
        let Some(nominal) = order.special.as_deref().and_then(|special| special.nominal) else { return Ok(false) };
        let whole = source.special.as_deref().and_then(|special| special.nominal).unwrap_or(source.share.base);
        if whole.num() <= 0 {
            return Ok(false);
        }
        let wanted = nominal.multiply(source.share.done)?.multiply(whole.inverse()?)?;
        let wanted = if wanted.compare(nominal)?.is_gt() { nominal } else { wanted };
        let lot = i128::from(self.spec(order.symbol)?.lot);
        let lots = minus(wanted, order.share.base)?.multiply(Ratio::new(1, lot)?)?.scale(1, Rounding::Down)?;
        let by = i64::try_from(lots.saturating_mul(lot)).map_err(|_| money::MoneyError::Overflow { operation: "waiting order" })?;
        if by <= 0 {
            return Ok(false);
        }
        if order.status == Status::Initialized {
            self.begin(child, by, step, from)?;
        } else {
            self.enlarge(child, by, step, from)?;
        }
        Ok(true)
    }

    /// The first part: the account judges the order, which is open from here on.
    fn begin(&mut self, child: OrderId, quantity: i64, step: Step, from: Step) -> Result<(), EngineError> {
        let day = self.day(step);
        let Some(order) = self.book.get(child) else { return Ok(()) };
        let from = from.max(order.from());
        let mut begun = order.clone();
        begun.quantity = quantity;
        self.watch_equity(step)?;
        let verdict = self.judge_order(&begun, step)?;
        let (reserve, reduces) = match verdict {
            Ok(reserve) => reserve,
            Err(reason) => {
                self.note_refusal(&begun, reason, step)?;
                return self.close_order(child, Status::Canceled, Some(reason), step);
            }
        };
        begun.share.grow(quantity)?;
        begun.status = Status::Accepted;
        begun.said = step;
        let is_on_path = from <= step && self.opened.is_none();
        begun.waits = if is_on_path { Waits::NotYet } else { self.waits_from_step(begun.symbol, from) };
        begun.session = (begun.tif == Tif::Day && from <= step).then_some(day);
        if let Some(special) = begun.special.as_mut() {
            special.from = from;
        }
        if let Some(order) = self.book.get_mut(child) {
            *order = begun;
        }
        self.book.let_go(child);
        self.log_change(child, step);
        self.tell(child, step, Notice::Status { order: child, status: Status::Accepted, reason: None });
        self.book.activate(child);
        self.book.set_reserve(child, reserve, reduces);
        self.begun = true;
        // One that never arrives outlives the data as its time does.
        if self.book.get(child).and_then(super::Order::last_step).is_some_and(|last| last < from.min(self.steps())) {
            return self.close_order(child, Status::Expired, Some(Reason::GtdEnd), step);
        }
        Ok(())
    }

    /// Later parts meet the account at their fill. What has nothing open begins anew; under `thisClose` it acts at this very close again.
    fn enlarge(&mut self, child: OrderId, by: i64, step: Step, from: Step) -> Result<(), EngineError> {
        let this_close = self.config.fills.market == MarketFill::ThisClose;
        let Some(order) = self.book.get_mut(child) else { return Ok(()) };
        if order.remaining() == 0 {
            if let Some(special) = order.special.as_mut() {
                special.from = special.from.max(from);
            }
            if let Some(trail) = order.trail.as_mut() {
                trail.reference = None;
            }
        }
        order.share.grow(by)?;
        order.quantity = order.quantity.saturating_add(by);
        if this_close && order.is_market_now() && !order.triggered {
            order.said = step;
            self.begun = true;
        }
        self.log_change(child, step);
        self.refresh_reserve(child)
    }
}
