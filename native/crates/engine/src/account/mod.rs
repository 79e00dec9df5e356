//! Cash, positions and lots as a double-entry ledger: every event is a set of postings that sums to zero per asset, checked as it is
//! posted and again over the running balances.

mod accruals;
mod balances;
mod conversions;
mod dividends;
mod fees;
mod fills;
mod lots;
mod position;
mod rates;
mod reorganizations;
mod slippage;
mod spec;
mod splits;
mod terms;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use market::Action;
use money::{Decimal, Ratio, Rounding};

use crate::error::overflow;
use crate::statement::unit_price;
use crate::text::push_quotient;
use crate::{Config, End, EngineError, Event, LiquiditySide, Log, Step, SymbolId};

pub(crate) use balances::MONEY_ACCOUNTS;
pub use balances::{Balances, Entry, MoneyAccount};
pub use conversions::CurrencyId;
pub use dividends::Receivable;
pub(crate) use fees::Charge;
pub use fees::{Fee, FeeModel, FeeNote, FeeStanding, FeeState, Traded};
pub use fills::FillOutcome;
pub use lots::{Lot, Lots};
pub(crate) use position::Position;
pub use rates::{ForeignCurrency, Moment, at_rate};
pub(crate) use reorganizations::Change;
pub use slippage::{RETURN_SCALE, SlippageModel, Squares};
pub use spec::SymbolSpec;
pub use splits::SplitOutcome;
pub use terms::{SymbolTerms, Terms};

/// The state of the money: cheap to clone, so that matching can try both orders of an ambiguous bar. Whatever only grows lives in
/// the [`Log`].
#[derive(Debug, Clone)]
pub struct Account {
    terms: Arc<Terms>,
    balances: Balances,
    positions: Vec<Position>,
    receivables: Vec<Receivable>,
    /// For tiers; empty without them.
    traded: Traded,
    /// Symbols that have split and have no price after it yet, with old for new shares.
    split_marks: Vec<(SymbolId, Ratio)>,
    /// By currency beside the account's, the step from which its rates are logged.
    rated_from: Vec<Option<Step>>,
}

/// A position as others see it; amounts at ledger scale.
#[derive(Debug, Clone, Copy)]
pub struct PositionView<'a> {
    /// Signed, at quantity scale.
    pub quantity: i64,
    /// Cost of the open lots, signed like the quantity.
    pub open_cost: i128,
    /// Profit of closed pieces before fees.
    pub realized_gross: i128,
    /// Profit of closed pieces after their entry and exit fees.
    pub realized_net: i128,
    pub lots: &'a Lots,
}

/// A trade that may be made: `quantity` unsigned, `price` at price scale.
#[derive(Debug, Clone, Copy)]
pub struct Trading {
    pub symbol: SymbolId,
    pub quantity: i64,
    pub price: i128,
}

impl Account {
    /// An account that holds its opening cash. `actions` are needed because a dividend's decimals must fit the ledger scale.
    pub fn new(
        config: &Config,
        specs: Vec<SymbolSpec>,
        actions: &[(SymbolId, Action)],
        foreign: Vec<ForeignCurrency>,
    ) -> Result<Self, EngineError> {
        let positions = vec![Position::default(); specs.len()];
        let mut balances = Balances::new(foreign.len());
        let rated_from = vec![None; foreign.len()];
        let terms = Terms::new(config, specs, actions, foreign)?;
        balances.post(&terms.opening())?;
        Ok(Self {
            terms: Arc::new(terms),
            balances,
            positions,
            receivables: Vec::new(),
            traded: Traded::default(),
            split_marks: Vec::new(),
            rated_from,
        })
    }

    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    pub fn balances(&self) -> &Balances {
        &self.balances
    }

    /// Cash in the account's own currency, at ledger scale.
    pub fn cash(&self) -> i128 {
        self.balances.of(MoneyAccount::Cash)
    }

    /// Cash of all currencies.
    pub fn total_cash(&self, at: Moment) -> Result<i128, EngineError> {
        let mut total = self.cash();
        for currency in self.terms.currencies().skip(1) {
            let part = self.worth(self.balances.in_currency(currency, MoneyAccount::Cash), currency, at)?;
            total = total.checked_add(part).ok_or_else(|| overflow("cash"))?;
        }
        Ok(total)
    }

