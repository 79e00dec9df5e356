use money::{Ratio, pow10};

use crate::account::MONEY_ACCOUNTS;
use crate::error::overflow;
use crate::log::lines::{Lines, scaled};
use crate::text::{push_decimal, push_integer, push_quantity, push_quotient, push_string};
use crate::{Account, Clock, EngineError, Log, Lot, MoneyAccount, PositionView, Rule, Side, Step, SymbolId, Terms, Trade};

/// Fills, trades, orders, positions and balances as the JSON text of the result document.
#[derive(Debug)]
pub struct Statement<'a> {
    pub(crate) account: &'a Account,
    pub(crate) log: &'a Log,
    pub(crate) clock: &'a Clock,
}

impl<'a> Statement<'a> {
    pub fn new(account: &'a Account, log: &'a Log, clock: &'a Clock) -> Self {
        Self { account, log, clock }
    }

    pub(crate) fn lines(&self) -> Lines<'a> {
        Lines::new(self.account.terms(), self.clock)
    }

    /// One fill as a JSON object; `index` counts all fills of the run.
    pub fn fill(&self, index: usize) -> Option<Vec<u8>> {
        let mut lines = self.lines();
        lines.fill(self.log.fills().get(index)?, false).ok()?;
        Some(lines.out)
    }

    /// JSON array of `{id, orderId, t, symbol, side, quantity, price, slippage, fee, feeCurrency, why}`.
    pub fn fills(&self) -> Result<Vec<u8>, EngineError> {
        array(self.lines(), self.log.fills(), |lines, record| lines.fill(record, false))
    }

    /// JSON array of closed lot pieces in the order they were closed.
    pub fn trades(&self) -> Result<Vec<u8>, EngineError> {
        array(self.lines(), self.log.trades(), trade)
    }

    /// JSON array of open positions with their lots, valued at the last close.
    pub fn positions(&self) -> Result<Vec<u8>, EngineError> {
        let last = Step::try_from(self.clock.steps()).unwrap_or(Step::MAX).saturating_sub(1);
        let symbols = 0..SymbolId::try_from(self.account.terms().symbols.len()).unwrap_or(SymbolId::MAX);
        let open = symbols.filter_map(|symbol| Some((symbol, self.account.position(symbol).filter(|position| position.quantity != 0)?)));
        array(self.lines(), open, |lines, (symbol, position)| self.position(lines, symbol, &position, last))
    }

    fn position(&self, lines: &mut Lines<'_>, symbol: SymbolId, position: &PositionView<'_>, last: Step) -> Result<(), EngineError> {
        let terms = self.account.terms();
        let known = terms.symbol(symbol)?;
        let (scales, lots) = (known.spec.scales, position.lots);
        let close = self.clock.last_bar(symbol, last).and_then(|bar| self.clock.bars(symbol)?.close(bar)).unwrap_or(0);
        let out = &mut lines.out;
        out.extend_from_slice(b"{\"symbol\":");
        push_string(out, known.spec.symbol());
        out.extend_from_slice(b",\"quantity\":");
        push_decimal(out, position.quantity.into(), scales.quantity);
        out.extend_from_slice(b",\"averagePrice\":");
        push_quotient(out, unit_price(terms, symbol, lots.cost(), lots.quantity(), lots.denominator())?)?;
        out.extend_from_slice(b",\"lastPrice\":");
        push_decimal(out, close.into(), scales.data);
        for (key, amount) in [
            (",\"marketValue\":", self.account.market_value(symbol, close)?),
            (",\"unrealized\":", self.account.unrealized(symbol, close)?),
            (",\"realized\":", position.realized_net),
        ] {
            out.extend_from_slice(key.as_bytes());
            push_decimal(out, amount, terms.ledger);
        }
        out.extend_from_slice(b",\"lots\":[");
        for (index, lot) in lots.iter().enumerate() {
            if index > 0 {
                lines.out.push(b',');
            }
            lot_row(lines, symbol, lot, lots.denominator())?;
        }
        lines.out.extend_from_slice(b"]}");
        Ok(())
    }

    /// `{currency, scale, balances: [{account, asset, balance}]}`: every pair ever posted, sorted by account, then asset.
    pub fn ledger(&self) -> Result<Vec<u8>, EngineError> {
        let terms = self.account.terms();
        let mut rows: Vec<(&str, &str, i128, u8)> = Vec::new();
        let posted = self.posted_accounts()?;
        for (account, _) in MoneyAccount::ALL.iter().zip(posted).filter(|(_, posted)| *posted) {
            rows.push((account.name(), &terms.currency, self.account.balances().of(*account), terms.ledger));
        }
        for (symbol, quantity) in self.traded_symbols() {
            let known = terms.symbol(symbol)?;
            let scale = known.spec.scales.quantity;
            rows.push(("position", known.spec.symbol(), i128::from(quantity), scale));
            rows.push(("market", known.spec.symbol(), -i128::from(quantity), scale));
        }
        rows.sort_unstable_by_key(|(account, asset, ..)| (*account, *asset));
        let mut out = b"{\"currency\":".to_vec();
        push_string(&mut out, &terms.currency);
        out.extend_from_slice(b",\"scale\":");
        push_integer(&mut out, terms.ledger.into());
        out.extend_from_slice(b",\"balances\":[");
        for (index, (account, asset, balance, scale)) in rows.into_iter().enumerate() {
            out.extend_from_slice(if index == 0 { b"{\"account\":\"" } else { b",{\"account\":\"" });
            out.extend_from_slice(account.as_bytes());
            out.extend_from_slice(b"\",\"asset\":");
            push_string(&mut out, asset);
            out.extend_from_slice(b",\"balance\":");
            push_decimal(&mut out, balance, scale);
            out.push(b'}');
        }
        out.extend_from_slice(b"]}");
        Ok(out)
    }

    /// `{startValue, endValue, cash, fees, slippage, dividends, rounding, borrow, financing, interest}`: `fees` as charged, `slippage`
    /// what it cost, `dividends` earned (a short's are negative), `rounding` what venues' fee rounding took beyond the exact fee; the
    /// last three what holding cost.
    pub fn totals(&self) -> Result<Vec<u8>, EngineError> {
        let terms = self.account.terms();
        let balances = self.account.balances();
        let (mut fees, mut slippage) = (0i128, 0i128);
        for record in self.log.fills() {
            let against = if record.side == Side::Buy { record.price - record.reference } else { record.reference - record.price };
            let cost = terms.symbol(record.symbol)?.notional(record.quantity, against)?;
            slippage = slippage.checked_add(cost).ok_or_else(|| overflow("slippage"))?;
            fees = fees.checked_add(record.fee.charged).ok_or_else(|| overflow("fees"))?;
        }
        let last = Step::try_from(self.clock.steps()).unwrap_or(Step::MAX).saturating_sub(1);
        let close = |symbol| self.clock.last_bar(symbol, last).and_then(|bar| self.clock.bars(symbol)?.close(bar)).unwrap_or(0);
        let mut out = Vec::new();
        for (key, amount) in [
            ("{\"startValue\":", terms.cash),
            (",\"endValue\":", self.account.equity(close)?),
            (",\"cash\":", self.account.cash()),
            (",\"fees\":", fees),
            (",\"slippage\":", slippage),
            (",\"dividends\":", -balances.of(MoneyAccount::Dividends)),
            (",\"rounding\":", balances.of(MoneyAccount::Rounding)),
            (",\"borrow\":", balances.of(MoneyAccount::Borrow)),
            (",\"financing\":", balances.of(MoneyAccount::Financing)),
            (",\"interest\":", balances.of(MoneyAccount::Interest)),
        ] {
            out.extend_from_slice(key.as_bytes());
            push_decimal(&mut out, amount, terms.ledger);
        }
        out.push(b'}');
        Ok(out)
    }

    /// Which money accounts any event ever posted to, in the order of [`MoneyAccount::ALL`].
    fn posted_accounts(&self) -> Result<[bool; MONEY_ACCOUNTS], EngineError> {
        let terms = self.account.terms();
        let mut posted = [false; MONEY_ACCOUNTS];
        let mut see = |entry: crate::Entry| {
            for (seen, account) in posted.iter_mut().zip(MoneyAccount::ALL) {
                *seen |= entry.money(account) != 0;
            }
        };
        see(terms.opening());
        for event in self.log.events() {
            match event {
                crate::Event::Fill(index) => {
                    if let Some(record) = self.log.fills().get(*index as usize) {
                        see(record.entry(record.notional(terms)?));
                    }
                }
                crate::Event::Dividend(record) => see(record.entry()),
                crate::Event::DividendPaid(event) => see(crate::account::paid(event.total)),
                crate::Event::Split(record) => see(record.entry()),
                crate::Event::Accrual(record) => see(record.entry()),
                crate::Event::Order(_) | crate::Event::Marks { .. } | crate::Event::End(_) => {}
            }
        }
        Ok(posted)
    }

    /// Symbols whose position ever moved, with the position of now.
    fn traded_symbols(&self) -> Vec<(SymbolId, i64)> {
        let mut symbols: Vec<SymbolId> = self.log.fills().iter().map(|record| record.symbol).collect();
        symbols.sort_unstable();
        symbols.dedup();
        symbols.into_iter().map(|symbol| (symbol, self.account.quantity(symbol))).collect()
    }
}

