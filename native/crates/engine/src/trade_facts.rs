//! What statistics need of fills and closed trades, in one pass over the log. Sums are exact; floats are added in the order in which
//! `engine/src/metrics/trade-statistics.ts` does it over the printed rows, so both give the same bits.
#![allow(clippy::float_arithmetic, reason = "the mean return is a float by definition")]

use money::{Decimal, MAX_SCALE, format_decimal};
use serde_json::{Value, json};

use crate::log::lines::scaled;
use crate::nearest::nearest;
use crate::statement::unit_price;
use crate::text::{shown_quantity, shown_quotient};
use crate::{EngineError, Moment, Statement, Terms, Trade};

/// Net profit and entry value of a trade.
#[derive(Clone, Copy)]
struct Return {
    pnl: i128,
    entry: Decimal,
    ratio: f64,
}

#[derive(Default)]
struct TradeFacts {
    wins: u32,
    losses: u32,
    profit: i128,
    loss: i128,
    /// Lowest and highest net profit.
    profits: Option<(i128, i128)>,
    returns: Option<(Return, Return)>,
    with_return: u32,
    sum: f64,
}

impl Statement<'_> {
    /// JSON of `engine/src/metrics/trade-statistics.ts` with decimal strings, and the value of all fills. `None` where a number of 128
    /// bits is too small for a product: the rows must then be read one by one.
    pub fn trade_facts(&self) -> Result<Option<String>, EngineError> {
        let terms = self.account.terms();
        let mut facts = TradeFacts::default();
        for trade in self.log.trades() {
            if facts.take(terms, trade)?.is_none() {
                return Ok(None);
            }
        }
        let mut traded = 0i128;
        for record in self.log.fills() {
            let value =
                terms.in_base(record.notional(terms)?.saturating_abs(), terms.currency_of(record.symbol), Moment::open(record.step))?;
            match traded.checked_add(value) {
                Some(sum) => traded = sum,
                None => return Ok(None),
            }
        }
        Ok(Some(facts.json(self.log.trades().len(), traded, terms.ledger).to_string()))
    }
}

impl TradeFacts {
    fn take(&mut self, terms: &Terms, trade: &Trade) -> Result<Option<()>, EngineError> {
        let Some(entry) = entry_value(terms, trade)? else { return Ok(None) };
        let base = if terms.foreign.is_empty() { None } else { Some(terms.trade_profit(trade)?) };
        Ok(self.add(trade, base, entry, terms.ledger))
    }

    /// `base` is the profit in the account's currency where that is another one; a return is one in the symbol's own.
    fn add(&mut self, trade: &Trade, base: Option<i128>, entry: Decimal, ledger: u8) -> Option<()> {
        let own = trade.gross.checked_sub(trade.fees)?;
        let pnl = base.unwrap_or(own);
        match pnl.signum() {
            1 => (self.wins, self.profit) = (self.wins.checked_add(1)?, self.profit.checked_add(pnl)?),
            -1 => (self.losses, self.loss) = (self.losses.checked_add(1)?, self.loss.checked_add(pnl)?),
            _ => {}
        }
        self.profits = Some(self.profits.map_or((pnl, pnl), |(low, high)| (low.min(pnl), high.max(pnl))));
        if entry.mantissa == 0 {
            return Some(());
        }
        let now = Return { pnl: own, entry, ratio: nearest(own, ledger) / nearest(entry.mantissa, entry.scale) };
        self.sum += now.ratio;
        self.with_return = self.with_return.checked_add(1)?;
        self.returns = Some(match self.returns {
            None => (now, now),
            Some((low, high)) => (if now.is_below(&low)? { now } else { low }, if high.is_below(&now)? { now } else { high }),
        });
        Some(())
    }

    fn json(&self, count: usize, traded: i128, ledger: u8) -> Value {
        let money = |amount| format_decimal(amount, ledger);
        let of = |Return { pnl, entry, .. }: Return| json!({"pnl": money(pnl), "entryValue": format_decimal(entry.mantissa, entry.scale)});
        json!({
            "count": count,
            "wins": self.wins,
            "losses": self.losses,
            "grossProfit": money(self.profit),
            "grossLoss": money(self.loss),
            "worst": self.profits.map(|(low, _)| money(low)),
            "best": self.profits.map(|(_, high)| money(high)),
            "worstReturn": self.returns.map(|(low, _)| of(low)),
            "bestReturn": self.returns.map(|(_, high)| of(high)),
            "returns": self.sum,
            "withReturn": self.with_return,
            "tradedValue": money(traded),
        })
    }
}

impl Return {
    /// Exact; `None` when a product does not fit. Both entry values are positive.
    fn is_below(&self, other: &Self) -> Option<bool> {
        // Each ratio is off by less than two of its last places.
        let doubt = self.ratio.abs().max(other.ratio.abs()) * 1e-14;
        if (self.ratio - other.ratio).abs() > doubt {
            return Some(self.ratio < other.ratio);
        }
        let mine = Decimal::new(self.pnl.checked_mul(other.entry.mantissa)?, other.entry.scale);
        let theirs = Decimal::new(other.pnl.checked_mul(self.entry.mantissa)?, self.entry.scale);
        Some(mine.compare(theirs).ok()?.is_lt())
    }
}

/// `|quantity × entry price × multiplier|` of the trade as its row prints them; `None` when the product does not fit.
fn entry_value(terms: &Terms, trade: &Trade) -> Result<Option<Decimal>, EngineError> {
    let known = terms.symbol(trade.symbol)?;
    let scales = known.spec.scales;
    // A piece of one price on the tick is printed in full: the product is its cost.
    if trade.denominator == 1
        && scales.price <= 12
        && scales.quantity <= 18
        && let Ok(quantity) = i64::try_from(trade.quantity)
        && let Ok(unit) = known.notional(quantity, 1)
        && trade.cost.checked_rem(unit) == Some(0)
    {
        return Ok(Some(Decimal::new(trade.cost.saturating_abs(), terms.ledger)));
    }
    let quantity = shown_quantity(scaled((trade.quantity, trade.denominator), scales.quantity)?)?;
    let price = shown_quotient(unit_price(terms, trade.symbol, trade.cost, trade.quantity, trade.denominator)?)?;
    let multiplier = Decimal::new(known.spec.multiplier, scales.multiplier);
    Ok(product(product(Some(quantity), price), multiplier).map(|value| Decimal::new(value.mantissa.saturating_abs(), value.scale)))
}

fn product(a: Option<Decimal>, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a?.normalized(), b.normalized());
    let value = Decimal::new(a.mantissa.checked_mul(b.mantissa)?, a.scale.checked_add(b.scale)?).normalized();
    (value.scale <= MAX_SCALE).then_some(value)
}