    /// Dividends owed to the account (negative: by it), at ledger scale.
    pub fn receivable(&self) -> i128 {
        self.balances.of(MoneyAccount::Receivable)
    }

    /// Signed position, at quantity scale.
    pub fn quantity(&self, symbol: SymbolId) -> i64 {
        self.positions.get(symbol as usize).map_or(0, |position| position.quantity)
    }

    pub fn position(&self, symbol: SymbolId) -> Option<PositionView<'_>> {
        let position = self.positions.get(symbol as usize)?;
        let (realized_gross, realized_net) = (position.realized_gross, position.realized_gross - position.realized_fees);
        Some(PositionView { quantity: position.quantity, open_cost: position.cost(), realized_gross, realized_net, lots: &position.lots })
    }

    /// Cost of the open lots per unit, as text with at most 12 decimals, half-even. `None` when flat.
    pub fn average_price(&self, symbol: SymbolId) -> Result<Option<String>, EngineError> {
        let Some(position) = self.positions.get(symbol as usize).filter(|position| position.quantity != 0) else { return Ok(None) };
        let lots = &position.lots;
        let mut text = Vec::new();
        push_quotient(&mut text, unit_price(&self.terms, symbol, lots.cost(), lots.quantity(), lots.denominator())?)?;
        Ok(Some(text.iter().filter(|byte| **byte != b'"').map(|byte| char::from(*byte)).collect()))
    }

    /// `quantity * price * multiplier` at ledger scale, signed like the quantity; `price` at price scale.
    pub fn notional(&self, symbol: SymbolId, quantity: i64, price: i128) -> Result<i128, EngineError> {
        self.terms.symbol(symbol)?.notional(quantity, price)
    }

    /// Position times `close` times multiplier at ledger scale, signed; `close` at data scale.
    pub fn exposure(&self, symbol: SymbolId, close: i64) -> Result<i128, EngineError> {
        let value = self.terms.symbol(symbol)?.exposure(self.quantity(symbol), close)?;
        self.after_split(symbol, value)
    }

    /// Until the first price after a split comes, a value at the last close counts divided by the ratio; half-even.
    fn after_split(&self, symbol: SymbolId, amount: i128) -> Result<i128, EngineError> {
        match self.split_marks.iter().find(|(marked, _)| *marked == symbol) {
            Some((_, inverse)) => Ok(inverse.scale(amount, Rounding::HalfEven)?),
            None => Ok(amount),
        }
    }

    /// A split has happened and the symbol's last close is still one of old shares; `inverse` is old for new.
    pub fn mark_split(&mut self, symbol: SymbolId, inverse: Ratio) -> Result<(), EngineError> {
        match self.split_marks.iter_mut().find(|(marked, _)| *marked == symbol) {
            Some((_, known)) => *known = known.multiply(inverse)?,
            None => self.split_marks.push((symbol, inverse)),
        }
        Ok(())
    }

    /// The bars of the day have opened: prices are those of new shares.
    pub fn forget_split_marks(&mut self) {
        self.split_marks.clear();
    }

    /// What the position adds to equity: its exposure, or for settled instruments the profit not yet settled.
    pub fn market_value(&self, symbol: SymbolId, close: i64) -> Result<i128, EngineError> {
        if self.terms.symbol(symbol)?.settled { self.unrealized(symbol, close) } else { self.exposure(symbol, close) }
    }

    /// Profit of the open lots before fees.
    pub fn unrealized(&self, symbol: SymbolId, close: i64) -> Result<i128, EngineError> {
        let cost = self.positions.get(symbol as usize).map_or(0, Position::cost);
        self.exposure(symbol, close)?.checked_sub(cost).ok_or_else(|| overflow("unrealized profit"))
    }

    /// Cash, receivables and market values, each currency's sum at its rate; `close` gives a symbol's last close at data scale and is
    /// asked for open positions only.
    pub fn equity(&self, at: Moment, close: impl Fn(SymbolId) -> i64) -> Result<i128, EngineError> {
        let mut equity = 0i128;
        for currency in self.terms.currencies() {
            let own = self.equity_in(currency, &close)?;
            equity = equity.checked_add(self.worth(own, currency, at)?).ok_or_else(|| overflow("equity"))?;
        }
        Ok(equity)
    }

    /// Cash, receivables and market values of one currency, in it.
    pub fn equity_in(&self, currency: CurrencyId, close: impl Fn(SymbolId) -> i64) -> Result<i128, EngineError> {
        let mut own = self.own_money(currency)?;
        for symbol in self.held_in(currency) {
            own = own.checked_add(self.market_value(symbol, close(symbol))?).ok_or_else(|| overflow("equity"))?;
        }
        Ok(own)
    }

    /// Gross and net exposure: the sum of the positions' values, unsigned and signed.
    pub fn exposures(&self, at: Moment, close: impl Fn(SymbolId) -> i64) -> Result<(i128, i128), EngineError> {
        let (mut gross, mut net) = (0i128, 0i128);
        for currency in self.terms.currencies() {
            let (mut size, mut sum) = (0i128, 0i128);
            for symbol in self.held_in(currency) {
                let exposure = self.exposure(symbol, close(symbol))?;
                size = size.checked_add(exposure.saturating_abs()).ok_or_else(|| overflow("gross exposure"))?;
                sum = sum.checked_add(exposure).ok_or_else(|| overflow("net exposure"))?;
            }
            gross = gross.checked_add(self.worth(size, currency, at)?).ok_or_else(|| overflow("gross exposure"))?;
            net = net.checked_add(self.worth(sum, currency, at)?).ok_or_else(|| overflow("net exposure"))?;
        }
        Ok((gross, net))
    }

    fn own_money(&self, currency: CurrencyId) -> Result<i128, EngineError> {
        let of = |account| self.balances.in_currency(currency, account);
        of(MoneyAccount::Cash).checked_add(of(MoneyAccount::Receivable)).ok_or_else(|| overflow("equity"))
    }

    /// Nothing needs no rate.
    fn worth(&self, amount: i128, currency: CurrencyId, at: Moment) -> Result<i128, EngineError> {
        if amount == 0 { Ok(0) } else { self.in_base(amount, currency, at) }
    }

    /// What a fill on that exchange day would be charged now, at ledger scale; `quantity` unsigned, `price` at price scale.
    pub fn fee_preview(&self, fees: &FeeState, trade: Trading, side: LiquiditySide, day: i32) -> Result<i128, EngineError> {
        let Trading { symbol, quantity, price } = trade;
        let notional = self.notional(symbol, quantity, price)?.saturating_abs();
        Ok(self.terms.fees.charge(fees, Charge { symbol, quantity, notional, side, day }, &self.traded)?.0.charged)
    }

    /// What the fee of a new order would go by on that exchange day.
    pub fn fee_standing(&self, day: i32) -> Result<FeeStanding, EngineError> {
        self.terms.fees.standing(day, &self.traded)
    }

    /// Writes the last marks and the `end` event; `step` is the last of the run, `close` gives its closes at data scale.
    pub fn finish(&mut self, log: &mut Log, step: Step, close: impl Fn(SymbolId) -> i64) -> Result<(), EngineError> {
        let next = step.saturating_add(1);
        for (symbol, position) in (0..).zip(&mut self.positions) {
            position.flush_marks(log, symbol, next);
        }
        self.finish_rates(log, step);
        let at = Moment::close(step);
        log.push(Event::End(Box::new(End { step, equity: self.equity(at, close)?, cash: self.total_cash(at)? })));
        Ok(())
    }

    /// Symbols of a currency with an open position.
    fn held_in(&self, currency: CurrencyId) -> impl Iterator<Item = SymbolId> + '_ {
        let open = (0..).zip(&self.positions).filter(|(_, position)| position.quantity != 0);
        let of = move |symbol: &SymbolId| self.terms.foreign.is_empty() || self.terms.currency_of(*symbol) == currency;
        open.map(|(symbol, _)| symbol).filter(of)
    }

    fn position_mut(&mut self, symbol: SymbolId) -> Result<&mut Position, EngineError> {
        let unknown =
            || EngineError::new("order.unknownSymbol", format!("symbol number {symbol} is not in this run"), "use one of ctx.symbols");
        self.positions.get_mut(symbol as usize).ok_or_else(unknown)
    }
}

/// A decimal factor of a whole quantity at ledger scale.
fn per_unit(amount: Decimal, quantity: i64, quantity_scale: u8, ledger: u8) -> Result<i128, EngineError> {
    let factor = amount.mantissa_at(ledger.saturating_sub(quantity_scale))?;
    factor.checked_mul(i128::from(quantity)).ok_or_else(|| overflow("dividend"))
}
