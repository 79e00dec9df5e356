use market::{Action, ActionKind};
use money::Decimal;
use serde_json::json;

use crate::EngineError;
use crate::Side::Buy;
use crate::testing::{Desk, daily, settings};

fn refused(result: Result<Desk, EngineError>) -> (&'static str, String) {
    result.err().map(|error| (error.code, error.message)).unwrap()
}

#[test]
fn the_ledger_holds_every_product_of_price_quantity_multiplier_and_rate() {
    // Prices keep 8 decimals, quantities 3, the multiplier 1, the rate 4.
    let instrument =
        json!([{"symbol": "X", "assetClass": "crypto", "tick": "0.01", "lot": "0.001", "multiplier": "0.5", "currency": "USD"}]);
    let config = settings(&[], &json!({"instruments": instrument, "commission": {"model": "percent", "rate": "0.0005"}}));
    let desk = Desk::new(&config, vec![daily("X", 2, &[1000])], &[]).unwrap();
    assert_eq!(desk.account.terms().ledger, 16);
}

#[test]
fn a_long_dividend_widens_the_ledger() {
    let amount = Decimal::new(1_234_567_891, 10);
    let action = Action { ex_day: 19_724, pay_day: None, record_day: None, kind: ActionKind::Dividend { amount } };
    let mut desk = Desk::new(&settings(&["X"], &json!({})), vec![daily("X", 2, &[1000, 1000])], &[(0, action)]).unwrap();
    assert_eq!(desk.account.terms().ledger, 10);
    desk.fill(1, 0, Buy, "10", "10");
    desk.dividend(1, "0.1234567891", None);
    assert_eq!(desk.cash(), "99901.234567891");
}

#[test]
fn scales_that_leave_no_room_are_refused_and_named() {
    let instrument = json!([{"symbol": "X", "assetClass": "crypto", "tick": "0.01", "lot": "0.000000000000000001", "currency": "USD"}]);
    let config = settings(&[], &json!({"instruments": instrument}));
    let (code, message) = refused(Desk::new(&config, vec![daily("X", 18, &[1000])], &[]));
    assert_eq!(code, "configuration.scale");
    assert_eq!(
        message,
        "amounts need 36 decimals (price + quantity + multiplier decimals: X 18 + 18 + 0; 0 of the fees), which leaves no room for cash of 100000"
    );
}

#[test]
fn a_symbol_in_another_currency_is_refused() {
    let instrument = json!([{"symbol": "X", "assetClass": "equity", "tick": "0.01", "lot": "1", "currency": "EUR"}]);
    let config = settings(&[], &json!({"instruments": instrument}));
    let (code, message) = refused(Desk::new(&config, vec![daily("X", 2, &[1000])], &[]));
    assert_eq!((code, message.as_str()), ("configuration.currency", "X trades in EUR, the account is in USD"));
}

#[test]
fn an_amount_beyond_the_number_type_is_an_error_that_names_the_operation_and_the_symbol() {
    let desk = Desk::new(&settings(&["X"], &json!({})), vec![daily("X", 2, &[1000])], &[]).unwrap();
    let error = desk.account.notional(0, i64::MAX, i128::from(i64::MAX) * 1_000_000).unwrap_err();
    assert_eq!((error.code, error.message.as_str()), ("money.overflow", "X: notional is larger than the exact number type can hold"));
    assert_eq!(error.context["symbol"], "X");
}
