use money::{Decimal, MoneyError, Rounding, mul_div, pow10};

use crate::account::Trading;
use crate::config::AccountKind;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{Kind, Missing, Order, Refusal};
use crate::{Conversion, LiquiditySide, Moment, MoneyAccount, OrderId, Reason, Side, Step, SymbolId};

use super::path::Act;
use super::waiting::liquidity_side;
use super::walk::Print;

fn overflow(operation: &'static str) -> EngineError {
    MoneyError::Overflow { operation }.into()
}

impl Engine {
    /// Why the account would refuse this quantity of the order at this print; `None` when it can pay (O5).
    pub(crate) fn refusal(&self, id: OrderId, quantity: i64, print: Print, act: Act) -> Result<Option<Reason>, EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(None) };
        let symbol = order.symbol;
        let position = self.account.quantity(symbol);
        if self.is_short_refused(order.side, quantity, position) {
            return Ok(Some(Reason::ShortNotAllowed));
        }
        if self.is_unlocated(symbol, order.side, quantity, print.step) {
            return Ok(Some(Reason::NoLocate));
        }
        if reduces(order.side, quantity, position) {
            return Ok(None);
        }
        let free = self.left_after(order, quantity, print, act)?;
        let short_of = if self.is_margin_checked(symbol)? { Reason::InsufficientMargin } else { Reason::InsufficientCash };
        Ok((free < 0).then_some(short_of))
    }

    /// Remembers what a fill would have needed that the account has just refused.
    pub(crate) fn note_unpaid(&mut self, id: OrderId, quantity: i64, print: Print, act: Act, reason: Reason) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        let symbol = order.symbol;
        let position = self.account.quantity(symbol);
        let missing = match reason {
            Reason::ShortNotAllowed => Missing::Quantity { symbol, needed: quantity, available: position.max(0) },
            Reason::NoLocate => Missing::Quantity { symbol, needed: quantity, available: self.sellable(symbol, print.step).unwrap_or(0) },
            Reason::InsufficientCash | Reason::InsufficientMargin => {
                let (price, _) = self.slipped(symbol, order.side, quantity, print, act)?;
                let fee = self.fee_at(order, Trading { symbol, quantity, price }, print, act)?;
                let weight = if self.is_margin_checked(symbol)? {
                    let signed = if order.side == Side::Buy { quantity } else { quantity.saturating_neg() };
                    let added = position.saturating_add(signed).saturating_abs().saturating_sub(position.saturating_abs()).max(0);
                    self.margin_of(self.account.notional(symbol, added, price)?)?
                } else {
                    self.account.notional(symbol, quantity, price)?
                };
                let needed = weight.checked_add(fee).ok_or_else(|| overflow("buying power"))?;
                let needed = self.cost_in_base(symbol, needed, Moment::open(print.step))?;
                let left = self.left_after(order, quantity, print, act)?;
                Missing::Money { needed, available: needed.checked_add(left).ok_or_else(|| overflow("buying power"))? }
            }
            _ => return Ok(()),
        };
        self.refusals.push(Refusal { order: id, step: print.step, missing });
        Ok(())
    }

    fn fee_at(&self, order: &Order, trade: Trading, print: Print, act: Act) -> Result<i128, EngineError> {
        self.account.fee_preview(&order.fees, trade, liquidity_side(order, &print, act.rule), self.day(print.step))
    }

    /// What cash, or equity above margin, would be after this fill; below zero it cannot be paid.
    fn left_after(&self, order: &Order, quantity: i64, print: Print, act: Act) -> Result<i128, EngineError> {
        let symbol = order.symbol;
        let (price, _) = self.slipped(symbol, order.side, quantity, print, act)?;
        let fee = self.fee_at(order, Trading { symbol, quantity, price }, print, act)?;
        // The position is valued where the order acts, not at a close that lies ahead.
        let here = self.data_price(symbol, act.price)?;
        // What is said after the bar acts at its close, when all closes are known.
        let is_over = self.done > print.step;
        let before = print.step.saturating_sub(u32::from(print.step > 0 && !is_over));
        let close = |other: SymbolId| {
            if other == symbol {
                here
            } else if self.split_today.iter().any(|(symbol, _)| *symbol == other) {
                // The last close is one of old shares; the open is the first price of the new ones.
                self.open_at(other, print.step)
            } else {
                self.close_at(other, before)
            }
        };
        self.free_after(symbol, order.side, quantity, (act.price, price), fee, (Moment::open(print.step), close))
    }

    /// What would be left after the trade: cash on a cash account, equity above initial margin on a margin account. Settled
    /// instruments hold margin on both.
    fn free_after(
        &self,
        symbol: SymbolId,
        side: Side,
        quantity: i64,
        prices: (i128, i128),
        fee: i128,
        (at, close): (Moment, impl Fn(SymbolId) -> i64),
    ) -> Result<i128, EngineError> {
        let (reference, price) = prices;
        let cash_account = self.config.account.kind == AccountKind::Cash;
        let cost = if !cash_account || self.is_settled(symbol)? {
            // Filling worse than the price it is valued at is a loss on the spot.
            self.account.notional(symbol, quantity, price.saturating_sub(reference).saturating_abs())?
        } else {
            let notional = self.account.notional(symbol, quantity, price)?;
            if side == Side::Buy { notional } else { notional.saturating_neg() }
        };
        let cost = fee.checked_add(cost).ok_or_else(|| overflow("buying power"))?;
        let free = if cash_account {
            self.cash_after(symbol, cost, at)?
        } else {
            let equity = self.account.equity(at, &close)?;
            equity.checked_sub(self.cost_in_base(symbol, cost, at)?).ok_or_else(|| overflow("buying power"))?
        };
        let signed = if side == Side::Buy { quantity } else { quantity.saturating_neg() };
        let after = self.account.quantity(symbol).checked_add(signed).ok_or_else(|| overflow("position"))?;
        let exposure_after = self.account.notional(symbol, after.saturating_abs(), price)?;
        let held = |other: SymbolId| if other == symbol { Ok(exposure_after) } else { self.exposure_size(other, close(other)) };
        self.less_margin(free, at, &close, held)
    }

    /// Money of the symbol's currency in the account's.
    pub(crate) fn in_base(&self, symbol: SymbolId, amount: i128, at: Moment) -> Result<i128, EngineError> {
        self.account.in_base(amount, self.account.terms().currency_of(symbol), at)
    }

    /// As [`Engine::in_base`], with what converting it costs.
    fn cost_in_base(&self, symbol: SymbolId, cost: i128, at: Moment) -> Result<i128, EngineError> {
        let terms = self.account.terms();
        let currency = terms.currency_of(symbol);
        let base = terms.in_base(cost, currency, at)?;
        if currency == 0 || terms.conversion == Conversion::Hold {
            return Ok(base);
        }
        base.checked_add(terms.conversion_cost(base.saturating_abs())?).ok_or_else(|| overflow("buying power"))
    }

    /// What a cash account has left when this much of the symbol's currency is paid: first out of that currency, then by converting (M21).
    fn cash_after(&self, symbol: SymbolId, cost: i128, at: Moment) -> Result<i128, EngineError> {
        let terms = self.account.terms();
        let currency = terms.currency_of(symbol);
        let cash = self.account.cash();
        if currency == 0 {
            return cash.checked_sub(cost).ok_or_else(|| overflow("buying power"));
        }
        let short =
            cost.checked_sub(self.account.balances().in_currency(currency, MoneyAccount::Cash)).ok_or_else(|| overflow("buying power"))?;
        let base = terms.in_base(short, currency, at)?;
        if short <= 0 {
            return Ok(base.saturating_neg());
        }
        let needed = base.checked_add(terms.conversion_cost(base)?).ok_or_else(|| overflow("buying power"))?;
        cash.checked_sub(needed).ok_or_else(|| overflow("buying power"))
    }

    /// What is left of cash or equity when every position that is held to margin has its part. On a cash account those are the
    /// settled instruments, whose profit is not in cash yet.
    fn less_margin(
        &self,
        free: i128,
        at: Moment,
        close: impl Fn(SymbolId) -> i64,
        exposure: impl Fn(SymbolId) -> Result<i128, EngineError>,
    ) -> Result<i128, EngineError> {
        let cash_account = self.config.account.kind == AccountKind::Cash;
        let mut free = free;
        if cash_account && !self.has_settled {
            return Ok(free);
        }
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            if cash_account {
                if !self.is_settled(symbol)? {
                    continue;
                }
                let value = self.in_base(symbol, self.account.market_value(symbol, close(symbol))?, at)?;
                free = free.checked_add(value).ok_or_else(|| overflow("buying power"))?;
            }
            let held = exposure(symbol)?;
            if held != 0 {
                free = free.checked_sub(self.margin_of(self.in_base(symbol, held, at)?)?).ok_or_else(|| overflow("buying power"))?;
            }
        }
        Ok(free)
    }

    fn open_at(&self, symbol: SymbolId, step: Step) -> i64 {
        let bars = self.bars.get(symbol as usize);
        let open = self.clock.bar_at(symbol, step).and_then(|index| bars?.open(index));
        open.unwrap_or_else(|| self.close_at(symbol, step))
    }

    /// Size of the position times price, whatever its sign.
    fn exposure_size(&self, symbol: SymbolId, close: i64) -> Result<i128, EngineError> {
        Ok(self.account.exposure(symbol, close)?.saturating_abs())
    }

    fn margin_of(&self, exposure: i128) -> Result<i128, EngineError> {
        let rate = self.config.account.initial_margin;
        Ok(mul_div(exposure, rate.mantissa, pow10(rate.scale)?, Rounding::Up)?)
    }

    /// Margin accounts, and settled instruments on any account, are held to initial margin; the rest pays in full.
    pub(crate) fn is_margin_checked(&self, symbol: SymbolId) -> Result<bool, EngineError> {
        Ok(self.config.account.kind == AccountKind::Margin || self.is_settled(symbol)?)
    }

    pub(crate) fn is_settled(&self, symbol: SymbolId) -> Result<bool, EngineError> {
        Ok(self.spec(symbol)?.is_settled())
    }

    /// A price-scale value as a close at data scale, toward zero.
    pub(crate) fn data_price(&self, symbol: SymbolId, price: i128) -> Result<i64, EngineError> {
        let scales = self.spec(symbol)?.scales;
        let value = Decimal::new(price, scales.price).rounded_at(scales.data, Rounding::Down)?;
        i64::try_from(value).map_err(|_| overflow("price"))
    }

    /// On a cash account a sell beyond the position is refused; settled instruments may go short on margin accounts only, too.
    pub(crate) fn is_short_refused(&self, side: Side, quantity: i64, position: i64) -> bool {
        self.config.account.kind == AccountKind::Cash && side == Side::Sell && position < quantity
    }

    /// How much of the position the order could still close.
    pub(crate) fn reducible(&self, order: &Order) -> i64 {
        let position = self.account.quantity(order.symbol);
        if order.side == Side::Sell { position.max(0) } else { position.min(0).saturating_neg() }
    }

    /// Buying power at the close of the current step: cash (cash account) or equity above margin, less what open orders set aside.
    pub(crate) fn free_now(&self) -> Result<i128, EngineError> {
        let now = self.now();
        let at = Moment::close(now);
        let close = |symbol: SymbolId| self.close_at(symbol, now);
        let base = if self.config.account.kind == AccountKind::Cash { self.account.total_cash(at)? } else { self.equity_now()? };
        let free = self.less_margin(base, at, close, |symbol| Ok(self.exposure_now(symbol)?.saturating_abs()))?;
        free.checked_sub(self.book.reserved()).ok_or_else(|| overflow("buying power"))
    }

    /// Equity at the last closes, which a split in this bar divides.
    pub(crate) fn equity_now(&self) -> Result<i128, EngineError> {
        let now = self.now();
        let at = Moment::close(now);
        let close = |symbol: SymbolId| self.close_at(symbol, now);
        let mut equity = self.account.equity(at, close)?;
        for (index, (symbol, _)) in self.split_today.iter().enumerate() {
            let is_again = self.split_today.iter().take(index).any(|(known, _)| known == symbol);
            if self.opened.is_none() && !is_again {
                let rest = self.exposure_now(*symbol)?.saturating_sub(self.account.exposure(*symbol, close(*symbol))?);
                equity = equity.checked_add(self.in_base(*symbol, rest, at)?).ok_or_else(|| overflow("equity"))?;
            }
        }
        Ok(equity)
    }

    /// Value of a position at the last close, which a split in this bar divides; before the bar the account does so itself.
    fn exposure_now(&self, symbol: SymbolId) -> Result<i128, EngineError> {
        let mut value = self.account.exposure(symbol, self.close_at(symbol, self.now()))?;
        if self.opened.is_none() {
            for (_, inverse) in self.split_today.iter().filter(|(split, _)| *split == symbol) {
                value = inverse.scale(value, Rounding::HalfEven)?;
            }
        }
        Ok(value)
    }

    /// Notional that could still be bought: free cash, or free equity divided by the initial margin.
    pub fn buying_power(&self) -> Result<i128, EngineError> {
        let free = self.free_now()?;
        let rate = self.config.account.initial_margin;
        if self.config.account.kind == AccountKind::Cash || rate.mantissa <= 0 {
            return Ok(free);
        }
        Ok(mul_div(free, pow10(rate.scale)?, rate.mantissa, Rounding::Down)?)
    }

    /// What an open order sets aside (O5, E15): a buy its cost at the limit, or at the worse of close and stop, with slippage and fee; a
    /// market order that reduces the position credits its estimated proceeds instead.
    pub(crate) fn reserve_of(&self, order: &Order, quantity: i64) -> Result<(i128, i64), EngineError> {
        if order.is_reduce_only() {
            return Ok((0, 0));
        }
        let (amount, reducing) = self.own_reserve(order, quantity)?;
        if amount == 0 {
            return Ok((0, reducing));
        }
        Ok((self.cost_in_base(order.symbol, amount, Moment::close(self.now()))?, reducing))
    }

    /// In the currency of the order's symbol.
    fn own_reserve(&self, order: &Order, quantity: i64) -> Result<(i128, i64), EngineError> {
        let symbol = order.symbol;
        let price = self.estimate(order, self.now())?;
        let position = self.account.quantity(symbol);
        let counted = self.book.reducing(symbol).saturating_sub(order.reduces);
        let day = self.day(self.at.max(self.now()));
        let fee = self.account.fee_preview(&order.fees, Trading { symbol, quantity, price }, LiquiditySide::Taker, day)?;
        let margin = self.is_margin_checked(symbol)?;
        let weigh = |size: i64| -> Result<i128, EngineError> {
            let notional = self.account.notional(symbol, size, price)?;
            if margin { self.margin_of(notional) } else { Ok(notional) }
        };
        if reduces(order.side, quantity, position) {
            let room = quantity.saturating_add(counted).unsigned_abs() <= position.unsigned_abs();
            if order.kind == Kind::Market && room {
                return Ok((fee.checked_sub(weigh(quantity)?).ok_or_else(|| overflow("reserve"))?, quantity));
            }
            return Ok((0, 0));
        }
        let needed = if margin {
            let signed = if order.side == Side::Buy { quantity } else { quantity.saturating_neg() };
            let after = position.checked_add(signed).ok_or_else(|| overflow("position"))?;
            weigh(after.saturating_abs().saturating_sub(position.saturating_abs()).max(0))?
        } else if order.side == Side::Sell {
            // A sale sets nothing aside; whether it may go through is asked when it fills.
            return Ok((0, 0));
        } else {
            weigh(quantity)?
        };
        Ok((needed.checked_add(fee).ok_or_else(|| overflow("reserve"))?, 0))
    }

    /// The price an order is expected to fill at, for the check at submission.
    pub(crate) fn estimate(&self, order: &Order, step: Step) -> Result<i128, EngineError> {
        let symbol = order.symbol;
        let close = self.last_price(symbol, step)?;
        if let Some(limit) = order.limit {
            return Ok(limit);
        }
        let base = match (order.stop, order.side) {
            (Some(stop), Side::Buy) => close.max(stop),
            (Some(stop), Side::Sell) => close.min(stop),
            (None, _) => close,
        };
        // What depends on bars is left to the check at the fill.
        if !self.slippage.is_known_before() {
            return Ok(base);
        }
        let (price, _) = self.slippage.apply(&self.spec(symbol)?.scales, order.side, base, order.quantity, 0, 0)?;
        Ok(price)
    }

    /// The last close at price scale; a split divides it like every other price (O5).
    pub(crate) fn last_price(&self, symbol: SymbolId, step: Step) -> Result<i128, EngineError> {
        let mut close = self.to_price(symbol, self.close_at(symbol, step))?;
        for (_, inverse) in self.split_today.iter().filter(|(split, _)| *split == symbol) {
            close = inverse.scale(close, Rounding::HalfEven)?;
        }
        Ok(close)
    }

    pub(crate) fn refresh_reserve(&mut self, id: OrderId) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id) else { return Ok(()) };
        let (reserve, reducing) = self.reserve_of(order, order.remaining())?;
        self.book.set_reserve(id, reserve, reducing);
        Ok(())
    }
}

/// The quantity brings the position nearer to zero without crossing it.
pub fn reduces(side: Side, quantity: i64, position: i64) -> bool {
    let against = if side == Side::Sell { position > 0 } else { position < 0 };
    against && quantity.unsigned_abs() <= position.unsigned_abs()
}
