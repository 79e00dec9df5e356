//! Running ahead to the horizon must be the same run as advancing every bar, to the last byte of the log.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::sync::Arc;

use engine::{At, Changes, Config, Engine, Expires, Extras, LogWriter, OrderRequest, Setup, SymbolInput, Tif, Trail};
use market::Bars;
use money::Decimal;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Say {
    Market(i64),
    Limit { quantity: i64, away: i64, tif: Tif },
    Stop { quantity: i64, away: i64 },
    StopLimit { quantity: i64, away: i64, further: i64 },
    Trail { quantity: i64, amount: i64 },
    TrailPercent { quantity: i64, per_mille: i128 },
    Bracket { quantity: i64, away: i64 },
    Touch { quantity: i64, away: i64, limit: Option<i64> },
    MarketToLimit(i64),
    Print { quantity: i64, away: i64, at: At },
    WakingTrail { quantity: i64, amount: i64, away: i64, limit: Option<i64> },
    Dated { quantity: i64, away: i64, expires: Expires },
    PostOnly { quantity: i64, away: i64 },
    ReduceOnly { quantity: i64, away: i64 },
    Waits { quantity: i64, away: i64, child: i64, beyond: i64, kind: u8 },
    Hold(u32, u32),
    Pair { quantity: i64, away: i64 },
    Iceberg { quantity: i64, away: i64, display: i64 },
    Cancel(u32),
    Move { order: u32, away: i64 },
}

fn tif() -> impl Strategy<Value = Tif> {
    prop_oneof![3 => Just(Tif::Gtc), 2 => Just(Tif::Day), 1 => Just(Tif::Ioc), 1 => Just(Tif::Fok)]
}

fn quantity() -> impl Strategy<Value = i64> {
    prop_oneof![1i64..40, -40i64..-1]
}

fn say() -> impl Strategy<Value = Say> {
    prop_oneof![
        3 => quantity().prop_map(Say::Market),
        3 => (quantity(), 1i64..300, tif()).prop_map(|(quantity, away, tif)| Say::Limit { quantity, away, tif }),
        2 => (quantity(), 1i64..300).prop_map(|(quantity, away)| Say::Stop { quantity, away }),
        1 => (quantity(), 1i64..200, -50i64..100).prop_map(|(quantity, away, further)| Say::StopLimit { quantity, away, further }),
        2 => (quantity(), 1i64..300).prop_map(|(quantity, amount)| Say::Trail { quantity, amount }),
        1 => (quantity(), 1i128..90).prop_map(|(quantity, per_mille)| Say::TrailPercent { quantity, per_mille }),
        2 => (quantity(), 5i64..200).prop_map(|(quantity, away)| Say::Bracket { quantity, away }),
        2 => (quantity(), -20i64..200, prop::option::of(-50i64..50)).prop_map(|(quantity, away, limit)| Say::Touch { quantity, away, limit }),
        1 => quantity().prop_map(Say::MarketToLimit),
        1 => (quantity(), -50i64..80, prop_oneof![Just(At::Open), Just(At::Close)])
            .prop_map(|(quantity, away, at)| Say::Print { quantity, away, at }),
        2 => (quantity(), 1i64..300, -50i64..200, prop::option::of(0i64..60))
            .prop_map(|(quantity, amount, away, limit)| Say::WakingTrail { quantity, amount, away, limit }),
        2 => (quantity(), 1i64..400, expires()).prop_map(|(quantity, away, expires)| Say::Dated { quantity, away, expires }),
        1 => (quantity(), -30i64..200).prop_map(|(quantity, away)| Say::PostOnly { quantity, away }),
        1 => (quantity(), 1i64..300).prop_map(|(quantity, away)| Say::ReduceOnly { quantity, away }),
        3 => (quantity(), -20i64..150, quantity(), -150i64..150, 0u8..5)
            .prop_map(|(quantity, away, child, beyond, kind)| Say::Waits { quantity, away, child, beyond, kind }),
        1 => (1u32..30, 1u32..30).prop_map(|(parent, child)| Say::Hold(parent, child)),
        1 => (quantity(), 5i64..200).prop_map(|(quantity, away)| Say::Pair { quantity, away }),
        1 => (quantity(), -20i64..200, 1i64..9).prop_map(|(quantity, away, display)| Say::Iceberg { quantity, away, display }),
        1 => (1u32..30).prop_map(Say::Cancel),
        1 => (1u32..30, 1i64..200).prop_map(|(order, away)| Say::Move { order, away }),
    ]
}

