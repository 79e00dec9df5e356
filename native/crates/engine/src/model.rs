//! The engine's shared vocabulary. Scales: a symbol's quantities are mantissas at its `quantity_scale` (decimals of its lot), its
//! order and fill prices are `i128` mantissas at its `price_scale` (see [`Scales`]), amounts are `i128` at the account's ledger scale.

use std::sync::Arc;

use crate::LotRule;

pub type SymbolId = u32;
pub type OrderId = u32;
/// Index on the run's clock: one step per timestamp at which any symbol has a bar.
pub type Step = u32;

/// The scales of one symbol, fixed when the engine is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scales {
    /// Decimals of the bar columns.
    pub data: u8,
    /// Decimals of the order tick.
    pub tick: u8,
    /// Decimals of order and fill prices inside the engine: `max(8, data + 4, tick)`, capped at 18. Slipped prices use at most
    /// `max(8, data)` of them; the rest hold exact trailing levels.
    pub price: u8,
    /// Decimals of the lot.
    pub quantity: u8,
    pub multiplier: u8,
    /// Decimals a slipped price may carry: `max(8, data)`.
    pub slipped: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Buy,
    Sell,
}

impl Side {
    pub fn name(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::Sell => "sell",
        }
    }

    pub fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }
}

/// Which rule made an order fill. The name stands in `why.rule`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    NextOpen,
    NextClose,
    ThisClose,
    AtOpen,
    AtClose,
    Limit,
    Stop,
    StopLimit,
    TrailingStop,
    CloseAtEnd,
    CashInLieu,
    MarketIfTouched,
    LimitIfTouched,
    LimitOnOpen,
    LimitOnClose,
    TrailingStopLimit,
    Delisting,
    Merger,
    Reinvest,
}

impl Rule {
    pub fn name(self) -> &'static str {
        match self {
            Self::NextOpen => "nextOpen",
            Self::NextClose => "nextClose",
            Self::ThisClose => "thisClose",
            Self::AtOpen => "atOpen",
            Self::AtClose => "atClose",
            Self::Limit => "limit",
            Self::Stop => "stop",
            Self::StopLimit => "stopLimit",
            Self::TrailingStop => "trailingStop",
            Self::CloseAtEnd => "closeAtEnd",
            Self::CashInLieu => "cashInLieu",
            Self::MarketIfTouched => "marketIfTouched",
            Self::LimitIfTouched => "limitIfTouched",
            Self::LimitOnOpen => "limitOnOpen",
            Self::LimitOnClose => "limitOnClose",
            Self::TrailingStopLimit => "trailingStopLimit",
            Self::Delisting => "delisting",
            Self::Merger => "merger",
            Self::Reinvest => "reinvest",
        }
    }

    /// Slippage touches market, stop, trailing, if-touched and at-open/at-close market fills, never limits (SPEC F5).
    pub fn slips(self) -> bool {
        matches!(
            self,
            Self::NextOpen
                | Self::NextClose
                | Self::ThisClose
                | Self::AtOpen
                | Self::AtClose
                | Self::Stop
                | Self::TrailingStop
                | Self::MarketIfTouched
        )
    }
}

/// Whether an order was waiting when it filled, or took what was there (M9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LiquiditySide {
    Maker,
    #[default]
    Taker,
}

impl LiquiditySide {
    pub fn name(self) -> &'static str {
        match self {
            Self::Maker => "maker",
            Self::Taker => "taker",
        }
    }
}

/// Where on the bar's path a fill happened. The name stands in `why.point`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathPoint {
    Open,
    ToHigh,
    ToLow,
    ToClose,
    Close,
}

impl PathPoint {
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ToHigh => "toHigh",
            Self::ToLow => "toLow",
            Self::ToClose => "toClose",
            Self::Close => "close",
        }
    }
}

/// The order in which a bar's extremes were visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    HighFirst,
    LowFirst,
}

impl Path {
    pub fn name(self) -> &'static str {
        match self {
            Self::HighFirst => "ohlc",
            Self::LowFirst => "olhc",
        }
    }
}

/// Why an order was refused, cut, cancelled or expired: data on the order, never an exception. The name stands in `reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    InsufficientCash,
    InsufficientMargin,
    ShortNotAllowed,
    UserCancel,
    OcoFilled,
    ParentClosed,
    PositionFlat,
    DayEnd,
    ImmediateOrCancel,
    FillOrKill,
    OffTickAfterSplit,
    OffLotAfterSplit,
    EndOfRun,
    MissedPrint,
    GtdEnd,
    WouldTake,
    ReduceOnly,
    OuoClosed,
    SelfTrade,
    LimitOrderQuantity,
    LimitOrderValue,
    LimitPosition,
    LimitPositionValue,
    LimitExposure,
    LimitOpenOrders,
    LimitDailyLoss,
    NoLocate,
    TooLate,
    Delisted,
    Merged,
    SymbolChanged,
}

