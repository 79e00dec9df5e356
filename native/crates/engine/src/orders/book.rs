use super::{Order, OrderState, Tif};
use crate::{OrderId, SymbolId};

/// All orders of the run by id (from 1), and the open ones per symbol in submission order.
#[derive(Debug, Clone, Default)]
pub struct Book {
    orders: Vec<Order>,
    /// In place of `orders` once the run is over.
    ended: Vec<OrderState>,
    live: Vec<Vec<OrderId>>,
    /// Sum of the open orders' reserves, at ledger scale.
    reserved: i128,
    /// Per symbol, quantity of open orders already counted as reducing the position.
    reducing: Vec<i64>,
    counts: Counts,
    /// Orders that wait for another's fills.
    held: Vec<OrderId>,
    /// Orders on their way to the market.
    flying: Vec<OrderId>,
    /// Last standing given to a replaced part of an iceberg.
    standing: u64,
}

/// How many open orders need something on every bar or at every session end.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    live: u32,
    /// Trailing stops, whose references every bar may move.
    trails: u32,
    /// Orders that act at a print whatever the price: they make the very next bar relevant.
    market: u32,
    day: u32,
    /// GTD.
    dated: u32,
    /// IOC and FOK.
    immediate: u32,
    post_only: u32,
    /// Limits for one print, counted in `market` as well.
    for_print: u32,
}

impl Counts {
    fn change(&mut self, order: Kinds, by: impl Fn(u32, u32) -> u32) {
        self.live = by(self.live, 1);
        self.trails = by(self.trails, u32::from(order.trails));
        self.market = by(self.market, u32::from(order.market));
        self.day = by(self.day, u32::from(order.tif == Tif::Day));
        self.dated = by(self.dated, u32::from(order.tif == Tif::Gtd));
        self.immediate = by(self.immediate, u32::from(matches!(order.tif, Tif::Ioc | Tif::Fok)));
        self.post_only = by(self.post_only, u32::from(order.post_only));
        self.for_print = by(self.for_print, u32::from(order.for_print));
    }
}

/// What of an order is counted.
#[derive(Clone, Copy)]
struct Kinds {
    trails: bool,
    market: bool,
    tif: Tif,
    post_only: bool,
    for_print: bool,
}

impl Kinds {
    fn of(order: &Order) -> Self {
        Self {
            trails: order.trail.is_some(),
            market: order.waits_for_print(),
            tif: order.tif,
            post_only: order.special.as_deref().is_some_and(|special| special.post_only),
            for_print: order.is_for_print(),
        }
    }
}

/// What a trial run of one path may change, to be put back.
pub struct Saved {
    count: usize,
    orders: Vec<Order>,
    live: Vec<Vec<OrderId>>,
    reserved: i128,
    reducing: Vec<i64>,
    counts: Counts,
    held: Vec<OrderId>,
    flying: Vec<OrderId>,
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

    /// Orders of the whole run.
    pub fn count(&self) -> usize {
        self.orders.len().max(self.ended.len())
    }

    /// The run is over: results may be kept for long, so of every order only what can still be asked for is.
    pub fn end(&mut self) {
        self.ended = std::mem::take(&mut self.orders).iter().map(Order::known).collect();
    }

    /// As the strategy knows it.
    pub fn state(&self, id: OrderId) -> Option<OrderState> {
        let ended = || self.ended.get((id as usize).checked_sub(1)?).copied();
        self.get(id).map(Order::known).or_else(ended)
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

    /// All open orders, symbol by symbol.
    pub fn all_live(&self) -> impl Iterator<Item = OrderId> + '_ {
        self.live.iter().flatten().copied()
    }

    pub fn has_live(&self) -> bool {
        self.counts.live > 0
    }

    pub fn has_market_orders(&self) -> bool {
        self.counts.market > 0
    }

    pub fn has_trails(&self) -> bool {
        self.counts.trails > 0
    }

    pub fn has_day_orders(&self) -> bool {
        self.counts.day > 0
    }

    pub fn has_dated_orders(&self) -> bool {
        self.counts.dated > 0
    }

    pub fn has_post_only_orders(&self) -> bool {
        self.counts.post_only > 0
    }

    pub fn has_print_limits(&self) -> bool {
        self.counts.for_print > 0
    }

    pub fn has_immediate_orders(&self) -> bool {
        self.counts.immediate > 0
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
        let (symbol, kinds) = (order.symbol as usize, Kinds::of(order));
        if let Some(live) = self.live.get_mut(symbol)
            && let Err(at) = live.binary_search(&id)
        {
            live.insert(at, id);
            self.counts.change(kinds, u32::saturating_add);
        }
    }