/// Some have passed when they are said: those orders are not made.
fn expires() -> impl Strategy<Value = Expires> {
    prop_oneof![(0i32..13).prop_map(Expires::Day), (0i64..90).prop_map(|hour| Expires::At(hour * 3_600_000 + 1))]
}

fn bars(moves: &[(i64, i64, i64)]) -> Bars {
    let mut close = 10_000;
    let mut bars = Bars { symbol: "X".to_owned(), price_scale: 2, ..Bars::default() };
    for (at, (gap, change, wick)) in (0i64..).zip(moves) {
        let open = (close + gap).max(100);
        close = (open + change).max(100);
        bars.time_ms.push(at * 3_600_000);
        bars.open.push(open);
        bars.high.push(open.max(close) + wick);
        bars.low.push((open.min(close) - wick).max(50));
        bars.close.push(close);
        bars.volume.push(1_000 + at % 7);
    }
    bars
}

/// Constant ways of part of a bar, and word that takes longer than one.
const SLOW: &str = r#"{"submit":[{"model":"constant","us":20000}],"cancel":[{"model":"constant","us":5000000000}],
    "ack":[{"model":"constant","us":4000000000}],"bars":[{"interval":3600000}]}"#;
/// Drawn ones, zero among them, up to three bars.
const DRAWN: &str = r#"{"submit":[{"model":"uniform","min":0,"max":3}],"cancel":[{"model":"file","us":[0,1,9000000000]}],
    "modify":[{"model":"normal","mean":1000000000,"sd":3600000000},{"model":"constant","us":1}],
    "ack":[{"model":"uniform","min":0,"max":9000000000}],"seed":7,"bars":[{"interval":3600000}]}"#;

fn config(path: &str, kind: &str, volume_limit: &str, self_trade: &str, limits: &str, latency: &str, carry: &str) -> Config {
    let instrument = r#"{"symbol":"X","assetClass":"equity","tick":"0.01","lot":"1","multiplier":"1","currency":"USD"}"#;
    Config::from_json(&format!(
        r#"{{"cash":"20000","currency":"USD","instruments":[{instrument}],"commission":{{"model":"perShare","rate":"0.005","minimum":"1"}},
        "slippage":{{"model":"bps","bps":"2"}},"fills":{{"path":"{path}","volumeLimit":{volume_limit},"selfTrade":"{self_trade}"}},
        "account":{{"type":"{kind}","initialMargin":"0.5","maintenanceMargin":"0.25","lots":"fifo"}},"limits":{limits},"latency":{latency}{carry}}}"#
    ))
    .unwrap()
}

