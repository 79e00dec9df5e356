//! The limit order book of `book`. Prices cross as ticks and quantities as lots, whole numbers up to 2^53 that a double holds exactly.

use std::cell::{RefCell, RefMut};

use book::{Book, BookError, Changes, Event, NewOrder, OrderKind, Reason, SelfTrade, Side, TimeInForce, Trade};
use napi::bindgen_prelude::{BigInt64Array, External, Float64Array, Uint8Array, Uint32Array};
use napi_derive::napi;
use serde_json::{Value, json};

use crate::error::internal;

pub type BookHandle = External<RefCell<Book>>;

#[napi(catch_unwind)]
pub fn order_book() -> BookHandle {
    External::new(RefCell::new(Book::new()))
}

/// Codes of what a row of a batch or a single order is; a submit with a price of NaN is a market order.
mod action {
    pub const LIMIT: u8 = 0;
    pub const MARKET: u8 = 1;
    pub const CANCEL: u8 = 2;
    pub const AMEND: u8 = 3;
    pub const IOC: u8 = 4;
    pub const FOK: u8 = 5;
    pub const POST_ONLY: u8 = 6;
}

/// Events as rows of [`EVENT_WIDTH`] numbers: kind, order, side or maker, price (NaN: none), quantity, open, reason or flag.
#[derive(Default)]
struct Rows(Vec<f64>);

const EVENT_WIDTH: usize = 7;

impl book::Sink for Rows {
    fn event(&mut self, event: Event) {
        let price = |price: Option<i64>| price.map_or(f64::NAN, number);
        let reason = |reason: Reason| Reason::ALL.iter().position(|known| *known == reason).map_or(f64::NAN, |at| at as f64);
        let row: [f64; EVENT_WIDTH] = match event {
            Event::Trade(Trade { maker, taker, side, price, quantity, in_auction }) => {
                let flags = side_code(side) + if in_auction { 2.0 } else { 0.0 };
                [0.0, taker as f64, maker as f64, number(price), number(quantity), 0.0, flags]
            }
            Event::Rested { order, side, price: at, open, shown } => {
                [1.0, order as f64, side_code(side), price(at), number(shown), number(open), 0.0]
            }
            Event::Replenished { order, shown, open } => [2.0, order as f64, 0.0, f64::NAN, number(shown), number(open), 0.0],
            Event::Reduced { order, open } => [3.0, order as f64, 0.0, f64::NAN, 0.0, number(open), 0.0],
            Event::Requeued { order, price: at, open } => [4.0, order as f64, 0.0, price(at), 0.0, number(open), 0.0],
            Event::Decremented { order, quantity, open } => [5.0, order as f64, 0.0, f64::NAN, number(quantity), number(open), 0.0],
            Event::Canceled { order, quantity, reason: why } => [6.0, order as f64, 0.0, f64::NAN, number(quantity), 0.0, reason(why)],
            Event::Rejected { order, quantity, reason: why } => [7.0, order as f64, 0.0, f64::NAN, number(quantity), 0.0, reason(why)],
        };
        self.0.extend_from_slice(&row);
    }
}

/// JSON `{reasons, eventWidth}`: what both sides must mean alike.
#[napi(catch_unwind)]
pub fn order_book_words() -> String {
    let reasons: Vec<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    json!({ "reasons": reasons, "eventWidth": EVENT_WIDTH }).to_string()
}

/// Answers the events as rows, the first of them `[-1, order, 0, …]`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "a call from JavaScript")]
pub fn order_book_submit(
    book: &BookHandle,
    action: u8,
    side: u8,
    price: f64,
    quantity: f64,
    display: f64,
    owner: u32,
    self_trade: u8,
) -> napi::Result<Float64Array> {
    let order = new_order(action, side, price, quantity, display, owner, self_trade_of(self_trade)?)?;
    let mut rows = Rows(vec![0.0; EVENT_WIDTH]);
    let id = borrowed(book)?.submit(&order, &mut rows).map_err(|error| book_error(&error, None))?;
    rows.0[..2].copy_from_slice(&[-1.0, id as f64]);
    Ok(Float64Array::new(rows.0))
}

/// Events as rows; none: it does not rest.
#[napi(catch_unwind)]
pub fn order_book_cancel(book: &BookHandle, order: f64) -> napi::Result<Float64Array> {
    let mut rows = Rows::default();
    borrowed(book)?.cancel(id_of(order), &mut rows);
    Ok(Float64Array::new(rows.0))
}

/// NaN leaves a price or an open quantity as it is.
#[napi(catch_unwind)]
pub fn order_book_amend(book: &BookHandle, order: f64, price: f64, open: f64) -> napi::Result<Float64Array> {
    let mut rows = Rows::default();
    borrowed(book)?.amend(id_of(order), changes(price, open)?, &mut rows).map_err(|error| book_error(&error, None))?;
    Ok(Float64Array::new(rows.0))
}

#[napi(catch_unwind)]
pub fn order_book_begin_auction(book: &BookHandle) -> napi::Result<()> {
    borrowed(book)?.begin_auction().map_err(|error| book_error(&error, None))
}

