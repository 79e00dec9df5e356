use std::error::Error;
use std::sync::Arc;

use engine::{Column, Config, Curve, Engine, LogWriter, OrderRequest, Setup, Statement, SymbolInput};
use market::Bars;

const CONFIG: &str = r#"{"cash":"1000000","currency":"USD","commission":{"model":"percent","rate":"0.0005"},
    "instruments":[{"symbol":"X","assetClass":"crypto","tick":"0.01","lot":"1","currency":"USD"}]}"#;

pub fn bars() -> Bars {
    crate::bars::minute_bars(100_000)
}

pub struct Outcome {
    /// Of the event log.
    pub hash: String,
    /// JSON: start and end value, cash, fees, …
    pub totals: String,
}

/// W1 as JavaScript drives it: averages over the whole column, a callback a bar, the engine entered only where the horizon or an order
/// asks for it, then everything a finished result needs.
pub fn run(bars: &Bars) -> Result<Outcome, Box<dyn Error>> {
    let count = bars.close.len();
    let closes = signals::Column::Exact { mantissas: &bars.close, scale: 2 };
    let (mut fast, mut slow) = (vec![0.0; count], vec![0.0; count]);
    signals::sma(closes, 30, &mut fast)?;
    signals::sma(closes, 150, &mut slow)?;
    let symbols = vec![SymbolInput { bars: Arc::new(bars.clone()), range: 0..count }];
    let days = bars.time_ms.iter().map(|time| i32::try_from(time.div_euclid(86_400_000)).unwrap_or(i32::MAX)).collect();
    let mut engine =
        Engine::new(Setup { config: Config::from_json(CONFIG)?, symbols, actions: Vec::new(), days, detail: Vec::new(), slippage: None })?;
    let mut horizon = 0;
    let mut held = false;
    for (step, now) in (150..).zip(150..count) {
        if step >= horizon {
            engine.advance(step)?;
            horizon = engine.horizon()?;
        }
        let (above, was_above) = (fast[now] > slow[now], fast[now - 1] > slow[now - 1]);
        if above != was_above && above != held {
            engine.advance(step)?;
            engine.submit(&OrderRequest { quantity: if above { 100 } else { -100 }, ..OrderRequest::default() })?;
            held = above;
            horizon = engine.horizon()?;
        }
    }
    engine.finish()?;
    let statement = Statement::new(engine.account(), engine.log(), engine.clock());
    statement.trades()?;
    let totals = String::from_utf8(statement.totals()?)?;
    let curve = Curve::new(engine.account(), engine.log(), engine.clock());
    curve.column(Column::Equity)?;
    curve.column(Column::GrossExposure)?;
    let hash = LogWriter::new(engine.account(), engine.log(), engine.clock()).hash()?;
    Ok(Outcome { hash, totals })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twin_ends_with_the_equity_of_the_exact_oracle() {
        // bench/w1/oracle.test.ts: 905 fills over 100,000 bars, 997289.594 in the end.
        let totals = run(&bars()).unwrap().totals;
        assert!(totals.contains(r#""endValue":"997289.594""#), "{totals}");
    }

    #[test]
    fn the_bars_are_those_of_the_bench() {
        let bars = bars();
        let last = bars.close.len() - 1;
        assert_eq!((bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0]), (10_000, 10_005, 9_996, 9_998, 5_577));
        assert_eq!((bars.close.len(), bars.time_ms[last]), (100_000, 1_110_537_540_000));
    }
}
