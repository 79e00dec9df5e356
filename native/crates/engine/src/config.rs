use market::{AssetClass, Instrument};
use money::{Decimal, Rounding, parse_decimal};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::EngineError;
use crate::carry::CarryTerms;

/// The part of `manifest.config` the engine reads. Decimals arrive as strings, unknown keys are left to others.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    #[serde(deserialize_with = "decimal")]
    pub cash: Decimal,
    pub currency: String,
    #[serde(deserialize_with = "instruments")]
    pub instruments: Vec<Instrument>,
    #[serde(default)]
    pub commission: Commission,
    #[serde(default)]
    pub slippage: Slippage,
    #[serde(default)]
    pub fills: Fills,
    #[serde(default)]
    pub account: AccountConfig,
    #[serde(default)]
    pub close_at_end: bool,
    /// Of everything that is drawn.
    #[serde(default)]
    pub seed: u64,
    #[serde(default)]
    pub limits: Limits,
    /// Notes the bars whose unknown path or limit rule decides a fill (F9).
    #[serde(default)]
    pub bounds: bool,
    /// What holding costs or brings (M12–M14).
    #[serde(default)]
    pub borrow: Option<CarryTerms>,
    #[serde(default)]
    pub financing: Option<CarryTerms>,
    #[serde(default)]
    pub interest: Option<CarryTerms>,
}

/// What no order may go beyond (O25); none where absent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    #[serde(deserialize_with = "optional_decimal")]
    pub order_quantity: Option<Decimal>,
    #[serde(deserialize_with = "optional_decimal")]
    pub order_value: Option<Decimal>,
    /// Units of one symbol, long or short, with what is ordered.
    #[serde(deserialize_with = "optional_decimal")]
    pub position: Option<Decimal>,
    #[serde(deserialize_with = "optional_decimal")]
    pub position_value: Option<Decimal>,
    /// Gross exposure as a multiple of equity.
    #[serde(deserialize_with = "optional_decimal")]
    pub exposure: Option<Decimal>,
    pub open_orders: Option<u32>,
    /// Fraction of the equity at the previous day's close.
    #[serde(deserialize_with = "optional_decimal")]
    pub daily_loss: Option<Decimal>,
}

impl Limits {
    pub fn is_any(&self) -> bool {
        let Self { order_quantity, order_value, position, position_value, exposure, open_orders, daily_loss } = self;
        let decimals = [order_quantity, order_value, position, position_value, exposure, daily_loss];
        open_orders.is_some() || decimals.iter().any(|limit| limit.is_some())
    }
}

/// What a broker charges. `unit` and `rounding` round the charge as the venue would; without them a fee is exact.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "model")]
pub enum Commission {
    #[default]
    None,
    /// `rate` is a fraction of the notional.
    Percent {
        #[serde(deserialize_with = "decimal")]
        rate: Decimal,
        #[serde(flatten)]
        venue: VenueRounding,
    },
    /// `minimum` and `maximum` are money per order over all its fills.
    PerShare {
        #[serde(deserialize_with = "decimal")]
        rate: Decimal,
        #[serde(default, deserialize_with = "optional_decimal")]
        minimum: Option<Decimal>,
        #[serde(default, deserialize_with = "optional_decimal")]
        maximum: Option<Decimal>,
        #[serde(flatten)]
        venue: VenueRounding,
    },
    /// Once an order, at its first fill.
    PerTrade {
        #[serde(deserialize_with = "decimal")]
        cost: Decimal,
        #[serde(flatten)]
        venue: VenueRounding,
    },
    /// `cost` a contract; `exchangeFee` once an order.
    PerContract {
        #[serde(deserialize_with = "decimal")]
        cost: Decimal,
        #[serde(default, deserialize_with = "optional_decimal")]
        exchange_fee: Option<Decimal>,
        #[serde(flatten)]
        venue: VenueRounding,
    },
    /// Fractions of the notional by the side that was waiting (M9); below zero is a rebate.
    MakerTaker {
        #[serde(deserialize_with = "decimal")]
        maker: Decimal,
        #[serde(deserialize_with = "decimal")]
        taker: Decimal,
        #[serde(flatten)]
        venue: VenueRounding,
    },
}

