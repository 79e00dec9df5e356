use crate::error::BookError;

/// Given by the book: 1, 2, 3, … in the order of arrival.
pub type OrderId = u64;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Buy,
    Sell,
}

impl Side {
    pub fn other(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }

    /// Prices of a side as numbers of which the least has priority.
    pub(crate) fn key(self, price: i64) -> i64 {
        match self {
            Self::Buy => !price,
            Self::Sell => price,
        }
    }

    /// The price that has this key.
    pub(crate) fn price(self, key: i64) -> i64 {
        self.key(key)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderKind {
    Limit { price: i64 },
    Market,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeInForce {
    /// Rests until it is filled or canceled.
    #[default]
    Gtc,
    /// What does not trade at once is canceled.
    Ioc,
    /// Trades whole at once, or not at all.
    Fok,
}

/// What is done where an order would trade with one of the same owner; that of the incoming order decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SelfTrade {
    #[default]
    Allow,
    CancelNewest,
    CancelOldest,
    CancelBoth,
    /// The smaller open quantity is taken from both, without a trade.
    Decrement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewOrder {
    pub side: Side,
    pub kind: OrderKind,
    pub quantity: i64,
    pub time_in_force: TimeInForce,
    pub post_only: bool,
    /// The most that is shown at a time (an iceberg).
    pub display: Option<i64>,
    /// 0 is nobody, who never trades with himself.
    pub owner: u32,
    pub self_trade: SelfTrade,
}

impl NewOrder {
    pub fn limit(side: Side, price: i64, quantity: i64) -> Self {
        Self {
            side,
            kind: OrderKind::Limit { price },
            quantity,
            time_in_force: TimeInForce::Gtc,
            post_only: false,
            display: None,
            owner: 0,
            self_trade: SelfTrade::Allow,
        }
    }

    pub fn market(side: Side, quantity: i64) -> Self {
        Self { kind: OrderKind::Market, ..Self::limit(side, 0, quantity) }
    }

    /// Whether it can be an order at all, whatever stands in the book.
    pub fn check(&self) -> Result<(), BookError> {
        check_quantity(self.quantity)?;
        if let OrderKind::Limit { price } = self.kind {
            check_price(price)?;
        }
        if self.post_only && (self.kind == OrderKind::Market || self.time_in_force != TimeInForce::Gtc) {
            return Err(BookError::PostOnly);
        }
        if let Some(display) = self.display {
            if display < 1 || display > self.quantity || self.quantity / display > MOST_SLICES {
                return Err(BookError::Display { display, quantity: self.quantity });
            }
            if self.kind == OrderKind::Market || self.time_in_force != TimeInForce::Gtc {
                return Err(BookError::DisplayOfTaker);
            }
        }
        Ok(())
    }
}

/// Largest price, up and down, in ticks, and largest quantity in lots.
pub(crate) const MOST: i64 = 1 << 53;
/// Slices of an iceberg: each is a trade of its own for whoever takes it.
pub(crate) const MOST_SLICES: i64 = 1_000_000;

pub(crate) fn check_price(price: i64) -> Result<(), BookError> {
    if (-MOST..=MOST).contains(&price) { Ok(()) } else { Err(BookError::Price(price)) }
}

pub(crate) fn check_quantity(quantity: i64) -> Result<(), BookError> {
    if (1..=MOST).contains(&quantity) { Ok(()) } else { Err(BookError::Quantity(quantity)) }
}
