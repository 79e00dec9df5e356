use money::{Decimal, Ratio, pow10};

use crate::account::MONEY_ACCOUNTS;
use crate::error::overflow;
use crate::log::lines::{Lines, scaled};
use crate::text::{push_decimal, push_integer, push_quantity, push_quotient, push_string};
use crate::{Account, Clock, EngineError, Log, Lot, Moment, MoneyAccount, PositionView, Rule, Side, Step, SymbolId, Terms, Trade};

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
        if known.currency != 0 {
            out.extend_from_slice(b",\"currency\":");
            out.extend_from_slice(terms.quoted_code(known.currency).as_bytes());
        }
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
        for (currency, posted) in terms.currencies().zip(self.posted_accounts()?) {
            for (account, _) in MoneyAccount::ALL.iter().zip(posted).filter(|(_, posted)| *posted) {
                let balance = self.account.balances().in_currency(currency, *account);
                rows.push((account.name(), terms.code(currency), balance, terms.ledger));
            }
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

    /// `{startValue, endValue, cash, fees, slippage, dividends, rounding, borrow, financing, interest, withheld}`: `fees` as charged, `slippage`
    /// what it cost, `dividends` earned (a short's are negative), `rounding` what venues' fee rounding took beyond the exact fee; the
    /// next three what holding cost; `withheld` of dividends. With several currencies each is brought to the account's at the last rate, and `conversion`, `fx` and
    /// `byCurrency` come on top (M23).
    pub fn totals(&self) -> Result<Vec<u8>, EngineError> {
        let terms = self.account.terms();
        let last = Step::try_from(self.clock.steps()).unwrap_or(Step::MAX).saturating_sub(1);
        let at = Moment::close(last);
        let close = |symbol| self.clock.last_bar(symbol, last).and_then(|bar| self.clock.bars(symbol)?.close(bar)).unwrap_or(0);
        let own = self.currency_totals()?;
        let total = |of: &dyn Fn(&CurrencyTotals) -> i128| -> Result<i128, EngineError> {
            let mut sum = 0i128;
            for (currency, totals) in terms.currencies().zip(&own) {
                let amount = of(totals);
                let part = if amount == 0 { 0 } else { terms.in_base(amount, currency, at)? };
                sum = sum.checked_add(part).ok_or_else(|| overflow("totals"))?;
            }
            Ok(sum)
        };
        let balance = |account: MoneyAccount| total(&|totals: &CurrencyTotals| totals.balances.get(account as usize).copied().unwrap_or(0));
        let end = self.account.equity(at, close)?;
        let mut out = Vec::new();
        for (key, amount) in [
            ("{\"startValue\":", terms.cash),
            (",\"endValue\":", end),
            (",\"cash\":", self.account.total_cash(at)?),
            (",\"fees\":", total(&|totals| totals.fees)?),
            (",\"slippage\":", total(&|totals| totals.slippage)?),
            (",\"dividends\":", -balance(MoneyAccount::Dividends)?),
            (",\"rounding\":", balance(MoneyAccount::Rounding)?),
            (",\"borrow\":", balance(MoneyAccount::Borrow)?),
            (",\"financing\":", balance(MoneyAccount::Financing)?),
            (",\"interest\":", balance(MoneyAccount::Interest)?),
            (",\"withheld\":", balance(MoneyAccount::Withholding)?),
        ] {
            out.extend_from_slice(key.as_bytes());
            push_decimal(&mut out, amount, terms.ledger);
        }
        if !terms.foreign.is_empty() {
            self.write_currencies(&mut out, &own, end - terms.cash, at)?;
        }
        out.push(b'}');
        Ok(out)
    }

    /// What each currency brought in itself and at its last rate; `fx` is what is left of the profit.
    fn write_currencies(&self, out: &mut Vec<u8>, own: &[CurrencyTotals], profit: i128, at: Moment) -> Result<(), EngineError> {
        let terms = self.account.terms();
        let last = Step::try_from(self.clock.steps()).unwrap_or(Step::MAX).saturating_sub(1);
        let close = |symbol| self.clock.last_bar(symbol, last).and_then(|bar| self.clock.bars(symbol)?.close(bar)).unwrap_or(0);
        let of = |currency, account| self.account.balances().in_currency(currency, account);
        let mut fx = profit;
        let mut rows = Vec::new();
        for (currency, totals) in terms.currencies().zip(own) {
            let used = self.account.equity_in(currency, close)?;
            let start = if currency == 0 { terms.cash } else { 0 };
            let pnl = used + of(currency, MoneyAccount::Fx) - start;
            let is_used = currency == 0 || self.log.has_rates(currency);
            let rate = if is_used { terms.rate(currency, at)? } else { Decimal::ZERO };
            let (pnl_base, value) = if is_used { (terms.in_base(pnl, currency, at)?, terms.in_base(used, currency, at)?) } else { (0, 0) };
            fx -= pnl_base;
            rows.extend_from_slice(if currency == 0 { b"{\"currency\":" } else { b",{\"currency\":" });
            rows.extend_from_slice(terms.quoted_code(currency).as_bytes());
            if is_used && currency != 0 {
                rows.extend_from_slice(b",\"rate\":");
                push_decimal(&mut rows, rate.mantissa, rate.scale);
            }
            for (key, amount) in [
                (",\"cash\":", of(currency, MoneyAccount::Cash)),
                (",\"value\":", value),
                (",\"fees\":", totals.fees),
                (",\"realized\":", totals.realized),
                (",\"pnl\":", pnl),
                (",\"pnlBase\":", pnl_base),
            ] {
                rows.extend_from_slice(key.as_bytes());
                push_decimal(&mut rows, amount, terms.ledger);
            }
            rows.push(b'}');
        }
        out.extend_from_slice(b",\"conversion\":");
        push_decimal(out, of(0, MoneyAccount::Conversion), terms.ledger);
        out.extend_from_slice(b",\"fx\":");
        push_decimal(out, fx, terms.ledger);
        out.extend_from_slice(b",\"byCurrency\":[");
        out.extend_from_slice(&rows);
        out.push(b']');
        Ok(())
    }

    /// In the order of the currencies.
    fn currency_totals(&self) -> Result<Vec<CurrencyTotals>, EngineError> {
        let terms = self.account.terms();
        let mut all = vec![CurrencyTotals::default(); terms.currencies().count()];
        for record in self.log.fills() {
            let against = if record.side == Side::Buy { record.price - record.reference } else { record.reference - record.price };
            let known = terms.symbol(record.symbol)?;
            let cost = known.notional(record.quantity, against)?;
            let Some(totals) = all.get_mut(usize::from(known.currency)) else { continue };
            totals.slippage = totals.slippage.checked_add(cost).ok_or_else(|| overflow("slippage"))?;
            totals.fees = totals.fees.checked_add(record.fee.charged).ok_or_else(|| overflow("fees"))?;
        }
        if !terms.foreign.is_empty() {
            for trade in self.log.trades() {
                let Some(totals) = all.get_mut(usize::from(terms.currency_of(trade.symbol))) else { continue };
                totals.realized = totals.realized.checked_add(trade.gross - trade.fees).ok_or_else(|| overflow("realized profit"))?;
            }
        }
        for (currency, totals) in terms.currencies().zip(&mut all) {
            totals.balances = MoneyAccount::ALL.map(|account| self.account.balances().in_currency(currency, account));
        }
        Ok(all)
    }

    /// Which money accounts any event ever posted to, by currency, in the order of [`MoneyAccount::ALL`].
    fn posted_accounts(&self) -> Result<Vec<[bool; MONEY_ACCOUNTS]>, EngineError> {
        let terms = self.account.terms();
        let mut posted = vec![[false; MONEY_ACCOUNTS]; terms.currencies().count()];
        let mut see = |entry: crate::Entry| {
            for (seen, account) in posted.get_mut(usize::from(entry.currency)).into_iter().flatten().zip(MoneyAccount::ALL) {
                *seen |= entry.money(account) != 0;
            }
        };
        see(terms.opening());
        for event in self.log.events() {
            match event {
                crate::Event::Fill(index) => {
                    if let Some(record) = self.log.fills().get(*index as usize) {
                        see(record.entry(record.notional(terms)?, terms.currency_of(record.symbol)));
                    }
                }
                crate::Event::Dividend(record) => see(record.entry(terms)),
                crate::Event::DividendPaid(event) => see(event.entry(terms)),
                crate::Event::Split(record) => see(record.entry(terms)),
                crate::Event::Reorganization(record) => see(record.entry(terms)),
                crate::Event::Accrual(record) => see(record.entry(terms)),
                crate::Event::Conversion(record) => record.entries().into_iter().for_each(&mut see),
                crate::Event::Order(_)
                | crate::Event::Marks { .. }
                | crate::Event::Rates { .. }
                | crate::Event::MarginCall(_)
                | crate::Event::End(_) => {}
            }
        }
        Ok(posted)
    }

    /// Symbols whose position ever moved, with the position of now.
    fn traded_symbols(&self) -> Vec<(SymbolId, i64)> {
        let mut symbols: Vec<SymbolId> = self.log.fills().iter().map(|record| record.symbol).collect();
        symbols.extend(self.log.events().iter().filter_map(|event| match event {
            crate::Event::Reorganization(record) => {
                record.received.filter(|received| received.quantity != 0).map(|received| received.symbol)
            }
            _ => None,
        }));
        symbols.sort_unstable();
        symbols.dedup();
        symbols.into_iter().map(|symbol| (symbol, self.account.quantity(symbol))).collect()
    }
}

/// Sums of one currency.
#[derive(Debug, Clone, Default)]
struct CurrencyTotals {
    fees: i128,
    slippage: i128,
    /// Of closed trades, after fees.
    realized: i128,
    balances: [i128; MONEY_ACCOUNTS],
}

impl Terms {
    /// A trade's profit after fees in the account's currency, at the rate of its exit.
    pub(crate) fn trade_profit(&self, trade: &Trade) -> Result<i128, EngineError> {
        let pnl = trade.gross.checked_sub(trade.fees).ok_or_else(|| overflow("profit"))?;
        self.in_base(pnl, self.currency_of(trade.symbol), Moment::open(trade.exit_step))
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
    if known.currency != 0 {
        out.extend_from_slice(b",\"currency\":");
        out.extend_from_slice(terms.quoted_code(known.currency).as_bytes());
        out.extend_from_slice(b",\"pnlBase\":");
        push_decimal(out, terms.trade_profit(trade)?, terms.ledger);
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
            push_string(out, trade.why.unwrap_or(Rule::CashInLieu).name());
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