/// Writes the rows as one JSON array.
pub(crate) fn array<'a, T>(
    mut lines: Lines<'a>,
    rows: impl IntoIterator<Item = T>,
    mut row: impl FnMut(&mut Lines<'a>, T) -> Result<(), EngineError>,
) -> Result<Vec<u8>, EngineError> {
    lines.out.push(b'[');
    for (index, item) in rows.into_iter().enumerate() {
        if index > 0 {
            lines.out.push(b',');
        }
        row(&mut lines, item)?;
    }
    lines.out.push(b']');
    Ok(lines.out)
}

fn lot_row(lines: &mut Lines<'_>, symbol: SymbolId, lot: &Lot, denominator: i128) -> Result<(), EngineError> {
    let terms = lines.terms;
    let out = &mut lines.out;
    out.extend_from_slice(b"{\"t\":");
    lines.times.push(out, lines.clock.time(lot.step));
    out.extend_from_slice(b",\"quantity\":");
    push_quantity(out, scaled((lot.quantity, denominator), terms.symbol(symbol)?.spec.scales.quantity)?)?;
    out.extend_from_slice(b",\"price\":");
    push_quotient(out, unit_price(terms, symbol, lot.cost, lot.quantity, denominator)?)?;
    out.extend_from_slice(b",\"cost\":");
    push_decimal(out, lot.cost, terms.ledger);
    out.extend_from_slice(b",\"fees\":");
    push_decimal(out, lot.fees, terms.ledger);
    out.extend_from_slice(b",\"order\":");
    push_integer(out, lot.order);
    out.extend_from_slice(b",\"id\":\"");
    push_integer(out, lot.order);
    out.push(b'.');
    push_integer(out, lot.number);
    out.extend_from_slice(b"\"}");
    Ok(())
}

