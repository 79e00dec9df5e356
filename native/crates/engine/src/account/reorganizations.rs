use std::sync::Arc;

use market::ConversionKind;
use money::{Decimal, Ratio, Rounding, pow10};

use super::balances::{Entry, MoneyAccount};
use super::splits::{Sale, newest, whole_lots};
use super::{Account, Lots, Position, SymbolTerms, Terms, per_unit};
use crate::error::overflow;
use crate::{EngineError, Event, InLieu, Log, LotRule, Received, ReorganizationRecord, Rule, Step, SymbolId};

/// What becomes of the shares of a symbol before the open of a step; closes at data scale.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub step: Step,
    pub symbol: SymbolId,
    pub kind: ConversionKind,
    /// The new symbol, its shares for one old, and its last close when it has one.
    pub into: Option<(SymbolId, Ratio, Option<i64>)>,
    pub cash: Option<Decimal>,
    pub basis: Option<Decimal>,
    /// Rights for one share that are paid out.
    pub rights: Option<Ratio>,
    pub close: i64,
}

impl Account {
    /// The old shares' cost goes where the shares go: into trades as far as they are paid for, with the new shares as far as these keep it.
    /// New lots keep the day and the fill of their entry; their fraction beyond the lot is paid in cash. Orders are the caller's to adjust.
    pub(crate) fn reorganize(&mut self, log: &mut Log, change: Change) -> Result<(), EngineError> {
        let Change { step, symbol, kind, .. } = change;
        let terms = Arc::clone(&self.terms);
        let old = terms.symbol(symbol)?;
        let before = self.quantity(symbol);
        if before == 0 {
            return Ok(());
        }
        let named = |error: EngineError| error.for_symbol(old.spec.symbol());
        if old.settled {
            let message = format!("a {} of {} is not possible: its instrument settles in cash", kind.name(), old.spec.symbol());
            return Err(named(EngineError::new("actions.settled", message, "take the row out of the action file")));
        }
        if let Some(new) = change.into.and_then(|(new, ..)| terms.symbols.get(new as usize)).filter(|new| new.currency != old.currency) {
            let message = format!("{} and {} trade in different currencies", old.spec.symbol(), new.spec.symbol());
            return Err(named(EngineError::new("actions.currency", message, "take the row out of the action file")));
        }
        let scale = old.spec.scales.quantity;
        let cash = match (kind, change.cash) {
            (ConversionKind::Delisting, None) => {
                let mantissa = i128::from(change.close).checked_mul(old.spec.multiplier).ok_or_else(|| overflow("delisting"))?;
                Some(Decimal::new(mantissa, old.spec.scales.data.saturating_add(old.spec.scales.multiplier)).normalized())
            }
            (_, cash) => cash,
        };
        if let (Some(rights), Some(cash)) = (change.rights, cash) {
            let whole = per_unit(cash, before, scale, terms.ledger).map_err(named)?;
            let total = rights.scale(whole, Rounding::HalfEven)?;
            let cost_after = self.positions.get(symbol as usize).map_or(0, Position::cost);
            let record = ReorganizationRecord {
                step,
                symbol,
                kind,
                before,
                after: before,
                cost_after,
                ratio: Some(rights),
                cash: Some(cash),
                basis: None,
                total,
                received: None,
            };
            return self.book_reorganization(log, record);
        }
        let total = cash.map_or(Ok(0), |cash| per_unit(cash, before, scale, terms.ledger)).map_err(named)?;
        let moved = moved_share(&change, &terms.symbols, old, cash).map_err(named)?;
        let position = self.position_mut(symbol)?;
        position.flush_marks(log, symbol, step);
        let mut parted = position.lots.part_with(moved)?;
        let after = if kind.ends() { 0 } else { before };
        if kind.ends() {
            if cash.is_some() {
                let (units, denominator) = (position.lots.quantity(), position.lots.denominator());
                let why = if kind == ConversionKind::Delisting { Rule::Delisting } else { Rule::Merger };
                let rule = if terms.lots == LotRule::Average { LotRule::Average } else { LotRule::Fifo };
                position.pay_out(log, Sale { step, symbol, denominator, rule, why }, units, total.saturating_abs())?;
            }
            position.lots = Lots::default();
            position.move_by(before.saturating_neg(), old.spec.symbol())?;
            position.mark_from(step);
        }
        let cost_after = position.cost();
        let received = match change.into {
            Some((new, ratio, close)) => {
                let known = terms.symbol(new)?;
                parted.split(ratio.multiply(tens(known.spec.scales.quantity, scale)?)?).map_err(named)?;
                let price = share_price(&change, old, known, cash, ratio, close)?;
                Some(self.receive(log, step, (new, known), (parted, before < 0), price, close)?)
            }
            None => None,
        };
        let ratio = change.into.map(|(_, ratio, _)| ratio);
        let record =
            ReorganizationRecord { step, symbol, kind, before, after, cost_after, ratio, cash, basis: change.basis, total, received };
        self.book_reorganization(log, record)
    }

