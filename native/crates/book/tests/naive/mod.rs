//! The same book as two sorted lists, written for reading: every rule is a loop over orders.
use book::{Changes, Event, NewOrder, OrderKind, Reason, SelfTrade, Side, TimeInForce, Trade};

#[derive(Debug, Clone)]
pub struct Order {
    pub id: u64,
    pub side: Side,
    pub price: Option<i64>,
    pub shown: i64,
    pub hidden: i64,
    pub owner: u32,
    display: i64,
    post_only: bool,
    auction_only: bool,
    self_trade: SelfTrade,
}

impl Order {
    pub fn open(&self) -> i64 {
        self.shown + self.hidden
    }
}

#[derive(Debug, Default)]
pub struct Naive {
    /// Each in the order in which they trade.
    pub buys: Vec<Order>,
    pub sells: Vec<Order>,
    pub auction: bool,
    latest: u64,
    last_price: Option<i64>,
}

/// Whether `a` has priority over `b`, None being a market order.
fn is_better(side: Side, a: Option<i64>, b: Option<i64>) -> bool {
    match (a, b) {
        (None, Some(_)) => true,
        (Some(a), Some(b)) => {
            if side == Side::Buy {
                a > b
            } else {
                a < b
            }
        }
        _ => false,
    }
}

fn shown(open: i64, display: i64) -> i64 {
    if display == 0 || open < display { open } else { display }
}

impl Naive {
    pub fn side(&mut self, side: Side) -> &mut Vec<Order> {
        if side == Side::Buy { &mut self.buys } else { &mut self.sells }
    }

    fn rest(&mut self, order: Order, events: &mut Vec<Event>) {
        events.push(Event::Rested { order: order.id, side: order.side, price: order.price, open: order.open(), shown: order.shown });
        self.insert(order);
    }

    fn insert(&mut self, order: Order) {
        let orders = self.side(order.side);
        let at = orders.iter().position(|other| is_better(order.side, order.price, other.price)).unwrap_or(orders.len());
        orders.insert(at, order);
    }

    fn crosses(taker: &Order, maker: &Order) -> bool {
        match (taker.price, maker.price) {
            (Some(taker_price), Some(price)) => {
                if taker.side == Side::Buy {
                    taker_price >= price
                } else {
                    taker_price <= price
                }
            }
            _ => true,
        }
    }

    /// FOK by trying it on a copy.
    fn fills_whole(&self, taker: &Order) -> bool {
        let mut copy = Naive { buys: self.buys.clone(), sells: self.sells.clone(), auction: false, latest: 0, last_price: None };
        let mut events = Vec::new();
        copy.trade(&mut taker.clone(), &mut events);
        let traded: i64 = events.iter().map(|event| if let Event::Trade(trade) = event { trade.quantity } else { 0 }).sum();
        traded == taker.open()
    }

    pub fn submit(&mut self, new: &NewOrder, events: &mut Vec<Event>) -> u64 {
        self.latest += 1;
        let display = new.display.unwrap_or(0);
        let mut order = Order {
            id: self.latest,
            side: new.side,
            price: if let OrderKind::Limit { price } = new.kind { Some(price) } else { None },
            shown: shown(new.quantity, display),
            hidden: new.quantity - shown(new.quantity, display),
            owner: new.owner,
            display,
            post_only: new.post_only,
            auction_only: self.auction && (new.kind == OrderKind::Market || new.time_in_force == TimeInForce::Ioc),
            self_trade: new.self_trade,
        };
        let mut reject = |reason| events.push(Event::Rejected { order: self.latest, quantity: new.quantity, reason });
        if self.auction {
            if new.post_only || new.time_in_force == TimeInForce::Fok {
                reject(Reason::Auction);
            } else {
                self.rest(order, events);
            }
            return self.latest;
        }
        if new.post_only && self.side(new.side.other()).first().is_some_and(|maker| Self::crosses(&order, maker)) {
            events.push(Event::Rejected { order: self.latest, quantity: new.quantity, reason: Reason::PostOnly });
            return self.latest;
        }
        if new.time_in_force == TimeInForce::Fok && !self.fills_whole(&order) {
            events.push(Event::Rejected { order: self.latest, quantity: new.quantity, reason: Reason::Fok });
            return self.latest;
        }
        self.trade(&mut order, events);
        if order.open() > 0 {
            let cancel = |reason| Event::Canceled { order: order.id, quantity: order.open(), reason };
            if order.price.is_none() {
                events.push(cancel(Reason::NoLiquidity));
            } else if new.time_in_force != TimeInForce::Gtc {
                events.push(cancel(Reason::Ioc));
            } else {
                self.rest(order, events);
            }
        }
        self.latest
    }

