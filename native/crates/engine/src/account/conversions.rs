use std::sync::Arc;

use money::Decimal;

use super::Account;
use super::balances::{Entry, MoneyAccount};
use super::rates::{Moment, at_rate, basis_points};
use crate::{AccountKind, Conversion, ConversionRecord, EngineError, Event, Log, Step, Terms};

/// A currency of the account: 0 is its own, the others follow in the order of the settings.
pub type CurrencyId = u8;

impl Account {
    /// The rate in force of a currency; of the account's own it is 1.
    pub fn rate(&self, currency: CurrencyId, at: Moment) -> Result<Decimal, EngineError> {
        self.terms.rate(currency, at)
    }

    /// Money of a currency in the account's, half-even.
    pub fn in_base(&self, amount: i128, currency: CurrencyId, at: Moment) -> Result<i128, EngineError> {
        self.terms.in_base(amount, currency, at)
    }

    /// What an event in a foreign currency leaves there: the settings may want it converted (M21), and its rates are logged from here on.
    pub(super) fn settle_currency(&mut self, log: &mut Log, step: Step, currency: CurrencyId) -> Result<(), EngineError> {
        if currency == 0 {
            return Ok(());
        }
        let cash = self.balances.in_currency(currency, MoneyAccount::Cash);
        let surplus = match (self.terms.conversion, self.terms.kind) {
            (Conversion::Auto, _) => cash,
            (Conversion::Hold, AccountKind::Cash) => cash.min(0),
            (Conversion::Hold, AccountKind::Margin) => 0,
        };
        self.exchange(log, Moment::open(step), step, currency, surplus)?;
        self.follow_rate(currency, step.saturating_sub(1));
        Ok(())
    }

    /// Sells a currency for the account's (an amount above zero) or buys it (below).
    fn exchange(&mut self, log: &mut Log, at: Moment, step: Step, currency: CurrencyId, surplus: i128) -> Result<(), EngineError> {
        if surplus == 0 {
            return Ok(());
        }
        let terms = Arc::clone(&self.terms);
        let rate = terms.rate(currency, at)?;
        let foreign = surplus.saturating_abs();
        let base = at_rate(foreign, rate)?;
        let record = ConversionRecord { step, currency, buys: surplus < 0, foreign, base, cost: terms.conversion_cost(base)?, rate };
        for entry in record.entries() {
            self.balances.post(&entry)?;
        }
        log.push(Event::Conversion(Box::new(record)));
        Ok(())
    }

    /// As the strategy asks: `amount` of `from`, unsigned, becomes money of `to`, over the account's currency. False when a cash account
    /// has not that much.
    pub fn convert(
        &mut self,
        log: &mut Log,
        at: Moment,
        step: Step,
        pair: (CurrencyId, CurrencyId),
        amount: i128,
    ) -> Result<bool, EngineError> {
        let (from, to) = pair;
        let balance = self.balances.in_currency(from, MoneyAccount::Cash);
        let cost = if from == 0 { self.terms.conversion_cost(amount)? } else { 0 };
        if self.terms.kind == AccountKind::Cash && amount.saturating_add(cost) > balance {
            return Ok(false);
        }
        let mut base = amount;
        if from != 0 {
            base = at_rate(amount, self.terms.rate(from, at)?)?;
            base = base.saturating_sub(self.terms.conversion_cost(base)?);
            self.exchange(log, at, step, from, amount)?;
        }
        if to != 0 {
            let rate = self.terms.rate(to, at)?;
            // The most that the money buys, toward zero: what is over stays.
            let bought = money::mul_div(base, money::pow10(rate.scale)?, rate.mantissa, money::Rounding::Down)?;
            self.exchange(log, at, step, to, bought.saturating_neg())?;
        }
        self.follow_rate(from, step);
        self.follow_rate(to, step);
        Ok(true)
    }

    /// A currency's rates stand in the log from its first use on.
    fn follow_rate(&mut self, currency: CurrencyId, from: Step) {
        let index = usize::from(currency).checked_sub(1);
        if let Some(known) = index.and_then(|index| self.rated_from.get_mut(index)) {
            known.get_or_insert(from);
        }
    }

    /// Writes the rates up to the end.
    pub(super) fn finish_rates(&mut self, log: &mut Log, last: Step) {
        for (currency, from) in (1..).zip(std::mem::take(&mut self.rated_from)) {
            if let Some(from) = from {
                log.push(Event::Rates { currency, from, to: last });
            }
        }
    }
}

impl Terms {
    /// Only where the account has more than one currency.
    pub fn rate(&self, currency: CurrencyId, at: Moment) -> Result<Decimal, EngineError> {
        match usize::from(currency).checked_sub(1).and_then(|index| self.foreign.get(index)) {
            Some(foreign) => foreign.rate(at),
            None => Ok(Decimal::new(1, 0)),
        }
    }

    pub fn in_base(&self, amount: i128, currency: CurrencyId, at: Moment) -> Result<i128, EngineError> {
        if currency == 0 { Ok(amount) } else { at_rate(amount, self.rate(currency, at)?) }
    }

    pub(crate) fn conversion_cost(&self, base: i128) -> Result<i128, EngineError> {
        self.conversion_bps.map_or(Ok(0), |bps| basis_points(base, bps))
    }
}

impl ConversionRecord {
    /// The postings, those of the account's currency first. Each sums to zero: `fx` is the account's position in currencies.
    pub fn entries(&self) -> [Entry; 2] {
        let (base, foreign) = if self.buys { (-self.base, self.foreign) } else { (self.base, -self.foreign) };
        let own = Entry::default()
            .with(MoneyAccount::Cash, base - self.cost)
            .with(MoneyAccount::Fx, -base)
            .with(MoneyAccount::Conversion, self.cost);
        let other = Entry::default().with(MoneyAccount::Cash, foreign).with(MoneyAccount::Fx, -foreign).in_currency(self.currency);
        [own, other]
    }
}
