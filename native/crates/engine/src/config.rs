use std::collections::BTreeMap;

use market::{AssetClass, Instrument};
use money::{Decimal, Rounding, parse_decimal};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::carry::CarryTerms;
use crate::{EngineError, LatencySettings};

/// Rates by currency, each with the first day it holds on, days since 1970-01-01.
pub type DatedRates = BTreeMap<String, Vec<(i32, Decimal)>>;

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
    /// Money of the account for one unit of another currency, by the first day of each rate, ascending.
    #[serde(default, deserialize_with = "dated_rates")]
    pub rates: DatedRates,
    /// Currencies beside the account's own (M20); most runs have none.
    #[serde(default)]
    pub currencies: Vec<CurrencyConfig>,
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
    /// How long messages to the market and back take (F12).
    #[serde(default)]
    pub latency: Option<LatencySettings>,
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
    /// What becomes of dividends (A8, A9).
    #[serde(default)]
    pub dividends: Option<DividendSettings>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct DividendSettings {
    /// Fraction that is kept back of what a long position gets.
    #[serde(deserialize_with = "optional_decimal")]
    pub withholding: Option<Decimal>,
    /// What is paid buys whole lots at the open of the pay day.
    pub reinvest: bool,
}

/// A currency beside the account's own, and where its rates come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CurrencyConfig {
    pub currency: String,
    /// As the log names it.
    pub source: String,
    /// By the first day of each, ascending; none where a symbol tells it.
    #[serde(default, deserialize_with = "dated")]
    pub rates: Vec<(i32, Decimal)>,
    /// The symbol of the run whose last close is the rate, or one over it.
    #[serde(default)]
    pub symbol: Option<u32>,
    #[serde(default)]
    pub inverse: bool,
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

/// What a broker charges.
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
        terms: ChargeTerms,
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
        terms: ChargeTerms,
    },
    /// Once an order, at its first fill.
    PerTrade {
        #[serde(deserialize_with = "decimal")]
        cost: Decimal,
        #[serde(flatten)]
        terms: ChargeTerms,
    },
    /// `cost` a contract; `exchangeFee` once an order.
    PerContract {
        #[serde(deserialize_with = "decimal")]
        cost: Decimal,
        #[serde(default, deserialize_with = "optional_decimal")]
        exchange_fee: Option<Decimal>,
        #[serde(flatten)]
        terms: ChargeTerms,
    },
    /// Fractions of the notional by the side that was waiting (M9); below zero is a rebate.
    MakerTaker {
        #[serde(deserialize_with = "decimal")]
        maker: Decimal,
        #[serde(deserialize_with = "decimal")]
        taker: Decimal,
        #[serde(flatten)]
        terms: ChargeTerms,
    },
    /// By what the account has traded before (M8).
    Tiered(Tiered),
    /// The model in force on the day of an order's first fill (M10).
    Schedule { entries: Vec<ScheduleEntry> },
}

impl Commission {
    /// Whether it can matter which side of a trade was waiting.
    pub(crate) fn asks_for_side(&self) -> bool {
        match self {
            Self::MakerTaker { .. } => true,
            Self::Tiered(tiered) => tiered.asks_for_side(),
            Self::Schedule { entries } => entries.iter().any(|entry| entry.commission.asks_for_side()),
            _ => false,
        }
    }

    /// How each charge is made; `None` where nothing is charged, and for a schedule, whose entries say it.
    pub(crate) fn terms(&self) -> Option<&ChargeTerms> {
        match self {
            Self::None | Self::Schedule { .. } => None,
            Self::Percent { terms, .. }
            | Self::PerShare { terms, .. }
            | Self::PerTrade { terms, .. }
            | Self::PerContract { terms, .. }
            | Self::MakerTaker { terms, .. } => Some(terms),
            Self::Tiered(tiered) => Some(&tiered.terms),
        }
    }

