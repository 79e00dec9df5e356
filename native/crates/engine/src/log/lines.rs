use money::{Ratio, format_decimal, pow10};

use crate::matching::CHANCE_SCALE;
use crate::text::{TimeText, push_decimal, push_integer, push_next_decimal, push_quantity, push_quotient, push_string, write_date};
use crate::{
    AccrualRecord, Clock, ConversionRecord, CurrencyId, DividendPaid, DividendRecord, End, EngineError, Entry, FillRecord, InLieu,
    MarginCallRecord, Moment, MoneyAccount, ReorganizationRecord, Rule, SplitRecord, Step, SymbolId, SymbolTerms, Terms,
};

/// Writes single events as canonical lines: sorted keys, no spaces.
pub(crate) struct Lines<'a> {
    pub terms: &'a Terms,
    pub clock: &'a Clock,
    pub times: TimeText,
    pub out: Vec<u8>,
}

/// Closes in one `marks` line.
pub(crate) const MARKS: u32 = 512;

impl<'a> Lines<'a> {
    pub fn new(terms: &'a Terms, clock: &'a Clock) -> Self {
        Self { terms, clock, times: TimeText::new(), out: Vec::with_capacity(1 << 16) }
    }

    pub fn account(&mut self) {
        let terms = self.terms;
        self.raw("{\"account\":\"");
        self.raw(terms.kind.name());
        self.raw("\",\"cash\":");
        push_decimal(&mut self.out, terms.cash, terms.ledger);
        self.raw(",\"currency\":");
        self.raw(&terms.quoted_currency);
        self.raw(",\"instruments\":[");
        for (index, symbol) in terms.symbols.iter().enumerate() {
            self.raw(if index == 0 { "{\"assetClass\":\"" } else { ",{\"assetClass\":\"" });
            let (instrument, scales) = (&symbol.spec.instrument, symbol.spec.scales);
            self.raw(instrument.asset_class.name());
            self.raw("\",\"currency\":");
            push_string(&mut self.out, &instrument.currency);
            self.raw(",\"lot\":");
            push_decimal(&mut self.out, symbol.spec.lot.into(), scales.quantity);
            self.raw(",\"multiplier\":");
            push_decimal(&mut self.out, symbol.spec.multiplier, scales.multiplier);
            self.raw(",\"symbol\":");
            push_string(&mut self.out, &instrument.symbol);
            self.raw("}");
        }
        self.raw("],\"lots\":\"");
        self.raw(terms.lots.name());
        self.raw("\",\"postings\":");
        self.postings(&terms.opening());
        self.raw(",\"scale\":");
        push_integer(&mut self.out, terms.ledger.into());
        self.time(0);
        self.raw(",\"type\":\"account\"}\n");
    }

    /// A fill; the statement leaves out what only the log needs.
    pub fn fill(&mut self, record: &FillRecord, in_log: bool) -> Result<(), EngineError> {
        let terms = self.terms;
        let known = terms.symbol(record.symbol)?;
        let scales = known.spec.scales;
        self.raw("{\"fee\":");
        push_decimal(&mut self.out, record.fee.charged, terms.ledger);
        self.raw(",\"feeCurrency\":");
        self.raw(terms.quoted_code(known.currency));
        self.raw(",\"id\":\"");
        push_integer(&mut self.out, record.order);
        self.raw(".");
        push_integer(&mut self.out, record.number);
        self.raw("\",\"orderId\":");
        push_integer(&mut self.out, record.order);
        if in_log {
            self.raw(",\"postings\":");
            self.postings(&record.entry(record.notional(terms)?, known.currency));
        }
        self.raw(",\"price\":");
        push_decimal(&mut self.out, record.price, scales.price);
        self.raw(",\"quantity\":");
        push_decimal(&mut self.out, record.quantity.into(), scales.quantity);
        if let Some(rate) = record.detail.as_deref().and_then(|detail| detail.rate) {
            self.raw(",\"rate\":");
            push_decimal(&mut self.out, rate.mantissa, rate.scale);
        }
        self.raw(",\"side\":\"");
        self.raw(record.side.name());
        self.raw("\",\"slippage\":");
        push_decimal(&mut self.out, record.price - record.reference, scales.price);
        if in_log {
            self.raw(",\"status\":\"");
            self.raw(record.status());
            self.raw("\"");
        }
        self.raw(",\"symbol\":");
        self.raw(&known.quoted);
        self.time(record.step);
        self.raw(if in_log { ",\"type\":\"fill\",\"why\":" } else { ",\"why\":" });
        self.why(record, known);
        self.raw(if in_log { "}\n" } else { "}" });
        Ok(())
    }

