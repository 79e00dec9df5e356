use std::sync::Arc;

use money::{Rounding, mul_div};

use super::balances::{Entry, MoneyAccount};
use super::{Account, Charge, CurrencyId, Fee, FeeState, Lot, Moment, Position, Terms};
use crate::error::overflow;
use crate::{EngineError, Fill, FillRecord, Log, LotRule, Rule, Settlement, Side, Trade};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FillOutcome {
    pub fee: Fee,
    /// Signed position after the fill.
    pub quantity: i64,
}

impl Account {
    /// Books a fill: fee, lots, trades, postings, log. `status` is the order's status after it.
    pub fn apply_fill(&mut self, log: &mut Log, fill: Fill, fees: &mut FeeState, status: &'static str) -> Result<FillOutcome, EngineError> {
        let terms = Arc::clone(&self.terms);
        let symbol = terms.symbol(fill.symbol)?;
        let notional = symbol.notional(fill.quantity, fill.price)?;
        let charge = {
            let Fill { symbol, quantity, day, .. } = fill;
            Charge { symbol, quantity, notional: notional.saturating_abs(), side: fill.why.side.unwrap_or_default(), day }
        };
        let (fee, note) = if fill.why.rule == Rule::Reinvest {
            (Fee::default(), None)
        } else {
            let (fee, paid) = terms.fees.charge(fees, charge, &self.traded)?;
            let note = terms.fees.note((fees, &paid), fill.day, &self.traded)?;
            terms.fees.count(&mut self.traded, &charge)?;
            *fees = paid;
            (fee, note)
        };

        let position = self.position_mut(fill.symbol)?;
        position.flush_marks(log, fill.symbol, fill.step);
        let profit = position.take(log, &fill, notional, fee.charged, terms.lots)?;
        let moved = match fill.side {
            Side::Buy => fill.quantity,
            Side::Sell => -fill.quantity,
        };
        position.move_by(moved, symbol.spec.symbol())?;
        position.mark_from(fill.step);
        let quantity = position.quantity;
        let settlement = symbol.settled.then(|| Settlement { profit, cost_after: position.cost() });

        let (step, currency) = (fill.step, symbol.currency);
        let rate = (currency != 0).then(|| terms.rate(currency, Moment::open(step))).transpose()?;
        let record = FillRecord::new(fill, status, (fee, note), rate, quantity, settlement);
        self.balances.post(&record.entry(notional, currency))?;
        log.fill(record);
        self.settle_currency(log, step, currency)?;
        Ok(FillOutcome { fee, quantity })
    }
}

impl FillRecord {
    /// The postings of the fill; `notional` is [`FillRecord::notional`].
    pub(crate) fn entry(&self, notional: i128, currency: CurrencyId) -> Entry {
        let bought = match (&self.settlement, self.side) {
            (Some(settlement), _) => -settlement.profit,
            (None, Side::Buy) => notional,
            (None, Side::Sell) => -notional,
        };
        Entry::default()
            .with(MoneyAccount::Cash, -bought - self.fee.charged)
            .with(MoneyAccount::Fees, self.fee.exact)
            .with(MoneyAccount::Market, bought)
            .with(MoneyAccount::Rounding, self.fee.charged - self.fee.exact)
            .moving(self.symbol, self.signed_quantity())
            .in_currency(currency)
    }

    /// `quantity * price * multiplier` at ledger scale, unsigned.
    pub(crate) fn notional(&self, terms: &Terms) -> Result<i128, EngineError> {
        terms.symbol(self.symbol)?.notional(self.quantity, self.price)
    }
}

impl Position {
    /// Closes what the fill closes, opens the rest, and returns the realized profit before fees.
    fn take(&mut self, log: &mut Log, fill: &Fill, notional: i128, fee: i128, rule: LotRule) -> Result<i128, EngineError> {
        let closes = (self.quantity < 0) == (fill.side == Side::Buy) && self.quantity != 0;
        let closing = if closes { fill.quantity.min(self.quantity.saturating_abs()) } else { 0 };
        let was_long = self.quantity > 0;
        let (denominator, mut rest) = (self.lots.denominator(), self.lots.units(closing)?);
        let mut shares = Shares { units: self.lots.units(fill.quantity)?, value: notional, fees: fee };
        let mut realized = 0i128;
        while rest > 0 {
            let Some(lot) = self.lots.release(rest, rule, fill.lots.as_deref())? else { break };
            rest -= lot.quantity;
            let (value, exit_fees) = shares.take(lot.quantity)?;
            let gross =
                if was_long { value.checked_sub(lot.cost) } else { lot.cost.checked_sub(value) }.ok_or_else(|| overflow("profit"))?;
            let fees = lot.fees.checked_add(exit_fees).ok_or_else(|| overflow("trade fees"))?;
            self.realize(gross, fees)?;
            realized = realized.checked_add(gross).ok_or_else(|| overflow("profit"))?;
            log.trade(Trade {
                symbol: fill.symbol,
                side: if was_long { Side::Buy } else { Side::Sell },
                quantity: lot.quantity,
                denominator,
                entry_step: lot.step,
                entry_order: lot.order,
                cost: lot.cost,
                exit_step: fill.step,
                exit_order: Some(fill.order),
                why: None,
                gross,
                fees,
            });
        }
        if fill.quantity > closing {
            let quantity = self.lots.units(fill.quantity - closing)?;
            let lot = Lot { quantity, cost: shares.value, fees: shares.fees, step: fill.step, order: fill.order, number: fill.number };
            self.lots.open(lot, rule)?;
        }
        Ok(realized)
    }
}

/// A fill's value and fee, shared out by quantity: half-even, the last piece takes what is left.
struct Shares {
    units: i128,
    value: i128,
    fees: i128,
}

impl Shares {
    fn take(&mut self, units: i128) -> Result<(i128, i128), EngineError> {
        if units >= self.units {
            return Ok((std::mem::take(&mut self.value), std::mem::take(&mut self.fees)));
        }
        let value = mul_div(self.value, units, self.units, Rounding::HalfEven)?;
        let fees = mul_div(self.fees, units, self.units, Rounding::HalfEven)?;
        self.units -= units;
        self.value -= value;
        self.fees -= fees;
        Ok((value, fees))
    }
}