    /// The models in force, each with its first day; one that is no schedule always was.
    pub(crate) fn entries(&self) -> Vec<(i32, &Self)> {
        match self {
            Self::Schedule { entries } => entries.iter().map(|entry| (entry.from.unwrap_or(i32::MIN), &entry.commission)).collect(),
            single => vec![(i32::MIN, single)],
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct ScheduleEntry {
    /// First exchange day, days since 1970-01-01.
    #[serde(default)]
    pub from: Option<i32>,
    pub commission: Commission,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tiered {
    /// What decides the tier.
    pub by: Measure,
    pub charge: TierCharge,
    /// `month`, or exchange days such as `30d`.
    pub window: String,
    /// Ascending from 0.
    pub tiers: Vec<Tier>,
    /// Each part of a fill pays the rate of the tier it lies in.
    #[serde(default)]
    pub marginal: bool,
    #[serde(default, deserialize_with = "optional_decimal")]
    pub minimum: Option<Decimal>,
    #[serde(default, deserialize_with = "optional_decimal")]
    pub maximum: Option<Decimal>,
    #[serde(flatten)]
    pub terms: ChargeTerms,
}

impl Tiered {
    pub(crate) fn asks_for_side(&self) -> bool {
        self.tiers.iter().any(|tier| tier.maker.is_some())
    }

    /// Of the longest rate.
    pub(crate) fn rate_decimals(&self) -> u8 {
        let rates = self.tiers.iter().flat_map(|tier| [tier.rate, tier.maker, tier.taker]).flatten();
        rates.map(|rate| rate.normalized().scale).max().unwrap_or(0)
    }

    /// Of the longest start of a tier.
    pub(crate) fn bound_decimals(&self) -> u8 {
        self.tiers.iter().map(|tier| tier.from.normalized().scale).max().unwrap_or(0)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Measure {
    Value,
    Quantity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TierCharge {
    /// A fraction of the traded value.
    Percent,
    /// Money a unit.
    PerShare,
}

impl TierCharge {
    pub(crate) fn measure(self) -> Measure {
        match self {
            Self::Percent => Measure::Value,
            Self::PerShare => Measure::Quantity,
        }
    }
}

/// Either `rate`, or `maker` and `taker`.
#[derive(Debug, Clone, Deserialize)]
pub struct Tier {
    #[serde(deserialize_with = "decimal")]
    pub from: Decimal,
    #[serde(default, deserialize_with = "optional_decimal")]
    pub rate: Option<Decimal>,
    #[serde(default, deserialize_with = "optional_decimal")]
    pub maker: Option<Decimal>,
    #[serde(default, deserialize_with = "optional_decimal")]
    pub taker: Option<Decimal>,
}

/// How a charge is made. `unit` and `rounding` round it as the venue would; without them a fee is exact.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ChargeTerms {
    /// Smallest step of a charge, such as 0.01.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub unit: Option<Decimal>,
    /// Half-up when only `unit` is given.
    #[serde(default, deserialize_with = "optional_rounding")]
    pub rounding: Option<Rounding>,
    /// The account's when none is given.
    #[serde(default)]
    pub currency: Option<String>,
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
    pub conversion: Conversion,
    /// What becomes of an account below its maintenance margin (M24).
    pub margin_call: MarginCall,
    /// Basis points of what is converted.
    #[serde(deserialize_with = "optional_decimal")]
    pub conversion_bps: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MarginCall {
    #[default]
    None,
    /// The engine closes as much as it takes.
    Liquidate,
}

/// What becomes of money in another currency (M21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Conversion {
    /// It is converted at once.
    #[default]
    Auto,
    /// It stays until the strategy converts it.
    Hold,
}

const INITIAL_MARGIN: Decimal = Decimal { mantissa: 5, scale: 1 };
const MAINTENANCE_MARGIN: Decimal = Decimal { mantissa: 25, scale: 2 };

impl Default for AccountConfig {
    fn default() -> Self {
        Self {
            kind: AccountKind::Cash,
            initial_margin: INITIAL_MARGIN,
            maintenance_margin: MAINTENANCE_MARGIN,
            lots: LotRule::Fifo,
            conversion: Conversion::Auto,
            margin_call: MarginCall::None,
            conversion_bps: None,
        }
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

fn dated<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<(i32, Decimal)>, D::Error> {
    let read = |(day, text): (i32, String)| Ok((day, parse_decimal(&text).map(Decimal::normalized).map_err(D::Error::custom)?));
    Vec::<(i32, String)>::deserialize(source)?.into_iter().map(read).collect()
}

fn dated_rates<'de, D: Deserializer<'de>>(source: D) -> Result<DatedRates, D::Error> {
    let read = |(day, text): (i32, String)| Ok((day, parse_decimal(&text).map(Decimal::normalized).map_err(D::Error::custom)?));
    let by_currency = BTreeMap::<String, Vec<(i32, String)>>::deserialize(source)?;
    by_currency.into_iter().map(|(currency, rates)| Ok((currency, rates.into_iter().map(read).collect::<Result<_, _>>()?))).collect()
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