    fn why(&mut self, record: &FillRecord, known: &SymbolTerms) {
        let scales = known.spec.scales;
        let detail = record.detail.as_deref();
        self.raw("{\"bar\":");
        push_integer(&mut self.out, record.bar);
        if let Some(chance) = detail.and_then(|detail| detail.chance) {
            self.raw(",\"chance\":{\"drawn\":");
            push_decimal(&mut self.out, chance.drawn.into(), CHANCE_SCALE);
            self.raw(",\"probability\":");
            push_decimal(&mut self.out, chance.probability.into(), CHANCE_SCALE);
            self.raw("}");
        }
        if let Some((from, reason)) = detail.and_then(|detail| detail.cut) {
            self.raw(",\"cut\":{\"from\":");
            push_decimal(&mut self.out, from.into(), scales.quantity);
            self.raw(",\"reason\":\"");
            self.raw(reason.name());
            self.raw("\"}");
        }
        if let Some(time) = detail.and_then(|detail| detail.within) {
            self.raw(",\"detail\":{\"t\":");
            self.times.push(&mut self.out, time);
            self.raw("}");
        }
        self.raw(",\"fee\":");
        match record.rule {
            Rule::Reinvest => self.raw("{\"model\":\"none\"}"),
            _ => self.terms.fees.write(&mut self.out, detail.and_then(|detail| detail.fee.as_deref())),
        }
        if record.gap {
            self.raw(",\"gap\":true");
        }
        if let Some(liquidity) = detail.and_then(|detail| detail.liquidity) {
            self.raw(",\"liquidity\":{\"barVolume\":");
            push_decimal(&mut self.out, liquidity.bar_volume.into(), known.spec.volume_scale);
            self.raw(",\"budget\":");
            push_decimal(&mut self.out, liquidity.budget.into(), scales.quantity);
            self.raw(",\"usedBefore\":");
            push_decimal(&mut self.out, liquidity.used_before.into(), scales.quantity);
            self.raw("}");
        }
        if let Some(side) = record.liquidity_side {
            self.raw(",\"liquiditySide\":\"");
            self.raw(side.name());
            self.raw("\"");
        }
        if let Some(path) = record.path {
            self.raw(",\"path\":\"");
            self.raw(path.name());
            self.raw("\"");
        }
        self.raw(",\"point\":\"");
        self.raw(record.point.name());
        self.raw("\",\"reference\":");
        push_decimal(&mut self.out, record.reference, scales.price);
        if record.rounded {
            self.raw(",\"rounded\":true");
        }
        self.raw(",\"rule\":\"");
        self.raw(record.rule.name());
        self.raw("\"");
        if let Some(trigger) = detail.and_then(|detail| detail.trigger) {
            self.raw(",\"trigger\":");
            push_decimal(&mut self.out, trigger, scales.price);
        }
        self.raw("}");
    }

    pub fn dividend(&mut self, record: &DividendRecord) -> Result<(), EngineError> {
        let terms = self.terms;
        let known = terms.symbol(record.symbol)?;
        self.raw("{\"amount\":");
        push_decimal(&mut self.out, record.amount.mantissa, record.amount.scale);
        if let Some(day) = record.pay_day {
            self.raw(",\"payDay\":\"");
            write_date(&mut self.out, day.into());
            self.raw("\"");
        }
        self.raw(",\"postings\":");
        self.postings(&record.entry(terms));
        self.raw(",\"quantity\":");
        push_decimal(&mut self.out, record.quantity.into(), known.spec.scales.quantity);
        if let Some(day) = record.record_day {
            self.raw(",\"recordDay\":\"");
            write_date(&mut self.out, day.into());
            self.raw("\"");
        }
        self.raw(",\"symbol\":");
        self.raw(&known.quoted);
        self.time(record.step);
        self.raw(",\"total\":");
        push_decimal(&mut self.out, record.total, terms.ledger);
        self.raw(",\"type\":\"dividend\"");
        if record.withheld != 0 {
            self.raw(",\"withheld\":");
            push_decimal(&mut self.out, record.withheld, terms.ledger);
        }
        self.raw("}\n");
        Ok(())
    }

