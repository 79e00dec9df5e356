//! What only some orders ask for. Plain orders carry an empty pointer for all of it.

use std::sync::Arc;

use money::Ratio;

use crate::text::{TimeText, write_date};
use crate::{LotChoice, OrderId, Step};

/// Options beyond price, time in force and moment, as the strategy gave them. Prices at the symbol's tick scale.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// Acts once the price is here or better: the mirror image of a stop (O12).
    pub if_touched: Option<i64>,
    /// A market order whose rest becomes a limit at the price of its first fill (O13).
    pub market_to_limit: bool,
    /// The trailing stop sleeps until the price is here (O18).
    pub activation: Option<i64>,
    /// The trailing stop becomes a limit this far beyond its level (O18); zero or more.
    pub trail_limit: Option<i64>,
    /// Set with `Tif::Gtd`, and only then (O19).
    pub expires: Option<Expires>,
    pub post_only: bool,
    pub reduce_only: bool,
    /// An iceberg shows this much at a time (O15), at the lot's scale.
    pub display: Option<i64>,
    pub lots: Option<Arc<LotChoice>>,
    /// The engine's own: shares that a lender wants back (M12).
    pub recall: bool,
    /// The engine's own: it answers a margin call (M24).
    pub liquidation: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expires {
    /// The last exchange day on which it may match, days since 1970-01-01.
    Day(i32),
    /// It matches only in bars that start before this, ms UTC.
    At(i64),
}

impl Expires {
    /// As it stands in the log.
    pub fn text(self) -> String {
        let mut out = Vec::new();
        match self {
            Self::Day(day) => write_date(&mut out, day.into()),
            Self::At(time) => TimeText::new().push(&mut out, time),
        }
        String::from_utf8(out).unwrap_or_default().replace('"', "")
    }
}

/// What the book keeps of them; a trailing stop's own are in its [`super::TrailState`].
#[derive(Debug, Clone, Default)]
pub struct Special {
    /// At price scale.
    pub touch: Option<i128>,
    pub expiry: Option<Expiry>,
    pub post_only: bool,
    /// A post-only order that its first print has let pass.
    pub arrived: bool,
    pub reduce_only: bool,
    pub iceberg: Option<Iceberg>,
    pub lots: Option<Arc<LotChoice>>,
    /// The partner whose end ends this one (O17).
    pub ouo: Option<OrderId>,
    /// Orders that wait for this one's fills (O16), by id.
    pub waiting: Vec<OrderId>,
    /// Set on an order that waits for another: its whole size, of which it has the part that the other has filled.
    pub nominal: Option<Ratio>,
    /// Shares that a lender wants back: nobody's to cancel.
    pub recall: bool,
    /// It answers a margin call: nobody's to cancel either.
    pub liquidation: bool,
    /// What self-trade prevention took without a fill (O22), in today's shares: links and children go by the size before.
    pub lost: Option<Ratio>,
    /// First step whose prints and path it may act on; its parent's fill came before.
    pub from: Step,
}

#[derive(Debug, Clone, Copy)]
pub struct Iceberg {
    pub display: i64,
    /// What is left of the part on show.
    pub shown: i64,
    /// Rises with each replaced part: among orders at one price the lower comes first. Zero until the first replacement.
    pub standing: u64,
}

#[derive(Debug, Clone, Copy)]
pub struct Expiry {
    pub expires: Expires,
    /// Last step in which it may match; after the run's last step where the data end before it.
    pub last: Step,
}
