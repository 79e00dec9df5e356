use super::{Kind, Order};
use crate::{OrderId, SymbolId};

/// All orders of the run by id (from 1), and the open ones per symbol in submission order.
#[derive(Debug, Clone, Default)]
pub struct Book {
    orders: Vec<Order>,
    live: Vec<Vec<OrderId>>,
    /// Sum of the open orders' reserves, at ledger scale.
    reserved: i128,
    /// Per symbol, quantity of open orders already counted as reducing the position.
    reducing: Vec<i64>,
    /// Open trailing stops, whose references every bar may move.
    trails: u32,
    /// Open orders that act at a print whatever the price: they make the very next bar relevant.
    market_orders: u32,
}

/// What a trial run of one path may change, to be put back.
pub struct Saved {
    orders: Vec<Order>,
    live: Vec<Vec<OrderId>>,
    reserved: i128,
    reducing: Vec<i64>,
    trails: u32,
    market_orders: u32,
}

impl Book {
    pub fn new(symbols: usize) -> Self {
        Self { live: vec![Vec::new(); symbols], reducing: vec![0; symbols], ..Self::default() }
    }

    pub fn next_id(&self) -> OrderId {
        u32::try_from(self.orders.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    pub fn push(&mut self, order: Order) {
        self.orders.push(order);
    }

    pub fn len(&self) -> usize {
        self.orders.len()
    }

    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    pub fn get(&self, id: OrderId) -> Option<&Order> {
        self.orders.get((id as usize).checked_sub(1)?)
    }

    pub fn get_mut(&mut self, id: OrderId) -> Option<&mut Order> {
        self.orders.get_mut((id as usize).checked_sub(1)?)
    }

    pub fn live(&self, symbol: SymbolId) -> &[OrderId] {
        self.live.get(symbol as usize).map_or(&[], Vec::as_slice)
    }

    pub fn has_live(&self) -> bool {
        self.live.iter().any(|orders| !orders.is_empty())
    }

    pub fn has_market_orders(&self) -> bool {
        self.market_orders > 0
    }

    pub fn has_trails(&self) -> bool {
        self.trails > 0
    }

    pub fn reserved(&self) -> i128 {
        self.reserved
    }

    pub fn reducing(&self, symbol: SymbolId) -> i64 {
        self.reducing.get(symbol as usize).copied().unwrap_or(0)
    }

    /// Puts an accepted order among those that can fill, in id order.
    pub fn activate(&mut self, id: OrderId) {
        let Some(order) = self.get(id) else { return };
        let (symbol, market, trails) = (order.symbol as usize, order.is_market_now(), order.trail.is_some());
        if let Some(live) = self.live.get_mut(symbol)
            && let Err(at) = live.binary_search(&id)
        {
            live.insert(at, id);
            self.market_orders += u32::from(market);
            self.trails += u32::from(trails);
        }
    }

    /// Takes a closed order out.
    pub fn retire(&mut self, id: OrderId) {
        self.set_reserve(id, 0, 0);
        let Some(order) = self.get(id) else { return };
        let (symbol, market, trails) = (order.symbol as usize, order.is_market_now(), order.trail.is_some());
        if let Some(live) = self.live.get_mut(symbol)
            && let Ok(at) = live.binary_search(&id)
        {
            live.remove(at);
            self.market_orders = self.market_orders.saturating_sub(u32::from(market));
            self.trails = self.trails.saturating_sub(u32::from(trails));
        }
    }

    /// A reached stop now waits for a print.
    pub fn trigger(&mut self, id: OrderId) {
        let Some(order) = self.get_mut(id) else { return };
        let was_market = order.is_market_now();
        order.triggered = true;
        let becomes_market = !was_market && matches!(order.kind, Kind::Stop | Kind::TrailingStop);
        self.market_orders += u32::from(becomes_market);
    }

    pub fn set_reserve(&mut self, id: OrderId, reserve: i128, reduces: i64) {
        let Some(order) = self.get_mut(id) else { return };
        let (old, old_reduces, symbol) = (order.reserve, order.reduces, order.symbol as usize);
        order.reserve = reserve;
        order.reduces = reduces;
        self.reserved = self.reserved.saturating_sub(old).saturating_add(reserve);
        if let Some(total) = self.reducing.get_mut(symbol) {
            *total = total.saturating_sub(old_reduces).saturating_add(reduces);
        }
    }

    pub fn save(&self) -> Saved {
        let orders = self.live.iter().flatten().flat_map(|id| self.family(*id)).filter_map(|id| self.get(id).cloned()).collect();
        Saved {
            orders,
            live: self.live.clone(),
            reserved: self.reserved,
            reducing: self.reducing.clone(),
            trails: self.trails,
            market_orders: self.market_orders,
        }
    }

    pub fn restore(&mut self, saved: Saved) {
        for order in saved.orders {
            if let Some(slot) = self.get_mut(order.id) {
                *slot = order;
            }
        }
        self.live = saved.live;
        self.reserved = saved.reserved;
        self.reducing = saved.reducing;
        self.trails = saved.trails;
        self.market_orders = saved.market_orders;
    }

    /// An order and those its fills can change.
    fn family(&self, id: OrderId) -> impl Iterator<Item = OrderId> + use<> {
        let order = self.get(id);
        let children = order.and_then(|order| order.children).into_iter().flatten();
        std::iter::once(id).chain(children).chain(order.and_then(|order| order.oco)).chain(order.and_then(|order| order.parent))
    }
}
