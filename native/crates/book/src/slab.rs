use crate::order::{OrderId, SelfTrade, Side};

/// No order.
pub(crate) const NONE: u32 = u32::MAX;

/// An order that rests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resting {
    pub id: OrderId,
    /// As in [`Side::key`]; [`MARKET`](crate::side_levels::MARKET) for a market order that waits for an auction.
    pub key: i64,
    /// What others see of it.
    pub shown: i64,
    /// What is behind that.
    pub hidden: i64,
    /// Most that is shown; 0 shows all.
    pub display: i64,
    pub filled: i64,
    pub owner: u32,
    pub before: u32,
    pub after: u32,
    /// Where its level is.
    pub page: u32,
    pub side: Side,
    pub post_only: bool,
    /// What does not trade in the auction it waits for is canceled.
    pub auction_only: bool,
    pub self_trade: SelfTrade,
}

impl Resting {
    pub fn open(&self) -> i64 {
        self.shown + self.hidden
    }
}

/// Places for orders; a place that is left is given again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slab {
    orders: Vec<Resting>,
    free: Vec<u32>,
}

impl Slab {
    pub fn is_full(&self) -> bool {
        self.free.is_empty() && self.orders.len() >= NONE as usize
    }

    /// There must be room.
    pub fn insert(&mut self, order: Resting) -> u32 {
        if let Some(place) = self.free.pop() {
            self.orders[place as usize] = order;
            return place;
        }
        let place = u32::try_from(self.orders.len()).unwrap_or(NONE);
        self.orders.push(order);
        place
    }

    pub fn remove(&mut self, place: u32) {
        self.free.push(place);
    }

    #[inline]
    pub fn get(&self, place: u32) -> &Resting {
        &self.orders[place as usize]
    }

    #[inline]
    pub fn get_mut(&mut self, place: u32) -> &mut Resting {
        &mut self.orders[place as usize]
    }

    pub fn len(&self) -> usize {
        self.orders.len() - self.free.len()
    }
}
