use serde_json::{Value, json};

use crate::Side::{Buy, Sell};
use crate::testing::{Desk, daily, settings};
use crate::{Config, FeeState};

fn fees(desk: &Desk) -> Vec<String> {
    desk.log.fills().iter().map(|record| desk.text(record.fee.charged)).collect()
}

fn desk(commission: Value) -> Desk {
    Desk::of(&json!({"commission": commission, "account": {"type": "margin"}}), &[1000])
}

#[test]
fn a_percentage_is_exact_and_unrounded() {
    // 7 x 12.34 = 86.38; x 0.00035 = 0.030233.
    let mut desk = desk(json!({"model": "percent", "rate": "0.00035"}));
    desk.fill(1, 0, Buy, "7", "12.34");
    assert_eq!((fees(&desk), desk.cash()), (vec!["0.030233".to_owned()], "99913.589767".to_owned()));
}

#[test]
fn a_venue_rounds_its_charge_and_the_difference_is_posted() {
    // 0.00002 of 70000 is 1.40; of 70020 it is 1.4004, charged 1.40. Nautilus' AUD/USD parity run: 1,000,017.20.
    let pair = json!([{"symbol": "AUDUSD", "assetClass": "forex", "tick": "0.00001", "lot": "1", "currency": "USD"}]);
    let commission = json!({"model": "percent", "rate": "0.00002", "unit": "0.01", "rounding": "half-even"});
    let config = settings(&[], &json!({"instruments": pair, "cash": "1000000", "commission": commission}));
    let mut desk = Desk::new(&config, vec![daily("AUDUSD", 5, &[70_000])], &[]).unwrap();
    desk.fill(1, 0, Buy, "100000", "0.7");
    desk.fill(2, 0, Sell, "100000", "0.7002");
    assert_eq!((fees(&desk), desk.cash()), (vec!["1.4".to_owned(), "1.4".to_owned()], "1000017.2".to_owned()));
    assert_eq!((desk.balance("fees", "USD"), desk.balance("rounding", "USD")), ("2.8004".to_owned(), "-0.0004".to_owned()));
}

#[test]
fn crypto_fees_keep_every_digit() {
    // Nautilus' ETHUSDT run: 0.5 bought at 2000 and sold at 2001, 0.0001 a side: 0.1 + 0.10005.
    let pair = json!([{"symbol": "ETHUSDT", "assetClass": "crypto", "tick": "0.01", "lot": "0.00001", "currency": "USDT"}]);
    let config = settings(&[], &json!({"instruments": pair, "currency": "USDT", "commission": {"model": "percent", "rate": "0.0001"}}));
    let mut desk = Desk::new(&config, vec![daily("ETHUSDT", 2, &[200_000])], &[]).unwrap();
    desk.fill(1, 0, Buy, "0.5", "2000");
    desk.fill(2, 0, Sell, "0.5", "2001");
    assert_eq!((fees(&desk), desk.cash()), (vec!["0.1".to_owned(), "0.10005".to_owned()], "100000.29995".to_owned()));
}

#[test]
fn minimum_and_maximum_hold_for_the_order_over_its_fills() {
    // 0.005 a share: 100 owe 0.5 and pay the minimum 1; 300 owe 1.5, so 0.5 more; 1000 owe 5, cut to 4, so 2.5 more; then nothing.
    let mut desk = desk(json!({"model": "perShare", "rate": "0.005", "minimum": "1", "maximum": "4"}));
    for quantity in ["100", "200", "700", "500"] {
        desk.fill(1, 0, Buy, quantity, "1");
    }
    assert_eq!(fees(&desk), ["1", "0.5", "2.5", "0"]);
    // Another order starts afresh. LEAN's SPY order: 512 x 0.005 = 2.56.
    desk.fill(2, 0, Buy, "512", "1");
    assert_eq!(fees(&desk)[4], "2.56");
}

#[test]
fn flat_costs_are_charged_once_an_order() {
    let mut trade = desk(json!({"model": "perTrade", "cost": "4.95"}));
    let mut contract = desk(json!({"model": "perContract", "cost": "0.85", "exchangeFee": "1.18"}));
    for desk in [&mut trade, &mut contract] {
        desk.fill(1, 0, Buy, "2", "10");
        desk.fill(1, 0, Buy, "3", "10");
    }
    assert_eq!(fees(&trade), ["4.95", "0"]);
    assert_eq!(fees(&contract), ["2.88", "2.55"]);
}

#[test]
fn a_preview_is_what_the_fill_then_pays() {
    let mut desk = desk(json!({"model": "perShare", "rate": "0.01", "minimum": "1"}));
    let price = 10 * 10i128.pow(8);
    let first = desk.account.fee_preview(&FeeState::default(), 0, 40, price, crate::LiquiditySide::Taker).unwrap();
    desk.fill(1, 0, Buy, "40", "10");
    assert_eq!((desk.text(first), fees(&desk)[0].as_str()), ("1".to_owned(), "1"));
}

#[test]
fn the_fee_of_a_fill_names_its_rule() {
    let described = |commission: Value| desk(commission).account.terms().fees.description().to_owned();
    assert_eq!(described(json!({"model": "none"})), r#"{"model":"none"}"#);
    assert_eq!(
        described(json!({"model": "percent", "rate": "0.0005", "unit": "0.01", "rounding": "up"})),
        r#"{"model":"percent","rate":"0.0005","rounding":"up","unit":"0.01"}"#
    );
    assert_eq!(
        described(json!({"model": "perShare", "rate": "0.005", "minimum": "1", "maximum": null})),
        r#"{"minimum":"1","model":"perShare","rate":"0.005"}"#
    );
}

#[test]
fn an_impossible_commission_is_refused_with_its_value() {
    let refused = |commission: Value| {
        let config: Config = settings(&["X"], &json!({"commission": commission}));
        Desk::new(&config, vec![daily("X", 2, &[1000])], &[]).err().map(|error| (error.code, error.message))
    };
    let code = "configuration.commission";
    assert_eq!(refused(json!({"model": "percent", "rate": "-0.1"})), Some((code, "commission.rate is -0.1".to_owned())));
    assert_eq!(
        refused(json!({"model": "perShare", "rate": "0.1", "minimum": "2", "maximum": "1"})),
        Some((code, "commission.maximum 1 is below commission.minimum 2".to_owned()))
    );
    assert_eq!(refused(json!({"model": "perTrade", "cost": "1", "unit": "0"})), Some((code, "commission.unit is 0".to_owned())));
}