    fn book_reorganization(&mut self, log: &mut Log, record: ReorganizationRecord) -> Result<(), EngineError> {
        let (step, entry) = (record.step, record.entry(&self.terms));
        self.balances.post(&entry)?;
        log.push(Event::Reorganization(Box::new(record)));
        self.settle_currency(log, step, entry.currency)
    }

    /// Whole lots of new shares join the position, the fraction is paid in cash at `price`.
    fn receive(
        &mut self,
        log: &mut Log,
        step: Step,
        (symbol, known): (SymbolId, &SymbolTerms),
        (lots, short): (Lots, bool),
        price: Ratio,
        close: Option<i64>,
    ) -> Result<Received, EngineError> {
        let terms = Arc::clone(&self.terms);
        let sign = if short { -1 } else { 1 };
        let mut arriving = Position::arriving(sign, lots);
        let quantity = whole_lots(&arriving, known)?;
        let fraction = arriving.lots.quantity() - arriving.lots.units(quantity.saturating_abs())?;
        let mut in_lieu = None;
        if fraction > 0 {
            let denominator = arriving.lots.denominator();
            let scales = known.spec.scales;
            let worth = Ratio::new(fraction, denominator)?.multiply(price)?.multiply(Ratio::new(known.spec.multiplier, 1)?)?;
            let decimals = scales.quantity.saturating_add(scales.multiplier);
            let amount = worth.scale(pow10(terms.ledger.saturating_sub(decimals))?, Rounding::HalfEven)?;
            let sale = Sale { step, symbol, denominator, rule: newest(terms.lots), why: Rule::CashInLieu };
            arriving.pay_out(log, sale, fraction, amount)?;
            let price = price.multiply(Ratio::new(pow10(scales.price)?, 1)?)?;
            let (quantity, amount) = (i128::from(sign) * fraction, i128::from(sign) * amount);
            in_lieu = Some(InLieu { quantity, denominator, price: (price.num(), price.den()), amount, cash: amount });
        }
        let position = self.position_mut(symbol)?;
        if position.quantity.signum().saturating_mul(quantity.signum()) < 0 {
            let name = known.spec.symbol();
            let message = format!("a corporate action gives shares of {name} against an open position on the other side of it");
            return Err(
                EngineError::new("actions.oppositePosition", message, "close one of the two positions before the ex day").for_symbol(name)
            );
        }
        position.flush_marks(log, symbol, step);
        position.realize(arriving.realized_gross, arriving.realized_fees)?;
        position.lots.join(arriving.lots, terms.lots)?;
        position.move_by(quantity, known.spec.symbol())?;
        position.mark_from(step);
        Ok(Received { symbol, quantity, after: position.quantity, cost_after: position.cost(), close, in_lieu })
    }
}