    /// Takes a closed order out.
    pub fn retire(&mut self, id: OrderId) {
        self.set_reserve(id, 0, 0);
        let Some(order) = self.get(id) else { return };
        let (symbol, kinds) = (order.symbol as usize, Kinds::of(order));
        if let Some(live) = self.live.get_mut(symbol)
            && let Ok(at) = live.binary_search(&id)
        {
            live.remove(at);
            self.counts.change(kinds, u32::saturating_sub);
        }
    }

    /// An order that waits for another's fills stands in no queue.
    pub fn hold(&mut self, id: OrderId) {
        self.retire(id);
        self.held.push(id);
    }

    pub fn let_go(&mut self, id: OrderId) {
        self.held.retain(|held| *held != id);
        self.land(id);
    }

    /// An order on its way to the market sets buying power aside and can do nothing else.
    pub fn fly(&mut self, id: OrderId) {
        self.flying.push(id);
    }

    pub fn land(&mut self, id: OrderId) {
        self.flying.retain(|flying| *flying != id);
    }

    pub fn flying(&self) -> &[OrderId] {
        &self.flying
    }

    pub fn is_flying(&self, id: OrderId) -> bool {
        self.flying.contains(&id)
    }

    /// Orders of a symbol that may trade without being fed by another: at the market, and on their way there.
    pub fn active(&self, symbol: SymbolId) -> impl Iterator<Item = &Order> {
        let flying = self.flying.iter().filter_map(move |id| self.get(*id)).filter(move |order| order.symbol == symbol);
        self.live(symbol).iter().filter_map(|id| self.get(*id)).chain(flying)
    }

    /// The order's symbol has another name from here on.
    pub fn rename(&mut self, id: OrderId, symbol: SymbolId) {
        let Some(old) = self.get(id).map(|order| order.symbol) else { return };
        let is_live = self.live(old).contains(&id);
        if is_live {
            self.retire(id);
        } else {
            self.set_reserve(id, 0, 0);
        }
        if let Some(order) = self.get_mut(id) {
            order.symbol = symbol;
        }
        if is_live {
            self.activate(id);
        }
    }

    pub fn held(&self) -> &[OrderId] {
        &self.held
    }

    pub fn next_standing(&mut self) -> u64 {
        self.standing = self.standing.saturating_add(1);
        self.standing
    }

    /// A reached stop now waits for a print.
    pub fn trigger(&mut self, id: OrderId) {
        let Some(order) = self.get_mut(id) else { return };
        let was_market = order.is_market_now();
        order.triggered = true;
        let becomes_market = !was_market && order.is_market_now();
        self.counts.market = self.counts.market.saturating_add(u32::from(becomes_market));
    }

    /// The rest of a market order is a limit order from now on (O13).
    pub fn become_limit(&mut self, id: OrderId, limit: i128) {
        let Some(order) = self.get_mut(id) else { return };
        order.limit = Some(limit);
        self.counts.market = self.counts.market.saturating_sub(1);
    }

    /// A stop whose fills have used up all it had waits for its price again.
    pub fn stand_again(&mut self, id: OrderId) {
        let Some(order) = self.get_mut(id) else { return };
        let was_market = order.is_market_now();
        order.triggered = false;
        self.counts.market =
            self.counts.market.saturating_sub(u32::from(was_market && !matches!(self.get(id), Some(order) if order.is_market_now())));
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
        let families = self.live.iter().flatten().flat_map(|id| self.family(*id));
        let others = self.held.iter().chain(&self.flying).flat_map(|id| self.family(*id));
        let orders = families.chain(others).filter_map(|id| self.get(id).cloned()).collect();
        let count = self.orders.len();
        Saved {
            count,
            orders,
            live: self.live.clone(),
            reserved: self.reserved,
            reducing: self.reducing.clone(),
            counts: self.counts,
            held: self.held.clone(),
            flying: self.flying.clone(),
        }
    }

    pub fn restore(&mut self, saved: Saved) {
        self.orders.truncate(saved.count);
        for order in saved.orders {
            if let Some(slot) = self.get_mut(order.id) {
                *slot = order;
            }
        }
        self.live = saved.live;
        self.reserved = saved.reserved;
        self.reducing = saved.reducing;
        self.counts = saved.counts;
        self.held = saved.held;
        self.flying = saved.flying;
    }

    /// An order and those its fills can change.
    fn family(&self, id: OrderId) -> impl Iterator<Item = OrderId> + use<> {
        let order = self.get(id);
        let children = order.and_then(|order| order.children).into_iter().flatten();
        std::iter::once(id)
            .chain(children)
            .chain(order.and_then(|order| order.oco))
            .chain(order.and_then(|order| order.parent))
            .chain(order.and_then(Order::ouo))
    }
}
