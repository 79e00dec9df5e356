use std::sync::Arc;

use engine::{
    At, BracketRequest, Changes, EngineError, Expires, Extras, LotChoice, LotId, LotRule, Notice, OrderRequest, Portfolio, Side, Tif, Trail,
};
use money::Decimal;

use super::block::{Block, flag, word};
use crate::session::State;

type Done = Result<(), EngineError>;

pub fn advance(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    answer_horizon(state, block)
}

pub fn begin(state: &mut State, block: Block, _: Option<String>) -> Done {
    let step = block.index(word::CLOSED);
    state.catch_up(step)?;
    state.engine.begin_step(step)?;
    answer_horizon(state, block)
}

pub fn end(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    state.engine.end_step()?;
    answer_horizon(state, block)
}

pub fn finish(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.engine.finish()?;
    state.closed = state.engine.steps();
    answer_horizon(state, block)
}

pub fn submit(state: &mut State, block: Block, tag: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let order = request(block, tag);
    let waits = block.index(word::FLAGS) & flag::WAITS != 0;
    let id = if waits { state.engine.submit_child(block.index(word::OTHER), &order)? } else { state.engine.submit(&order)? };
    block.set_index(word::RESULT, id);
    Ok(())
}

/// Entry price in `LIMIT`, take-profit in `TARGET`, stop-loss in `STOP`.
pub fn bracket(state: &mut State, block: Block, tag: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let (flags, wide) = flags(block);
    let base = request(block, tag);
    let entry = OrderRequest { limit: None, stop: None, trail: None, ..base };
    let prices = BracketRequest {
        entry: (flags & flag::LIMIT != 0).then(|| block.integer(word::LIMIT, wide)),
        take_profit: block.integer(word::TARGET, wide),
        stop_loss: block.integer(word::STOP, wide),
    };
    let [parent, _, _] = state.engine.submit_bracket(&entry, prices)?;
    block.set_index(word::RESULT, parent);
    Ok(())
}

pub fn cancel(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let done = state.engine.cancel(block.index(word::ORDER))?;
    block.set_index(word::RESULT, u32::from(done));
    Ok(())
}

pub fn modify(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let (flags, wide) = flags(block);
    let set = |bit: u32, at: usize| (flags & bit != 0).then(|| block.integer(at, wide));
    let changes = Changes {
        quantity: set(flag::QUANTITY, word::QUANTITY),
        limit: set(flag::LIMIT, word::LIMIT),
        stop: set(flag::STOP, word::STOP),
        trail: trail(block),
        if_touched: set(flag::TOUCH, word::TOUCH),
    };
    let done = state.engine.modify(block.index(word::ORDER), changes)?;
    block.set_index(word::RESULT, u32::from(done));
    Ok(())
}

pub fn oco(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    state.engine.link_oco(block.index(word::ORDER), block.index(word::OTHER))
}

pub fn ouo(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    state.engine.link_ouo(block.index(word::ORDER), block.index(word::OTHER))
}

/// `OTHER` waits for the fills of `ORDER`.
pub fn hold(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    state.engine.hold(block.index(word::ORDER), block.index(word::OTHER))
}

/// Money of one currency for money of another; `text` is `FROM TO MANTISSA` with numbers of currencies. `RESULT` is 1 when it was done.
pub fn convert(state: &mut State, block: Block, text: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let text = text.unwrap_or_default();
    let unreadable = || EngineError::new("internal.convert", format!("a conversion cannot be read: {text}"), "please report this");
    let mut parts = text.split(' ');
    let (Some(from), Some(to), Some(amount)) = (parts.next(), parts.next(), parts.next()) else { return Err(unreadable()) };
    let (Ok(from), Ok(to), Ok(amount)) = (from.parse(), to.parse(), amount.parse()) else { return Err(unreadable()) };
    let done = state.engine.convert(from, to, amount)?;
    block.set_index(word::RESULT, u32::from(done));
    Ok(())
}

