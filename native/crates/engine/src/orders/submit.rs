use money::{Decimal, Ratio, pow10};

use super::{
    At, BracketRequest, Changes, Distance, Expires, Expiry, Extras, Iceberg, Kind, Notice, Order, OrderRequest, Share, Special, Status,
    Tif, Trail, TrailState,
};
use crate::account::FeeState;
use crate::engine::{Engine, rescale};
use crate::error::EngineError;
use crate::log::{ExtraTerms, OrderTerms};
use crate::{LotChoice, LotRule, OrderId, Reason, Side, Step, SymbolId};

/// What an accepted order sets aside (amount, reducing quantity), or why it is refused.
pub(crate) type Verdict = Result<(i128, i64), Reason>;

pub(crate) fn malformed(code: &'static str, message: String, hint: &str) -> EngineError {
    EngineError::new(code, message, hint)
}

impl Engine {
    /// Accepts or rejects an order said now. A rejection is data on the order, a malformed order an error.
    pub fn submit(&mut self, request: &OrderRequest) -> Result<OrderId, EngineError> {
        self.refuse_after_end()?;
        self.check(request)?;
        let side = if request.quantity > 0 { Side::Buy } else { Side::Sell };
        let id = self.place_order(request, side, None)?;
        self.watch_equity(self.said_at())?;
        let verdict = self.judge(id)?;
        self.announce(id, request, verdict)?;
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
        self.announce(parent, &entry, verdict)?;
        Ok([parent, profit, loss])
    }

    /// Links two open orders: what one fills, the other loses in proportion.
    pub fn link_oco(&mut self, a: OrderId, b: OrderId) -> Result<(), EngineError> {
        self.refuse_after_end()?;
        for id in [a, b] {
            let order = self.book.get(id).ok_or_else(|| unknown_order(id))?;
            if order.oco.is_some() || a == b {
                return Err(malformed(
                    "order.oco",
                    format!("order {id} is linked already"),
                    "link two different orders that have no partner yet",
                ));
            }
        }
        let (closed_a, closed_b) = (self.is_closed(a), self.is_closed(b));
        self.join(a, b);
        let step = self.said_at();
        for id in [a, b] {
            if !self.is_closed(id) {
                self.log_change(id, step);
            }
        }
        // A partner that has filled or was refused already leaves nothing to choose between.
        match (closed_a, closed_b) {
            (true, false) => self.settle_partner(a, step),
            (false, true) => self.settle_partner(b, step),
            _ => self.resize_pair(a, step),
        }
    }

    /// True when the order was open and is cancelled now.
    pub fn cancel(&mut self, id: OrderId) -> Result<bool, EngineError> {
        self.refuse_after_end()?;
        let order = self.book.get(id).ok_or_else(|| unknown_order(id))?;
        if !order.status.is_open() {
            return Ok(false);
        }
        self.shorten_reach();
        self.close_order(id, Status::Canceled, Some(Reason::UserCancel), self.said_at())?;
        Ok(true)
    }

