use proptest::prelude::*;
use serde_json::{Value, json};

use crate::Side::{Buy, Sell};
use crate::testing::{Desk, close, daily, settings};
use crate::{Column, Curve};

const COLUMNS: [(Column, &str); 4] =
    [(Column::Equity, "equity"), (Column::Cash, "cash"), (Column::GrossExposure, "grossExposure"), (Column::NetExposure, "netExposure")];

fn curve(desk: &Desk) -> Curve<'_> {
    Curve::new(&desk.account, &desk.log, &desk.clock)
}

#[test]
fn a_curve_has_one_point_a_step_and_marks_at_the_close() {
    let mut desk = Desk::of(&json!({"commission": {"model": "perTrade", "cost": "1"}}), &[1000, 1100, 900, 950]);
    desk.fill(1, 1, Buy, "100", "10.5");
    desk.dividend(2, "0.5", Some(19_800));
    desk.fill(2, 3, Sell, "100", "9.2");
    desk.finish();
    // 98949 + 1100; 98949 + 50 + 900; then 98949 + 919 in cash and 50 owed.
    assert_eq!(curve(&desk).column(Column::Equity).unwrap(), [100_000.0, 100_049.0, 99_899.0, 99_918.0]);
    assert_eq!(curve(&desk).column(Column::Cash).unwrap(), [100_000.0, 98_949.0, 98_949.0, 99_868.0]);
    assert_eq!(curve(&desk).column(Column::NetExposure).unwrap(), [0.0, 1100.0, 900.0, 0.0]);
    let points: Value = serde_json::from_slice(&curve(&desk).points_json(&[3, 1]).unwrap()).unwrap();
    let expected = json!([
        {"t": "2024-01-04T00:00:00Z", "equity": "99918", "cash": "99868", "grossExposure": "0", "netExposure": "0"},
        {"t": "2024-01-02T00:00:00Z", "equity": "100049", "cash": "98949", "grossExposure": "1100", "netExposure": "1100"},
    ]);
    assert_eq!(points, expected);
    assert_eq!(curve(&desk).points(&[4]).unwrap_err().message, "step 4 is not in this run of 4 steps");
}

#[derive(Debug, Clone)]
pub(crate) struct Move {
    pub symbol: u32,
    after: u32,
    buys: bool,
    quantity: i64,
    cents: i64,
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (0u32..3, 0u32..4, any::<bool>(), 1i64..50, 100i64..5_000);
    prop::collection::vec(one.prop_map(|(symbol, after, buys, quantity, cents)| Move { symbol, after, buys, quantity, cents }), 0..25)
}

/// Three symbols on one clock, the second a future, the third with fewer bars; 40 steps.
pub(crate) fn three(prices: &[i64], cash: &str) -> Desk {
    let instrument = |symbol: &str, class: &str, multiplier: &str, lot: &str| json!({"symbol": symbol, "assetClass": class, "tick": "0.01", "lot": lot, "multiplier": multiplier, "currency": "USD"});
    let instruments =
        json!([instrument("A", "equity", "1", "1"), instrument("F", "future", "12.5", "1"), instrument("C", "crypto", "1", "0.00000001")]);
    let commission = json!({"model": "percent", "rate": "0.000123456"});
    let config = settings(&[], &json!({"cash": cash, "instruments": instruments, "account": {"type": "margin"}, "commission": commission}));
    let column = |times: i64| -> Vec<i64> { prices.iter().map(|price| price * times).collect() };
    let mut late = daily("C", 6, &column(10_007)[..]);
    for part in [&mut late.time_ms, &mut late.open, &mut late.high, &mut late.low, &mut late.close] {
        part.drain(..3);
    }
    Desk::new(&config, vec![daily("A", 2, &column(1)), daily("F", 2, &column(3)), late], &[]).unwrap()
}

/// Trades step by step to the end; answers equity, cash, gross and net exposure at every close as the account sees them.
pub(crate) fn moved(desk: &mut Desk, moves: Vec<Move>) -> Vec<[i128; 4]> {
    let mut moves = (1u32..).zip(moves).peekable();
    let mut expected = Vec::new();
    let mut due = moves.peek().map_or(u32::MAX, |(_, first)| first.after);
    for step in 0..40 {
        while step == due {
            let Some((order, now)) = moves.next() else { break };
            let side = if now.buys { Buy } else { Sell };
            let price = format!("{}.{:02}", now.cents / 100, now.cents % 100);
            desk.fill_of(now.symbol, order, step, side, &now.quantity.to_string(), &price, &price);
            due = moves.peek().map_or(u32::MAX, |(_, next)| step.saturating_add(next.after));
        }
        let last = |symbol| close(&desk.clock, symbol, step);
        let (gross, net) = desk.account.exposures(crate::Moment::close(0), last).unwrap();
        expected.push([desk.account.equity(crate::Moment::close(0), last).unwrap(), desk.account.cash(), gross, net]);
    }
    desk.finish();
    expected
}

proptest! {
    #[test]
    fn the_curve_is_the_account_step_by_step(prices in prop::collection::vec(1i64..20_000, 40), moves in moves()) {
        let mut desk = three(&prices, "100000");
        let expected = moved(&mut desk, moves);
        let rows: Vec<Value> = serde_json::from_slice(&curve(&desk).points_json(&(0..40).collect::<Vec<_>>()).unwrap()).unwrap();
        for (index, (column, key)) in COLUMNS.into_iter().enumerate() {
            let exact: Vec<i128> = expected.iter().map(|row| row[index]).collect();
            prop_assert_eq!(&curve(&desk).exact(column).unwrap(), &exact);
            let texts: Vec<String> = exact.iter().map(|amount| desk.text(*amount)).collect();
            let told: Vec<&str> = rows.iter().map(|row| row[key].as_str().unwrap()).collect();
            prop_assert_eq!(told, texts.iter().map(String::as_str).collect::<Vec<_>>());
            let doubles: Vec<f64> = texts.iter().map(|text| text.parse().unwrap()).collect();
            prop_assert_eq!(curve(&desk).column(column).unwrap(), doubles);
        }
    }
}