fn obey(engine: &mut Engine, close: i64, say: &Say) {
    let request = |quantity: i64| OrderRequest { quantity, ..OrderRequest::default() };
    let worse = |quantity: i64, away: i64| if quantity > 0 { (close - away).max(1) } else { close + away };
    let beyond = |quantity: i64, away: i64| if quantity > 0 { close + away } else { (close - away).max(1) };
    let order = match *say {
        Say::Market(quantity) => request(quantity),
        Say::Limit { quantity, away, tif } => OrderRequest { limit: Some(worse(quantity, away)), tif, ..request(quantity) },
        Say::Stop { quantity, away } => OrderRequest { stop: Some(beyond(quantity, away)), ..request(quantity) },
        Say::StopLimit { quantity, away, further } => {
            let (stop, limit) = (beyond(quantity, away), beyond(quantity, away + further));
            OrderRequest { stop: Some(stop), limit: Some(limit), ..request(quantity) }
        }
        Say::Trail { quantity, amount } => OrderRequest { trail: Some(Trail::Amount(amount)), ..request(quantity) },
        Say::TrailPercent { quantity, per_mille } => {
            OrderRequest { trail: Some(Trail::Percent(Decimal::new(per_mille, 3))), ..request(quantity) }
        }
        Say::Bracket { quantity, away } => {
            let (take_profit, stop_loss) = (beyond(quantity, away), worse(quantity, away));
            let bracket = engine::BracketRequest { entry: None, take_profit, stop_loss };
            engine.submit_bracket(&request(quantity), bracket).unwrap();
            return;
        }
        Say::Touch { quantity, away, limit } => OrderRequest {
            limit: limit.map(|further| worse(quantity, away + further)),
            extras: Extras { if_touched: Some(worse(quantity, away)), ..Extras::default() },
            ..request(quantity)
        },
        Say::MarketToLimit(quantity) => OrderRequest { extras: Extras { market_to_limit: true, ..Extras::default() }, ..request(quantity) },
        Say::Print { quantity, away, at } => OrderRequest { limit: Some(worse(quantity, away)), at, ..request(quantity) },
        Say::WakingTrail { quantity, amount, away, limit } => OrderRequest {
            trail: Some(Trail::Amount(amount)),
            extras: Extras { activation: Some(worse(quantity, away)), trail_limit: limit, ..Extras::default() },
            ..request(quantity)
        },
        Say::Dated { quantity, away, expires } => OrderRequest {
            limit: Some(worse(quantity, away)),
            tif: Tif::Gtd,
            extras: Extras { expires: Some(expires), ..Extras::default() },
            ..request(quantity)
        },
        Say::PostOnly { quantity, away } => OrderRequest {
            limit: Some(worse(quantity, away)),
            extras: Extras { post_only: true, ..Extras::default() },
            ..request(quantity)
        },
        Say::ReduceOnly { quantity, away } => OrderRequest {
            limit: Some(worse(quantity, away)),
            extras: Extras { reduce_only: true, ..Extras::default() },
            ..request(quantity)
        },
        Say::Waits { quantity, away, child, beyond: further, kind } => {
            let parent = engine.submit(&OrderRequest { limit: Some(worse(quantity, away)), ..request(quantity) }).unwrap();
            let price = Some((close + further).max(1));
            let waits = match kind {
                0 => request(child),
                1 => OrderRequest { limit: price, ..request(child) },
                2 => OrderRequest { stop: price, tif: Tif::Day, ..request(child) },
                3 => OrderRequest { trail: Some(Trail::Amount(80)), ..request(child) },
                _ => OrderRequest { limit: price, tif: Tif::Ioc, ..request(child) },
            };
            engine.submit_child(parent, &waits).unwrap();
            return;
        }
        Say::Hold(parent, child) => {
            let is_free = engine.order(child).is_some_and(|order| {
                matches!(order.status, engine::Status::Accepted | engine::Status::Submitted)
                    && order.filled == 0
                    && order.parent.is_none()
                    && order.waiting().is_empty()
            });
            if is_free && parent != child && engine.order(parent).is_some() {
                engine.hold(parent, child).unwrap();
            }
            return;
        }
        Say::Pair { quantity, away } => {
            let limit = engine.submit(&OrderRequest { limit: Some(worse(quantity, away)), ..request(quantity) }).unwrap();
            let stop = engine.submit(&OrderRequest { stop: Some(beyond(quantity, away)), ..request(quantity) }).unwrap();
            if [limit, stop].iter().all(|id| engine.order(*id).is_some_and(|order| order.status.is_open())) {
                engine.link_ouo(limit, stop).unwrap();
            }
            return;
        }
        Say::Iceberg { quantity, away, display } => OrderRequest {
            limit: Some(worse(quantity, away)),
            extras: Extras { display: Some(display.min(quantity.abs())), ..Extras::default() },
            ..request(quantity)
        },
        Say::Cancel(order) => {
            if engine.order(order).is_some() {
                engine.cancel(order).unwrap();
            }
            return;
        }
        Say::Move { order, away } => {
            if let Some(found) = engine.order(order)
                && found.limit.is_some()
                && found.stop.is_none()
            {
                let side = if found.side == engine::Side::Buy { 1 } else { -1 };
                engine.modify(order, Changes { limit: Some(worse(side, away)), ..Changes::default() }).unwrap();
            }
            return;
        }
    };
    match engine.submit(&order) {
        Err(error) if error.code == "order.expires" => {}
        submitted => {
            submitted.unwrap();
        }
    }
}

