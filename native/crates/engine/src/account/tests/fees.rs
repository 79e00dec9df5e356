use serde_json::{Value, json};

use crate::Side::{Buy, Sell};
use crate::testing::{Desk, daily, settings};
use crate::{Config, FeeState, Trading};

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
    let first =
        desk.account.fee_preview(&FeeState::default(), Trading { symbol: 0, quantity: 40, price }, crate::LiquiditySide::Taker, 0).unwrap();
    desk.fill(1, 0, Buy, "40", "10");
    assert_eq!((desk.text(first), fees(&desk)[0].as_str()), ("1".to_owned(), "1"));
}

#[test]
fn the_fee_of_a_fill_names_its_rule() {
    let described = |commission: Value| {
        let mut out = Vec::new();
        desk(commission).account.terms().fees.write(&mut out, None);
        String::from_utf8(out).unwrap()
    };
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

#[test]
fn a_tier_is_that_of_the_volume_before_and_a_marginal_fill_is_split_over_tiers() {
    let tiers = json!([{"from": "0", "rate": "0.01"}, {"from": "1000", "rate": "0.005"}]);
    let rule = json!({"model": "tiered", "by": "value", "charge": "percent", "window": "2d", "tiers": tiers});
    let mut split = rule.clone();
    split["marginal"] = json!(true);
    let pay = |commission: &Value| {
        let mut desk = Desk::of(&json!({"commission": commission, "account": {"type": "margin"}}), &[1000; 5]);
        for (order, step, quantity) in [(1, 0, "80"), (2, 1, "40"), (3, 1, "10"), (4, 2, "10"), (5, 4, "10")] {
            desk.fill(order, step, Buy, quantity, "10");
        }
        fees(&desk)
    };
    // Before: 0; 800; 1200; 500 without the first day; nothing on the days at hand.
    assert_eq!(pay(&rule), ["8", "4", "0.5", "1", "1"]);
    assert_eq!(pay(&split), ["8", "3", "0.5", "1", "1"]);
}

#[test]
fn a_schedule_keeps_an_order_at_the_model_of_its_first_fill() {
    let entries =
        json!([{"commission": {"model": "perTrade", "cost": "5"}}, {"from": 1, "commission": {"model": "perShare", "rate": "0.5"}}]);
    let mut desk = Desk::of(&json!({"commission": {"model": "schedule", "entries": entries}}), &[1000; 3]);
    desk.fill(1, 0, Buy, "1", "10");
    desk.fill(1, 1, Buy, "1", "10");
    desk.fill(2, 1, Buy, "3", "10");
    assert_eq!(fees(&desk), ["5", "0", "1.5"]);
}

#[test]
fn a_fee_in_another_currency_is_rounded_there_and_converted_at_the_rate_of_the_day() {
    // 0.1 % of 10 x 123.45 is 1.2345 USD, 1.13776037... EUR, charged as 1.14; the next day 2 % more: 1.2345 / 1.1067 = 1.11547845... -> 1.12.
    let commission = json!({"model": "percent", "rate": "0.001", "unit": "0.01", "rounding": "half-up", "currency": "EUR"});
    let rates = json!({"EUR": [[0, "1.085"], [1, "1.1067"]]});
    let mut desk = Desk::of(&json!({"commission": commission, "rates": rates}), &[12345; 3]);
    desk.fill(1, 0, Buy, "10", "123.45");
    desk.fill(2, 2, Sell, "10", "123.45");
    // 1.14 x 1.085 and 1.12 x 1.1067.
    assert_eq!(fees(&desk), ["1.2369", "1.239504"]);
    assert_eq!((desk.balance("fees", "USD"), desk.balance("rounding", "USD")), ("2.469".to_owned(), "0.007404".to_owned()));
}

#[test]
fn a_rate_of_nothing_and_tiers_out_of_order_are_refused() {
    let refused = |extra: Value| Desk::new(&settings(&["X"], &extra), vec![daily("X", 2, &[1000])], &[]).err().map(|error| error.message);
    let foreign = json!({"commission": {"model": "perTrade", "cost": "1", "currency": "EUR"}, "rates": {"EUR": [[0, "0"]]}});
    assert_eq!(refused(foreign), Some("a rate of EUR is 0".to_owned()));
    let tiers = json!([{"from": "5", "rate": "0.1"}]);
    let tiered = json!({"commission": {"model": "tiered", "by": "value", "charge": "percent", "window": "month", "tiers": tiers}});
    assert_eq!(refused(tiered), Some("the tiers do not ascend from 0".to_owned()));
}