    /// Changes an open order. False, with the order left as it was, when it is closed or the account cannot carry the change.
    pub fn modify(&mut self, id: OrderId, changes: Changes) -> Result<bool, EngineError> {
        self.refuse_after_end()?;
        let order = self.book.get(id).ok_or_else(|| unknown_order(id))?.clone();
        if !order.status.is_open() {
            return Ok(false);
        }
        let mut changed = order.clone();
        let tick = self.spec(order.symbol)?.scales.tick;
        let to_price = |engine: &Self, value: i64| rescale(i128::from(value), tick, engine.spec(order.symbol)?.scales.price);
        let wrong = |key: &str| {
            malformed(
                "order.modify",
                format!("order {id} is a {} order and has no {key}", order.kind.name()),
                "change only what the order was made with",
            )
        };
        if let Some(limit) = changes.limit {
            changed.limit.ok_or_else(|| wrong("limit"))?;
            self.check_price(order.symbol, "limit", limit)?;
            changed.limit = Some(to_price(self, limit)?);
        }
        if let Some(stop) = changes.stop {
            changed.stop.ok_or_else(|| wrong("stop"))?;
            self.check_price(order.symbol, "stop", stop)?;
            changed.stop = Some(to_price(self, stop)?);
        }
        if let Some(trail) = changes.trail {
            let state = changed.trail.as_mut().ok_or_else(|| wrong("trail"))?;
            state.distance = self.distance(order.symbol, trail)?;
        }
        if let Some(touch) = changes.if_touched {
            let special = changed.special.as_mut().filter(|special| special.touch.is_some()).ok_or_else(|| wrong("ifTouched"))?;
            self.check_price(order.symbol, "ifTouched", touch)?;
            special.touch = Some(to_price(self, touch)?);
        }
        if let Some(quantity) = changes.quantity {
            self.check_quantity(order.symbol, quantity)?;
            if quantity <= order.filled {
                let scale = self.spec(order.symbol)?.scales.quantity;
                let text = |value: i64| money::format_decimal(i128::from(value), scale);
                let message = format!("order {id} has filled {} and cannot shrink to {}", text(order.filled), text(quantity));
                return Err(malformed("order.modify", message, "cancel the order to stop it where it is"));
            }
            let by = quantity.saturating_sub(order.quantity);
            changed.change_size(by)?;
            changed.quantity = quantity;
        }
        self.shorten_reach();
        if order.status != Status::Initialized {
            self.watch_equity(self.said_at())?;
            if self.config.limits.is_any() && self.stakes_more(&order, &changed)? && self.breach(&changed, false)?.is_some() {
                return Ok(false);
            }
            let (reserve, reduces) = self.reserve_of(&changed, changed.remaining())?;
            let free = self.free_now()?.saturating_add(order.reserve);
            if reserve > free && reserve > order.reserve {
                return Ok(false);
            }
            self.book.set_reserve(id, reserve, reduces);
            changed.reserve = reserve;
            changed.reduces = reduces;
        }
        if let Some(slot) = self.book.get_mut(id) {
            *slot = changed;
        }
        self.log_change(id, self.said_at());
        if let Some(partner) = order.oco.filter(|_| order.parent.is_none() || order.is_fed()) {
            self.resize_pair(partner, self.said_at())?;
        }
        if changes.quantity.is_some() {
            self.match_other(id, self.said_at())?;
        }
        Ok(true)
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
        };
        self.book.push(order);
        Ok(id)
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
        self.notices.push(Notice::Status { order: id, status, reason: refused });
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

    fn join(&mut self, a: OrderId, b: OrderId) {
        for (id, other) in [(a, b), (b, a)] {
            if let Some(order) = self.book.get_mut(id) {
                order.oco = Some(other);
            }
        }
    }

    /// The account's word on an order just placed (O5): what it sets aside, or why it is refused.
    fn judge(&self, id: OrderId) -> Result<Verdict, EngineError> {
        self.judge_order(self.book.get(id).ok_or_else(|| unknown_order(id))?)
    }

    pub(crate) fn judge_order(&self, order: &Order) -> Result<Verdict, EngineError> {
        if let Some(limit) = self.breach(order, true)? {
            return Ok(Err(limit));
        }
        if order.is_reduce_only() {
            return Ok(if self.reducible(order) > 0 { Ok((0, 0)) } else { Err(Reason::ReduceOnly) });
        }
        if self.is_short_refused(order.side, order.quantity, self.account.quantity(order.symbol)) {
            return Ok(Err(Reason::ShortNotAllowed));
        }
        let (reserve, reduces) = self.reserve_of(order, order.quantity)?;
        if !order.fit && reserve > 0 && reserve > self.free_now()? {
            let margin = self.is_margin_checked(order.symbol)?;
            return Ok(Err(if margin { Reason::InsufficientMargin } else { Reason::InsufficientCash }));
        }
        Ok(Ok((reserve, reduces)))
    }

