//! Exact decimal money: integer mantissas at a named scale, checked arithmetic, and a named mode for every rounding.
//!
//! A value is `mantissa / 10^scale`. Prices and quantities are `i64` mantissas, amounts `i128`. Nothing here is a float and nothing
//! rounds without a [`Rounding`]; overflow is an error that names the operation.
#![forbid(unsafe_code)]
#![deny(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
#![deny(clippy::cast_precision_loss, clippy::indexing_slicing)]

mod decimal;
mod divide;
mod error;
mod format;
mod parse;
mod pow10;
mod ratio;
mod root;
mod rounding;
mod wide;

pub use decimal::Decimal;
pub use divide::{div_round, mul_div, mul_div_exact, mul_div_rem};
pub use error::MoneyError;
pub use format::{format_decimal, write_decimal};
pub use parse::parse_decimal;
pub use pow10::{MAX_SCALE, pow10};
pub use ratio::Ratio;
pub use root::ceil_root;
pub use rounding::Rounding;
