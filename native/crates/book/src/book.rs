use crate::error::BookError;
use crate::event::{Event, Reason, Sink, Trade};
use crate::numbering::Numbering;
use crate::order::{MOST_SLICES, NewOrder, OrderId, OrderKind, SelfTrade, Side, TimeInForce, check_price, check_quantity};
use crate::side_levels::{MARKET, SideLevels};
use crate::slab::{NONE, Resting, Slab};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    #[default]
    Continuous,
    /// Orders gather and nothing trades until [`Book::uncross`].
    Auction,
}

/// What an amend sets; `open` is the quantity that is to remain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    pub price: Option<i64>,
    pub open: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub struct Book {
    pub(crate) buys: SideLevels,
    pub(crate) sells: SideLevels,
    pub(crate) slab: Slab,
    pub(crate) numbering: Numbering,
    pub(crate) phase: Phase,
    pub(crate) last_price: Option<i64>,
}

/// An order on its way through the other side.
struct Taker {
    id: OrderId,
    side: Side,
    /// Worst key of the other side it trades at.
    limit: i64,
    open: i64,
    filled: i64,
    owner: u32,
    self_trade: SelfTrade,
}

impl Book {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Price of the last trade.
    pub fn last_price(&self) -> Option<i64> {
        self.last_price
    }

    /// The number of the last order that came, 0 before the first.
    pub fn latest(&self) -> OrderId {
        self.numbering.latest()
    }

    /// Takes an order: it trades with what stands at its price or better, and rests, or not, as it asks.
    #[inline]
    pub fn submit(&mut self, order: &NewOrder, sink: &mut impl Sink) -> Result<OrderId, BookError> {
        order.check()?;
        self.levels(order.side).open().checked_add(order.quantity).ok_or(BookError::TooMuch)?;
        if self.slab.is_full() {
            return Err(BookError::Full);
        }
        let id = self.numbering.next();
        if self.phase == Phase::Auction {
            self.gather(id, order, sink);
            return Ok(id);
        }
        let mut taker = Taker {
            id,
            side: order.side,
            limit: match order.kind {
                OrderKind::Market => i64::MAX,
                OrderKind::Limit { price } => order.side.other().key(price),
            },
            open: order.quantity,
            filled: 0,
            owner: order.owner,
            self_trade: order.self_trade,
        };
        let refusal = if order.post_only && self.would_trade(&taker) {
            Some(Reason::PostOnly)
        } else if order.time_in_force == TimeInForce::Fok && !self.fills_whole(&taker) {
            Some(Reason::Fok)
        } else {
            None
        };
        if let Some(reason) = refusal {
            sink.event(Event::Rejected { order: id, quantity: order.quantity, reason });
            return Ok(id);
        }
        self.trade(&mut taker, sink);
        if taker.open == 0 {
            return Ok(id);
        }
        match order.kind {
            OrderKind::Market => sink.event(Event::Canceled { order: id, quantity: taker.open, reason: Reason::NoLiquidity }),
            OrderKind::Limit { .. } if order.time_in_force != TimeInForce::Gtc => {
                sink.event(Event::Canceled { order: id, quantity: taker.open, reason: Reason::Ioc });
            }
            OrderKind::Limit { price } => {
                let resting = self.resting(id, order, order.side.key(price), taker.open);
                self.rest(Resting { filled: taker.filled, ..resting }, sink);
            }
        }
        Ok(id)
    }

    /// Takes an order out of the book. False where it does not rest.
    #[inline]
    pub fn cancel(&mut self, id: OrderId, sink: &mut impl Sink) -> bool {
        let Some(place) = self.place(id) else { return false };
        self.drop_resting(place, Reason::Canceled, sink);
        true
    }

    /// Changes an order that rests. Less at the same price keeps its place; another price, or more, goes to the end of the queue and may
    /// trade on the way.
    pub fn amend(&mut self, id: OrderId, changes: Changes, sink: &mut impl Sink) -> Result<(), BookError> {
        let place = self.place(id).ok_or(BookError::NotResting(id))?;
        let order = *self.slab.get(place);
        if changes.price.is_none() && changes.open.is_none() {
            return Err(BookError::NothingToAmend);
        }
        if let Some(price) = changes.price {
            check_price(price)?;
            if order.key == MARKET {
                return Err(BookError::PriceOfMarket(id));
            }
        }
        let key = changes.price.map_or(order.key, |price| order.side.key(price));
        let open = changes.open.unwrap_or(order.open());
        check_quantity(open)?;
        if order.display > 0 && open / order.display > MOST_SLICES {
            return Err(BookError::Display { display: order.display, quantity: open });
        }
        if key == order.key && open <= order.open() {
            if open < order.open() {
                self.reduce(place, order.open() - open);
                sink.event(Event::Reduced { order: id, open });
            }
            return Ok(());
        }
        (self.levels(order.side).open() - order.open()).checked_add(open).ok_or(BookError::TooMuch)?;
        let mut taker = Taker {
            id,
            side: order.side,
            limit: if key == MARKET { i64::MAX } else { order.side.other().key(order.side.price(key)) },
            open,
            filled: order.filled,
            owner: order.owner,
            self_trade: order.self_trade,
        };
        if self.phase == Phase::Continuous && order.post_only && self.would_trade(&taker) {
            sink.event(Event::Rejected { order: id, quantity: open, reason: Reason::PostOnly });
            return Ok(());
        }
        self.unlink(place);
        self.slab.remove(place);
        self.numbering.set(id, NONE);
        let price = (key != MARKET).then(|| order.side.price(key));
        sink.event(Event::Requeued { order: id, price, open });
        if self.phase == Phase::Continuous {
            self.trade(&mut taker, sink);
        }
        if taker.open > 0 {
            let shown = shown_of(taker.open, order.display);
            self.rest(Resting { key, shown, hidden: taker.open - shown, filled: taker.filled, ..order }, sink);
        }
        Ok(())
    }