    fn distance(&self, symbol: SymbolId, trail: Trail) -> Result<Distance, EngineError> {
        let positive = |mantissa: i128| {
            if mantissa > 0 {
                return Ok(());
            }
            Err(malformed(
                "order.trail",
                "a trailing distance must be above zero".to_owned(),
                "give a positive amount, or a percentage as a fraction",
            ))
        };
        match trail {
            Trail::Amount(amount) => {
                self.check_price(symbol, "trail", amount)?;
                let scales = self.spec(symbol)?.scales;
                Ok(Distance::Amount(Ratio::new(rescale(i128::from(amount), scales.tick, scales.price)?, 1)?))
            }
            Trail::Percent(percent) => {
                positive(percent.mantissa)?;
                if percent.mantissa >= pow10(percent.scale)? {
                    let text = money::format_decimal(percent.mantissa, percent.scale);
                    return Err(malformed(
                        "order.trail",
                        format!("trailPercent is {text}, which is 100% or more"),
                        "ratios are fractions: 0.1 is ten percent",
                    ));
                }
                Ok(Distance::Percent(percent))
            }
        }
    }

    pub(crate) fn check(&self, request: &OrderRequest) -> Result<(), EngineError> {
        self.check_quantity(request.symbol, request.quantity)?;
        let Extras { if_touched, activation, .. } = request.extras;
        for (key, price) in [("limit", request.limit), ("stop", request.stop), ("ifTouched", if_touched), ("activation", activation)] {
            if let Some(price) = price {
                self.check_price(request.symbol, key, price)?;
            }
        }
        if request.at != At::Default && (request.stop.is_some() || request.trail.is_some()) {
            return Err(malformed(
                "order.at",
                "an order at the open or close has no stop and no trail".to_owned(),
                "leave out `at`, or the stop or trail; a limit may stand with `at`",
            ));
        }
        if request.trail.is_some() && (request.limit.is_some() || request.stop.is_some()) {
            return Err(malformed(
                "order.trail",
                "a trailing stop has no limit or stop price of its own".to_owned(),
                "give `trail` or `trailPercent` without them",
            ));
        }
        self.check_extras(request)
    }

    /// What the rare options exclude and need; the TypeScript surface says the same with the values it was given.
    fn check_extras(&self, request: &OrderRequest) -> Result<(), EngineError> {
        let Extras { if_touched, market_to_limit, activation, trail_limit, expires, post_only, .. } = request.extras;
        let (at, stop, trail) = (request.at != At::Default, request.stop.is_some(), request.trail.is_some());
        let refuse = |code, message: &str, hint| Err(malformed(code, message.to_owned(), hint));
        if if_touched.is_some() && (at || stop || trail || market_to_limit) {
            return refuse(
                "order.option",
                "ifTouched stands alone or with limit",
                "leave out at, stop, trail, trailPercent and marketToLimit",
            );
        }
        if market_to_limit && (at || stop || trail || request.limit.is_some()) {
            return refuse(
                "order.option",
                "a market-to-limit order has no price of its own and no `at`",
                "leave out marketToLimit, or the others",
            );
        }
        if !trail && (activation.is_some() || trail_limit.is_some()) {
            return refuse(
                "order.option",
                "activation and trailLimit belong to a trailing stop",
                "give `trail` or `trailPercent` with them",
            );
        }
        if let Some(distance) = trail_limit.filter(|distance| *distance != 0) {
            self.check_price(request.symbol, "trailLimit", distance)?;
        }
        if post_only && (at || stop || if_touched.is_some() || request.limit.is_none()) {
            return refuse("order.postOnly", "postOnly is for plain limit orders", "give a limit, without stop, ifTouched, trail and at");
        }
        self.check_display(request)?;
        self.check_lots(request)?;
        self.check_expires(request.symbol, request.tif, expires)
    }

    fn check_display(&self, request: &OrderRequest) -> Result<(), EngineError> {
        let Some(display) = request.extras.display else { return Ok(()) };
        self.check_quantity(request.symbol, display)?;
        let (whole, scale) = (request.quantity.saturating_abs(), self.spec(request.symbol)?.scales.quantity);
        let text = |value: i64| money::format_decimal(i128::from(value), scale);
        if display < 0 || display > whole {
            let message = format!("display {} is not between 0 and the order's quantity {}", text(display), text(whole));
            return Err(malformed("order.option", message, "give the part that is shown, at most the whole"));
        }
        let beside = request.at != At::Default || request.stop.is_some() || request.trail.is_some() || request.extras.if_touched.is_some();
        if request.limit.is_none() || beside || request.fit || request.tif == Tif::Fok {
            let message = "display is for plain limit orders of a fixed quantity, not FOK".to_owned();
            return Err(malformed("order.option", message, "give a limit, without stop, ifTouched, trail and at, in ctx.order"));
        }
        Ok(())
    }

