//! A desk to book events by hand: what tests of the account, the log and the statement start from.

use std::sync::Arc;

use market::{Action, Bars};
use money::{Ratio, parse_decimal};
use serde_json::{Value, json};

use crate::{
    Account, Clock, Config, EngineError, FeeState, Fill, Log, LogWriter, OrderId, PathPoint, Rule, Side, Statement, Step, SymbolBars,
    SymbolId, SymbolSpec, Why,
};

pub(crate) struct Desk {
    pub account: Account,
    pub log: Log,
    pub clock: Clock,
    fees: Vec<(FeeState, u32)>,
}

/// Daily bars from 2024-01-01 on with these closes.
pub(crate) fn daily(symbol: &str, price_scale: u8, closes: &[i64]) -> Bars {
    let time_ms = (0i64..).zip(closes).map(|(day, _)| (19_723 + day) * 86_400_000).collect();
    let close = closes.to_vec();
    Bars {
        symbol: symbol.to_owned(),
        time_ms,
        open: close.clone(),
        high: close.clone(),
        low: close.clone(),
        close,
        price_scale,
        ..Bars::default()
    }
}

/// Settings for shares of whole lots and ticks of a cent, with 100,000 USD unless `extra` says otherwise.
pub(crate) fn settings(symbols: &[&str], extra: &Value) -> Config {
    let share = |symbol: &&str| json!({"symbol": symbol, "assetClass": "equity", "tick": "0.01", "lot": "1", "currency": "USD"});
    let mut config = json!({"cash": "100000", "currency": "USD", "instruments": symbols.iter().map(share).collect::<Vec<_>>()});
    for (key, value) in extra.as_object().unwrap() {
        config[key] = value.clone();
    }
    Config::from_json(&config.to_string()).unwrap()
}

impl Desk {
    pub fn new(config: &Config, bars: Vec<Bars>, actions: &[(SymbolId, Action)]) -> Result<Self, EngineError> {
        let specs = config.instruments.iter().zip(&bars).map(|(instrument, bars)| SymbolSpec::new(instrument.clone(), bars));
        let specs = specs.collect::<Result<Vec<_>, _>>()?;
        let symbols: Vec<SymbolBars> =
            bars.into_iter().map(|bars| (bars.close.len(), bars)).map(|(len, bars)| SymbolBars::new(Arc::new(bars), 0..len)).collect();
        let account = Account::new(config, specs, actions, Vec::new())?;
        Ok(Self { account, log: Log::default(), clock: Clock::new(&symbols), fees: Vec::new() })
    }

    /// One symbol X with two price decimals.
    pub fn of(extra: &Value, closes: &[i64]) -> Self {
        Self::new(&settings(&["X"], extra), vec![daily("X", 2, closes)], &[]).unwrap()
    }

    /// Books a fill of symbol 0 without slippage.
    pub fn fill(&mut self, order: OrderId, step: Step, side: Side, quantity: &str, price: &str) {
        self.fill_of(0, order, step, side, quantity, price, price);
    }

    #[allow(clippy::too_many_arguments, reason = "a row of a table")]
    pub fn fill_of(&mut self, symbol: SymbolId, order: OrderId, step: Step, side: Side, quantity: &str, reference: &str, price: &str) {
        let scales = self.account.terms().symbols[symbol as usize].spec.scales;
        let at = |text: &str, scale| parse_decimal(text).unwrap().mantissa_at(scale).unwrap();
        self.fees.resize(self.fees.len().max(order as usize + 1), (FeeState::default(), 0));
        let (fees, number) = &mut self.fees[order as usize];
        *number += 1;
        let why = Why {
            rule: Rule::NextOpen,
            point: PathPoint::Open,
            path: None,
            bar: step,
            trigger: None,
            gap: false,
            cut: None,
            liquidity: None,
            chance: None,
            detail: None,
            rounded: false,
            side: None,
        };
        let quantity = i64::try_from(at(quantity, scales.quantity)).unwrap();
        let (reference, price) = (at(reference, scales.price), at(price, scales.price));
        let fill = Fill {
            order,
            number: *number,
            step,
            day: i32::try_from(step).unwrap(),
            symbol,
            side,
            quantity,
            reference,
            price,
            why,
            lots: None,
        };
        self.account.apply_fill(&mut self.log, fill, fees, "filled").unwrap();
    }

    pub fn split(&mut self, step: Step, new: i128, old: i128, last_close: i64) {
        let ratio = Ratio::new(new, old).unwrap();
        self.account.apply_split(&mut self.log, step, 0, (ratio, ratio), last_close).unwrap();
    }

    pub fn dividend(&mut self, step: Step, amount: &str, pay_day: Option<i32>) {
        self.account.ex_dividend(&mut self.log, step, 0, parse_decimal(amount).unwrap(), (pay_day, None)).unwrap();
    }

    pub fn finish(&mut self) {
        let last = u32::try_from(self.clock.steps()).unwrap() - 1;
        let clock = self.clock.clone();
        self.account.finish(&mut self.log, last, |symbol| close(&clock, symbol, last)).unwrap();
    }

    /// An amount of the account as text.
    pub fn text(&self, amount: i128) -> String {
        money::format_decimal(amount, self.account.terms().ledger)
    }

    pub fn cash(&self) -> String {
        self.text(self.account.cash())
    }

    pub fn equity(&self, closes: &[i64]) -> String {
        self.text(self.account.equity(crate::Moment::close(0), |symbol| closes[symbol as usize]).unwrap())
    }

    /// `quantity cost fees` of every open lot of symbol 0, quantities over the lots' denominator.
    pub fn lots(&self) -> Vec<(i128, String, String)> {
        let lots = self.account.position(0).unwrap().lots;
        lots.iter().map(|lot| (lot.quantity, self.text(lot.cost), self.text(lot.fees))).collect()
    }

    /// `entryOrder quantity grossPnl fees` of every trade, quantities over the lots' denominator.
    pub fn trades(&self) -> Vec<(OrderId, i128, String, String)> {
        self.log.trades().iter().map(|trade| (trade.entry_order, trade.quantity, self.text(trade.gross), self.text(trade.fees))).collect()
    }

    pub fn statement(&self) -> Statement<'_> {
        Statement::new(&self.account, &self.log, &self.clock)
    }

    pub fn writer(&self) -> LogWriter<'_> {
        LogWriter::new(&self.account, &self.log, &self.clock)
    }

    /// The log's lines.
    pub fn lines(&self) -> Vec<String> {
        let mut out = Vec::new();
        self.writer().write(&mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    /// Balances by account and asset, as the ledger states them.
    pub fn balance(&self, account: &str, asset: &str) -> String {
        let ledger: Value = serde_json::from_slice(&self.statement().ledger().unwrap()).unwrap();
        let rows = ledger["balances"].as_array().unwrap().clone();
        let row = rows.iter().find(|row| row["account"] == account && row["asset"] == asset);
        row.map_or("none".to_owned(), |row| row["balance"].as_str().unwrap().to_owned())
    }
}

pub(crate) fn close(clock: &Clock, symbol: SymbolId, step: Step) -> i64 {
    clock.last_bar(symbol, step).and_then(|bar| clock.bars(symbol)?.close(bar)).unwrap_or(0)
}
