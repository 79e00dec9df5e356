use money::Decimal;

use super::Extras;
use crate::{OrderId, Reason, SymbolId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Market,
    Limit,
    Stop,
    StopLimit,
    TrailingStop,
    MarketToLimit,
    MarketIfTouched,
    LimitIfTouched,
    TrailingStopLimit,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Market => "market",
            Self::Limit => "limit",
            Self::Stop => "stop",
            Self::StopLimit => "stopLimit",
            Self::TrailingStop => "trailingStop",
            Self::MarketToLimit => "marketToLimit",
            Self::MarketIfTouched => "marketIfTouched",
            Self::LimitIfTouched => "limitIfTouched",
            Self::TrailingStopLimit => "trailingStopLimit",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tif {
    #[default]
    Gtc,
    Day,
    Ioc,
    Fok,
    /// Until the time in `Extras::expires`.
    Gtd,
}

impl Tif {
    /// Why an order that has one chance only is canceled after it.
    pub fn ends_at_once(self) -> Option<Reason> {
        match self {
            Self::Ioc => Some(Reason::ImmediateOrCancel),
            Self::Fok => Some(Reason::FillOrKill),
            Self::Gtc | Self::Day | Self::Gtd => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Gtc => "GTC",
            Self::Day => "DAY",
            Self::Ioc => "IOC",
            Self::Fok => "FOK",
            Self::Gtd => "GTD",
        }
    }
}

/// The print an order is for; `Default` follows `fills.market` for market orders and is none for limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum At {
    #[default]
    Default,
    Open,
    Close,
}

/// Distance of a trailing stop from its reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trail {
    /// Mantissa at the symbol's tick scale.
    Amount(i64),
    /// A fraction: 0.1 is ten percent.
    Percent(Decimal),
}

/// What the strategy asked for. Prices are mantissas at the symbol's tick scale, quantities at its lot scale.
#[derive(Debug, Clone, Default)]
pub struct OrderRequest {
    pub symbol: SymbolId,
    /// Signed: negative sells. Never zero.
    pub quantity: i64,
    pub limit: Option<i64>,
    pub stop: Option<i64>,
    pub trail: Option<Trail>,
    pub tif: Tif,
    pub at: At,
    pub tag: Option<String>,
    /// A target or value order: cut at the fill to what cash and fees allow (SPEC O4).
    pub fit: bool,
    /// Made by `ctx.close()`: later close() calls take its open rest into account.
    pub closing: bool,
    pub extras: Extras,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct BracketRequest {
    /// A limit entry at this price; `None` is a market entry.
    pub entry: Option<i64>,
    pub take_profit: i64,
    pub stop_loss: i64,
}

/// New values of an open order; `None` keeps the old one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Changes {
    /// Unsigned total, filled part included.
    pub quantity: Option<i64>,
    pub limit: Option<i64>,
    pub stop: Option<i64>,
    pub trail: Option<Trail>,
    pub if_touched: Option<i64>,
}

/// Something that happened to an order since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// A status change that is not a fill.
    Status { order: OrderId, status: super::Status, reason: Option<crate::Reason> },
    /// A fill; `index` counts all fills of the run from 0.
    Fill { order: OrderId, index: u32 },
}
