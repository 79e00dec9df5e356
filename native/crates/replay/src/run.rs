use std::path::Path;

use money::format_decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::bars::Bars;
use crate::error::ReplayError;
use crate::feed::{Feed, Said, Side, Written};
use crate::formats::read;
use crate::market::{Done, Market};
use crate::queue::{Fill, Joining, QueueModel, Waiting};
use crate::source::read_text;
use crate::time::{parse_time, show_time};

/// What to replay a recording for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Options {
    /// Times at which the book is shown; it stands as after the last message not later.
    pub at: Vec<String>,
    /// Levels a side.
    pub depth: Option<usize>,
    /// Without one that of the recording: exact where it has orders, else risk-averse.
    pub queue_model: Option<QueueModel>,
    pub orders: Vec<OwnOrder>,
    /// Seconds of a bar made from the trades.
    pub bar_seconds: Option<u32>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnOrder {
    pub at: String,
    pub side: String,
    pub price: String,
    pub quantity: String,
    pub cancel_at: Option<String>,
}

/// An order of one's own with numbers, and what has become of it.
struct Planned {
    at: i64,
    cancel_at: Option<i64>,
    side: Side,
    price: i64,
    quantity: i64,
    joined: Option<i64>,
    open: i64,
    canceled: bool,
    before: Option<i64>,
}

const DEFAULT_DEPTH: usize = 10;

/// Replays a file and answers what `replayBook` gives, as JSON.
pub fn replay(path: &Path, options: &Options) -> Result<String, ReplayError> {
    let file = path.display().to_string();
    let text = read_text(path)?;
    let (reading, format) = read(&file, &text)?;
    drop(text);
    let (wanted, price_scale, quantity_scale) = own_orders(&options.orders)?;
    let feed = reading
        .finish(format, price_scale, quantity_scale)
        .map_err(|row| ReplayError::row(&file, row, "a price or quantity does not fit 64 bits at the finest scale of the file"))?;
    if feed.messages.is_empty() {
        return Err(ReplayError::row(&file, 1, "the file has no rows"));
    }
    let mut run = Run::new(&feed, options, plan(&wanted, &feed)?)?;
    run.play();
    Ok(run.answer(&file).to_string())
}

/// Where a recording has orders the queue is known; where it has none it is estimated.
fn model_for(wanted: Option<QueueModel>, feed: &Feed) -> Result<QueueModel, ReplayError> {
    let has_orders = feed.messages.iter().any(|message| matches!(message.said, Said::Add { .. }));
    match wanted {
        None if has_orders => Ok(QueueModel::Exact),
        None => Ok(QueueModel::RiskAverse),
        Some(model) if has_orders == (model == QueueModel::Exact) => Ok(model),
        Some(_) => {
            let (what, hint) = if has_orders {
                ("has orders (L3), so queues are known and not estimated", "Leave the queue model out, or choose exact.")
            } else {
                ("has no orders (L3), so the queue model exact cannot be used", "Use riskAverse, power1, power2, power3 or log.")
            };
            Err(ReplayError::new("data.queueModel", format!("the recording {what}"), hint, json!({ "format": feed.format })))
        }
    }
}

type Wanted<'a> = (&'a OwnOrder, i64, Option<i64>, Side, Written, Written);

fn own_orders(orders: &[OwnOrder]) -> Result<(Vec<Wanted<'_>>, u8, u8), ReplayError> {
    let (mut wanted, mut price_scale, mut quantity_scale) = (Vec::new(), 0, 0);
    for (at, order) in orders.iter().enumerate() {
        let bad = |name: &str, value: &str, expected: &str| {
            let what = format!("order {}: {name} is {value:?}: expected {expected}", at + 1);
            ReplayError::new("order.replay", what, "See docs/order-book.md.", json!({ "order": at + 1, name: value }))
        };
        let time = |name, text: &str| parse_time(text).ok_or_else(|| bad(name, text, "RFC 3339 or an epoch number"));
        let cancel_at = match &order.cancel_at {
            Some(text) => Some(time("cancelAt", text)?),
            None => None,
        };
        let number = |name, text: &str| Written::parse(text).ok_or_else(|| bad(name, text, "a decimal that fits 64 bits"));
        let side = Side::parse(&order.side).ok_or_else(|| bad("side", &order.side, "buy or sell"))?;
        let (price, quantity) = (number("price", &order.price)?, number("quantity", &order.quantity)?);
        if quantity.at(18).is_some_and(|quantity| quantity <= 0) {
            return Err(bad("quantity", &order.quantity, "more than 0"));
        }
        price_scale = price_scale.max(price.scale);
        quantity_scale = quantity_scale.max(quantity.scale);
        wanted.push((order, time("at", &order.at)?, cancel_at, side, price, quantity));
    }
    Ok((wanted, price_scale, quantity_scale))
}