fn trade(lines: &mut Lines<'_>, trade: &Trade) -> Result<(), EngineError> {
    let terms = lines.terms;
    let known = terms.symbol(trade.symbol)?;
    let price = |value| unit_price(terms, trade.symbol, value, trade.quantity, trade.denominator);
    let out = &mut lines.out;
    out.extend_from_slice(b"{\"symbol\":");
    push_string(out, known.spec.symbol());
    out.extend_from_slice(if trade.side == Side::Buy { b",\"side\":\"long\"" } else { b",\"side\":\"short\"" });
    out.extend_from_slice(b",\"quantity\":");
    push_quantity(out, scaled((trade.quantity, trade.denominator), known.spec.scales.quantity)?)?;
    out.extend_from_slice(b",\"entryTime\":");
    lines.times.push(out, lines.clock.time(trade.entry_step));
    out.extend_from_slice(b",\"entryPrice\":");
    push_quotient(out, price(trade.cost)?)?;
    out.extend_from_slice(b",\"exitTime\":");
    lines.times.push(out, lines.clock.time(trade.exit_step));
    out.extend_from_slice(b",\"exitPrice\":");
    push_quotient(out, price(trade.exit_value())?)?;
    for (key, amount) in [(",\"grossPnl\":", trade.gross), (",\"pnl\":", trade.gross - trade.fees), (",\"fees\":", trade.fees)] {
        out.extend_from_slice(key.as_bytes());
        push_decimal(out, amount, terms.ledger);
    }
    out.extend_from_slice(b",\"entryOrder\":");
    push_integer(out, trade.entry_order);
    match trade.exit_order {
        Some(order) => {
            out.extend_from_slice(b",\"exitOrder\":");
            push_integer(out, order);
        }
        None => {
            out.extend_from_slice(b",\"why\":");
            push_string(out, Rule::CashInLieu.name());
        }
    }
    out.push(b'}');
    Ok(())
}

/// `value / quantity / multiplier`; the quantity in units of `1 / denominator` of its mantissa.
pub(crate) fn unit_price(terms: &Terms, symbol: SymbolId, value: i128, quantity: i128, denominator: i128) -> Result<Ratio, EngineError> {
    let known = terms.symbol(symbol)?;
    let scales = known.spec.scales;
    let per_unit = Ratio::new(value, quantity)?;
    let units = denominator.checked_mul(pow10(scales.quantity.saturating_add(scales.multiplier))?).ok_or_else(|| overflow("price"))?;
    let amounts = known.spec.multiplier.checked_mul(pow10(terms.ledger)?).ok_or_else(|| overflow("price"))?;
    Ok(per_unit.multiply(Ratio::new(units, amounts)?)?)
}