    pub fn dividend_paid(&mut self, event: &DividendPaid) -> Result<(), EngineError> {
        let DividendPaid { step, symbol, total } = *event;
        let terms = self.terms;
        self.raw("{\"postings\":");
        self.postings(&event.entry(terms));
        self.raw(",\"symbol\":");
        self.raw(&terms.symbol(symbol)?.quoted);
        self.time(step);
        self.raw(",\"total\":");
        push_decimal(&mut self.out, total, terms.ledger);
        self.raw(",\"type\":\"dividendPaid\"}\n");
        Ok(())
    }

    pub fn accrual(&mut self, record: &AccrualRecord) -> Result<(), EngineError> {
        let terms = self.terms;
        self.raw("{\"amount\":");
        push_decimal(&mut self.out, record.amount, terms.ledger);
        self.raw(",\"base\":");
        push_decimal(&mut self.out, record.base, terms.ledger);
        self.raw(",\"dayCount\":\"");
        self.raw(record.day_count.name());
        self.raw("\",\"days\":");
        self.raw(&record.days.to_string());
        self.raw(",\"kind\":\"");
        self.raw(record.kind.name());
        self.raw("\",\"postings\":");
        self.postings(&record.entry(terms));
        self.raw(",\"rate\":");
        push_decimal(&mut self.out, record.rate.mantissa, record.rate.scale);
        if let Some(symbol) = record.symbol {
            self.raw(",\"symbol\":");
            self.raw(&terms.symbol(symbol)?.quoted);
        }
        self.time(record.step);
        self.raw(",\"type\":\"accrual\"}\n");
        Ok(())
    }

    pub fn reorganization(&mut self, record: &ReorganizationRecord) -> Result<(), EngineError> {
        let terms = self.terms;
        let known = terms.symbol(record.symbol)?;
        let quantity = known.spec.scales.quantity;
        self.raw("{\"after\":");
        push_decimal(&mut self.out, record.after.into(), quantity);
        let decimal = |lines: &mut Self, key: &str, value: Option<money::Decimal>| {
            if let Some(value) = value {
                lines.raw(key);
                push_decimal(&mut lines.out, value.mantissa, value.scale);
            }
        };
        decimal(self, ",\"basisRatio\":", record.basis);
        self.raw(",\"before\":");
        push_decimal(&mut self.out, record.before.into(), quantity);
        decimal(self, ",\"cash\":", record.cash);
        if let Some(received) = &record.received {
            let (new, scales) = (terms.symbol(received.symbol)?, terms.symbol(received.symbol)?.spec.scales);
            if let Some(in_lieu) = received.in_lieu {
                self.in_lieu(&in_lieu, scales.price, scales.quantity)?;
            }
            if let Some(close) = received.close {
                self.raw(",\"newClose\":");
                push_decimal(&mut self.out, close.into(), scales.data);
            }
            self.raw(",\"newSymbol\":");
            self.raw(&new.quoted);
        }
        self.raw(",\"postings\":");
        self.postings(&record.entry(terms));
        if let Some(ratio) = record.ratio {
            self.ratio(ratio);
        }
        if let Some(received) = &record.received {
            self.raw(",\"received\":");
            push_decimal(&mut self.out, received.quantity.into(), terms.symbol(received.symbol)?.spec.scales.quantity);
        }
        self.raw(",\"symbol\":");
        self.raw(&known.quoted);
        self.time(record.step);
        if record.cash.is_some() {
            self.raw(",\"total\":");
            push_decimal(&mut self.out, record.total, terms.ledger);
        }
        self.raw(",\"type\":\"");
        self.raw(record.kind.name());
        self.raw("\"}\n");
        Ok(())
    }

    fn in_lieu(&mut self, in_lieu: &InLieu, price: u8, quantity: u8) -> Result<(), EngineError> {
        self.raw(",\"inLieu\":{\"amount\":");
        push_decimal(&mut self.out, in_lieu.amount, self.terms.ledger);
        self.raw(",\"price\":");
        push_quotient(&mut self.out, scaled(in_lieu.price, price)?)?;
        self.raw(",\"quantity\":");
        push_quantity(&mut self.out, scaled((in_lieu.quantity, in_lieu.denominator), quantity)?)?;
        self.raw("}");
        Ok(())
    }

    fn ratio(&mut self, ratio: Ratio) {
        self.raw(",\"ratio\":\"");
        self.raw(&format_decimal(ratio.num(), 0));
        self.raw(":");
        self.raw(&format_decimal(ratio.den(), 0));
        self.raw("\"");
    }