    fn check_lots(&self, request: &OrderRequest) -> Result<(), EngineError> {
        let Some(choice) = request.extras.lots.as_deref() else { return Ok(()) };
        if self.config.account.lots == LotRule::Average {
            let message = "lots cannot be chosen: account.lots is average, all are one pool".to_owned();
            return Err(malformed("order.lots", message, "set account.lots to fifo, lifo or hifo"));
        }
        let LotChoice::Named(ids) = choice else { return Ok(()) };
        let open = self.account.position(request.symbol);
        let unknown = ids.iter().find(|id| !open.as_ref().is_some_and(|position| position.lots.holds(**id)));
        if let Some((order, number)) = unknown {
            let message = format!("{}: no open lot {order}.{number}", self.spec(request.symbol)?.symbol());
            return Err(malformed("order.lots", message, "name lots by the id that ctx.position().lots shows"));
        }
        Ok(())
    }

    fn check_expires(&self, symbol: SymbolId, tif: Tif, expires: Option<Expires>) -> Result<(), EngineError> {
        if (tif == Tif::Gtd) != expires.is_some() {
            let message = format!("tif is {} {} a time in `expires`", tif.name(), if expires.is_some() { "with" } else { "without" });
            return Err(malformed("order.expires", message, "give both, or `expires` alone"));
        }
        let now = self.said_at();
        let Some(expires) = expires else { return Ok(()) };
        let (is_past, here) = match expires {
            Expires::Day(day) => (day < self.day(now), Expires::Day(self.day(now))),
            Expires::At(time) => (time <= self.clock.time(now), Expires::At(self.clock.time(now))),
        };
        if !is_past {
            return Ok(());
        }
        let (said, here) = (expires.text(), here.text());
        let message = format!("{}: expires {said} has passed at {here}: no later bar could match the order", self.spec(symbol)?.symbol());
        Err(malformed("order.expires", message, "give a day from ctx.date on, or an instant after ctx.time"))
    }

    fn special(&self, extras: &Extras, touch: Option<i128>) -> Option<Box<Special>> {
        let Extras { expires, post_only, reduce_only, display, ref lots, .. } = *extras;
        if touch.is_none() && expires.is_none() && !post_only && !reduce_only && display.is_none() && lots.is_none() {
            return None;
        }
        let iceberg = display.map(|display| Iceberg { display, shown: display, standing: 0 });
        let expiry = expires.map(|expires| Expiry { expires, last: self.last_step_of(expires) });
        Some(Box::new(Special { touch, expiry, post_only, reduce_only, iceberg, lots: lots.clone(), ..Special::default() }))
    }

    /// The last step in which an order may match that expires then; beyond the data the run does not see the end.
    fn last_step_of(&self, expires: Expires) -> Step {
        let steps = self.steps();
        let matched = match expires {
            Expires::Day(day) if day > self.day(steps.saturating_sub(1)) => return steps,
            Expires::Day(day) => self.days.partition_point(|at| *at <= day),
            Expires::At(time) if time > self.clock.time(steps.saturating_sub(1)) => return steps,
            Expires::At(time) => self.clock.times().partition_point(|at| *at < time),
        };
        u32::try_from(matched).unwrap_or(u32::MAX).saturating_sub(1)
    }

    /// A GTD order whose time ends before the next bar has nothing to wait for.
    fn expire_unmatchable(&mut self, id: OrderId) -> Result<(), EngineError> {
        let first = self.opened.unwrap_or(self.done);
        if self.book.get(id).and_then(Order::last_step).is_some_and(|last| last < first) {
            return self.close_order(id, Status::Expired, Some(Reason::GtdEnd), self.said_at());
        }
        Ok(())
    }