/// Status, reason, symbol, side, and exact quantity (unsigned) and filled part of `ORDER`.
pub fn order(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let id = block.index(word::ORDER);
    let Some(order) = state.engine.known_state(id) else {
        return Err(EngineError::new("order.unknown", format!("there is no order {id}"), "use the handle that the order call returned"));
    };
    block.set_index(word::STATUS, order.status as u32);
    block.set_number(word::REASON, order.reason.map_or(-1.0, |reason| f64::from(reason as u32)));
    block.set_index(word::SYMBOL, order.symbol);
    block.set_index(word::SIDE, u32::from(order.side == Side::Sell));
    block.set_index(word::RESULT, u32::from(order.is_recall) + 2 * u32::from(order.is_liquidation));
    block.set_exact(0, order.quantity);
    block.set_exact(1, order.filled);
    Ok(())
}

/// Ids of open orders of `SYMBOL`, or of all when it is negative, from the `ORDER`-th on; `RESULT` is how many there are in all.
pub fn open_orders(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let symbol = block.number(word::SYMBOL);
    let ids = state.engine.known_open((symbol >= 0.0).then(|| block.index(word::SYMBOL)));
    block.set_index(word::RESULT, u32::try_from(ids.len()).unwrap_or(u32::MAX));
    for (slot, id) in ids.iter().skip(block.index(word::ORDER) as usize).take(word::IDS_ROOM).enumerate() {
        block.set_index(word::IDS + slot, *id);
    }
    Ok(())
}

/// What target orders of `SYMBOL` need: position, signed open quantity, open quantity of `ctx.close()` orders, last close.
pub fn sizing(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let symbol = block.index(word::SYMBOL);
    let engine = &state.engine;
    let (position, closing) = (engine.account().quantity(symbol), engine.closing_quantity(symbol));
    block.set_number(word::POSITION, position as f64);
    block.set_number(word::CLOSING, closing as f64);
    block.set_exact(0, position);
    block.set_exact(1, engine.open_quantity(symbol));
    block.set_exact(2, closing);
    block.set_exact(3, engine.last_close(symbol));
    Ok(())
}

/// Cash, equity, buying power, gross and net exposure at the last close.
pub fn portfolio(state: &mut State, block: Block, _: Option<String>) -> Done {
    state.catch_up(block.index(word::CLOSED))?;
    let Portfolio { cash, equity, buying_power, gross_exposure, net_exposure } = state.engine.portfolio()?;
    for (slot, amount) in [cash, equity, buying_power, gross_exposure, net_exposure].into_iter().enumerate() {
        block.set_amount(slot * 2, amount);
    }
    Ok(())
}

/// The next notice; `NOTICES` is how many remain after it.
pub fn notice(state: &mut State, block: Block, _: Option<String>) -> Done {
    match state.notices.pop_front() {
        Some(Notice::Status { order, status, reason }) => {
            block.set_index(word::KIND, 0);
            block.set_index(word::ORDER, order);
            block.set_index(word::STATUS, status as u32);
            block.set_number(word::REASON, reason.map_or(-1.0, |reason| f64::from(reason as u32)));
        }
        Some(Notice::Fill { order, index }) => {
            block.set_index(word::KIND, 1);
            block.set_index(word::ORDER, order);
            block.set_index(word::FILL, index);
        }
        None => block.set_index(word::ORDER, 0),
    }
    block.set_index(word::NOTICES, u32::try_from(state.notices.len()).unwrap_or(u32::MAX));
    Ok(())
}

fn answer_horizon(state: &mut State, block: Block) -> Done {
    let horizon = state.engine.horizon()?;
    let new = state.engine.take_notices();
    if block.index(word::WATCH) != 0 {
        state.notices.extend(new);
    }
    block.set_index(word::HORIZON, horizon);
    block.set_index(word::NOTICES, u32::try_from(state.notices.len()).unwrap_or(u32::MAX));
    Ok(())
}

fn flags(block: Block) -> (u32, bool) {
    let flags = block.index(word::FLAGS);
    (flags, flags & flag::WIDE != 0)
}

