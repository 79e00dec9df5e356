use serde_json::{Value, json};

use crate::time::show_time;

/// Bars of the trades of a recording: first, highest, lowest and last price, and the sum of quantities. Spans without a trade have none.
pub struct Bars {
    /// Nanoseconds.
    span: i64,
    bars: Vec<Bar>,
}

struct Bar {
    start: i64,
    open: i64,
    high: i64,
    low: i64,
    close: i64,
    volume: i128,
    trades: u64,
}

impl Bars {
    pub fn new(span: i64) -> Self {
        Self { span, bars: Vec::new() }
    }

    pub fn add(&mut self, time: i64, price: i64, quantity: i64) {
        let start = time - time.rem_euclid(self.span);
        match self.bars.last_mut() {
            Some(bar) if bar.start >= start => {
                bar.high = bar.high.max(price);
                bar.low = bar.low.min(price);
                bar.close = price;
                bar.volume += i128::from(quantity);
                bar.trades += 1;
            }
            _ => self.bars.push(Bar { start, open: price, high: price, low: price, close: price, volume: i128::from(quantity), trades: 1 }),
        }
    }

    /// `[time, open, high, low, close, volume, trades]` a bar.
    pub fn json(&self, price: impl Fn(i64) -> String, quantity: impl Fn(i128) -> String) -> Value {
        let rows = self.bars.iter().map(|bar| {
            json!([
                show_time(bar.start),
                price(bar.open),
                price(bar.high),
                price(bar.low),
                price(bar.close),
                quantity(bar.volume),
                bar.trades
            ])
        });
        Value::Array(rows.collect())
    }
}
