use money::{MoneyError, Ratio};

use crate::clock::Bar;
use crate::config::{LimitFill, PathModel};
use crate::orders::{At, Kind, Order, price_of_level};
use crate::{Path, PathPoint, Rule, Side};

/// The extreme nearer to the open comes first; a tie takes the low first (F2).
pub fn adaptive(bar: Bar) -> Path {
    let up = i128::from(bar.high) - i128::from(bar.open);
    let down = i128::from(bar.open) - i128::from(bar.low);
    if up < down { Path::HighFirst } else { Path::LowFirst }
}

/// The order of the extremes where the model alone decides it; `None` where both must be tried.
pub fn fixed(model: PathModel, bar: Bar) -> Option<Path> {
    match model {
        PathModel::Adaptive => Some(adaptive(bar)),
        PathModel::Ohlc => Some(Path::HighFirst),
        PathModel::Olhc => Some(Path::LowFirst),
        PathModel::Worst | PathModel::Best => None,
    }
}

/// The three segments after the open: where each one leads, in price-scale mantissas.
pub fn segments(path: Path, high: i128, low: i128, close: i128) -> [(PathPoint, i128); 3] {
    match path {
        Path::HighFirst => [(PathPoint::ToHigh, high), (PathPoint::ToLow, low), (PathPoint::ToClose, close)],
        Path::LowFirst => [(PathPoint::ToLow, low), (PathPoint::ToHigh, high), (PathPoint::ToClose, close)],
    }
}

/// How an order acts when the price goes from one point to another.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    /// Where on the segment it acts; decides who is first.
    pub reach: i128,
    /// Price before slippage.
    pub price: i128,
    pub rule: Rule,
    /// The level that was reached, as shown in `why`.
    pub trigger: i128,
    /// The level lay behind the point the price came from.
    pub gap: bool,
    /// An exact trailing level that the price scale cannot hold was rounded against the trader.
    pub rounded: bool,
    /// The order only changes state here: a stop-limit is triggered, a trailing stop woken.
    pub arms: bool,
}

/// Whether and where `order` acts on the way from `from` to `to` (equal for a single print). Market orders wait for prints and are not
/// asked. `tick` is one tick at price scale.
pub fn act(order: &Order, from: i128, to: i128, limit_fill: LimitFill, tick: i128) -> Result<Option<Act>, MoneyError> {
    match order.kind {
        Kind::Market => Ok(None),
        Kind::Limit => {
            let rule = match order.at {
                At::Default => Rule::Limit,
                At::Open => Rule::LimitOnOpen,
                At::Close => Rule::LimitOnClose,
            };
            Ok(order.limit.and_then(|limit| at_limit(order.side, limit, from, to, rule, limit_fill, tick)))
        }
        Kind::MarketToLimit => Ok(order.limit.and_then(|limit| at_limit(order.side, limit, from, to, Rule::Limit, limit_fill, tick))),
        Kind::StopLimit if order.triggered => {
            Ok(order.limit.and_then(|limit| at_limit(order.side, limit, from, to, Rule::StopLimit, limit_fill, tick)))
        }
        Kind::LimitIfTouched if order.triggered => {
            Ok(order.limit.and_then(|limit| at_limit(order.side, limit, from, to, Rule::LimitIfTouched, limit_fill, tick)))
        }
        Kind::TrailingStopLimit if order.triggered => {
            Ok(order.limit.and_then(|limit| at_limit(order.side, limit, from, to, Rule::TrailingStopLimit, limit_fill, tick)))
        }
        _ if order.triggered => Ok(None),
        Kind::StopLimit => Ok(order.stop.and_then(|stop| at_stop(order.side, stop, from, to)).map(|act| Act { arms: true, ..act })),
        Kind::Stop => Ok(order.stop.and_then(|stop| at_stop(order.side, stop, from, to))),
        Kind::MarketIfTouched => Ok(order.touch().and_then(|touch| at_touch(order.side, touch, from, to))),
        Kind::LimitIfTouched => {
            Ok(order.touch().and_then(|touch| at_touch(order.side, touch, from, to)).map(|act| Act { arms: true, ..act }))
        }
        Kind::TrailingStop => at_trail(order, from, to),
        Kind::TrailingStopLimit => Ok(at_trail(order, from, to)?.map(|act| Act { arms: true, ..act })),
    }
}

/// A limit acts once the price is at it or better (one tick better when `through` is asked for).
fn at_limit(side: Side, limit: i128, from: i128, to: i128, rule: Rule, limit_fill: LimitFill, tick: i128) -> Option<Act> {
    let margin = if limit_fill == LimitFill::Through { tick } else { 0 };
    let act = |reach, price, gap| Some(Act { reach, price, rule, trigger: limit, gap, rounded: false, arms: false });
    match side {
        Side::Buy => {
            let needed = limit.saturating_sub(margin);
            if from <= needed {
                act(from, from, from < limit)
            } else if to <= needed {
                act(needed, limit, false)
            } else {
                None
            }
        }
        Side::Sell => {
            let needed = limit.saturating_add(margin);
            if from >= needed {
                act(from, from, from > limit)
            } else if to >= needed {
                act(needed, limit, false)
            } else {
                None
            }
        }
    }
}

/// Reached from the other side than a stop: a buy at the price or below, a sell at it or above (O12).
fn at_touch(side: Side, price: i128, from: i128, to: i128) -> Option<Act> {
    at_limit(side, price, from, to, Rule::MarketIfTouched, LimitFill::Touch, 0)
}

fn at_stop(side: Side, stop: i128, from: i128, to: i128) -> Option<Act> {
    let act = |at: i128, gap| Some(Act { reach: at, price: at, rule: Rule::Stop, trigger: stop, gap, rounded: false, arms: false });
    match side {
        Side::Buy if from >= stop => act(from, from > stop),
        Side::Buy if to >= stop => act(stop, false),
        Side::Sell if from <= stop => act(from, from < stop),
        Side::Sell if to <= stop => act(stop, false),
        _ => None,
    }
}

/// A trailing stop triggers against its direction only; its reference has already ratcheted up to `from`.
fn at_trail(order: &Order, from: i128, to: i128) -> Result<Option<Act>, MoneyError> {
    let Some(trail) = order.trail.as_deref() else { return Ok(None) };
    if trail.dormant {
        return Ok(trail.activation.and_then(|price| at_touch(order.side, price, from, to)).map(|act| Act { arms: true, ..act }));
    }
    let Some(reference) = trail.reference else { return Ok(None) };
    let level = trail.level(order.side, reference)?;
    let (price, rounded) = price_of_level(order.side, level)?;
    let passed = |at: i128| -> Result<bool, MoneyError> {
        let order_of = Ratio::new(at, 1)?.compare(level)?;
        Ok(if order.side == Side::Sell { order_of.is_le() } else { order_of.is_ge() })
    };
    let act = |reach, price, gap, rounded| {
        Some(Act { reach, price, rule: Rule::TrailingStop, trigger: price_of(level, order.side), gap, rounded, arms: false })
    };
    if passed(from)? {
        let beyond = Ratio::new(from, 1)?.compare(level)?.is_ne();
        return Ok(act(from, from, beyond, false));
    }
    if passed(to)? { Ok(act(price, price, false, rounded)) } else { Ok(None) }
}

fn price_of(level: Ratio, side: Side) -> i128 {
    price_of_level(side, level).map_or(0, |(price, _)| price)
}