    fn set_open(order: &mut Order, open: i64) {
        order.shown = shown(open, order.display);
        order.hidden = open - order.shown;
    }

    fn trade(&mut self, taker: &mut Order, events: &mut Vec<Event>) {
        while taker.open() > 0 {
            let taker_open = taker.open();
            let makers = self.side(taker.side.other());
            let Some(maker) = makers.first().filter(|maker| Self::crosses(taker, maker)).cloned() else { return };
            let mode = if taker.owner != 0 && taker.owner == maker.owner { taker.self_trade } else { SelfTrade::Allow };
            let gone = |order: &Order| Event::Canceled { order: order.id, quantity: order.open(), reason: Reason::SelfTrade };
            match mode {
                SelfTrade::Allow => {
                    let quantity = maker.shown.min(taker_open);
                    let price = maker.price.unwrap();
                    events.push(Event::Trade(Trade {
                        maker: maker.id,
                        taker: taker.id,
                        side: taker.side,
                        price,
                        quantity,
                        in_auction: false,
                    }));
                    Self::set_open(taker, taker_open - quantity);
                    makers[0].shown -= quantity;
                    if makers[0].shown == 0 {
                        let mut maker = makers.remove(0);
                        if maker.hidden > 0 {
                            let left = maker.hidden;
                            Self::set_open(&mut maker, left);
                            events.push(Event::Replenished { order: maker.id, shown: maker.shown, open: left });
                            self.insert(maker);
                        }
                    }
                    self.last_price = Some(price);
                }
                SelfTrade::CancelOldest => {
                    makers.remove(0);
                    events.push(gone(&maker));
                }
                SelfTrade::CancelNewest | SelfTrade::CancelBoth => {
                    if mode == SelfTrade::CancelBoth {
                        makers.remove(0);
                        events.push(gone(&maker));
                    }
                    events.push(gone(taker));
                    Self::set_open(taker, 0);
                }
                SelfTrade::Decrement => {
                    let quantity = maker.open().min(taker_open);
                    if maker.open() == quantity {
                        makers.remove(0);
                        events.push(gone(&maker));
                    } else {
                        Self::shrink(&mut makers[0], quantity);
                        events.push(Event::Decremented { order: maker.id, quantity, open: makers[0].open() });
                    }
                    if taker_open == quantity {
                        events.push(gone(taker));
                    } else {
                        events.push(Event::Decremented { order: taker.id, quantity, open: taker_open - quantity });
                    }
                    Self::set_open(taker, taker_open - quantity);
                }
            }
        }
    }

    /// In its place: hidden lots first.
    fn shrink(order: &mut Order, lots: i64) {
        let hidden = order.hidden.min(lots);
        order.hidden -= hidden;
        order.shown -= lots - hidden;
    }

    fn remove(&mut self, id: u64) -> Option<Order> {
        for side in [Side::Buy, Side::Sell] {
            if let Some(at) = self.side(side).iter().position(|order| order.id == id) {
                return Some(self.side(side).remove(at));
            }
        }
        None
    }

    pub fn cancel(&mut self, id: u64, events: &mut Vec<Event>) -> bool {
        let Some(order) = self.remove(id) else { return false };
        events.push(Event::Canceled { order: id, quantity: order.open(), reason: Reason::Canceled });
        true
    }