    /// Begins to gather orders for an auction; what rests takes part in it.
    pub fn begin_auction(&mut self) -> Result<(), BookError> {
        if self.phase == Phase::Auction {
            return Err(BookError::InAuction);
        }
        self.phase = Phase::Auction;
        Ok(())
    }

    fn gather(&mut self, id: OrderId, order: &NewOrder, sink: &mut impl Sink) {
        if order.post_only || order.time_in_force == TimeInForce::Fok {
            sink.event(Event::Rejected { order: id, quantity: order.quantity, reason: Reason::Auction });
            return;
        }
        let key = match order.kind {
            OrderKind::Market => MARKET,
            OrderKind::Limit { price } => order.side.key(price),
        };
        self.rest(self.resting(id, order, key, order.quantity), sink);
    }

    fn resting(&self, id: OrderId, order: &NewOrder, key: i64, open: i64) -> Resting {
        let display = order.display.unwrap_or(0);
        let shown = shown_of(open, display);
        Resting {
            id,
            key,
            shown,
            hidden: open - shown,
            display,
            filled: 0,
            owner: order.owner,
            before: NONE,
            after: NONE,
            page: 0,
            side: order.side,
            post_only: order.post_only,
            auction_only: self.phase == Phase::Auction && (key == MARKET || order.time_in_force == TimeInForce::Ioc),
            self_trade: order.self_trade,
        }
    }

    #[inline]
    fn rest(&mut self, order: Resting, sink: &mut impl Sink) {
        let place = self.slab.insert(order);
        self.enqueue(order.side, place);
        self.numbering.set(order.id, place);
        let price = (order.key != MARKET).then(|| order.side.price(order.key));
        sink.event(Event::Rested { order: order.id, side: order.side, price, open: order.open(), shown: order.shown });
    }

    fn would_trade(&self, taker: &Taker) -> bool {
        self.levels(taker.side.other()).best_key().is_some_and(|key| key <= taker.limit)
    }

    /// Whether everything the taker wants stands at its price or better, none of it its owner's where that would stop it.
    fn fills_whole(&self, taker: &Taker) -> bool {
        let prevents = taker.owner != 0 && taker.self_trade != SelfTrade::Allow;
        let mut wanted = taker.open;
        for (_, level) in self.levels(taker.side.other()).levels().take_while(|(key, _)| *key <= taker.limit) {
            if !prevents {
                wanted = wanted.saturating_sub(level.shown + level.hidden);
                if wanted <= 0 {
                    return true;
                }
                continue;
            }
            // Own orders are passed over only when they are the ones to be canceled; hidden parts trade behind them.
            let (mut shown, mut hidden, mut meets_own) = (0, 0, false);
            let mut place = level.first;
            while place != NONE {
                let order = self.slab.get(place);
                if order.owner == taker.owner {
                    meets_own = true;
                    if taker.self_trade != SelfTrade::CancelOldest {
                        break;
                    }
                } else {
                    shown += order.shown;
                    hidden += order.hidden;
                }
                place = order.after;
            }
            let stops = meets_own && taker.self_trade != SelfTrade::CancelOldest;
            wanted -= if stops { shown } else { shown + hidden };
            if wanted <= 0 {
                return true;
            }
            if stops {
                return false;
            }
        }
        false
    }

    #[inline]
    fn trade(&mut self, taker: &mut Taker, sink: &mut impl Sink) {
        let side = taker.side.other();
        while taker.open > 0 {
            let levels = self.levels(side);
            let Some(at) = levels.best() else { return };
            let key = levels.key(at);
            if key > taker.limit {
                return;
            }
            let place = levels.level(at).first;
            let maker = self.slab.get(place);
            if taker.owner != 0 && maker.owner == taker.owner && taker.self_trade != SelfTrade::Allow {
                self.prevent(taker, place, sink);
                continue;
            }
            let quantity = maker.shown.min(taker.open);
            let price = side.price(key);
            taker.open -= quantity;
            taker.filled += quantity;
            sink.event(Event::Trade(Trade { maker: maker.id, taker: taker.id, side: taker.side, price, quantity, in_auction: false }));
            self.last_price = Some(price);
            self.fill(place, quantity, sink);
        }
    }

