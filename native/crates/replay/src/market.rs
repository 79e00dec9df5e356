use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::feed::{Feed, Message, Said, Side};
use crate::tickers::{Best, Tickers};
use crate::time::show_time;

/// An order of the feed; `arrival` says its place in its queue.
#[derive(Debug, Clone, Copy)]
pub struct FeedOrder {
    pub side: Side,
    pub price: i64,
    pub open: i64,
    pub arrival: u64,
}

/// What is wrong with a recording at a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// The best bid is not below the best ask.
    Crossed,
    /// Messages are missing.
    Gap,
    /// A quantity below zero.
    Negative,
    /// A time before the one of the row above.
    OutOfOrder,
    /// A change, deletion or execution of an order that is not there.
    UnknownOrder,
    /// An order is added twice.
    DuplicateOrder,
    /// More is executed of an order than is open.
    Overfill,
    /// The best prices that the exchange's quotes had at this update are not those of the book.
    QuoteDiffers,
}

impl Flaw {
    pub fn name(self) -> &'static str {
        match self {
            Self::Crossed => "crossed",
            Self::Gap => "gap",
            Self::Negative => "negative",
            Self::OutOfOrder => "outOfOrder",
            Self::UnknownOrder => "unknownOrder",
            Self::DuplicateOrder => "duplicateOrder",
            Self::Overfill => "overfill",
            Self::QuoteDiffers => "quoteDiffers",
        }
    }
}

/// Flaws that are told one by one; the others are counted.
const MOST_TOLD: usize = 20;

#[derive(Debug, Default)]
pub struct Flaws {
    counts: BTreeMap<Flaw, u64>,
    told: Vec<Value>,
}

impl Flaws {
    fn add(&mut self, flaw: Flaw, message: &Message<i64>, what: &str) {
        *self.counts.entry(flaw).or_default() += 1;
        if self.told.len() < MOST_TOLD {
            self.told.push(json!({ "kind": flaw.name(), "row": message.row, "time": show_time(message.time), "what": what }));
        }
    }

    pub fn json(&self) -> Value {
        let counts: BTreeMap<_, _> = self.counts.iter().map(|(flaw, count)| (flaw.name(), count)).collect();
        json!({ "count": self.counts.values().sum::<u64>(), "byKind": counts, "first": self.told })
    }
}

/// Levels of a side by price, and what stands there.
pub type Levels = BTreeMap<i64, i64>;

/// The book a recording describes, message after message.
#[derive(Default)]
pub struct Market {
    bids: Levels,
    asks: Levels,
    orders: BTreeMap<String, FeedOrder>,
    arrivals: u64,
    /// Best prices by quotes alone, used where a recording has no levels.
    quotes: [Option<(i64, Option<i64>)>; 2],
    has_levels: bool,
    /// Bids and asks before the snapshot that is being said.
    cleared: Option<[Levels; 2]>,
    /// Whether the last message ended a snapshot.
    pub ended_snapshot: bool,
    tickers: Tickers,
    time: Option<i64>,
    crossed: bool,
    pub flaws: Flaws,
    pub trades: u64,
    pub levels_said: u64,
    pub quotes_said: u64,
    pub orders_said: u64,
    pub snapshots: u64,
    pub quotes_compared: u64,
}

/// What a message has done, for orders that wait in queues.
#[derive(Debug, Clone, Copy)]
pub enum Done {
    Nothing,
    Trade {
        price: i64,
        quantity: i64,
        taker: Option<Side>,
    },
    /// The quantity at a price went from one to another.
    Level {
        side: Side,
        price: i64,
        before: i64,
        after: i64,
    },
    /// An order of the feed traded; it stood at `arrival` of its queue.
    Executed {
        was: FeedOrder,
        quantity: i64,
    },
}

impl Market {
    pub fn side(&self, side: Side) -> &Levels {
        match side {
            Side::Buy => &self.bids,
            Side::Sell => &self.asks,
        }
    }

    fn side_mut(&mut self, side: Side) -> &mut Levels {
        match side {
            Side::Buy => &mut self.bids,
            Side::Sell => &mut self.asks,
        }
    }

    /// The best price of a side; by quotes where there are no levels.
    pub fn best(&self, side: Side) -> Option<i64> {
        if !self.has_levels {
            return self.quotes[usize::from(side == Side::Sell)].map(|(price, _)| price);
        }
        match side {
            Side::Buy => self.bids.last_key_value().map(|(price, _)| *price),
            Side::Sell => self.asks.first_key_value().map(|(price, _)| *price),
        }
    }

