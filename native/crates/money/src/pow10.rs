use crate::MoneyError;

/// The largest scale whose power of ten fits an `i128`.
pub const MAX_SCALE: u8 = 38;

const fn table() -> [i128; 39] {
    let mut powers = [1i128; 39];
    let mut i = 1;
    #[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time: an overflow stops the build")]
    while i < 39 {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
}

const POWERS: [i128; 39] = table();

/// `10^scale`.
///
/// ```
/// assert_eq!(money::pow10(3), Ok(1000));
/// assert!(money::pow10(39).is_err());
/// ```
pub fn pow10(scale: u8) -> Result<i128, MoneyError> {
    POWERS.get(usize::from(scale)).copied().ok_or(MoneyError::Overflow { operation: "power of ten" })
}
