use money::{Decimal, Rounding, mul_div, pow10};

use super::balances::{Entry, MoneyAccount};
use super::{Account, per_unit};
use crate::{DividendPaid, DividendRecord, EngineError, Event, Log, Step, SymbolId, Terms};

/// A dividend earned and not yet paid; negative when the account owes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receivable {
    pub symbol: SymbolId,
    /// After what was withheld.
    pub total: i128,
    /// Days since 1970-01-01.
    pub pay_day: i32,
}

impl Account {
    /// Before the open of the ex day: the position held at the last close is entitled (a short owes). A receivable until `pay_day`,
    /// cash at once without one: then answers what was paid.
    pub fn ex_dividend(
        &mut self,
        log: &mut Log,
        step: Step,
        symbol: SymbolId,
        amount: Decimal,
        (pay_day, record_day): (Option<i32>, Option<i32>),
    ) -> Result<Option<i128>, EngineError> {
        let quantity = self.quantity(symbol);
        let terms = self.terms.symbol(symbol)?;
        let total = per_unit(amount, quantity, terms.spec.scales.quantity, self.terms.ledger)
            .map_err(|error| error.for_symbol(terms.spec.symbol()))?;
        if total == 0 {
            return Ok(None);
        }
        let withheld = match self.terms.withholding.filter(|_| total > 0) {
            Some(rate) => mul_div(total, rate.mantissa, pow10(rate.scale)?, Rounding::HalfEven)?,
            None => 0,
        };
        let record = DividendRecord { step, symbol, amount, quantity, total, withheld, pay_day, record_day };
        let net = total - withheld;
        let entry = record.entry(&self.terms);
        self.balances.post(&entry)?;
        self.receivables.extend(pay_day.map(|pay_day| Receivable { symbol, total: net, pay_day }));
        log.push(Event::Dividend(Box::new(record)));
        self.settle_currency(log, step, entry.currency)?;
        Ok(pay_day.is_none().then_some(net))
    }

    /// Pays every dividend whose pay day is `day` or earlier, in the order they were earned, and answers the amounts.
    pub fn pay_due_dividends(&mut self, log: &mut Log, step: Step, day: i32) -> Result<Vec<(SymbolId, i128)>, EngineError> {
        let mut paid_out = Vec::new();
        let due = |receivable: &Receivable| receivable.pay_day <= day;
        let paid: Vec<Receivable> = self.receivables.iter().copied().filter(|receivable| due(receivable)).collect();
        self.receivables.retain(|receivable| !due(receivable));
        for Receivable { symbol, total, .. } in paid {
            let record = DividendPaid { step, symbol, total };
            let entry = record.entry(&self.terms);
            self.balances.post(&entry)?;
            log.push(Event::DividendPaid(Box::new(record)));
            self.settle_currency(log, step, entry.currency)?;
            paid_out.push((symbol, total));
        }
        Ok(paid_out)
    }

    /// The next day a dividend is paid, days since 1970-01-01.
    pub fn next_pay_day(&self) -> Option<i32> {
        self.receivables.iter().map(|receivable| receivable.pay_day).min()
    }
}

impl DividendRecord {
    /// The postings of the ex day.
    pub fn entry(&self, terms: &Terms) -> Entry {
        let debtor = if self.pay_day.is_some() { MoneyAccount::Receivable } else { MoneyAccount::Cash };
        Entry::default()
            .with(debtor, self.total - self.withheld)
            .with(MoneyAccount::Dividends, -self.total)
            .with(MoneyAccount::Withholding, self.withheld)
            .in_currency(terms.currency_of(self.symbol))
    }
}

impl DividendPaid {
    /// The postings of the pay day.
    pub fn entry(&self, terms: &Terms) -> Entry {
        let money = Entry::default().with(MoneyAccount::Cash, self.total).with(MoneyAccount::Receivable, -self.total);
        money.in_currency(terms.currency_of(self.symbol))
    }
}
