use std::sync::Arc;

use money::{Ratio, pow10};

use super::balances::{Entry, MoneyAccount};
use super::{Account, Position, SymbolTerms, Terms};
use crate::error::overflow;
use crate::{EngineError, Event, InLieu, Log, LotRule, Rule, Side, SplitRecord, Step, SymbolId, Trade};

/// Signed position around a split, at quantity scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SplitOutcome {
    pub before: i64,
    pub after: i64,
}

impl Account {
    /// Before the open of the ex day: lots times the ratio, the position toward zero to the lot, the fraction out of the newest lot
    /// and paid in cash at `last_close / ratio` (`last_close` at data scale, before the split). Orders are the caller's to adjust.
    pub fn apply_split(
        &mut self,
        log: &mut Log,
        step: Step,
        symbol: SymbolId,
        (ratio, said): (Ratio, Ratio),
        last_close: i64,
    ) -> Result<SplitOutcome, EngineError> {
        let terms = Arc::clone(&self.terms);
        let known = terms.symbol(symbol)?;
        if ratio.num() <= 0 {
            let message = format!("a split of {}:{} is not possible", ratio.num(), ratio.den());
            return Err(EngineError::new("data.split", message, "give new:old shares, both above zero, such as 7:1")
                .for_symbol(known.spec.symbol()));
        }
        let position = self.position_mut(symbol)?;
        position.flush_marks(log, symbol, step);
        let before = position.quantity;
        position.lots.split(ratio).map_err(|error| error.for_symbol(known.spec.symbol()))?;
        let after = whole_lots(position, known)?;
        let price = exit_price(known, ratio, last_close)?;
        let fraction = position.lots.quantity() - position.lots.units(after.saturating_abs())?;
        let mut in_lieu = None;
        if fraction > 0 {
            let denominator = position.lots.denominator();
            let amount = known.value_after_split((fraction, denominator), last_close, (ratio.num(), ratio.den()))?;
            let sale = Sale { step, symbol, denominator, rule: newest(terms.lots), why: Rule::CashInLieu };
            let realized = position.pay_out(log, sale, fraction, amount)?;
            let sign = if before < 0 { -1 } else { 1 };
            let cash = if known.settled { realized } else { sign * amount };
            in_lieu = Some(InLieu { quantity: sign * fraction, denominator, price, amount: sign * amount, cash });
        }
        position.move_by(after.checked_sub(before).ok_or_else(|| overflow("position"))?, known.spec.symbol())?;
        position.mark_from(step);
        let record = SplitRecord { step, symbol, ratio, said, before, after, cost_after: position.cost(), in_lieu };
        self.balances.post(&record.entry(&terms))?;
        log.push(Event::Split(Box::new(record)));
        self.settle_currency(log, step, known.currency)?;
        Ok(SplitOutcome { before, after })
    }
}

impl SplitRecord {
    /// The postings of the split.
    pub fn entry(&self, terms: &Terms) -> Entry {
        let cash = self.in_lieu.map_or(0, |in_lieu| in_lieu.cash);
        let money = Entry::default().with(MoneyAccount::Cash, cash).with(MoneyAccount::Market, -cash);
        money.moving(self.symbol, self.after - self.before).in_currency(terms.currency_of(self.symbol))
    }
}

/// The position after the lots were multiplied, toward zero to the lot, with its sign.
pub(super) fn whole_lots(position: &Position, terms: &SymbolTerms) -> Result<i64, EngineError> {
    let too_large = || overflow("position after a split").for_symbol(terms.spec.symbol());
    let lot = i128::from(terms.spec.lot);
    let step = position.lots.denominator().checked_mul(lot).ok_or_else(too_large)?;
    let lots = position.lots.quantity().checked_div(step).ok_or_else(too_large)?;
    let size = lots.checked_mul(lot).and_then(|size| i64::try_from(size).ok()).ok_or_else(too_large)?;
    Ok(if position.quantity < 0 { -size } else { size })
}

/// `last_close / ratio` as a fraction at price scale.
fn exit_price(terms: &SymbolTerms, ratio: Ratio, last_close: i64) -> Result<(i128, i128), EngineError> {
    let scales = terms.spec.scales;
    let close = i128::from(last_close).checked_mul(pow10(scales.price.saturating_sub(scales.data))?);
    let price = close.and_then(|close| close.checked_mul(ratio.den())).ok_or_else(|| overflow("price after a split"))?;
    Ok((price, ratio.num()))
}

/// A fraction leaves the newest lot.
pub(super) fn newest(rule: LotRule) -> LotRule {
    if rule == LotRule::Average { LotRule::Average } else { LotRule::Lifo }
}

/// When, how and why shares leave for money without an order.
#[derive(Clone, Copy)]
pub(super) struct Sale {
    pub step: Step,
    pub symbol: SymbolId,
    pub denominator: i128,
    /// Which lots leave first.
    pub rule: LotRule,
    pub why: Rule,
}

impl Position {
    /// Takes `fraction` out of the lots for `amount`, unsigned, and returns the realized profit before fees.
    pub(super) fn pay_out(&mut self, log: &mut Log, sale: Sale, fraction: i128, amount: i128) -> Result<i128, EngineError> {
        let was_long = self.quantity > 0;
        let (mut rest, mut value_left, mut realized) = (fraction, amount, 0i128);
        while rest > 0 {
            let Some(lot) = self.lots.release(rest, sale.rule, None)? else { break };
            let value =
                if lot.quantity == rest { value_left } else { money::mul_div(value_left, lot.quantity, rest, money::Rounding::HalfEven)? };
            rest -= lot.quantity;
            value_left -= value;
            let gross = if was_long { value - lot.cost } else { lot.cost - value };
            self.realize(gross, lot.fees)?;
            realized += gross;
            log.trade(Trade {
                symbol: sale.symbol,
                side: if was_long { Side::Buy } else { Side::Sell },
                quantity: lot.quantity,
                denominator: sale.denominator,
                entry_step: lot.step,
                entry_order: lot.order,
                cost: lot.cost,
                exit_step: sale.step,
                exit_order: None,
                why: Some(sale.why),
                gross,
                fees: lot.fees,
            });
        }
        Ok(realized)
    }
}
