//! Technical indicators over whole columns: one output per input, `NaN` until the first value is defined.
//!
//! Every kernel is causal (`out[i]` depends on inputs up to `i` alone, whatever follows) and allocates nothing but its output. A price
//! column is given as [`Column::Exact`], integer mantissas at a decimal scale: sums over it are integers, so nothing drifts and equal
//! averages are equal numbers. Any other column is [`Column::Float`], summed with compensation.
//!
//! An input is undefined where it is `NaN` or infinite. Before the first defined input nothing counts: the warm-up starts there. Later
//! on, kernels over a window (sma, wma, stdev, bbands, highest, lowest, roc, momentum, stoch) are `NaN` exactly while the window holds an
//! undefined input; recursive kernels (ema, rsi, atr, macd) are `NaN` at that bar and go on from the last defined one.
//!
//! Conventions are TA-Lib's: an EMA starts from the average of its first window, Wilder's averages too, deviations are of the population,
//! and a quotient whose divisor is zero (no change in rsi, no range in stoch, a zero price in roc) is 0.
#![forbid(unsafe_code)]

mod atr;
mod bands;
mod change;
mod column;
mod compensated;
mod compute;
mod deviation;
mod ema;
mod error;
mod extremes;
mod macd;
mod quotient;
mod rsi;
mod section;
mod sma;
mod stoch;
mod wma;

pub use atr::{atr, true_range};
pub use bands::{BandsOutput, bbands};
pub use change::{momentum, returns, roc};
pub use column::Column;
pub use compute::{Input, KERNELS, Kernel, compute, compute_into};
pub use deviation::stdev;
pub use ema::ema;
pub use error::SignalError;
pub use extremes::{highest, lowest};
pub use macd::{MacdLengths, MacdOutput, macd};
pub use rsi::rsi;
pub use section::{SectionError, SourceColumn, mask_into, source_into, values_into};
pub use sma::sma;
pub use stoch::{StochLengths, StochOutput, stoch};
pub use wma::wma;
