use money::Ratio;

use super::check::{malformed, unknown_order};
use super::terms::terms;
use super::{BracketRequest, Expiry, Extras, Iceberg, Kind, Notice, Order, OrderRequest, Share, Special, Status, TrailState};
use crate::account::FeeState;
use crate::engine::{Engine, rescale};
use crate::error::EngineError;
use crate::latency::{Leg, Trip};
use crate::{OrderId, Reason, Side, Step};

/// What an accepted order sets aside (amount, reducing quantity), or why it is refused.
pub(crate) type Verdict = Result<(i128, i64), Reason>;

impl Engine {
    /// Accepts or rejects an order said now. A rejection is data on the order, a malformed order an error.
    pub fn submit(&mut self, request: &OrderRequest) -> Result<OrderId, EngineError> {
        self.refuse_after_end()?;
        self.check(request)?;
        let side = if request.quantity > 0 { Side::Buy } else { Side::Sell };
        let id = self.place_order(request, side, None)?;
        self.watch_equity(self.said_at())?;
        let verdict = self.judge(id)?;
        self.send_off(id, request, verdict)?;
        Ok(id)
    }

    /// Entry, take-profit and stop-loss with ids n, n+1, n+2; the children wait for the entry's first fill (O8).
    pub fn submit_bracket(&mut self, request: &OrderRequest, bracket: BracketRequest) -> Result<[OrderId; 3], EngineError> {
        self.refuse_after_end()?;
        let entry = OrderRequest { limit: bracket.entry, ..request.clone() };
        self.check(&entry)?;
        let side = if request.quantity > 0 { Side::Buy } else { Side::Sell };
        let (low, high) =
            if side == Side::Buy { (bracket.stop_loss, bracket.take_profit) } else { (bracket.take_profit, bracket.stop_loss) };
        let inside = bracket.entry.is_none_or(|entry| low < entry && entry < high);
        if low >= high || !inside {
            let message = format!("a {} bracket needs its stop loss and take profit on either side of the entry", side.name());
            let hint = "for a buy: stopLoss < entry < takeProfit; for a sell the other way round";
            return Err(malformed("order.bracket", message, hint));
        }
        let exit = |limit, stop| OrderRequest {
            symbol: request.symbol,
            quantity: request.quantity.saturating_neg(),
            limit,
            stop,
            tag: request.tag.clone(),
            ..OrderRequest::default()
        };
        let (take_profit, stop_loss) = (exit(Some(bracket.take_profit), None), exit(None, Some(bracket.stop_loss)));
        let parent = self.place_order(&entry, side, None)?;
        let profit = self.place_order(&take_profit, side.opposite(), Some(parent))?;
        let loss = self.place_order(&stop_loss, side.opposite(), Some(parent))?;
        self.join(profit, loss);
        if let Some(order) = self.book.get_mut(parent) {
            order.children = Some([profit, loss]);
        }
        self.watch_equity(self.said_at())?;
        let verdict = self.judge(parent)?;
        for (id, request) in [(profit, &take_profit), (loss, &stop_loss)] {
            self.log_first(id, request);
        }
        self.send_off(parent, &entry, verdict)?;
        Ok([parent, profit, loss])
    }

    /// Gives an order its id, without asking the account and without a line in the log.
    pub(crate) fn place_order(&mut self, request: &OrderRequest, side: Side, parent: Option<OrderId>) -> Result<OrderId, EngineError> {
        self.shorten_reach();
        let scales = self.spec(request.symbol)?.scales;
        let price = |value: Option<i64>| value.map(|value| rescale(i128::from(value), scales.tick, scales.price)).transpose();
        let trail = match request.trail {
            Some(trail) => Some(Box::new(TrailState {
                distance: self.distance(request.symbol, trail)?,
                reference: None,
                activation: price(request.extras.activation)?,
                dormant: request.extras.activation.is_some(),
                limit: price(request.extras.trail_limit)?.map(|limit| Ratio::new(limit, 1)).transpose()?,
            })),
            None => None,
        };
        let id = self.book.next_id();
        if self.opened.is_some() {
            self.said_at_open.push(id);
        }
        let quantity = request.quantity.checked_abs().ok_or(money::MoneyError::Overflow { operation: "order quantity" })?;
        // A child's size is what its parent has filled: nothing so far. Until then its quantity is what it may come to.
        let share = Share::of(if parent.is_some() { 0 } else { quantity })?;
        let order = Order {
            id,
            symbol: request.symbol,
            side,
            kind: kind_of(request),
            tif: request.tif,
            at: request.at,
            said: self.said_at(),
            quantity,
            filled: 0,
            share,
            limit: price(request.limit)?,
            stop: price(request.stop)?,
            trail,
            special: self.special(&request.extras, price(request.extras.if_touched)?),
            status: if parent.is_some() { Status::Initialized } else { Status::Submitted },
            reason: None,
            session: None,
            triggered: false,
            waits: self.waits_from(request.symbol),
            fit: request.fit,
            closing: request.closing,
            parent,
            children: None,
            oco: None,
            fees: FeeState::default(),
            fills: 0,
            filled_step: None,
            reserve: 0,
            reduces: 0,
            heard: None,
        };
        self.book.push(order);
        if self.latency.is_some() {
            self.listen(id);
        }
        Ok(id)
    }

