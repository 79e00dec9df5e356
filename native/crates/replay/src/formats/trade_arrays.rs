use serde_json::value::RawValue;

use crate::error::ReplayError;
use crate::feed::{Reading, Said, Side, Written};
use crate::time::parse_time;

/// Trades as freqtrade and ccxt keep them: `[[ms, id, type, side, price, amount, cost], …]`. Numbers are taken as they are written.
pub fn read(file: &str, text: &str) -> Result<(Reading, &'static str), ReplayError> {
    let rows: Vec<Vec<&RawValue>> =
        serde_json::from_str(text).map_err(|error| ReplayError::row(file, error.line() as u64, &error.to_string()))?;
    let mut reading = Reading::default();
    for (row, trade) in (1..).zip(&rows) {
        let bad = |what: &str| ReplayError::row(file, row, &format!("{what} is no part of [ms, id, type, side, price, amount]"));
        let [time, _, _, side, price, amount, ..] = trade.as_slice() else { return Err(bad("the array")) };
        let time = parse_time(time.get()).ok_or_else(|| bad(time.get()))?;
        let number = |value: &RawValue| Written::parse(value.get().trim_matches('"')).ok_or_else(|| bad(value.get()));
        let taker = Side::parse(side.get().trim_matches('"'));
        reading.say(time, row, Said::Trade { price: number(price)?, quantity: number(amount)?, taker });
    }
    Ok((reading, "trades: [ms, id, type, side, price, amount]"))
}