fn request(block: Block, tag: Option<String>) -> OrderRequest {
    let (flags, wide) = flags(block);
    let price = |bit: u32, at: usize| (flags & bit != 0).then(|| block.integer(at, wide));
    let (ids, tag) = if flags & flag::LOT_IDS == 0 { (None, tag) } else { lot_ids(tag) };
    OrderRequest {
        symbol: block.index(word::SYMBOL),
        quantity: block.integer(word::QUANTITY, wide),
        limit: price(flag::LIMIT, word::LIMIT),
        stop: price(flag::STOP, word::STOP),
        trail: trail(block),
        tif: match (flags >> flag::TIF_SHIFT) & 3 {
            _ if flags & (flag::EXPIRES_DAY | flag::EXPIRES_AT) != 0 => Tif::Gtd,
            1 => Tif::Day,
            2 => Tif::Ioc,
            3 => Tif::Fok,
            _ => Tif::Gtc,
        },
        at: match (flags >> flag::AT_SHIFT) & 3 {
            1 => At::Open,
            2 => At::Close,
            _ => At::Default,
        },
        tag,
        fit: flags & flag::FIT != 0,
        closing: flags & flag::CLOSING != 0,
        extras: if flags & flag::EXTRAS == 0 { Extras::default() } else { extras(block, ids) },
    }
}

/// The ids of lots before the first line feed, and the tag after it.
fn lot_ids(text: Option<String>) -> (Option<Vec<LotId>>, Option<String>) {
    let text = text.unwrap_or_default();
    let (ids, tag) = text.split_once('\n').unwrap_or((&text, ""));
    let id = |text: &str| text.split_once('.').and_then(|(order, number)| Some((order.parse().ok()?, number.parse().ok()?)));
    // An id that is none belongs to no lot.
    let ids = ids.split(',').map(|text| id(text).unwrap_or((0, 0))).collect();
    (Some(ids), (!tag.is_empty()).then(|| tag.to_owned()))
}

fn extras(block: Block, ids: Option<Vec<LotId>>) -> Extras {
    let (flags, wide) = flags(block);
    let price = |bit: u32, at: usize| (flags & bit != 0).then(|| block.integer(at, wide));
    let expires = block.number(word::EXPIRES);
    Extras {
        if_touched: price(flag::TOUCH, word::TOUCH),
        market_to_limit: flags & flag::MARKET_TO_LIMIT != 0,
        activation: price(flag::ACTIVATION, word::ACTIVATION),
        trail_limit: price(flag::TRAIL_LIMIT, word::TRAIL_LIMIT),
        expires: if flags & flag::EXPIRES_DAY != 0 {
            Some(Expires::Day(expires as i32))
        } else {
            (flags & flag::EXPIRES_AT != 0).then_some(Expires::At(expires as i64))
        },
        post_only: flags & flag::POST_ONLY != 0,
        reduce_only: flags & flag::REDUCE_ONLY != 0,
        display: price(flag::DISPLAY, word::DISPLAY),
        lots: match (ids, (flags >> flag::LOTS_SHIFT) & 3) {
            (Some(ids), _) => Some(Arc::new(LotChoice::Named(ids))),
            (None, 1) => Some(Arc::new(LotChoice::By(LotRule::Fifo))),
            (None, 2) => Some(Arc::new(LotChoice::By(LotRule::Lifo))),
            (None, 3) => Some(Arc::new(LotChoice::By(LotRule::Hifo))),
            (None, _) => None,
        },
        recall: false,
        liquidation: false,
    }
}

fn trail(block: Block) -> Option<Trail> {
    let (flags, wide) = flags(block);
    if flags & flag::TRAIL != 0 {
        return Some(Trail::Amount(block.integer(word::TRAIL, wide)));
    }
    if flags & flag::PERCENT == 0 {
        return None;
    }
    let scale = u8::try_from(block.index(word::PERCENT_SCALE)).unwrap_or(u8::MAX);
    Some(Trail::Percent(Decimal::new(i128::from(block.integer(word::PERCENT, wide)), scale)))
}