fn plan(wanted: &[Wanted<'_>], feed: &Feed) -> Result<Vec<Planned>, ReplayError> {
    let mut planned = Vec::new();
    for (order, at, cancel_at, side, price, quantity) in wanted {
        let numbers = price.at(feed.price_scale).zip(quantity.at(feed.quantity_scale)).filter(|(_, quantity)| *quantity > 0);
        let Some((price, quantity)) = numbers else {
            let what =
                format!("an order of {} at {} is none, or does not fit 64 bits at the scale of the file", order.quantity, order.price);
            return Err(ReplayError::new(
                "order.replay",
                what,
                "See docs/order-book.md.",
                json!({ "price": order.price, "quantity": order.quantity }),
            ));
        };
        planned.push(Planned {
            at: *at,
            cancel_at: *cancel_at,
            side: *side,
            price,
            quantity,
            joined: None,
            open: quantity,
            canceled: false,
            before: None,
        });
    }
    Ok(planned)
}

struct Run<'a> {
    feed: &'a Feed,
    model: QueueModel,
    depth: usize,
    market: Market,
    /// Ascending, with their place in the answer.
    looks: Vec<(i64, usize)>,
    looked: Vec<Value>,
    planned: Vec<Planned>,
    /// In the order in which they joined.
    waiting: Vec<Waiting>,
    fills: Vec<Fill>,
    bars: Option<Bars>,
    volume: i128,
    notional: Option<i128>,
    /// What a unit of quantity is in the file's own numbers.
    unit: f64,
}

impl<'a> Run<'a> {
    fn new(feed: &'a Feed, options: &Options, planned: Vec<Planned>) -> Result<Self, ReplayError> {
        let mut looks = Vec::new();
        for (at, text) in options.at.iter().enumerate() {
            let time = parse_time(text).ok_or_else(|| {
                let what = format!("{text:?} is no time: expected RFC 3339 or an epoch number");
                ReplayError::new("data.option", what, "Such as 2024-08-08T23:55:00Z.", json!({ "at": text }))
            })?;
            looks.push((time, at));
        }
        looks.sort_unstable();
        let bars = match options.bar_seconds {
            Some(0) => return Err(ReplayError::new("data.option", "bars of 0 seconds".to_owned(), "Such as 60.", json!({}))),
            Some(seconds) => Some(Bars::new(i64::from(seconds) * 1_000_000_000)),
            None => None,
        };
        Ok(Self {
            feed,
            model: model_for(options.queue_model, feed)?,
            depth: options.depth.unwrap_or(DEFAULT_DEPTH),
            market: Market::default(),
            looked: vec![Value::Null; looks.len()],
            looks,
            planned,
            waiting: Vec::new(),
            fills: Vec::new(),
            bars,
            volume: 0,
            notional: Some(0),
            unit: 10f64.powi(-i32::from(feed.quantity_scale)),
        })
    }

    fn play(&mut self) {
        let mut next_look = 0;
        for message in &self.feed.messages {
            while let Some((time, place)) = self.looks.get(next_look).copied().filter(|(time, _)| *time < message.time) {
                self.looked[place] = self.book(time);
                next_look += 1;
            }
            self.act(message.time, message.row);
            let done = self.market.apply(message);
            self.record(message.time, done);
            self.hear(message.time, message.row, done);
            if self.market.ended_snapshot {
                self.waiting.iter_mut().for_each(|waiting| waiting.see_snapshot(&self.market));
            }
            if message.is_last {
                self.fill_crossed(message.time, message.row);
            }
        }
        while let Some((time, place)) = self.looks.get(next_look).copied() {
            self.looked[place] = self.book(time);
            next_look += 1;
        }
        for waiting in &self.waiting {
            self.planned[waiting.order].before = Some(waiting.ahead(self.model, &self.market));
        }
    }

    fn record(&mut self, time: i64, done: Done) {
        let (price, quantity) = match done {
            Done::Trade { price, quantity, .. } => (price, quantity),
            Done::Executed { was, quantity, .. } => (was.price, quantity),
            _ => return,
        };
        self.volume += i128::from(quantity);
        self.notional = self.notional.and_then(|sum| sum.checked_add(i128::from(price).checked_mul(i128::from(quantity))?));
        if let Some(bars) = &mut self.bars {
            bars.add(time, price, quantity);
        }
    }

    /// Own orders whose time has come join, or are canceled, before what the message says.
    fn act(&mut self, time: i64, row: u64) {
        for order in 0..self.planned.len() {
            let planned = &mut self.planned[order];
            let is_open = planned.open > 0 && !planned.canceled;
            if is_open && planned.joined.is_none() && planned.at <= time && planned.cancel_at.is_none_or(|cancel| cancel > planned.at) {
                let joining = Joining { order, side: planned.side, price: planned.price, quantity: planned.quantity, unit: self.unit };
                let waiting = Waiting::join(joining, &self.market, (planned.at, row), &mut self.fills);
                planned.joined = Some(waiting.before);
                planned.open = waiting.open;
                if waiting.open > 0 {
                    self.waiting.push(waiting);
                }
            }
            let planned = &mut self.planned[order];
            if planned.open > 0 && !planned.canceled && planned.cancel_at.is_some_and(|cancel| cancel <= time) {
                planned.canceled = true;
                if let Some(at) = self.waiting.iter().position(|waiting| waiting.order == order) {
                    let waiting = self.waiting.remove(at);
                    planned.before = Some(waiting.ahead(self.model, &self.market));
                }
            }
        }
    }

