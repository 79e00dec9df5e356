//! Orders of one's own in the queues of a recording, which does not know of them.

use serde::Deserialize;

use crate::feed::Side;
use crate::market::{Done, Market};

/// How far others' cancels bring an order forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum QueueModel {
    /// Trades alone do; a level can only shrink to what is there.
    #[default]
    RiskAverse,
    /// By the share behind: f(behind) / (f(behind) + f(before)) of a decrease is behind, f(x) = x.
    Power1,
    /// The same with x².
    Power2,
    /// The same with x³.
    Power3,
    /// The same with ln(1 + x).
    Log,
    /// By the recording's own orders (L3).
    Exact,
}

impl QueueModel {
    /// The share of a decrease that is behind; `unit` is what one of these quantities is in the file's own numbers.
    fn behind(self, before: i64, behind: i64, unit: f64) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "an estimate")]
        let (before, behind) = (before as f64, behind.max(0) as f64);
        let f = |x: f64| match self {
            Self::Power2 => x * x,
            Self::Power3 => x * x * x,
            Self::Log => (x * unit).ln_1p(),
            _ => x,
        };
        let all = f(behind) + f(before);
        if all > 0.0 { f(behind) / all } else { 1.0 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    pub order: usize,
    pub time: i64,
    pub row: u64,
    pub price: i64,
    pub quantity: i64,
    /// Whether it came to what stood, at once.
    pub took: bool,
}

/// An order of one's own that comes.
#[derive(Debug, Clone, Copy)]
pub struct Joining {
    pub order: usize,
    pub side: Side,
    pub price: i64,
    pub quantity: i64,
    /// What a unit of quantity is in the file's own numbers.
    pub unit: f64,
}

/// An order of one's own that is in the market.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub order: usize,
    pub side: Side,
    pub price: i64,
    pub open: i64,
    /// Estimated to stand before it at its price.
    pub before: i64,
    /// What trades have taken since the level was last said: its next decrease is that much less of a surprise.
    traded: i64,
    /// Of recordings with orders: those with a smaller arrival stand before it.
    arrival: u64,
    unit: f64,
    /// It has taken what stood at its price or better, which the recording's book still shows.
    took_all: bool,
}

impl Waiting {
    /// Joins the end of its queue, after it has taken what stands at its price or better. The recording's book does not shrink by it.
    pub fn join(joining: Joining, market: &Market, at: (i64, u64), fills: &mut Vec<Fill>) -> Self {
        let Joining { order, side, price, quantity, unit } = joining;
        let mut open = quantity;
        for (level, stands) in market.depth(side.other(), usize::MAX) {
            let reaches = if side == Side::Buy { level <= price } else { level >= price };
            if !reaches || open == 0 {
                break;
            }
            let taken = open.min(stands.unwrap_or(open));
            open -= taken;
            if taken > 0 {
                fills.push(Fill { order, time: at.0, row: at.1, price: level, quantity: taken, took: true });
            }
        }
        let took_all = reaches(side, price, market);
        let before = if took_all { 0 } else { market.quantity(side, price) };
        Self { order, side, price, open, before, traded: 0, arrival: market.arrivals() + 1, unit, took_all }
    }

    /// What the message means for it: lots that fill at its price. `given`: what own orders before it had of the same trade.
    pub fn hear(&mut self, done: Done, model: QueueModel, market: &Market, given: i64) -> i64 {
        match done {
            Done::Nothing => 0,
            Done::Trade { price, quantity, taker } => {
                if model == QueueModel::Exact || taker == Some(self.side) {
                    return 0;
                }
                let left = quantity - given;
                let is_through = if self.side == Side::Buy { price < self.price } else { price > self.price };
                if is_through {
                    return left.clamp(0, self.open);
                }
                if price != self.price {
                    return 0;
                }
                let beyond = quantity - self.before;
                self.before = (self.before - quantity).max(0);
                self.traded += quantity;
                (beyond - given).clamp(0, self.open)
            }
            Done::Level { side, price, before, after } => {
                if side == self.side && price == self.price && model != QueueModel::Exact {
                    self.shrink(model, before, after);
                }
                0
            }
            Done::Executed { was, quantity, .. } => {
                if was.side != self.side {
                    return 0;
                }
                let is_worse = if self.side == Side::Buy { was.price < self.price } else { was.price > self.price };
                let is_behind = was.price == self.price && was.arrival >= self.arrival;
                self.before = market.before(self.side, self.price, self.arrival);
                if is_worse || is_behind { (quantity - given).clamp(0, self.open) } else { 0 }
            }
        }
    }

    fn shrink(&mut self, model: QueueModel, level_before: i64, after: i64) {
        let decrease = level_before - after - std::mem::take(&mut self.traded);
        if model == QueueModel::RiskAverse || decrease <= 0 {
            self.before = self.before.min(after);
            return;
        }
        let behind = (level_before - self.before).max(0);
        // Rounded so that the order is never brought forward by a part of a unit, and the rest that is not there behind is before.
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "an estimate, below the decrease")]
        let from_behind = ((model.behind(self.before, behind, self.unit) * decrease as f64).ceil() as i64).min(decrease).min(behind);
        self.before = (self.before - (decrease - from_behind)).clamp(0, after);
    }

    /// Whether the other side has come to its price: what was there is gone, and it has filled.
    pub fn is_crossed(&mut self, market: &Market) -> bool {
        let reaches = reaches(self.side, self.price, market);
        self.took_all &= reaches;
        reaches && !self.took_all
    }

    /// A snapshot that does not name its level, and goes further than that, says that nobody stands there.
    pub fn see_snapshot(&mut self, market: &Market) {
        let furthest = match self.side {
            Side::Buy => market.side(Side::Buy).first_key_value(),
            Side::Sell => market.side(Side::Sell).last_key_value(),
        };
        let is_within = furthest.is_some_and(|(price, _)| if self.side == Side::Buy { *price <= self.price } else { *price >= self.price });
        if is_within {
            self.before = self.before.min(market.quantity(self.side, self.price));
        }
    }

    /// What stands before it now.
    pub fn ahead(&self, model: QueueModel, market: &Market) -> i64 {
        if model == QueueModel::Exact { market.before(self.side, self.price, self.arrival) } else { self.before }
    }
}

fn reaches(side: Side, price: i64, market: &Market) -> bool {
    market.best(side.other()).is_some_and(|best| if side == Side::Buy { best <= price } else { best >= price })
}