    pub fn split(&mut self, record: &SplitRecord) -> Result<(), EngineError> {
        let terms = self.terms;
        let known = terms.symbol(record.symbol)?;
        let scales = known.spec.scales;
        self.raw("{\"after\":");
        push_decimal(&mut self.out, record.after.into(), scales.quantity);
        self.raw(",\"before\":");
        push_decimal(&mut self.out, record.before.into(), scales.quantity);
        if let Some(in_lieu) = record.in_lieu {
            self.in_lieu(&in_lieu, scales.price, scales.quantity)?;
        }
        self.raw(",\"postings\":");
        self.postings(&record.entry(terms));
        self.ratio(record.said);
        self.raw(",\"symbol\":");
        self.raw(&known.quoted);
        self.time(record.step);
        self.raw(if record.said == record.ratio { ",\"type\":\"split\"}\n" } else { ",\"type\":\"stockDividend\"}\n" });
        Ok(())
    }

    /// At most [`MARKS`] closes.
    pub fn marks(&mut self, symbol: SymbolId, from: Step, to: Step) -> Result<(), EngineError> {
        let known = self.terms.symbol(symbol)?;
        self.raw("{\"closes\":");
        let out = &mut self.out;
        let start = out.len();
        self.clock.append_closes(out, symbol, from, to, push_next_decimal);
        match out.get_mut(start) {
            Some(comma) => *comma = b'[',
            None => out.push(b'['),
        }
        self.raw("],\"from\":");
        self.times.push(&mut self.out, self.clock.time(from));
        self.raw(",\"symbol\":");
        self.raw(&known.quoted);
        self.time(to);
        self.raw(",\"to\":");
        self.times.push(&mut self.out, self.clock.time(to));
        self.raw(",\"type\":\"marks\"}\n");
        Ok(())
    }

    pub fn conversion(&mut self, record: &ConversionRecord) -> Result<(), EngineError> {
        let terms = self.terms;
        let (own, other) = (terms.quoted_code(0), terms.quoted_code(record.currency));
        let (bought, sold, from, to) =
            if record.buys { (record.foreign, record.base, own, other) } else { (record.base, record.foreign, other, own) };
        self.raw("{\"bought\":");
        push_decimal(&mut self.out, bought, terms.ledger);
        if record.cost != 0 {
            self.raw(",\"cost\":");
            push_decimal(&mut self.out, record.cost, terms.ledger);
        }
        self.raw(",\"from\":");
        self.raw(from);
        self.raw(",\"postings\":");
        self.postings_of(&record.entries());
        self.raw(",\"rate\":");
        push_decimal(&mut self.out, record.rate.mantissa, record.rate.scale);
        self.raw(",\"sold\":");
        push_decimal(&mut self.out, sold, terms.ledger);
        self.raw(",\"source\":");
        self.raw(terms.foreign.get(usize::from(record.currency).saturating_sub(1)).map_or("\"\"", |currency| &currency.source));
        self.time(record.step);
        self.raw(",\"to\":");
        self.raw(to);
        self.raw(",\"type\":\"conversion\"}\n");
        Ok(())
    }

    pub fn margin_call(&mut self, record: &MarginCallRecord) {
        self.raw("{\"equity\":");
        push_decimal(&mut self.out, record.equity, self.terms.ledger);
        self.raw(",\"required\":");
        push_decimal(&mut self.out, record.required, self.terms.ledger);
        self.time(record.step);
        self.raw(",\"type\":\"marginCall\"}\n");
    }

    /// At most [`MARKS`] rates.
    pub fn rates(&mut self, currency: CurrencyId, from: Step, to: Step) -> Result<(), EngineError> {
        self.raw("{\"currency\":");
        self.raw(self.terms.quoted_code(currency));
        self.raw(",\"from\":");
        self.times.push(&mut self.out, self.clock.time(from));
        self.raw(",\"rates\":[");
        for step in from..=to {
            if step > from {
                self.raw(",");
            }
            let rate = self.terms.rate(currency, Moment::close(step))?;
            push_decimal(&mut self.out, rate.mantissa, rate.scale);
        }
        self.raw("]");
        self.time(to);
        self.raw(",\"to\":");
        self.times.push(&mut self.out, self.clock.time(to));
        self.raw(",\"type\":\"rates\"}\n");
        Ok(())
    }