    fn hear(&mut self, time: i64, row: u64, done: Done) {
        if self.waiting.is_empty() || matches!(done, Done::Nothing) {
            return;
        }
        // A trade is shared in the order in which own orders would meet it: better prices first, then those that joined first.
        let mut order: Vec<usize> = (0..self.waiting.len()).collect();
        order.sort_by_key(|at| {
            let waiting = &self.waiting[*at];
            if waiting.side == Side::Buy { -i128::from(waiting.price) } else { i128::from(waiting.price) }
        });
        let mut given = [0i64; 2];
        for at in order {
            let waiting = &mut self.waiting[at];
            let side = usize::from(waiting.side == Side::Sell);
            let filled = waiting.hear(done, self.model, &self.market, given[side]);
            given[side] += filled;
            self.fill(at, filled, time, row);
        }
        self.waiting.retain(|waiting| waiting.open > 0);
    }

    /// Where the other side came to an own order's price, what was there is gone and the order with it.
    fn fill_crossed(&mut self, time: i64, row: u64) {
        for at in 0..self.waiting.len() {
            if self.waiting[at].is_crossed(&self.market) {
                self.fill(at, self.waiting[at].open, time, row);
            }
        }
        self.waiting.retain(|waiting| waiting.open > 0);
    }

    fn fill(&mut self, at: usize, quantity: i64, time: i64, row: u64) {
        if quantity == 0 {
            return;
        }
        let waiting = &mut self.waiting[at];
        waiting.open -= quantity;
        self.planned[waiting.order].open = waiting.open;
        self.fills.push(Fill { order: waiting.order, time, row, price: waiting.price, quantity, took: false });
    }

    fn price(&self, price: i64) -> String {
        format_decimal(i128::from(price), self.feed.price_scale)
    }

    fn quantity(&self, quantity: i128) -> String {
        format_decimal(quantity, self.feed.quantity_scale)
    }

    fn book(&self, time: i64) -> Value {
        let levels = |side| {
            let rows = self.market.depth(side, self.depth);
            rows.into_iter()
                .map(|(price, quantity)| json!([self.price(price), quantity.map(|lots| self.quantity(i128::from(lots)))]))
                .collect()
        };
        let (bids, asks): (Vec<Value>, Vec<Value>) = (levels(Side::Buy), levels(Side::Sell));
        json!({ "time": show_time(time), "bids": bids, "asks": asks })
    }

    fn answer(&self, file: &str) -> Value {
        let first = self.feed.messages.iter().map(|message| message.time).min().unwrap_or(0);
        let last = self.feed.messages.iter().map(|message| message.time).max().unwrap_or(0);
        let (bids, asks) = self.market.levels();
        let notional = self.notional.map(|sum| format_decimal(sum, self.feed.price_scale + self.feed.quantity_scale));
        let fills: Vec<Value> = self
            .fills
            .iter()
            .map(|fill| {
                let liquidity = if fill.took { "taker" } else { "maker" };
                let (price, quantity) = (self.price(fill.price), self.quantity(i128::from(fill.quantity)));
                json!({ "order": fill.order + 1, "time": show_time(fill.time), "row": fill.row, "price": price, "quantity": quantity, "liquidity": liquidity })
            })
            .collect();
        let orders: Vec<Value> = self.planned.iter().enumerate().map(|(at, planned)| self.order(at, planned)).collect();
        json!({
            "file": file,
            "format": self.feed.format,
            "from": show_time(first),
            "to": show_time(last),
            "counts": self.market.counts(self.feed),
            "volume": self.quantity(self.volume),
            "notional": notional,
            "levels": { "bids": bids, "asks": asks },
            "flaws": self.market.flaws.json(),
            "books": self.looked,
            "end": self.book(last),
            "bars": self.bars.as_ref().map(|bars| bars.json(|price| self.price(price), |volume| self.quantity(volume))),
            "fills": fills,
            "orders": orders,
        })
    }

    fn order(&self, at: usize, planned: &Planned) -> Value {
        let status = match planned {
            Planned { open: 0, .. } => "filled",
            Planned { canceled: true, .. } => "canceled",
            Planned { joined: None, .. } => "notReached",
            _ => "resting",
        };
        let quantity = |lots: i64| self.quantity(i128::from(lots));
        json!({
            "id": at + 1,
            "status": status,
            "filled": quantity(planned.quantity - planned.open),
            "open": quantity(planned.open),
            "aheadAtFirst": planned.joined.map(quantity),
            "ahead": planned.before.map(quantity),
        })
    }
}