/// Ends an auction, or with `only_look` says what it would come to: `[price, volume, surplus, 0, …]` as a first row, then events.
#[napi(catch_unwind)]
pub fn order_book_uncross(book: &BookHandle, reference: f64, only_look: bool) -> napi::Result<Float64Array> {
    let reference = if reference.is_nan() { None } else { Some(whole(reference)?) };
    let mut rows = Rows(vec![0.0; EVENT_WIDTH]);
    let mut book = borrowed(book)?;
    let found = if only_look { book.indicative(reference) } else { book.uncross(reference, &mut rows) };
    let found = found.map_err(|error| book_error(&error, None))?;
    let price = found.price.map_or(f64::NAN, number);
    rows.0[..3].copy_from_slice(&[price, number(found.volume), number(found.surplus)]);
    Ok(Float64Array::new(rows.0))
}

/// Price, shown quantity and orders of each of the first `count` levels, one after the other.
#[napi(catch_unwind)]
pub fn order_book_depth(book: &BookHandle, side: u8, count: u32) -> napi::Result<BigInt64Array> {
    let levels = borrowed(book)?.depth(side_of(side)?, count as usize);
    Ok(BigInt64Array::new(levels.iter().flat_map(|level| [level.price, level.quantity, i64::from(level.orders)]).collect()))
}

/// JSON: the first `count` orders of a side as they trade, or with `order` that one alone.
#[napi(catch_unwind)]
pub fn order_book_orders(book: &BookHandle, side: u8, count: u32, order: Option<f64>) -> napi::Result<String> {
    let book = borrowed(book)?;
    let orders = match order {
        Some(order) => book.order(id_of(order)).into_iter().collect(),
        None => book.queue(side_of(side)?, count as usize),
    };
    let rows: Vec<Value> = orders
        .iter()
        .map(|order| {
            json!([order.id, side_code(order.side) as u8, order.price, order.open, order.shown, order.display, order.filled, order.owner])
        })
        .collect();
    Ok(json!(rows).to_string())
}

/// `[orders, quantity]` before the order at its price; empty when it does not rest.
#[napi(catch_unwind)]
pub fn order_book_position(book: &BookHandle, order: f64) -> napi::Result<BigInt64Array> {
    let position = borrowed(book)?.position(id_of(order));
    Ok(BigInt64Array::new(position.map_or(Vec::new(), |position| vec![i64::from(position.orders), position.quantity])))
}

/// `[orders at rest, 1 in an auction, price of the last trade or NaN, number of the last order]`.
#[napi(catch_unwind)]
pub fn order_book_facts(book: &BookHandle) -> napi::Result<Float64Array> {
    let book = borrowed(book)?;
    let in_auction = f64::from(u8::from(book.phase() == book::Phase::Auction));
    let last = book.last_price().map_or(f64::NAN, number);
    Ok(Float64Array::new(vec![book.len() as f64, in_auction, last, book.latest() as f64]))
}

/// A row a message, all looked at before the first is done. Answers takers, makers, prices and quantities of the trades, the rows they
/// happened at, and `[first order, last order, cancels and amends of what does not rest]`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "a call from JavaScript")]
pub fn order_book_batch(
    book: &BookHandle,
    actions: Uint8Array,
    sides: Uint8Array,
    prices: Float64Array,
    quantities: Float64Array,
    orders: Float64Array,
    displays: Option<Float64Array>,
    owners: Option<Uint32Array>,
    self_trade: u8,
) -> napi::Result<Vec<Float64Array>> {
    let self_trade = self_trade_of(self_trade)?;
    let count = actions.len();
    let lengths = [sides.len(), prices.len(), quantities.len(), orders.len()];
    let extra = [displays.as_ref().map_or(count, |each| each.len()), owners.as_ref().map_or(count, |each| each.len())];
    if lengths.iter().chain(&extra).any(|length| *length != count) {
        return Err(error_of("order.batch", "the columns of a batch are not of one length", "Give every column one value a row.", None));
    }
    let message = |row: usize| {
        let display = displays.as_ref().map_or(0.0, |each| each[row]);
        let owner = owners.as_ref().map_or(0, |each| each[row]);
        message_of(actions[row], sides[row], prices[row], quantities[row], orders[row], display, owner, self_trade)
    };
    // Read twice rather than kept: a million messages are more memory than the columns they come in.
    for row in 0..count {
        message(row).map_err(|error| in_row(&error, row))?;
    }
    let mut book = borrowed(book)?;
    let first = book.latest() + 1;
    let mut trades: Vec<Trade> = Vec::new();
    let mut rows: Vec<f64> = Vec::new();
    let mut missed = 0u64;
    for row in 0..count {
        let before = trades.len();
        let done = match message(row)? {
            Message::Submit(order) => book.submit(&order, &mut trades).map(|_| ()),
            Message::Cancel(id) => {
                missed += u64::from(!book.cancel(id, &mut trades));
                Ok(())
            }
            Message::Amend(id, changes) => match book.amend(id, changes, &mut trades) {
                Err(BookError::NotResting(_)) => {
                    missed += 1;
                    Ok(())
                }
                other => other,
            },
        };
        done.map_err(|error| book_error(&error, Some(row)))?;
        rows.resize(rows.len() + trades.len() - before, row as f64);
    }
    let column = |of: fn(&Trade) -> f64| Float64Array::new(trades.iter().map(of).collect());
    Ok(vec![
        column(|trade| trade.taker as f64),
        column(|trade| trade.maker as f64),
        column(|trade| number(trade.price)),
        column(|trade| number(trade.quantity)),
        Float64Array::new(rows),
        Float64Array::new(vec![first as f64, book.latest() as f64, missed as f64]),
    ])
}

