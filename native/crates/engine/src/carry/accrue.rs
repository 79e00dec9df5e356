use money::Decimal;

use super::charges::{Charge, Charges};
use super::{CarryKind, DayCount};
use crate::engine::Engine;
use crate::error::{EngineError, overflow};
use crate::{AccrualRecord, Moment, Step, SymbolId};

/// What there is to charge: of which symbol, and how much the account pays for.
type Holding = (SymbolId, i128);

impl Engine {
    /// The next step before whose open days are charged.
    pub(crate) fn next_accrual(&self) -> Option<Step> {
        self.charges.as_deref().and_then(Charges::next_step)
    }

    /// At the first step of an exchange day: what was held over the days since the last one costs or brings (M12–M14), and lenders
    /// may want their shares back.
    pub(crate) fn begin_day(&mut self, step: Step) -> Result<(), EngineError> {
        let Some(mut charges) = self.charges.take() else { return Ok(()) };
        let due = charges.take(step);
        let charged = match due {
            Some(is_day) => charges.kinds.iter_mut().try_for_each(|charge| self.charge(charge, step, is_day)),
            None => Ok(()),
        };
        self.charges = Some(charges);
        charged?;
        if due == Some(true) { self.recall(step) } else { Ok(()) }
    }

    fn charge(&mut self, charge: &mut Charge, step: Step, is_day: bool) -> Result<(), EngineError> {
        let before = step.saturating_sub(1);
        let (from, to) = (self.day(before), self.day(step));
        let Some(days) = charge.days(step, is_day, to.saturating_sub(from)) else { return Ok(()) };
        let by_night = charge.day_count == DayCount::Nights;
        let parts = if by_night { days.into() } else { charge.day_count.parts(from, to) };
        let held = if by_night { self.units_held()? } else { self.holdings(charge.kind, before)? };
        for (symbol, base) in held {
            let rate = charge.rate(symbol, from, base).unwrap_or(0);
            let amount = charge.amount(symbol, base, rate, parts)?;
            if base == 0 || amount == 0 {
                continue;
            }
            let record = AccrualRecord {
                step,
                kind: charge.kind,
                symbol: (charge.kind != CarryKind::Interest).then_some(symbol),
                days,
                day_count: charge.day_count,
                rate: Decimal::new(rate, charge.scale),
                base,
                amount,
            };
            self.account.accrue(&mut self.log, record)?;
        }
        Ok(())
    }

    /// In symbol order: signed quantity times multiplier, at ledger scale.
    fn units_held(&self) -> Result<Vec<Holding>, EngineError> {
        let mut held = Vec::new();
        for (symbol, known) in (0..).zip(&self.account.terms().symbols) {
            let quantity = self.account.quantity(symbol);
            if quantity != 0 {
                held.push((symbol, known.units(quantity, self.account.terms().ledger)?));
            }
        }
        Ok(held)
    }

    /// In symbol order, at the last closes. Futures and perpetuals are neither borrowed nor paid for with the account's cash.
    fn holdings(&self, kind: CarryKind, before: Step) -> Result<Vec<Holding>, EngineError> {
        let mut held = Vec::new();
        let (mut shorts, at) = (0i128, Moment::open(before.saturating_add(1)));
        for symbol in 0..SymbolId::try_from(self.specs.len()).unwrap_or(0) {
            if self.account.quantity(symbol) == 0 {
                continue;
            }
            let value = self.account.exposure(symbol, self.close_at(symbol, before))?;
            if kind == CarryKind::Financing {
                held.push((symbol, value));
            } else if value < 0 && !self.is_settled(symbol)? {
                let owed = self.in_base(symbol, value, at)?;
                shorts = shorts.checked_sub(owed).ok_or_else(|| overflow("value of shorts"))?;
                held.push((symbol, value.saturating_neg()));
            }
        }
        if kind != CarryKind::Interest {
            return Ok(held);
        }
        // What shorts were sold for is not the account's to lend.
        Ok(vec![(0, shorts.checked_sub(self.account.total_cash(at)?).ok_or_else(|| overflow("interest"))?)])
    }
}