    /// What stands at a price; by quotes where there are no levels.
    pub fn quantity(&self, side: Side, price: i64) -> i64 {
        if !self.has_levels {
            return self.quotes[usize::from(side == Side::Sell)]
                .filter(|(at, _)| *at == price)
                .and_then(|(_, quantity)| quantity)
                .unwrap_or(0);
        }
        self.side(side).get(&price).copied().unwrap_or(0)
    }

    /// The first levels, best first.
    pub fn depth(&self, side: Side, count: usize) -> Vec<(i64, Option<i64>)> {
        if !self.has_levels {
            return self.quotes[usize::from(side == Side::Sell)].into_iter().take(count).collect();
        }
        let levels = self.side(side);
        let all = |(price, quantity): (&i64, &i64)| (*price, Some(*quantity));
        match side {
            Side::Buy => levels.iter().rev().take(count).map(all).collect(),
            Side::Sell => levels.iter().take(count).map(all).collect(),
        }
    }

    pub fn levels(&self) -> (usize, usize) {
        (self.bids.len(), self.asks.len())
    }

    pub fn arrivals(&self) -> u64 {
        self.arrivals
    }

    /// Open lots of the feed's orders at a price that arrived before.
    pub fn before(&self, side: Side, price: i64, arrival: u64) -> i64 {
        let here = |order: &&FeedOrder| order.side == side && order.price == price && order.arrival < arrival;
        self.orders.values().filter(here).map(|order| order.open).sum()
    }

    pub fn apply(&mut self, message: &Message<i64>) -> Done {
        if self.time.is_some_and(|time| message.time < time) {
            self.flaws.add(Flaw::OutOfOrder, message, "the time is before the one of the row above");
        }
        self.time = Some(self.time.map_or(message.time, |time| time.max(message.time)));
        let done = self.change(message);
        self.ended_snapshot = message.is_last && self.cleared.take().is_some();
        if message.is_last && matches!(message.said, Said::Level { .. } | Said::Add { .. } | Said::Change { .. } | Said::Clear) {
            self.look_whether_crossed(message);
            if message.update != 0 {
                self.tickers.state(message.update, message.row, self.bests());
                self.compare(message);
            }
        }
        done
    }

    fn bests(&self) -> Best {
        [Side::Buy, Side::Sell].map(|side| self.depth(side, 1).first().copied())
    }

    /// Holds states of the book against the quotes the exchange sent beside it, by their updates.
    fn compare(&mut self, message: &Message<i64>) {
        for (row, is_same) in self.tickers.compared() {
            self.quotes_compared += 1;
            if !is_same {
                let what = "the best prices or their quantities are not those the exchange quoted";
                self.flaws.add(Flaw::QuoteDiffers, &Message { row, ..message.clone() }, what);
            }
        }
    }