    /// Takes `quantity` shown lots from a maker; what is left of an iceberg shows its next slice at the end of the queue.
    #[inline]
    fn fill(&mut self, place: u32, quantity: i64, sink: &mut impl Sink) {
        let maker = self.slab.get_mut(place);
        maker.filled += quantity;
        let (side, shown, hidden) = (maker.side, maker.shown, maker.hidden);
        if quantity < shown {
            self.take(side, place, quantity, 0);
        } else if hidden == 0 {
            self.forget(place);
        } else {
            self.replenish(place, sink);
        }
    }

    fn replenish(&mut self, place: u32, sink: &mut impl Sink) {
        let side = self.slab.get(place).side;
        self.unlink(place);
        let order = self.slab.get_mut(place);
        order.shown = order.hidden.min(order.display);
        order.hidden -= order.shown;
        let event = Event::Replenished { order: order.id, shown: order.shown, open: order.open() };
        self.enqueue(side, place);
        sink.event(event);
    }

    fn prevent(&mut self, taker: &mut Taker, place: u32, sink: &mut impl Sink) {
        let maker = *self.slab.get(place);
        match taker.self_trade {
            SelfTrade::Allow => {}
            SelfTrade::CancelOldest => self.drop_resting(place, Reason::SelfTrade, sink),
            SelfTrade::CancelNewest => cancel_taker(taker, sink),
            SelfTrade::CancelBoth => {
                self.drop_resting(place, Reason::SelfTrade, sink);
                cancel_taker(taker, sink);
            }
            SelfTrade::Decrement => {
                let quantity = maker.open().min(taker.open);
                if maker.open() == quantity {
                    self.drop_resting(place, Reason::SelfTrade, sink);
                } else {
                    self.reduce(place, quantity);
                    sink.event(Event::Decremented { order: maker.id, quantity, open: maker.open() - quantity });
                }
                if taker.open == quantity {
                    cancel_taker(taker, sink);
                } else {
                    taker.open -= quantity;
                    sink.event(Event::Decremented { order: taker.id, quantity, open: taker.open });
                }
            }
        }
    }

    /// Takes lots from an order in its place, hidden ones first.
    fn reduce(&mut self, place: u32, lots: i64) {
        let order = self.slab.get(place);
        let hidden = order.hidden.min(lots);
        self.take(order.side, place, lots - hidden, hidden);
    }

    pub(crate) fn drop_resting(&mut self, place: u32, reason: Reason, sink: &mut impl Sink) {
        let order = self.slab.get(place);
        let event = Event::Canceled { order: order.id, quantity: order.open(), reason };
        self.forget(place);
        sink.event(event);
    }

    #[inline]
    pub(crate) fn forget(&mut self, place: u32) {
        let id = self.slab.get(place).id;
        self.unlink(place);
        self.slab.remove(place);
        self.numbering.set(id, NONE);
    }

    pub(crate) fn levels(&self, side: Side) -> &SideLevels {
        match side {
            Side::Buy => &self.buys,
            Side::Sell => &self.sells,
        }
    }

    fn enqueue(&mut self, side: Side, place: u32) {
        match side {
            Side::Buy => self.buys.push(&mut self.slab, place),
            Side::Sell => self.sells.push(&mut self.slab, place),
        }
    }

    fn unlink(&mut self, place: u32) {
        match self.slab.get(place).side {
            Side::Buy => self.buys.unlink(&mut self.slab, place),
            Side::Sell => self.sells.unlink(&mut self.slab, place),
        }
    }

    pub(crate) fn take(&mut self, side: Side, place: u32, shown: i64, hidden: i64) {
        match side {
            Side::Buy => self.buys.take(&mut self.slab, place, shown, hidden),
            Side::Sell => self.sells.take(&mut self.slab, place, shown, hidden),
        }
    }

    pub(crate) fn show(&mut self, side: Side, place: u32, lots: i64) {
        match side {
            Side::Buy => self.buys.show(&mut self.slab, place, lots),
            Side::Sell => self.sells.show(&mut self.slab, place, lots),
        }
    }

    pub(crate) fn slab(&self) -> &Slab {
        &self.slab
    }

    #[inline]
    pub(crate) fn place(&self, id: OrderId) -> Option<u32> {
        self.numbering.place(id)
    }
}

pub(crate) fn shown_of(open: i64, display: i64) -> i64 {
    if display == 0 { open } else { open.min(display) }
}

fn cancel_taker(taker: &mut Taker, sink: &mut impl Sink) {
    sink.event(Event::Canceled { order: taker.id, quantity: taker.open, reason: Reason::SelfTrade });
    taker.open = 0;
}
