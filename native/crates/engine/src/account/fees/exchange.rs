use money::{Decimal, Rounding, mul_div, pow10};

use crate::EngineError;
use crate::error::overflow;

/// A fee's own currency (M11): money of the account for one unit of it, by day.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// As JSON.
    pub currency: String,
    /// Ascending by the first day of each rate; none for a model that no day of the run reaches.
    rates: Vec<(i32, Decimal)>,
    ledger: u8,
}

/// Decimals of a part of the account's money in another currency: the quotient need not end.
pub(crate) const CONVERTED_SCALE: u8 = 12;

impl Exchange {
    pub fn new(currency: &str, rates: &[(i32, Decimal)], ledger: u8) -> Result<Self, EngineError> {
        if let Some((_, rate)) = rates.iter().find(|(_, rate)| rate.mantissa <= 0) {
            let text = money::format_decimal(rate.mantissa, rate.scale);
            return Err(unusable(format!("a rate of {currency} is {text}"), "give rates above zero"));
        }
        let mut out = Vec::new();
        crate::text::push_string(&mut out, currency);
        Ok(Self { currency: String::from_utf8_lossy(&out).into(), rates: rates.to_vec(), ledger })
    }

    /// The last rate on or before `day`.
    pub fn rate(&self, day: i32) -> Result<Decimal, EngineError> {
        let after = self.rates.partition_point(|(from, _)| *from <= day);
        let known = after.checked_sub(1).and_then(|index| self.rates.get(index));
        let missing = || unusable(format!("there is no rate of {} for the day", self.currency), "give rates from the run's first day on");
        known.map(|(_, rate)| *rate).ok_or_else(missing)
    }

    /// Money of the account in this currency: half-even at [`CONVERTED_SCALE`] decimals, at ledger scale.
    pub fn of_account(&self, amount: i128, day: i32) -> Result<i128, EngineError> {
        let rate = self.rate(day)?;
        let step = pow10(self.ledger.saturating_sub(CONVERTED_SCALE))?;
        let divisor = rate.mantissa.checked_mul(step).ok_or_else(|| overflow("fee in another currency"))?;
        let whole = mul_div(amount, pow10(rate.scale)?, divisor, Rounding::HalfEven)?;
        whole.checked_mul(step).ok_or_else(|| overflow("fee in another currency"))
    }

    /// An amount of this currency in the account's, half-even at ledger scale, which has room for every digit.
    pub fn to_account(&self, amount: i128, day: i32) -> Result<i128, EngineError> {
        let rate = self.rate(day)?;
        Ok(mul_div(amount, rate.mantissa, pow10(rate.scale)?, Rounding::HalfEven)?)
    }
}

fn unusable(message: String, hint: &'static str) -> EngineError {
    EngineError::new("configuration.rates", message, hint)
}
