use money::Decimal;
use serde::Deserialize;

use super::DayCount;
use crate::Step;
use crate::config::{decimal, optional_decimal};

/// `borrow`, `financing` or `interest` as the run resolved it: a list of rates for each symbol, or one for the cash.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarryTerms {
    #[serde(default)]
    pub day_count: DayCount,
    pub rates: Vec<Vec<DatedRate>>,
    /// Of `nights`: the steps before whose open a rollover lies, and how many nights it counts.
    #[serde(default)]
    pub nights: Vec<(Step, i32)>,
}

/// Annual fractions of what is held; a rate holds until the next one of its list begins.
#[derive(Debug, Clone, Deserialize)]
pub struct DatedRate {
    /// Days since 1970-01-01; a rate without it has always held.
    #[serde(default = "ever")]
    pub from: i32,
    /// Of what the account pays for: a long position, borrowed shares, debt.
    #[serde(deserialize_with = "decimal")]
    pub plus: Decimal,
    /// Of what it lends: a short position, cash.
    #[serde(deserialize_with = "decimal")]
    pub minus: Decimal,
    /// Most that can be borrowed; no limit without it.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub available: Option<Decimal>,
}

fn ever() -> i32 {
    i32::MIN
}
