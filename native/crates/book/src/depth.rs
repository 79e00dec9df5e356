use crate::book::Book;
use crate::order::{OrderId, Side};
use crate::side_levels::{MARKET, SideLevels};
use crate::slab::NONE;

/// What others see at one price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DepthLevel {
    pub price: i64,
    pub quantity: i64,
    pub orders: u32,
}

/// An order that rests, for its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestingOrder {
    pub id: OrderId,
    pub side: Side,
    /// None: a market order that waits for an auction.
    pub price: Option<i64>,
    pub open: i64,
    pub shown: i64,
    /// 0 shows all.
    pub display: i64,
    pub filled: i64,
    pub owner: u32,
}

/// What trades before an order at its own price, as others can see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueuePosition {
    pub orders: u32,
    pub quantity: i64,
}

impl Book {
    /// The best price of a side and what is shown there.
    pub fn best(&self, side: Side) -> Option<DepthLevel> {
        self.depth(side, 1).pop()
    }

    /// The first `count` levels of a side, best first.
    pub fn depth(&self, side: Side, count: usize) -> Vec<DepthLevel> {
        let levels = self.levels(side).levels().filter(|(key, _)| *key != MARKET).take(count);
        levels.map(|(key, level)| DepthLevel { price: side.price(key), quantity: level.shown, orders: level.orders }).collect()
    }

    /// The first `count` orders of a side in the order in which they trade.
    pub fn queue(&self, side: Side, count: usize) -> Vec<RestingOrder> {
        let mut orders = Vec::new();
        for (_, level) in self.levels(side).levels() {
            let mut place = level.first;
            while place != NONE {
                if orders.len() == count {
                    return orders;
                }
                orders.push(self.shown_as(place));
                place = self.slab().get(place).after;
            }
        }
        orders
    }

    pub fn order(&self, id: OrderId) -> Option<RestingOrder> {
        self.place(id).map(|place| self.shown_as(place))
    }

    /// What stands before the order at its price; hidden parts join behind it and do not count.
    pub fn position(&self, id: OrderId) -> Option<QueuePosition> {
        let mut position = QueuePosition { orders: 0, quantity: 0 };
        let mut place = self.slab().get(self.place(id)?).before;
        while place != NONE {
            let order = self.slab().get(place);
            position.orders += 1;
            position.quantity += order.shown;
            place = order.before;
        }
        Some(position)
    }

    /// Orders that rest.
    pub fn len(&self) -> usize {
        self.slab().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Open lots of a side, hidden ones included.
    pub fn open(&self, side: Side) -> i64 {
        SideLevels::open(self.levels(side))
    }

    fn shown_as(&self, place: u32) -> RestingOrder {
        let order = self.slab().get(place);
        let price = (order.key != MARKET).then(|| order.side.price(order.key));
        RestingOrder {
            id: order.id,
            side: order.side,
            price,
            open: order.open(),
            shown: order.shown,
            display: order.display,
            filled: order.filled,
            owner: order.owner,
        }
    }
}
