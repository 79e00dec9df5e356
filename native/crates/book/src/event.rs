use crate::order::{OrderId, Side};

/// Why an order, or a part of it, is gone or was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Asked for.
    Canceled,
    /// The rest of an IOC order.
    Ioc,
    /// A FOK order that could not be filled whole.
    Fok,
    /// A post-only order that would have traded.
    PostOnly,
    /// A market order with nobody left to trade with.
    NoLiquidity,
    SelfTrade,
    /// FOK and post-only orders while an auction gathers orders.
    Auction,
}

impl Reason {
    pub const ALL: [Self; 7] = [Self::Canceled, Self::Ioc, Self::Fok, Self::PostOnly, Self::NoLiquidity, Self::SelfTrade, Self::Auction];

    pub fn name(self) -> &'static str {
        match self {
            Self::Canceled => "canceled",
            Self::Ioc => "ioc",
            Self::Fok => "fok",
            Self::PostOnly => "postOnly",
            Self::NoLiquidity => "noLiquidity",
            Self::SelfTrade => "selfTrade",
            Self::Auction => "auction",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trade {
    /// Who stood in the book; in an auction the buyer.
    pub maker: OrderId,
    /// Who came; in an auction the seller.
    pub taker: OrderId,
    /// The taker's side.
    pub side: Side,
    pub price: i64,
    pub quantity: i64,
    pub in_auction: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Trade(Trade),
    /// Joins the end of the queue at `price` (none: a market order that waits for an auction) with `shown` of its `open` lots.
    Rested {
        order: OrderId,
        side: Side,
        price: Option<i64>,
        open: i64,
        shown: i64,
    },
    /// The next slice of an iceberg, at the end of its queue.
    Replenished {
        order: OrderId,
        shown: i64,
        open: i64,
    },
    /// Smaller now, in the place it had.
    Reduced {
        order: OrderId,
        open: i64,
    },
    /// Changed so that it lost its place; it trades or rests with these next.
    Requeued {
        order: OrderId,
        price: Option<i64>,
        open: i64,
    },
    /// By self-trade prevention (decrement): `quantity` lots are gone, `open` remain.
    Decremented {
        order: OrderId,
        quantity: i64,
        open: i64,
    },
    /// `quantity` lots are gone and the order with them.
    Canceled {
        order: OrderId,
        quantity: i64,
        reason: Reason,
    },
    /// Never traded nor rested.
    Rejected {
        order: OrderId,
        quantity: i64,
        reason: Reason,
    },
}

/// Where events go.
pub trait Sink {
    fn event(&mut self, event: Event);
}

impl Sink for Vec<Event> {
    fn event(&mut self, event: Event) {
        self.push(event);
    }
}

/// Trades only.
impl Sink for Vec<Trade> {
    #[inline]
    fn event(&mut self, event: Event) {
        if let Event::Trade(trade) = event {
            self.push(trade);
        }
    }
}
