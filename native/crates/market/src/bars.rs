use std::ops::Range;

use money::{Decimal, Ratio};

use crate::close_text::{CloseText, WriteClose};

/// Bars of one symbol in time order, one exact integer column per field. Immutable once read and shared behind an `Arc`.
#[derive(Debug, Clone, Default)]
pub struct Bars {
    pub symbol: String,
    /// Start of each bar, milliseconds since 1970-01-01T00:00:00Z; a bare date is that day at 00:00Z.
    pub time_ms: Vec<i64>,
    pub open: Vec<i64>,
    pub high: Vec<i64>,
    pub low: Vec<i64>,
    pub close: Vec<i64>,
    /// Decimals of the four price columns.
    pub price_scale: u8,
    /// Empty when the source has no volume.
    pub volume: Vec<i64>,
    pub volume_scale: u8,
    /// Dividends and splits read from the price file's own columns, in file order.
    pub actions: Vec<Action>,
    /// Filled by [`Bars::append_closes`].
    pub close_text: CloseText,
}

impl Bars {
    /// Appends the closes of `range` as `write` writes them; every caller must bring the same `write`, whose text is kept.
    pub fn append_closes(&self, out: &mut Vec<u8>, range: Range<usize>, write: WriteClose) {
        self.close_text.append(out, &self.close, self.price_scale, range, write);
    }
}

/// A corporate action of one symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Exchange day, days since 1970-01-01.
    pub ex_day: i32,
    pub pay_day: Option<i32>,
    /// Told in results only: who is entitled follows from the ex day.
    pub record_day: Option<i32>,
    pub kind: ActionKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionKind {
    /// Cash per share.
    Dividend {
        amount: Decimal,
    },
    /// New shares for old: 7:1 is `Ratio` 7/1.
    Split {
        ratio: Ratio,
    },
    /// New shares for every one held: 1:10 leaves 11 for 10.
    StockDividend {
        ratio: Ratio,
    },
    Conversion(Box<Conversion>),
}

impl ActionKind {
    /// As tables and events name it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dividend { .. } => "dividend",
            Self::Split { .. } => "split",
            Self::StockDividend { .. } => "stockDividend",
            Self::Conversion(conversion) => conversion.kind.name(),
        }
    }
}

/// What becomes of shares that turn into money, into shares of another symbol, or into both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    pub kind: ConversionKind,
    /// The new symbol, and its shares for one old.
    pub into: Option<(String, Ratio)>,
    /// Per old share; of rights per right.
    pub cash: Option<Decimal>,
    /// The part of the cost that goes with the new shares where the old ones stay.
    pub basis: Option<Decimal>,
    /// Rights for one share where they are paid out.
    pub rights: Option<Ratio>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversionKind {
    Delisting,
    Merger,
    Rights,
    Spinoff,
    SymbolChange,
}

impl ConversionKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Delisting => "delisting",
            Self::Merger => "merger",
            Self::Rights => "rights",
            Self::Spinoff => "spinoff",
            Self::SymbolChange => "symbolChange",
        }
    }

    /// The old shares are gone after it.
    pub fn ends(self) -> bool {
        matches!(self, Self::Delisting | Self::Merger | Self::SymbolChange)
    }
}
