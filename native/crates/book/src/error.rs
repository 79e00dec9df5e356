use crate::order::OrderId;

/// What is no order, or cannot be done now. What the market refuses is an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    #[error("a price of {0} ticks is beyond ±2^53")]
    Price(i64),
    #[error("a quantity of {0} lots is not from 1 to 2^53")]
    Quantity(i64),
    #[error(
        "a display of {display} lots of an order of {quantity} is not from 1 to the order's quantity, or shows it in more than a million parts"
    )]
    Display { display: i64, quantity: i64 },
    #[error("a market, IOC or FOK order never rests, so it has no display")]
    DisplayOfTaker,
    #[error("a market, IOC or FOK order never rests, so it cannot be post-only")]
    PostOnly,
    #[error("order {0} does not rest in the book")]
    NotResting(OrderId),
    #[error("an amend names a price, an open quantity, or both")]
    NothingToAmend,
    #[error("order {0} is a market order, which has no price to change")]
    PriceOfMarket(OrderId),
    #[error("an auction is going on already")]
    InAuction,
    #[error("no auction is going on")]
    NoAuction,
    #[error("orders of one side would rest with more than 2^63 lots")]
    TooMuch,
    #[error("the book is full: it holds 2^32 orders")]
    Full,
}

impl BookError {
    /// Stable and dotted.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Price(_) => "order.price",
            Self::Quantity(_) => "order.quantity",
            Self::Display { .. } | Self::DisplayOfTaker => "order.display",
            Self::PostOnly => "order.postOnly",
            Self::NotResting(_) => "order.notResting",
            Self::NothingToAmend | Self::PriceOfMarket(_) => "order.amend",
            Self::InAuction | Self::NoAuction => "order.auction",
            Self::TooMuch | Self::Full => "order.overflow",
        }
    }
}