    /// For orders that rest and changes that are none of a market order's price.
    pub fn amend(&mut self, id: u64, changes: Changes, events: &mut Vec<Event>) {
        for side in [Side::Buy, Side::Sell] {
            let Some(order) = self.side(side).iter_mut().find(|order| order.id == id) else { continue };
            let (price, open) = (changes.price.or(order.price), changes.open.unwrap_or(order.open()));
            if price == order.price && open <= order.open() {
                if open < order.open() {
                    let lots = order.open() - open;
                    Self::shrink(order, lots);
                    events.push(Event::Reduced { order: id, open });
                }
                return;
            }
            let mut changed = order.clone();
            changed.price = price;
            Self::set_open(&mut changed, open);
            if !self.auction && changed.post_only && self.side(side.other()).first().is_some_and(|maker| Self::crosses(&changed, maker)) {
                events.push(Event::Rejected { order: id, quantity: open, reason: Reason::PostOnly });
                return;
            }
            self.remove(id);
            events.push(Event::Requeued { order: id, price, open });
            if !self.auction {
                self.trade(&mut changed, events);
            }
            if changed.open() > 0 {
                self.rest(changed, events);
            }
            return;
        }
    }

    /// Price, volume and surplus by trying every limit of the book, and every tick between two that are equally good.
    pub fn clearing(&self, reference: Option<i64>) -> (Option<i64>, i64, i64) {
        let reference = reference.or(self.last_price);
        let mut limits: Vec<i64> = self.buys.iter().chain(&self.sells).filter_map(|order| order.price).collect();
        if limits.is_empty() {
            limits.extend(reference);
        }
        limits.sort_unstable();
        let demand = |price| self.buys.iter().filter(|order| order.price.is_none_or(|limit| limit >= price)).map(Order::open).sum::<i64>();
        let supply = |price| self.sells.iter().filter(|order| order.price.is_none_or(|limit| limit <= price)).map(Order::open).sum::<i64>();
        let volume = |price: i64| demand(price).min(supply(price));
        let surplus = |price: i64| demand(price) - supply(price);
        let most = limits.iter().map(|price| volume(*price)).max().unwrap_or(0);
        if most == 0 {
            return (None, 0, 0);
        }
        limits.retain(|price| volume(*price) == most);
        let least = limits.iter().map(|price| surplus(*price).abs()).min().unwrap();
        limits.retain(|price| surplus(*price).abs() == least);
        let price = if limits.iter().all(|price| surplus(*price) > 0) {
            *limits.last().unwrap()
        } else if limits.iter().all(|price| surplus(*price) < 0) {
            limits[0]
        } else {
            let low = limits.iter().copied().filter(|price| surplus(*price) > 0).max().unwrap_or(limits[0]);
            let high = limits.iter().copied().filter(|price| surplus(*price) < 0).min().unwrap_or(*limits.last().unwrap());
            match reference {
                Some(reference) => (low..=high).min_by_key(|price| (price - reference).abs()).unwrap(),
                None => low + (high - low) / 2,
            }
        };
        (Some(price), most, surplus(price))
    }

    pub fn uncross(&mut self, reference: Option<i64>, events: &mut Vec<Event>) -> (Option<i64>, i64, i64) {
        let found = self.clearing(reference);
        let mut left = found.1;
        while let (Some(price), true) = (found.0, left > 0) {
            let (buy, sell) = (self.buys[0].clone(), self.sells[0].clone());
            let quantity = left.min(buy.open()).min(sell.open());
            left -= quantity;
            events.push(Event::Trade(Trade { maker: buy.id, taker: sell.id, side: Side::Sell, price, quantity, in_auction: true }));
            for side in [Side::Buy, Side::Sell] {
                let order = &mut self.side(side)[0];
                let open = order.open() - quantity;
                Self::set_open(order, open);
                if open == 0 {
                    self.side(side).remove(0);
                }
            }
            self.last_price = Some(price);
        }
        self.auction = false;
        for side in [Side::Buy, Side::Sell] {
            let mut waiting: Vec<Order> = self.side(side).iter().filter(|order| order.auction_only).cloned().collect();
            waiting.sort_by_key(|order| order.id);
            self.side(side).retain(|order| !order.auction_only);
            for order in waiting {
                let reason = if order.price.is_none() { Reason::NoLiquidity } else { Reason::Ioc };
                events.push(Event::Canceled { order: order.id, quantity: order.open(), reason });
            }
        }
        found
    }
}