impl Reason {
    /// In the order of their numbers, by which they cross to TypeScript.
    pub const ALL: [Self; 31] = [
        Self::InsufficientCash,
        Self::InsufficientMargin,
        Self::ShortNotAllowed,
        Self::UserCancel,
        Self::OcoFilled,
        Self::ParentClosed,
        Self::PositionFlat,
        Self::DayEnd,
        Self::ImmediateOrCancel,
        Self::FillOrKill,
        Self::OffTickAfterSplit,
        Self::OffLotAfterSplit,
        Self::EndOfRun,
        Self::MissedPrint,
        Self::GtdEnd,
        Self::WouldTake,
        Self::ReduceOnly,
        Self::OuoClosed,
        Self::SelfTrade,
        Self::LimitOrderQuantity,
        Self::LimitOrderValue,
        Self::LimitPosition,
        Self::LimitPositionValue,
        Self::LimitExposure,
        Self::LimitOpenOrders,
        Self::LimitDailyLoss,
        Self::NoLocate,
        Self::TooLate,
        Self::Delisted,
        Self::Merged,
        Self::SymbolChanged,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::InsufficientCash => "insufficientCash",
            Self::InsufficientMargin => "insufficientMargin",
            Self::ShortNotAllowed => "shortNotAllowed",
            Self::UserCancel => "userCancel",
            Self::OcoFilled => "ocoFilled",
            Self::ParentClosed => "parentClosed",
            Self::PositionFlat => "positionFlat",
            Self::DayEnd => "dayEnd",
            Self::ImmediateOrCancel => "immediateOrCancel",
            Self::FillOrKill => "fillOrKill",
            Self::OffTickAfterSplit => "offTickAfterSplit",
            Self::OffLotAfterSplit => "offLotAfterSplit",
            Self::EndOfRun => "endOfRun",
            Self::MissedPrint => "missedPrint",
            Self::GtdEnd => "gtdEnd",
            Self::WouldTake => "wouldTake",
            Self::ReduceOnly => "reduceOnly",
            Self::OuoClosed => "ouoClosed",
            Self::SelfTrade => "selfTrade",
            Self::LimitOrderQuantity => "limitOrderQuantity",
            Self::LimitOrderValue => "limitOrderValue",
            Self::LimitPosition => "limitPosition",
            Self::LimitPositionValue => "limitPositionValue",
            Self::LimitExposure => "limitExposure",
            Self::LimitOpenOrders => "limitOpenOrders",
            Self::LimitDailyLoss => "limitDailyLoss",
            Self::NoLocate => "noLocate",
            Self::TooLate => "tooLate",
            Self::Delisted => "delisted",
            Self::Merged => "merged",
            Self::SymbolChanged => "symbolChanged",
        }
    }
}

/// One fill as matching hands it to the account.
#[derive(Debug, Clone)]
pub struct Fill {
    pub order: OrderId,
    /// `n` of the fill id `<order>.<n>`, from 1.
    pub number: u32,
    pub step: Step,
    /// Exchange day of the step.
    pub day: i32,
    pub symbol: SymbolId,
    pub side: Side,
    /// Positive mantissa at the symbol's quantity scale.
    pub quantity: i64,
    /// Before slippage, at the symbol's price scale.
    pub reference: i128,
    /// With slippage, at the symbol's price scale.
    pub price: i128,
    pub why: Why,
    /// Which lots it closes first; `None` leaves it to the account.
    pub lots: Option<Arc<LotChoice>>,
}

/// Which open lots an order closes first (O23).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LotChoice {
    By(LotRule),
    /// In this order, then by the account's rule.
    Named(Vec<LotId>),
}

/// The fill that opened a lot: order and number.
pub type LotId = (OrderId, u32);

/// Everything needed to explain a fill without the engine.
#[derive(Debug, Clone)]
pub struct Why {
    pub rule: Rule,
    pub point: PathPoint,
    /// The order of the extremes; `None` for a fill at the open or the close print, which does not depend on it.
    pub path: Option<Path>,
    /// Index of the bar in the symbol's own bars of this run, from 0.
    pub bar: u32,
    /// The stop, trailing or limit price that was reached, at price scale.
    pub trigger: Option<i128>,
    /// The level lay beyond the open, which became the price.
    pub gap: bool,
    /// Quantity before it was cut to what cash and fees allow, with the reason.
    pub cut: Option<(i64, Reason)>,
    /// Set when a volume limit applied: bar volume (volume scale), budget and used before this fill (quantity scale).
    pub liquidity: Option<Liquidity>,
    /// Start of the finer bar it was made in, ms UTC.
    pub detail: Option<i64>,
    /// Set when the order was not certain to act.
    pub chance: Option<Chance>,
    /// The slipped price or an exact trailing level had to be rounded, against the trader.
    pub rounded: bool,
    /// Set where the commission asks for it.
    pub side: Option<LiquiditySide>,
}

/// How likely an order was to act in a bar and what was drawn, at 12 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance {
    pub probability: i64,
    pub drawn: i64,
}

#[derive(Debug, Clone, Copy)]
pub struct Liquidity {
    pub bar_volume: i64,
    pub budget: i64,
    pub used_before: i64,
}