    fn check_quantity(&self, symbol: SymbolId, quantity: i64) -> Result<(), EngineError> {
        let spec = self.spec(symbol)?;
        let text = || money::format_decimal(i128::from(quantity), spec.scales.quantity);
        if quantity == 0 {
            return Err(malformed("order.zeroQuantity", format!("{}: the quantity is zero", spec.symbol()), "order at least one lot"));
        }
        if quantity.checked_rem(spec.lot) != Some(0) {
            let lot = money::format_decimal(i128::from(spec.lot), spec.scales.quantity);
            return Err(malformed(
                "order.offLot",
                format!("{}: quantity {} is not a multiple of the lot {lot}", spec.symbol(), text()),
                "round the quantity to whole lots",
            ));
        }
        Ok(())
    }

    fn check_price(&self, symbol: SymbolId, key: &str, price: i64) -> Result<(), EngineError> {
        let spec = self.spec(symbol)?;
        let text = || money::format_decimal(i128::from(price), spec.scales.tick);
        if price <= 0 {
            return Err(malformed(
                "order.price",
                format!("{}: {key} {} is not above zero", spec.symbol(), text()),
                "give a positive price",
            ));
        }
        if price.checked_rem(spec.tick) != Some(0) {
            let tick = money::format_decimal(i128::from(spec.tick), spec.scales.tick);
            let message = format!("{}: {key} {} is not a multiple of the tick {tick}", spec.symbol(), text());
            return Err(malformed("order.offTick", message, "use ctx.tick(x, \"down\" | \"up\" | \"nearest\")"));
        }
        Ok(())
    }

    fn is_closed(&self, id: OrderId) -> bool {
        self.book.get(id).is_none_or(|order| !order.status.is_open())
    }
}

pub(crate) fn unknown_order(id: OrderId) -> EngineError {
    EngineError::new("order.unknown", format!("there is no order {id}"), "use the handle that the order call returned")
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

fn terms(order: &Order, request: &OrderRequest) -> OrderTerms {
    let (trail, trail_percent) = trail_terms(order);
    OrderTerms {
        first: true,
        symbol: order.symbol,
        side: Some(order.side),
        quantity: request.quantity.checked_abs(),
        kind: Some(order.kind.name()),
        tif: Some(order.tif.name()),
        limit: order.limit,
        stop: order.stop,
        trail,
        trail_percent,
        at: match order.at {
            At::Default => None,
            At::Open => Some("open"),
            At::Close => Some("close"),
        },
        tag: request.tag.as_deref().map(Into::into),
        parent: order.parent,
        oco: order.oco,
        fit: order.fit,
        extra: extra_terms(order),
    }
}

fn extra_terms(order: &Order) -> Option<Box<ExtraTerms>> {
    let changing = changing_terms(order);
    let Some(special) = order.special.as_deref() else { return changing };
    let expires = special.expiry.map(|expiry| expiry.expires);
    let (post_only, reduce_only) = (special.post_only, special.reduce_only);
    let lots = special.lots.clone();
    let changing = changing.map(|terms| *terms).unwrap_or_default();
    let extra = ExtraTerms { expires, post_only, reduce_only, lots, ..changing };
    Some(Box::new(extra))
}

/// The rare terms that a modify or a split may change.
pub(crate) fn changing_terms(order: &Order) -> Option<Box<ExtraTerms>> {
    let if_touched = order.touch();
    let trail = order.trail.as_deref();
    let activation = trail.and_then(|trail| trail.activation);
    let trail_limit = trail.and_then(|trail| trail.limit).and_then(|limit| limit.scale(1, money::Rounding::HalfEven).ok());
    let (display, ouo) = (order.iceberg().map(|iceberg| iceberg.display), order.ouo());
    let any = if_touched.is_some() || activation.is_some() || trail_limit.is_some() || display.is_some() || ouo.is_some();
    any.then(|| Box::new(ExtraTerms { if_touched, activation, trail_limit, display, ouo, ..ExtraTerms::default() }))
}

/// A trailing distance for the log; a split may leave an amount that no decimal holds, which is then rounded half-even for display.
pub(crate) fn trail_terms(order: &Order) -> (Option<i128>, Option<Decimal>) {
    match order.trail.as_deref().map(|trail| trail.distance) {
        Some(Distance::Amount(amount)) => (amount.scale(1, money::Rounding::HalfEven).ok(), None),
        Some(Distance::Percent(percent)) => (None, Some(percent)),
        None => (None, None),
    }
}