impl Commission {
    /// Whether it matters which side of a trade was waiting.
    pub(crate) fn asks_for_side(&self) -> bool {
        matches!(self, Self::MakerTaker { .. })
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct VenueRounding {
    /// Smallest step of a charge, such as 0.01.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub unit: Option<Decimal>,
    /// Half-up when only `unit` is given.
    #[serde(default, deserialize_with = "optional_rounding")]
    pub rounding: Option<Rounding>,
}

impl VenueRounding {
    /// Fees stay exact.
    pub const NONE: Self = Self { unit: None, rounding: None };
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", tag = "model")]
pub enum Slippage {
    #[default]
    None,
    Bps {
        #[serde(deserialize_with = "decimal")]
        bps: Decimal,
    },
    /// Half of `bps` a side.
    Spread {
        #[serde(deserialize_with = "decimal")]
        bps: Decimal,
    },
    /// `price * (1 ± impact * share²)`, `share = min(quantity / volume, limit)`.
    VolumeShare {
        #[serde(deserialize_with = "decimal")]
        limit: Decimal,
        #[serde(deserialize_with = "decimal")]
        impact: Decimal,
    },
    /// `price * (1 ± coefficient * sigma)`, sigma over the returns of the last `window` closed bars.
    Volatility {
        #[serde(deserialize_with = "decimal")]
        coefficient: Decimal,
        window: u32,
    },
    /// `price * (1 ± coefficient * sigma * sqrt(share))`; `volatility` fixes sigma.
    SquareRoot {
        #[serde(deserialize_with = "decimal")]
        coefficient: Decimal,
        window: u32,
        #[serde(default, deserialize_with = "optional_decimal")]
        volatility: Option<Decimal>,
    },
    /// A function of the user's says how much a unit.
    Custom,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fills {
    #[serde(default)]
    pub market: MarketFill,
    #[serde(default)]
    pub path: PathModel,
    #[serde(default)]
    pub limit: LimitFill,
    /// Fraction of a bar's volume all orders of that bar share.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub volume_limit: Option<Decimal>,
    #[serde(default)]
    pub self_trade: SelfTrade,
    /// How likely orders act in a bar (F10).
    #[serde(default)]
    pub probability: Option<Probability>,
    /// Part of what an order could fill that it gets (F11).
    #[serde(default, deserialize_with = "optional_decimal")]
    pub partial: Option<Decimal>,
}

/// What becomes of own orders that would trade with each other (O22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SelfTrade {
    #[default]
    Allow,
    CancelNewest,
    CancelOldest,
    CancelBoth,
    Decrement,
}

/// Fractions of one.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Probability {
    #[serde(deserialize_with = "decimal")]
    pub market: Decimal,
    #[serde(deserialize_with = "decimal")]
    pub limit_touch: Decimal,
    #[serde(deserialize_with = "decimal")]
    pub limit_through: Decimal,
    #[serde(deserialize_with = "decimal")]
    pub stop: Decimal,
    /// Part of a bar's volume beyond which an order is less likely.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub size: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MarketFill {
    #[default]
    NextOpen,
    NextClose,
    ThisClose,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PathModel {
    #[default]
    Adaptive,
    Ohlc,
    Olhc,
    Worst,
    Best,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LimitFill {
    #[default]
    Touch,
    Through,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccountConfig {
    #[serde(rename = "type")]
    pub kind: AccountKind,
    /// Fraction of the notional a new position must be covered with; 0.5 when null.
    #[serde(deserialize_with = "initial_margin")]
    pub initial_margin: Decimal,
    /// 0.25 when null.
    #[serde(deserialize_with = "maintenance_margin")]
    pub maintenance_margin: Decimal,
    pub lots: LotRule,
}

const INITIAL_MARGIN: Decimal = Decimal { mantissa: 5, scale: 1 };
const MAINTENANCE_MARGIN: Decimal = Decimal { mantissa: 25, scale: 2 };

impl Default for AccountConfig {
    fn default() -> Self {
        Self { kind: AccountKind::Cash, initial_margin: INITIAL_MARGIN, maintenance_margin: MAINTENANCE_MARGIN, lots: LotRule::Fifo }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AccountKind {
    #[default]
    Cash,
    Margin,
}

impl AccountKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Margin => "margin",
        }
    }
}

/// Which open lot a closing fill takes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LotRule {
    /// The oldest.
    #[default]
    Fifo,
    /// The newest.
    Lifo,
    /// The one with the highest entry price, the oldest of equals.
    Hifo,
    /// One pool; a close releases its share of the pool's cost.
    Average,
}

impl LotRule {
    pub fn name(self) -> &'static str {
        match self {
            Self::Fifo => "fifo",
            Self::Lifo => "lifo",
            Self::Hifo => "hifo",
            Self::Average => "average",
        }
    }
}

impl Config {
    /// ```
    /// let config = engine::Config::from_json(r#"{"cash": "1000", "currency": "USD", "instruments": []}"#);
    /// assert_eq!(config.map(|c| c.cash.mantissa), Ok(1000));
    /// ```
    pub fn from_json(text: &str) -> Result<Self, EngineError> {
        serde_json::from_str(text).map_err(|error| {
            EngineError::new(
                "configuration.invalid",
                format!("the run settings cannot be read: {error}"),
                "see docs/settings.md for every key and its values",
            )
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InstrumentText {
    symbol: String,
    asset_class: String,
    #[serde(deserialize_with = "decimal")]
    tick: Decimal,
    #[serde(deserialize_with = "decimal")]
    lot: Decimal,
    #[serde(default = "one", deserialize_with = "decimal")]
    multiplier: Decimal,
    currency: String,
}

fn one() -> Decimal {
    Decimal::new(1, 0)
}

fn instruments<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<Instrument>, D::Error> {
    let read = |text: InstrumentText| {
        let asset_class = AssetClass::from_name(&text.asset_class)
            .ok_or_else(|| D::Error::custom(format!("{}: unknown assetClass \"{}\"", text.symbol, text.asset_class)))?;
        let InstrumentText { symbol, tick, lot, multiplier, currency, .. } = text;
        Ok(Instrument { symbol, asset_class, tick, lot, multiplier, currency })
    };
    Vec::<InstrumentText>::deserialize(source)?.into_iter().map(read).collect()
}

pub(crate) fn decimal<'de, D: Deserializer<'de>>(source: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(source)?;
    parse_decimal(&text).map(Decimal::normalized).map_err(D::Error::custom)
}

pub(crate) fn optional_decimal<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Decimal>, D::Error> {
    let text = Option::<String>::deserialize(source)?;
    text.map(|text| parse_decimal(&text).map(Decimal::normalized).map_err(D::Error::custom)).transpose()
}

fn initial_margin<'de, D: Deserializer<'de>>(source: D) -> Result<Decimal, D::Error> {
    Ok(optional_decimal(source)?.unwrap_or(INITIAL_MARGIN))
}

fn maintenance_margin<'de, D: Deserializer<'de>>(source: D) -> Result<Decimal, D::Error> {
    Ok(optional_decimal(source)?.unwrap_or(MAINTENANCE_MARGIN))
}

fn optional_rounding<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Rounding>, D::Error> {
    let text = Option::<String>::deserialize(source)?;
    let read = |text: String| Rounding::from_name(&text).ok_or_else(|| D::Error::custom(format!("unknown rounding \"{text}\"")));
    text.map(read).transpose()
}
