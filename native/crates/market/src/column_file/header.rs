use money::{Decimal, Ratio};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::csv::CsvError;
use crate::{Action, ActionKind, Bars};

/// What is read from a column file.
#[derive(Debug)]
pub struct StoredColumns {
    pub tables: Vec<Bars>,
    /// One a table, in the same order.
    pub symbols: Vec<SymbolFacts>,
    pub warnings: Vec<DataWarning>,
}

/// What the manifest says about one symbol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SymbolFacts {
    pub symbol: String,
    /// Where the bars come from: the file that was read before this one.
    pub source: String,
    pub sha256: String,
    pub rows: usize,
    pub from: String,
    pub to: String,
    pub timezone: String,
    pub is_daily: bool,
    pub interval_ms: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataWarning {
    pub code: String,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
}

/// What the caller of a writer knows beside the bars.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    pub symbols: Vec<SymbolFacts>,
    pub warnings: Vec<DataWarning>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub symbols: Vec<StoredSymbol>,
    pub warnings: Vec<DataWarning>,
}

/// One symbol of the header.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredSymbol {
    pub facts: SymbolFacts,
    pub price_scale: u8,
    pub volume_scale: u8,
    pub actions: Vec<StoredAction>,
    pub columns: Vec<StoredColumn>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredColumn {
    pub name: ColumnName,
    /// From the start of the file.
    pub offset: u64,
    pub sha256: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnName {
    Time,
    Open,
    High,
    Low,
    Close,
    Volume,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredAction {
    ex_day: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pay_day: Option<i32>,
    #[serde(flatten)]
    kind: StoredKind,
}

/// Numbers as text: JSON readers elsewhere keep 53 bits.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum StoredKind {
    Dividend { mantissa: String, scale: u8 },
    Split { new: String, old: String },
}

impl ColumnName {
    pub(super) const ALL: [Self; 6] = [Self::Time, Self::Open, Self::High, Self::Low, Self::Close, Self::Volume];

    pub(super) fn of(self, bars: &Bars) -> &[i64] {
        match self {
            Self::Time => &bars.time_ms,
            Self::Open => &bars.open,
            Self::High => &bars.high,
            Self::Low => &bars.low,
            Self::Close => &bars.close,
            Self::Volume => &bars.volume,
        }
    }

    pub(super) fn slot(self, bars: &mut Bars) -> &mut Vec<i64> {
        match self {
            Self::Time => &mut bars.time_ms,
            Self::Open => &mut bars.open,
            Self::High => &mut bars.high,
            Self::Low => &mut bars.low,
            Self::Close => &mut bars.close,
            Self::Volume => &mut bars.volume,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Open => "open",
            Self::High => "high",
            Self::Low => "low",
            Self::Close => "close",
            Self::Volume => "volume",
        }
    }
}

impl StoredAction {
    /// Columns of a price file tell of dividends and splits; nothing else is kept with bars.
    pub(super) fn from_action(action: &Action) -> Option<Self> {
        let kind = match &action.kind {
            ActionKind::Dividend { amount } => StoredKind::Dividend { mantissa: amount.mantissa.to_string(), scale: amount.scale },
            ActionKind::Split { ratio } => StoredKind::Split { new: ratio.num().to_string(), old: ratio.den().to_string() },
            ActionKind::StockDividend { .. } | ActionKind::Conversion(_) => return None,
        };
        Some(Self { ex_day: action.ex_day, pay_day: action.pay_day, kind })
    }

    pub(super) fn to_action(&self) -> Result<Action, CsvError> {
        let kind = match &self.kind {
            StoredKind::Dividend { mantissa, scale } if *scale <= money::MAX_SCALE => {
                ActionKind::Dividend { amount: Decimal::new(whole(mantissa)?, *scale) }
            }
            StoredKind::Dividend { scale, .. } => return Err(corrupt(format!("a dividend has {scale} decimals"))),
            StoredKind::Split { new, old } => {
                let ratio = Ratio::new(whole(new)?, whole(old)?);
                ActionKind::Split { ratio: ratio.map_err(|_| corrupt(format!("a split is {new}:{old}")))? }
            }
        };
        Ok(Action { ex_day: self.ex_day, pay_day: self.pay_day, record_day: None, kind })
    }
}

fn whole(text: &str) -> Result<i128, CsvError> {
    text.parse().map_err(|_| corrupt(format!("\"{text}\" is no whole number")))
}

pub(super) fn corrupt(what: impl Into<String>) -> CsvError {
    CsvError::new("data.columnsDamaged", what)
        .hint("The file is damaged: copy it again, or write it anew from its source with writeColumns.")
}