/// The log of a run in which `said[k]` is said at the close of step k, advanced lazily or bar by bar.
fn log(bars: &Bars, config: &Config, said: &[Vec<Say>], lazy: bool) -> String {
    let steps = u32::try_from(bars.time_ms.len()).unwrap();
    let days = (0..bars.time_ms.len()).map(|at| i32::try_from(at / 7).unwrap()).collect();
    let symbols = vec![SymbolInput { bars: Arc::new(bars.clone()), range: 0..bars.time_ms.len() }];
    let mut engine =
        Engine::new(Setup { config: config.clone(), symbols, actions: Vec::new(), days, detail: Vec::new(), slippage: None }).unwrap();
    let mut horizon = 0;
    for step in 0..steps {
        if !lazy || step >= horizon {
            engine.advance(step).unwrap();
            horizon = engine.horizon().unwrap();
        }
        let said = &said[step as usize];
        if !said.is_empty() {
            engine.advance(step).unwrap();
            for say in said {
                obey(&mut engine, bars.close[step as usize], say);
            }
            horizon = engine.horizon().unwrap();
        }
    }
    engine.finish().unwrap();
    let mut text = Vec::new();
    LogWriter::new(engine.account(), engine.log(), engine.clock()).write(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// Rates that change, and fewer shares to borrow as time goes on.
const CARRY: &str = r#","borrow":{"dayCount":"30/360","rates":[[{"plus":"0.31","minus":"0.31","available":"60"},
    {"from":4,"plus":"0.57","minus":"0.57","available":"15"},{"from":8,"plus":"0.2","minus":"0.2"}]]},
    "financing":{"rates":[[{"plus":"0.055","minus":"-0.013"}]]},
    "interest":{"dayCount":"actual/actual","rates":[[{"plus":"0.071","minus":"0.023"}]]}"#;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_lazy_run_writes_the_same_log_as_a_run_bar_by_bar(
        moves in prop::collection::vec((-40i64..40, -120i64..120, 0i64..60), 80),
        said in prop::collection::vec(prop_oneof![5 => Just(Vec::new()), 1 => prop::collection::vec(say(), 1..3)], 80),
        path in prop_oneof![Just("adaptive"), Just("ohlc"), Just("olhc"), Just("worst")],
        kind in prop_oneof![Just("cash"), Just("margin")],
        self_trade in prop_oneof![3 => Just("allow"), 1 => Just("cancelNewest"), 1 => Just("cancelOldest"), 1 => Just("decrement")],
        volume_limit in prop_oneof![2 => Just("null"), 1 => Just("\"0.02\"")],
        latency in prop_oneof![3 => Just("null"), 1 => Just(SLOW), 1 => Just(DRAWN)],
        limits in prop_oneof![2 => Just("{}"), 1 => Just(r#"{"dailyLoss":"0.004","exposure":"0.4","openOrders":4}"#)],
        carry in prop_oneof![2 => Just(""), 1 => Just(CARRY)],
    ) {
        let (bars, config) = (bars(&moves), config(path, kind, volume_limit, self_trade, limits, latency, carry));
        prop_assert_eq!(log(&bars, &config, &said, true), log(&bars, &config, &said, false));
    }
}
