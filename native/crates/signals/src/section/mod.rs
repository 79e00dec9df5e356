//! One moment of many symbols at a time: columns of all symbols side by side, a row a moment, and kernels that look along a row.
//!
//! A cell is `NaN` where a symbol has no value; nothing here leaves an infinity. A mask and groups say who takes part in a row: a symbol
//! that is masked out, has no value or no group gets `NaN` and is left out of what the others are compared with. Sums go in the order of the
//! symbols with compensation, ties in that order too, so every machine gives the same bits.

mod cells;
mod row;
mod source;
mod spread;
mod standing;

pub use cells::{SectionError, mask_into, values_into};
pub use source::{SourceColumn, source_into};

#[cfg(test)]
mod tests;
