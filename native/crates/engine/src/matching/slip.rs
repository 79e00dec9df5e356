//! Where a fill is made beside its reference (F5, F13).

use std::rc::Rc;

use money::{Decimal, MoneyError, Rounding, format_decimal, mul_div, parse_decimal, pow10};
use serde_json::json;

use crate::account::{RETURN_SCALE, Squares};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::{Side, SymbolId};

use super::path::Act;
use super::walk::Print;

/// The user's own rule: a fill as JSON `{symbol, side, quantity, reference, bar, time, rule}`, answered with the amount a unit as decimal text.
pub type SlippageFunction = Rc<dyn Fn(&str) -> Result<String, EngineError>>;

fn overflow() -> EngineError {
    MoneyError::Overflow { operation: "slippage" }.into()
}

impl Engine {
    /// The price of a fill, and whether it had to be rounded.
    pub(crate) fn slipped(&self, symbol: SymbolId, side: Side, quantity: i64, print: Print, act: Act) -> Result<(i128, bool), EngineError> {
        if !act.rule.slips() {
            return Ok((act.price, false));
        }
        let spec = self.spec(symbol)?;
        if let Some(root) = self.slippage.root() {
            let squares = if root.volatility.is_some() { Squares::default() } else { self.squares(symbol, print.index, root.window)? };
            let share = if root.of_share { self.share_of_bar(symbol, quantity, print)? } else { (1, 1) };
            return root.apply(&spec.scales, side, act.price, squares, share);
        }
        if self.slippage.is_custom() {
            return self.slipped_by_user(symbol, side, quantity, print, act);
        }
        let volume = if self.slippage.volume_limit().is_some() { self.volume_at(symbol, print.index) } else { 0 };
        // The share of the volume counts what the symbol's fills took of this bar before (SPEC F5).
        let used = self.liquidity(symbol, &print)?.map_or(0, |liquidity| liquidity.used_before);
        let taken = quantity.saturating_add(used);
        self.slippage.apply(&spec.scales, side, act.price, taken, volume, spec.volume_scale)
    }

    /// What the symbol's fills took of the bar, this one included, and the bar's volume, in one unit; all of it when there is none.
    fn share_of_bar(&self, symbol: SymbolId, quantity: i64, print: Print) -> Result<(u128, u128), EngineError> {
        let (spec, volume) = (self.spec(symbol)?, self.volume_at(symbol, print.index));
        if volume <= 0 {
            return Ok((1, 1));
        }
        let taken = i128::from(quantity.saturating_add(self.budgets.used(symbol, print.step)));
        let taken = taken.checked_mul(pow10(spec.volume_scale)?).ok_or_else(overflow)?;
        let volume = i128::from(volume).checked_mul(pow10(spec.scales.quantity)?).ok_or_else(overflow)?;
        Ok((taken.unsigned_abs(), volume.unsigned_abs()))
    }

    /// Squares of the last returns from close to close before bar `index`; there is none after a close of zero.
    fn squares(&self, symbol: SymbolId, index: u32, window: u32) -> Result<Squares, EngineError> {
        let closes = self.bars.get(symbol as usize).map_or(&[][..], |bars| bars.closes());
        let end = (index as usize).min(closes.len());
        let start = end.saturating_sub((window as usize).saturating_add(1));
        let mut squares = Squares::default();
        for pair in closes.get(start..end).unwrap_or(&[]).windows(2) {
            let [before, after] = pair else { continue };
            if *before == 0 {
                continue;
            }
            let change = i128::from(*after) - i128::from(*before);
            let size = mul_div(change, pow10(RETURN_SCALE)?, i128::from(*before), Rounding::HalfEven)?.unsigned_abs();
            squares.sum = size.checked_mul(size).and_then(|square| squares.sum.checked_add(square)).ok_or_else(overflow)?;
            squares.count = squares.count.saturating_add(1);
        }
        Ok(squares)
    }

    /// Asks the user's function; what it answers has been checked where it was written.
    fn slipped_by_user(&self, symbol: SymbolId, side: Side, quantity: i64, print: Print, act: Act) -> Result<(i128, bool), EngineError> {
        let spec = self.spec(symbol)?;
        let scales = spec.scales;
        let missing = || EngineError::new("configuration.slippage", "slippage is custom and no function was given", "give the function");
        let function = self.custom_slippage.as_ref().ok_or_else(missing)?;
        let bar = self.bars.get(symbol as usize).and_then(|bars| bars.bar(print.index)).ok_or_else(overflow)?;
        let price = |value: i64| format_decimal(i128::from(value), scales.data);
        let ask = json!({
            "symbol": spec.symbol(),
            "side": side.name(),
            "quantity": format_decimal(i128::from(quantity), scales.quantity),
            "reference": format_decimal(act.price, scales.price),
            "bar": {
                "open": price(bar.open),
                "high": price(bar.high),
                "low": price(bar.low),
                "close": price(bar.close),
                "volume": format_decimal(i128::from(bar.volume.unwrap_or(0)), spec.volume_scale),
            },
            "time": self.clock.time(print.step),
            "rule": act.rule.name(),
        });
        let amount = parse_decimal(&function(&ask.to_string())?)?.normalized();
        // At the price scale first, then on the steps a slipped price may have: twice against the trader, and no finer than that.
        let finest = amount.rounded_at(scales.price, Rounding::Up)?;
        let exact = amount.scale <= scales.price || Decimal::new(finest, scales.price).compare(amount)?.is_eq();
        let step = pow10(scales.price.saturating_sub(scales.slipped))?;
        let (wanted, mode) = match side {
            Side::Buy => (act.price.checked_add(finest), Rounding::Ceil),
            Side::Sell => (act.price.checked_sub(finest), Rounding::Floor),
        };
        let wanted = wanted.ok_or_else(overflow)?;
        let price = money::div_round(wanted, step, mode)?.checked_mul(step).ok_or_else(overflow)?;
        Ok((price, !exact || price != wanted))
    }
}
