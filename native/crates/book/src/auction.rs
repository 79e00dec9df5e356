use crate::book::{Book, Phase, shown_of};
use crate::error::BookError;
use crate::event::{Event, Reason, Sink, Trade};
use crate::order::{Side, check_price};
use crate::side_levels::MARKET;
use crate::slab::NONE;

/// What an auction comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uncrossing {
    /// None where nothing can trade.
    pub price: Option<i64>,
    pub volume: i64,
    /// What the buyers would have bought beyond the volume at that price; negative: what the sellers would have sold.
    pub surplus: i64,
}

const NOTHING: Uncrossing = Uncrossing { price: None, volume: 0, surplus: 0 };

impl Book {
    /// The price of most volume; among several that of least surplus; among those the highest where buyers are left over at all of them,
    /// the lowest where sellers are; else the one nearest to the reference between them (without one the last trade, else the middle).
    pub fn indicative(&self, reference: Option<i64>) -> Result<Uncrossing, BookError> {
        if let Some(price) = reference {
            check_price(price)?;
        }
        if self.phase != Phase::Auction {
            return Err(BookError::NoAuction);
        }
        Ok(self.clearing(reference.or(self.last_price)))
    }

    /// Ends the auction: what can trade trades at one price, in price-time priority. Market and IOC orders that are left are canceled, and
    /// the book goes on continuously. Orders of one owner may meet.
    pub fn uncross(&mut self, reference: Option<i64>, sink: &mut impl Sink) -> Result<Uncrossing, BookError> {
        let found = self.indicative(reference)?;
        if let Some(price) = found.price {
            self.trade_at(price, found.volume, sink);
            self.last_price = Some(price);
        }
        self.phase = Phase::Continuous;
        for side in [Side::Buy, Side::Sell] {
            self.drop_auction_only(side, sink);
        }
        Ok(found)
    }

    fn clearing(&self, reference: Option<i64>) -> Uncrossing {
        let mut prices: Vec<i64> = Vec::new();
        for side in [Side::Buy, Side::Sell] {
            prices.extend(self.levels(side).levels().filter(|(key, _)| *key != MARKET).map(|(key, _)| side.price(key)));
        }
        if prices.is_empty() {
            prices.extend(reference);
        }
        prices.sort_unstable();
        prices.dedup();
        let mut best: Option<(i64, i64)> = None;
        let mut candidates: Vec<(i64, i64)> = Vec::new();
        for (price, demand, supply) in self.curves(&prices) {
            let (volume, surplus) = (demand.min(supply), demand - supply);
            if volume == 0 {
                continue;
            }
            let rank = (-volume, surplus.abs());
            if best.is_none_or(|found| rank < found) {
                best = Some(rank);
                candidates.clear();
            }
            if best == Some(rank) {
                candidates.push((price, surplus));
            }
        }
        let (Some((volume, _)), Some(first), Some(last)) = (best, candidates.first(), candidates.last()) else { return NOTHING };
        // Surplus falls as prices rise, so buyers' come first.
        let (low, high) = if last.1 > 0 {
            (*last, *last)
        } else if first.1 < 0 {
            (*first, *first)
        } else {
            let low = candidates.iter().rev().find(|(_, surplus)| *surplus > 0).unwrap_or(first);
            let high = candidates.iter().find(|(_, surplus)| *surplus < 0).unwrap_or(last);
            (*low, *high)
        };
        let price = match reference {
            Some(reference) => reference.clamp(low.0, high.0),
            None => low.0 + (high.0 - low.0) / 2,
        };
        // Between two limits the curves are those of the gap, not of its ends.
        let surplus = self.curves(&[price]).next().map_or(0, |(_, demand, supply)| demand - supply);
        Uncrossing { price: Some(price), volume: -volume, surplus }
    }

    /// Lots that would buy and sell at each of these ascending prices.
    fn curves<'a>(&'a self, prices: &'a [i64]) -> impl Iterator<Item = (i64, i64, i64)> + 'a {
        let open =
            |side: Side| -> Vec<(i64, i64)> { self.levels(side).levels().map(|(key, level)| (key, level.shown + level.hidden)).collect() };
        // Buyers leave as prices rise, the lowest bids first; sellers join.
        let (mut buys, mut sells) = (open(Side::Buy), open(Side::Sell));
        sells.reverse();
        let (mut demand, mut supply) = (self.buys.open(), 0);
        prices.iter().map(move |&price| {
            while let Some((_, lots)) = buys.pop_if(|(key, _)| *key > Side::Buy.key(price)) {
                demand -= lots;
            }
            while let Some((_, lots)) = sells.pop_if(|(key, _)| *key <= price) {
                supply += lots;
            }
            (price, demand, supply)
        })
    }

    fn trade_at(&mut self, price: i64, volume: i64, sink: &mut impl Sink) {
        let mut left = volume;
        while left > 0 {
            let (Some(buy), Some(sell)) = (self.first(Side::Buy), self.first(Side::Sell)) else { return };
            let (buyer, seller) = (*self.slab.get(buy), *self.slab.get(sell));
            let quantity = left.min(buyer.open()).min(seller.open());
            left -= quantity;
            sink.event(Event::Trade(Trade { maker: buyer.id, taker: seller.id, side: Side::Sell, price, quantity, in_auction: true }));
            for place in [buy, sell] {
                self.fill_in_auction(place, quantity);
            }
        }
    }

    fn first(&self, side: Side) -> Option<u32> {
        let levels = self.levels(side);
        levels.best().map(|at| levels.level(at).first)
    }

    /// In an auction the whole of an iceberg takes part; what is left of it is shown anew and stays in its place.
    fn fill_in_auction(&mut self, place: u32, quantity: i64) {
        let order = self.slab.get_mut(place);
        order.filled += quantity;
        let (side, open, shown) = (order.side, order.open(), order.shown);
        if quantity == open {
            self.forget(place);
            return;
        }
        let from_shown = quantity.min(shown);
        self.take(side, place, from_shown, quantity - from_shown);
        let left = *self.slab.get(place);
        self.show(side, place, shown_of(left.open(), left.display) - left.shown);
    }

    fn drop_auction_only(&mut self, side: Side, sink: &mut impl Sink) {
        let mut waiting = Vec::new();
        for (_, level) in self.levels(side).levels() {
            let mut place = level.first;
            while place != NONE {
                let order = self.slab.get(place);
                if order.auction_only {
                    waiting.push((order.id, place, if order.key == MARKET { Reason::NoLiquidity } else { Reason::Ioc }));
                }
                place = order.after;
            }
        }
        waiting.sort_unstable_by_key(|(id, _, _)| *id);
        for (_, place, reason) in waiting {
            self.drop_resting(place, reason, sink);
        }
    }
}
