use money::{format_decimal, parse_decimal};
use serde_json::{Value, json};

use crate::Side::{self, Buy, Sell};
use crate::testing::{daily, settings};
use crate::{Scales, SlippageModel, SymbolSpec};

fn scales() -> Scales {
    let config = settings(&["X"], &json!({}));
    SymbolSpec::new(config.instruments[0].clone(), &daily("X", 2, &[1000])).unwrap().scales
}

fn slipped(slippage: Value, side: Side, price: &str, quantity: i64, volume: i64) -> (String, bool) {
    let model = SlippageModel::new(&settings(&["X"], &json!({"slippage": slippage})).slippage).unwrap();
    let reference = parse_decimal(price).unwrap().mantissa_at(8).unwrap();
    let (price, rounded) = model.apply(&scales(), side, reference, quantity, volume, 0).unwrap();
    (format_decimal(price, 8), rounded)
}

fn exactly(price: &str) -> (String, bool) {
    (price.to_owned(), false)
}

#[test]
fn volume_share_gives_ziplines_prices() {
    // zipline tests/finance/test_slippage.py: VolumeShare(0.025, 0.1).
    let model = || json!({"model": "volumeShare", "limit": "0.025", "impact": "0.1"});
    assert_eq!(slipped(model(), Buy, "3.5", 50, 2000), exactly("3.50021875"));
    assert_eq!(slipped(model(), Sell, "3.5", 50, 2000), exactly("3.49978125"));
    assert_eq!(slipped(model(), Buy, "3", 5, 200), exactly("3.0001875"));
    // More than the limit, or a bar without volume, pays for the limit.
    assert_eq!(slipped(model(), Buy, "3.5", 500, 2000), exactly("3.50021875"));
    assert_eq!(slipped(model(), Buy, "3.5", 1, 0), exactly("3.50021875"));
}

#[test]
fn basis_points_act_against_both_sides_and_a_spread_by_half() {
    assert_eq!(slipped(json!({"model": "bps", "bps": "2.5"}), Buy, "100", 1, 0), exactly("100.025"));
    assert_eq!(slipped(json!({"model": "bps", "bps": "2.5"}), Sell, "100", 1, 0), exactly("99.975"));
    assert_eq!(slipped(json!({"model": "spread", "bps": "2.5"}), Buy, "100", 1, 0), exactly("100.0125"));
    assert_eq!(slipped(json!({"model": "spread", "bps": "2.5"}), Sell, "100", 1, 0), exactly("99.9875"));
    assert_eq!(slipped(json!({"model": "none"}), Buy, "100", 1, 0), exactly("100"));
}

#[test]
fn a_price_of_too_many_decimals_is_rounded_against_the_trader() {
    // 33.33 x 0.00007 x 1e-3 ... = 33.33 + 0.00000023331 needs eleven decimals.
    assert_eq!(slipped(json!({"model": "bps", "bps": "0.00007"}), Buy, "33.33", 1, 0), ("33.33000024".to_owned(), true));
    assert_eq!(slipped(json!({"model": "bps", "bps": "0.00007"}), Sell, "33.33", 1, 0), ("33.32999976".to_owned(), true));
}

#[test]
fn a_share_whose_square_is_too_long_is_rounded_up() {
    // (3037000493 / 9223372036854775783)² of the price cannot be kept exactly; it is far below a unit, so a buy pays one unit more.
    let model = || json!({"model": "volumeShare", "limit": "1", "impact": "0.1"});
    assert_eq!(slipped(model(), Buy, "3.5", 3_037_000_493, 9_223_372_036_854_775_783), ("3.50000001".to_owned(), true));
}

#[test]
fn the_share_of_volume_is_the_models_limit() {
    let model =
        SlippageModel::new(&settings(&["X"], &json!({"slippage": {"model": "volumeShare", "limit": "0.025", "impact": "0.1"}})).slippage);
    assert_eq!(model.unwrap().volume_limit(), Some(parse_decimal("0.025").unwrap()));
    let negative = SlippageModel::new(&settings(&["X"], &json!({"slippage": {"model": "bps", "bps": "-1"}})).slippage);
    assert_eq!(negative.unwrap_err().message, "slippage.bps is -1");
}