enum Message {
    Submit(NewOrder),
    Cancel(u64),
    Amend(u64, Changes),
}

#[inline]
#[allow(clippy::too_many_arguments, reason = "a row of columns")]
fn message_of(
    action: u8,
    side: u8,
    price: f64,
    quantity: f64,
    order: f64,
    display: f64,
    owner: u32,
    self_trade: SelfTrade,
) -> napi::Result<Message> {
    match action {
        action::CANCEL => Ok(Message::Cancel(id_of(order))),
        action::AMEND => match changes(price, quantity)? {
            Changes { price: None, open: None } => Err(book_error(&BookError::NothingToAmend, None)),
            changes => Ok(Message::Amend(id_of(order), changes)),
        },
        action => new_order(action, side, price, quantity, display, owner, self_trade).map(Message::Submit),
    }
}

#[inline]
fn new_order(action: u8, side: u8, price: f64, quantity: f64, display: f64, owner: u32, self_trade: SelfTrade) -> napi::Result<NewOrder> {
    let kind = if action == action::MARKET { OrderKind::Market } else { OrderKind::Limit { price: whole(price)? } };
    let time_in_force = match action {
        action::LIMIT | action::MARKET | action::POST_ONLY => TimeInForce::Gtc,
        action::IOC => TimeInForce::Ioc,
        action::FOK => TimeInForce::Fok,
        _ => return Err(error_of("order.batch", &format!("{action} is no action"), "See BATCH_ACTIONS of rustybt/orderbook.", None)),
    };
    let display = if display == 0.0 { None } else { Some(whole(display)?) };
    let post_only = action == action::POST_ONLY;
    let order = NewOrder { side: side_of(side)?, kind, quantity: whole(quantity)?, time_in_force, post_only, display, owner, self_trade };
    order.check().map_err(|error| book_error(&error, None))?;
    Ok(order)
}

fn changes(price: f64, open: f64) -> napi::Result<Changes> {
    let given = |value: f64| if value.is_nan() { Ok(None) } else { whole(value).map(Some) };
    Ok(Changes { price: given(price)?, open: given(open)? })
}

/// A whole number that a double holds exactly.
fn whole(value: f64) -> napi::Result<i64> {
    const MOST: f64 = 9_007_199_254_740_992.0;
    if value.trunc() == value && value.abs() <= MOST {
        return Ok(value as i64);
    }
    let hint = "Prices are whole ticks and quantities whole lots, up to 2^53.";
    Err(error_of("order.amount", &format!("{value} is no whole number of ticks or lots"), hint, None))
}

/// What no order can be called finds none.
fn id_of(order: f64) -> u64 {
    if order >= 1.0 && order.trunc() == order { order as u64 } else { 0 }
}

fn number(value: i64) -> f64 {
    value as f64
}

fn side_code(side: Side) -> f64 {
    if side == Side::Buy { 0.0 } else { 1.0 }
}

fn side_of(side: u8) -> napi::Result<Side> {
    match side {
        0 => Ok(Side::Buy),
        1 => Ok(Side::Sell),
        _ => Err(error_of("order.side", &format!("{side} is no side"), "0 buys, 1 sells.", None)),
    }
}

fn self_trade_of(mode: u8) -> napi::Result<SelfTrade> {
    const MODES: [SelfTrade; 5] =
        [SelfTrade::Allow, SelfTrade::CancelNewest, SelfTrade::CancelOldest, SelfTrade::CancelBoth, SelfTrade::Decrement];
    MODES.get(usize::from(mode)).copied().ok_or_else(|| internal("no such mode"))
}

fn borrowed(book: &BookHandle) -> napi::Result<RefMut<'_, Book>> {
    book.try_borrow_mut().map_err(|_| internal("the order book is in use"))
}

fn book_error(error: &BookError, row: Option<usize>) -> napi::Error {
    error_of(error.code(), &error.to_string(), "See docs/order-book.md.", row)
}

fn error_of(code: &str, message: &str, hint: &str, row: Option<usize>) -> napi::Error {
    let (message, context) = match row {
        Some(row) => (format!("row {row}: {message}"), json!({ "row": row })),
        None => (message.to_owned(), json!({})),
    };
    napi::Error::from_reason(json!({ "code": code, "message": message, "hint": hint, "context": context }).to_string())
}

/// The same error, naming the row it was found in.
fn in_row(error: &napi::Error, row: usize) -> napi::Error {
    let Ok(body) = serde_json::from_str::<Value>(&error.reason) else { return internal(&error.reason) };
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    error_of(&text("code"), &text("message"), &text("hint"), Some(row))
}