    pub fn end(&mut self, event: &End) {
        let End { step, equity, cash } = *event;
        self.raw("{\"cash\":");
        push_decimal(&mut self.out, cash, self.terms.ledger);
        self.raw(",\"equity\":");
        push_decimal(&mut self.out, equity, self.terms.ledger);
        self.time(step);
        self.raw(",\"type\":\"end\"}\n");
    }

    #[inline]
    pub(super) fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn time(&mut self, step: Step) {
        self.raw(",\"t\":");
        self.times.push(&mut self.out, self.clock.time(step));
    }

    /// Sorted by account, then asset; zero amounts are left out.
    fn postings(&mut self, entry: &Entry) {
        let terms = self.terms;
        let start = self.out.len();
        let moved = entry.asset.and_then(|(symbol, quantity)| Some((terms.symbols.get(symbol as usize)?, i128::from(quantity))));
        let received = entry.received.and_then(|(symbol, quantity)| Some((terms.symbols.get(symbol as usize)?, i128::from(quantity))));
        if let Some(received) = received {
            self.two_assets(entry, moved, received);
            return;
        }
        for (account, opening) in
            MoneyAccount::ALL.into_iter().zip(terms.money_starts.get(usize::from(entry.currency)).into_iter().flatten())
        {
            let money = entry.money(account);
            match moved.filter(|_| account == MoneyAccount::Market) {
                None => self.posting(opening, money, terms.ledger),
                Some((known, quantity)) => {
                    let scale = known.spec.scales.quantity;
                    if known.spec.symbol() < terms.code(entry.currency) {
                        self.posting(&known.market_start, -quantity, scale);
                        self.posting(opening, money, terms.ledger);
                    } else {
                        self.posting(opening, money, terms.ledger);
                        self.posting(&known.market_start, -quantity, scale);
                    }
                    self.posting(&known.position_start, quantity, scale);
                }
            }
        }
        match self.out.get_mut(start) {
            Some(comma) => *comma = b'[',
            None => self.out.push(b'['),
        }
        self.out.push(b']');
    }

    /// Money of two currencies, by account, then code.
    fn postings_of(&mut self, entries: &[Entry; 2]) {
        let terms = self.terms;
        let mut entries = *entries;
        entries.sort_by_key(|entry| terms.code(entry.currency));
        let start = self.out.len();
        for account in MoneyAccount::ALL {
            for entry in &entries {
                let opening = terms.money_starts.get(usize::from(entry.currency)).and_then(|starts| starts.get(account as usize));
                self.posting(opening.map_or("", |opening| opening), entry.money(account), terms.ledger);
            }
        }
        match self.out.get_mut(start) {
            Some(comma) => *comma = b'[',
            None => self.out.push(b'['),
        }
        self.out.push(b']');
    }

    /// As above, where shares of two symbols move.
    fn two_assets(&mut self, entry: &Entry, moved: Option<(&SymbolTerms, i128)>, received: (&SymbolTerms, i128)) {
        let terms = self.terms;
        let mut rows: Vec<(&str, &str, &str, i128, u8)> = Vec::new();
        for (account, opening) in
            MoneyAccount::ALL.into_iter().zip(terms.money_starts.get(usize::from(entry.currency)).into_iter().flatten())
        {
            rows.push((account.name(), terms.code(entry.currency), opening, entry.money(account), terms.ledger));
        }
        for (known, quantity) in moved.into_iter().chain([received]) {
            let (name, scale) = (known.spec.symbol(), known.spec.scales.quantity);
            rows.push(("market", name, &known.market_start, -quantity, scale));
            rows.push(("position", name, &known.position_start, quantity, scale));
        }
        rows.sort_unstable_by_key(|(account, asset, ..)| (*account, *asset));
        let start = self.out.len();
        for (_, _, opening, amount, scale) in rows {
            self.posting(opening, amount, scale);
        }
        match self.out.get_mut(start) {
            Some(comma) => *comma = b'[',
            None => self.out.push(b'['),
        }
        self.raw("]");
    }

    /// One posting after a comma, unless nothing moves.
    fn posting(&mut self, start: &str, amount: i128, scale: u8) {
        if amount != 0 {
            self.raw(start);
            push_decimal(&mut self.out, amount, scale);
            self.raw("]");
        }
    }
}

/// A fraction of mantissas at a scale, as the fraction it stands for.
pub(crate) fn scaled(fraction: (i128, i128), scale: u8) -> Result<Ratio, EngineError> {
    Ok(Ratio::new(fraction.0, fraction.1)?.multiply(Ratio::new(1, pow10(scale)?)?)?)
}