    fn change(&mut self, message: &Message<i64>) -> Done {
        match &message.said {
            Said::Trade { quantity, .. } | Said::Execute { quantity, .. } if *quantity < 0 => self.negative(message, *quantity),
            Said::Level { quantity, .. } | Said::Add { quantity, .. } | Said::Change { quantity, .. } if *quantity < 0 => {
                self.negative(message, *quantity)
            }
            Said::Trade { price, quantity, taker } => {
                self.trades += 1;
                Done::Trade { price: *price, quantity: *quantity, taker: *taker }
            }
            Said::Quote { side, price, quantity } => {
                self.quotes_said += 1;
                self.quote(message, *side, *price, *quantity)
            }
            Said::Clear => {
                self.snapshots += 1;
                self.cleared = Some([std::mem::take(&mut self.bids), std::mem::take(&mut self.asks)]);
                self.orders.clear();
                self.has_levels = true;
                Done::Nothing
            }
            Said::Level { side, price, quantity } => {
                self.levels_said += 1;
                self.has_levels = true;
                let levels = self.side_mut(*side);
                let before = if *quantity == 0 { levels.remove(price) } else { levels.insert(*price, *quantity) };
                let before = before.or_else(|| self.cleared.as_ref()?[usize::from(*side == Side::Sell)].get(price).copied());
                Done::Level { side: *side, price: *price, before: before.unwrap_or(0), after: *quantity }
            }
            Said::Add { order, side, price, quantity } => {
                if self.orders.contains_key(order) {
                    self.flaws.add(Flaw::DuplicateOrder, message, &format!("order {order} is in the book already"));
                    return Done::Nothing;
                }
                self.arrive(order, *side, *price, *quantity);
                self.level(*side, *price, *quantity)
            }
            Said::Change { order, price, quantity } => {
                let Some(was) = self.orders.get(order).copied() else { return self.unknown(message, order) };
                self.leave(order, was);
                let price = price.unwrap_or(was.price);
                if *quantity > 0 {
                    self.arrive(order, was.side, price, *quantity);
                    // Less at its price keeps its place.
                    if price == was.price
                        && *quantity <= was.open
                        && let Some(held) = self.orders.get_mut(order)
                    {
                        held.arrival = was.arrival;
                    }
                    self.level(was.side, price, *quantity);
                }
                Done::Nothing
            }
            Said::Delete { order } => {
                let Some(was) = self.orders.get(order).copied() else { return self.unknown(message, order) };
                self.leave(order, was);
                Done::Nothing
            }
            Said::Execute { order, quantity } => {
                let Some(was) = self.orders.get(order).copied() else { return self.unknown(message, order) };
                if *quantity > was.open {
                    self.flaws.add(Flaw::Overfill, message, &format!("{quantity} executed of order {order} with {} open", was.open));
                }
                self.trades += 1;
                self.leave(order, was);
                if *quantity < was.open {
                    self.arrive(order, was.side, was.price, was.open - quantity);
                    if let Some(held) = self.orders.get_mut(order) {
                        held.arrival = was.arrival;
                    }
                    self.level(was.side, was.price, was.open - quantity);
                }
                Done::Executed { was, quantity: (*quantity).min(was.open) }
            }
            Said::Gap { what } => {
                self.flaws.add(Flaw::Gap, message, what);
                Done::Nothing
            }
        }
    }

    fn quote(&mut self, message: &Message<i64>, side: Side, price: i64, quantity: Option<i64>) -> Done {
        let slot = &mut self.quotes[usize::from(side == Side::Sell)];
        let before = slot.filter(|(at, _)| *at == price).and_then(|(_, quantity)| quantity).unwrap_or(0);
        *slot = Some((price, quantity));
        if message.update != 0 {
            if message.is_last {
                self.tickers.quote(message.update, self.quotes);
                self.compare(message);
            }
            return Done::Nothing;
        }
        if message.is_last {
            self.look_whether_crossed(message);
        }
        quantity.map_or(Done::Nothing, |after| Done::Level { side, price, before, after })
    }

    fn negative(&mut self, message: &Message<i64>, quantity: i64) -> Done {
        self.flaws.add(Flaw::Negative, message, &format!("a quantity of {quantity} units of its last decimal; the row is left out"));
        Done::Nothing
    }

    fn unknown(&mut self, message: &Message<i64>, order: &str) -> Done {
        self.flaws.add(Flaw::UnknownOrder, message, &format!("order {order} is not in the book"));
        Done::Nothing
    }

    fn arrive(&mut self, order: &str, side: Side, price: i64, open: i64) {
        self.orders_said += 1;
        self.has_levels = true;
        self.arrivals += 1;
        self.orders.insert(order.to_owned(), FeedOrder { side, price, open, arrival: self.arrivals });
    }

    fn leave(&mut self, order: &str, was: FeedOrder) {
        self.orders_said += 1;
        self.orders.remove(order);
        self.level(was.side, was.price, -was.open);
    }

    fn level(&mut self, side: Side, price: i64, by: i64) -> Done {
        let levels = self.side_mut(side);
        let now = levels.get(&price).copied().unwrap_or(0) + by;
        if now == 0 {
            levels.remove(&price);
        } else {
            levels.insert(price, now);
        }
        Done::Nothing
    }

    fn look_whether_crossed(&mut self, message: &Message<i64>) {
        let crossed = matches!((self.best(Side::Buy), self.best(Side::Sell)), (Some(bid), Some(ask)) if bid >= ask);
        if crossed && !self.crossed {
            self.flaws.add(Flaw::Crossed, message, "the best bid is not below the best ask");
        }
        self.crossed = crossed;
    }

    pub fn counts(&self, feed: &Feed) -> Value {
        json!({
            "messages": feed.messages.len(),
            "trades": self.trades,
            "quotes": self.quotes_said,
            "quotesCompared": self.quotes_compared,
            "levels": self.levels_said,
            "orders": self.orders_said,
            "snapshots": self.snapshots,
            "ignored": feed.ignored,
        })
    }
}