    /// Sends what the account lets pass; where that takes no time it is at the market already.
    fn send_off(&mut self, id: OrderId, request: &OrderRequest, verdict: Verdict) -> Result<(), EngineError> {
        if let Ok(reserve) = verdict
            && let Some(trip) = self.trip(id, Leg::Submit)
        {
            self.fly(id, request, reserve, trip);
            return Ok(());
        }
        self.announce(id, request, verdict)
    }

    /// Writes the account's word on an order: accepted into the book, or rejected with what hangs on it.
    pub(crate) fn announce(&mut self, id: OrderId, request: &OrderRequest, verdict: Verdict) -> Result<(), EngineError> {
        let refused = verdict.err();
        let status = if refused.is_some() { Status::Rejected } else { Status::Accepted };
        let Some(order) = self.book.get_mut(id) else { return Ok(()) };
        order.status = status;
        order.reason = refused;
        let children = order.children;
        self.log_first(id, request);
        match refused {
            Some(_) => self.tell_own(id, status, refused),
            None => self.tell(id, self.said_at(), Notice::Status { order: id, status, reason: None }),
        }
        if let Ok((reserve, reduces)) = verdict {
            self.book.activate(id);
            self.book.set_reserve(id, reserve, reduces);
            return self.expire_unmatchable(id);
        }
        if let (Some(reason), Some(order)) = (refused, self.book.get(id).cloned()) {
            self.note_refusal(&order, reason, self.said_at())?;
        }
        for child in children.into_iter().flatten() {
            self.close_order(child, Status::Canceled, Some(Reason::ParentClosed), self.said_at())?;
        }
        Ok(())
    }

    pub(crate) fn log_first(&mut self, id: OrderId, request: &OrderRequest) {
        let step = self.said_at();
        if let Some(order) = self.book.get(id) {
            self.log.order(step, id, order.status.name(), order.reason, Some(terms(order, request)));
        }
    }

    /// The first line of an order that has left, with how long that takes.
    pub(crate) fn log_sent(&mut self, id: OrderId, request: &OrderRequest, trip: Trip) {
        let step = self.said_at();
        if let Some(order) = self.book.get(id) {
            let mut terms = terms(order, request);
            terms.extra.get_or_insert_default().latency = Some(trip.us);
            self.log.order(step, id, order.status.name(), None, Some(terms));
        }
    }

    /// The account's word on an order just placed (O5): what it sets aside, or why it is refused.
    fn judge(&self, id: OrderId) -> Result<Verdict, EngineError> {
        self.judge_order(self.book.get(id).ok_or_else(|| unknown_order(id))?, self.said_at())
    }

    /// `step` is that on whose day shares would be borrowed.
    pub(crate) fn judge_order(&self, order: &Order, step: Step) -> Result<Verdict, EngineError> {
        if let Some(limit) = self.breach(order, true)? {
            return Ok(Err(limit));
        }
        if order.is_reduce_only() {
            return Ok(if self.reducible(order) > 0 { Ok((0, 0)) } else { Err(Reason::ReduceOnly) });
        }
        if self.is_short_refused(order.side, order.quantity, self.account.quantity(order.symbol)) {
            return Ok(Err(Reason::ShortNotAllowed));
        }
        if !order.fit && self.is_unlocated(order.symbol, order.side, order.quantity, step) {
            return Ok(Err(Reason::NoLocate));
        }
        let (reserve, reduces) = self.reserve_of(order, order.quantity)?;
        if !order.fit && reserve > 0 && reserve > self.free_now()? {
            let margin = self.is_margin_checked(order.symbol)?;
            return Ok(Err(if margin { Reason::InsufficientMargin } else { Reason::InsufficientCash }));
        }
        Ok(Ok((reserve, reduces)))
    }

    fn special(&self, extras: &Extras, touch: Option<i128>) -> Option<Box<Special>> {
        let Extras { expires, post_only, reduce_only, display, ref lots, recall, liquidation, .. } = *extras;
        if touch.is_none() && expires.is_none() && !post_only && !reduce_only && display.is_none() && lots.is_none() {
            return None;
        }
        let iceberg = display.map(|display| Iceberg { display, shown: display, standing: 0 });
        let expiry = expires.map(|expires| Expiry { expires, last: self.last_step_of(expires) });
        let lots = lots.clone();
        Some(Box::new(Special { touch, expiry, post_only, reduce_only, iceberg, lots, recall, liquidation, ..Special::default() }))
    }
}

fn kind_of(request: &OrderRequest) -> Kind {
    let Extras { if_touched, market_to_limit, trail_limit, .. } = request.extras;
    match (request.limit, request.stop, request.trail) {
        (None, None, None) if market_to_limit => Kind::MarketToLimit,
        (None, None, None) if if_touched.is_some() => Kind::MarketIfTouched,
        (Some(_), None, None) if if_touched.is_some() => Kind::LimitIfTouched,
        (_, _, Some(_)) if trail_limit.is_some() => Kind::TrailingStopLimit,
        (_, _, Some(_)) => Kind::TrailingStop,
        (Some(_), Some(_), None) => Kind::StopLimit,
        (Some(_), None, None) => Kind::Limit,
        (None, Some(_), None) => Kind::Stop,
        (None, None, None) => Kind::Market,
    }
}
