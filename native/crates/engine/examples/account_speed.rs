//! Times the account side on one-minute bars: `cargo run --release -p engine --example account_speed [all]`.
#![allow(clippy::unwrap_used, clippy::float_arithmetic, reason = "a measurement, not a money path")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use engine::{
    Account, Clock, Column, Config, Curve, FeeState, Fill, Log, LogWriter, PathPoint, Rule, Side, Statement, SymbolBars, SymbolSpec, Why,
};
use market::Bars;

/// Few enough that one pass fits a time slice of a busy machine.
const BARS: u32 = 100_000;

fn bars(scale: u8) -> Bars {
    let mut state = 88_172_645_463_325_252u64;
    let mut price = 3_000_000i64;
    let mut bars = Bars { symbol: "X".to_owned(), price_scale: scale, ..Bars::default() };
    for at in 0..i64::from(BARS) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        price = (price + i64::try_from(state % 2001).unwrap() - 1000).max(100_000);
        bars.time_ms.push(1_420_070_400_000 + at * 60_000);
        bars.close.push(price);
    }
    (bars.open, bars.high, bars.low) = (bars.close.clone(), bars.close.clone(), bars.close.clone());
    bars
}

/// The best of several runs: a busy machine slows most of them, hardly all.
fn time<T>(what: &str, per: u32, mut work: impl FnMut() -> T) {
    let mut best = f64::INFINITY;
    for _ in 0..200 {
        let start = Instant::now();
        black_box(work());
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("  {what:<44} {:>9.2} ms {:>8.1} ns each", best * 1e3, best * 1e9 / f64::from(per));
}

fn run(account: &mut Account, log: &mut Log, bars: &Bars, every: u32) -> u32 {
    let mut number = 0;
    for step in (0..BARS).step_by(every as usize) {
        number += 1;
        let price =
            i128::from(bars.close[step as usize]) * 10i128.pow(u32::from(account.terms().symbols[0].spec.scales.price - bars.price_scale));
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
        let side = if number % 2 == 1 { Side::Buy } else { Side::Sell };
        let fill = Fill { order: number, number: 1, step, day: 0, symbol: 0, side, quantity: 10, reference: price, price, why, lots: None };
        account.apply_fill(log, fill, &mut FeeState::default(), "filled").unwrap();
    }
    number
}

fn measure(title: &str, instrument: &str, scale: u8, every: u32) {
    println!("{title}");
    let json = format!(
        r#"{{"cash":"1000000","currency":"USD","instruments":[{instrument}],"commission":{{"model":"percent","rate":"0.0005"}},"account":{{"type":"margin"}}}}"#
    );
    let config = Config::from_json(&json).unwrap();
    let source = bars(scale);
    let specs: Vec<SymbolSpec> =
        config.instruments.iter().map(|instrument| SymbolSpec::new(instrument.clone(), &source).unwrap()).collect();
    let opened = Account::new(&config, specs, &[], Vec::new()).unwrap();
    let clock = Clock::new(&[SymbolBars::new(Arc::new(source.clone()), 0..source.close.len())]);
    let (mut account, mut log) = (opened.clone(), Log::default());
    let fills = run(&mut account, &mut log, &source, every);
    let last = i64::from(source.close[source.close.len() - 1] as i32);
    account.finish(&mut log, BARS - 1, |_| last).unwrap();
    time("apply_fill", fills, || {
        let (mut account, mut log) = (opened.clone(), Log::default());
        run(&mut account, &mut log, &source, every)
    });
    time("clone the account", 1, || account.clone());
    let writer = LogWriter::new(&account, &log, &clock);
    let mut text = Vec::new();
    writer.write(&mut text).unwrap();
    println!("  {fills} fills, {} lines, {:.1} MB of text", writer.lines(), text.len() as f64 / 1e6);
    time("hash the log (per bar)", BARS, || writer.hash().unwrap());
    time("write the log", BARS, || {
        let mut out = Vec::with_capacity(text.len());
        writer.write(&mut out).unwrap();
        out
    });
    let curve = Curve::new(&account, &log, &clock);
    for (name, column) in
        [("equity column", Column::Equity), ("cash column", Column::Cash), ("gross exposure column", Column::GrossExposure)]
    {
        time(name, BARS, || curve.column(column).unwrap());
    }
    let steps: Vec<u32> = (0..BARS).collect();
    time("all points as JSON", BARS, || curve.points_json(&steps).unwrap());
    let statement = Statement::new(&account, &log, &clock);
    time("trades as JSON", fills, || statement.trades().unwrap());
    time("fills as JSON", fills, || statement.fills().unwrap());
}

fn main() {
    let share = r#"{"symbol":"X","assetClass":"equity","tick":"0.01","lot":"1","currency":"USD"}"#;
    let coin = r#"{"symbol":"X","assetClass":"crypto","tick":"0.01","lot":"0.00000001","currency":"USD"}"#;
    measure("shares, 2 decimals, a fill every 200 bars", share, 2, 200);
    measure("coins, 8 decimals, a fill every 200 bars", coin, 8, 200);
    if std::env::args().nth(1).as_deref() == Some("all") {
        measure("shares, 2 decimals, a fill every bar", share, 2, 1);
    }
}