impl ReorganizationRecord {
    /// The postings of the event. Rights that are paid out are income like a dividend.
    pub fn entry(&self, terms: &Terms) -> Entry {
        let in_lieu = self.received.and_then(|received| received.in_lieu).map_or(0, |in_lieu| in_lieu.cash);
        let cash = self.total + in_lieu;
        let against =
            if self.kind == ConversionKind::Rights && self.received.is_none() { MoneyAccount::Dividends } else { MoneyAccount::Market };
        let entry = Entry::default()
            .in_currency(terms.currency_of(self.symbol))
            .with(MoneyAccount::Cash, cash)
            .with(against, -cash)
            .moving(self.symbol, self.after - self.before);
        self.received.map_or(entry, |received| entry.receiving(received.symbol, received.quantity))
    }
}

/// `10^(to - from)`: the same quantity as a mantissa at another scale.
fn tens(to: u8, from: u8) -> Result<Ratio, EngineError> {
    Ok(Ratio::new(pow10(to.saturating_sub(from))?, pow10(from.saturating_sub(to))?)?)
}

fn fraction(amount: Decimal) -> Result<Ratio, EngineError> {
    Ok(Ratio::new(amount.mantissa, pow10(amount.scale)?)?)
}

/// The part of the cost that goes with the new shares. Where cash and shares are given it is that of the shares in the value of both.
fn moved_share(change: &Change, symbols: &[SymbolTerms], old: &SymbolTerms, cash: Option<Decimal>) -> Result<Ratio, EngineError> {
    let zero = Ratio::new(0, 1)?;
    let Some((new, ratio, close)) = change.into else { return Ok(zero) };
    match (change.kind, cash) {
        (ConversionKind::Spinoff | ConversionKind::Rights, _) => change.basis.map_or(Ok(zero), fraction),
        (_, Some(cash)) => {
            let Some(known) = symbols.get(new as usize) else { return Ok(zero) };
            let multiplier = Ratio::new(known.spec.multiplier, pow10(known.spec.scales.multiplier)?)?;
            let shares = share_price(change, old, known, Some(cash), ratio, close)?.multiply(multiplier)?.multiply(ratio)?;
            let paid = fraction(cash)?;
            let too_large = || overflow("the value of a merger");
            let part = shares.num().checked_mul(paid.den()).ok_or_else(too_large)?;
            let rest = paid.num().checked_mul(shares.den()).ok_or_else(too_large)?;
            let whole = part.checked_add(rest).ok_or_else(too_large)?;
            if whole == 0 { Ok(Ratio::ONE) } else { Ok(Ratio::new(part, whole)?) }
        }
        (_, None) => Ok(Ratio::ONE),
    }
}

/// What one new share is worth before the open: its last close; before its first bar what the old share leaves for it.
fn share_price(
    change: &Change,
    old: &SymbolTerms,
    new: &SymbolTerms,
    cash: Option<Decimal>,
    ratio: Ratio,
    close: Option<i64>,
) -> Result<Ratio, EngineError> {
    if let Some(close) = close {
        return Ok(Ratio::new(close.into(), pow10(new.spec.scales.data)?)?);
    }
    let value = Ratio::new(change.close.into(), pow10(old.spec.scales.data)?)?
        .multiply(Ratio::new(old.spec.multiplier, pow10(old.spec.scales.multiplier)?)?)?;
    let left = match (change.kind, cash) {
        (ConversionKind::Spinoff | ConversionKind::Rights, _) => {
            value.multiply(change.basis.map_or(Ratio::new(0, 1).map_err(Into::into), fraction)?)?
        }
        (_, Some(cash)) => {
            let cash = fraction(cash)?;
            let too_large = || overflow("the value of a merger");
            let (part, rest) = (value.num().checked_mul(cash.den()), cash.num().checked_mul(value.den()));
            let left = part.zip(rest).and_then(|(part, rest)| part.checked_sub(rest)).ok_or_else(too_large)?;
            Ratio::new(left.max(0), value.den().checked_mul(cash.den()).ok_or_else(too_large)?)?
        }
        (_, None) => value,
    };
    let multiplier = Ratio::new(pow10(new.spec.scales.multiplier)?, new.spec.multiplier)?;
    Ok(left.multiply(multiplier)?.multiply(ratio.inverse()?)?)
}
