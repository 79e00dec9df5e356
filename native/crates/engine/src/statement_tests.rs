use money::parse_decimal;
use serde_json::{Value, json};

use crate::Side::{Buy, Sell};
use crate::testing::Desk;
use crate::{OrderTerms, Reason};

fn parsed(text: Vec<u8>) -> Value {
    serde_json::from_slice(&text).unwrap()
}

fn terms(quantity: i64, side: crate::Side) -> OrderTerms {
    OrderTerms { first: true, side: Some(side), quantity: Some(quantity), kind: Some("limit"), tif: Some("GTC"), ..OrderTerms::default() }
}

/// Buys 3 for 10 in two fills of order 1, sells 2 at 4 with order 2; a fee of 0.3 an order.
fn desk() -> Desk {
    let mut desk = Desk::of(&json!({"commission": {"model": "perTrade", "cost": "0.3"}}), &[300, 400, 350]);
    let limit = parse_decimal("3.5").unwrap().mantissa_at(8).ok();
    desk.log.order(0, 1, "accepted", None, Some(OrderTerms { limit, ..terms(4, Buy) }));
    desk.fill(1, 0, Buy, "1", "3");
    desk.log.order(0, 1, "accepted", None, Some(OrderTerms { quantity: Some(3), ..OrderTerms::default() }));
    desk.fill(1, 1, Buy, "2", "3.5");
    desk.log.order(1, 2, "accepted", None, Some(terms(2, Sell)));
    desk.fill_of(0, 2, 2, Sell, "2", "4.01", "4");
    desk.log.order(2, 3, "accepted", None, Some(terms(5, Buy)));
    desk.log.order(2, 3, "canceled", Some(Reason::UserCancel), None);
    desk.finish();
    desk
}

#[test]
fn trades_say_what_each_piece_earned() {
    // The exit fee of 0.3 is shared 1 : 1; the first lot carries 0.3, the second nothing: perTrade is charged once.
    let expected = json!([
        {"symbol": "X", "side": "long", "quantity": "1", "entryTime": "2024-01-01T00:00:00Z", "entryPrice": "3", "exitTime": "2024-01-03T00:00:00Z",
         "exitPrice": "4", "grossPnl": "1", "pnl": "0.55", "fees": "0.45", "entryOrder": 1, "exitOrder": 2},
        {"symbol": "X", "side": "long", "quantity": "1", "entryTime": "2024-01-02T00:00:00Z", "entryPrice": "3.5", "exitTime": "2024-01-03T00:00:00Z",
         "exitPrice": "4", "grossPnl": "0.5", "pnl": "0.35", "fees": "0.15", "entryOrder": 1, "exitOrder": 2},
    ]);
    assert_eq!(parsed(desk().statement().trades().unwrap()), expected);
}

#[test]
fn positions_show_their_lots_at_the_last_close() {
    let expected = json!([
        {"symbol": "X", "quantity": "1", "averagePrice": "3.5", "lastPrice": "3.5", "marketValue": "3.5", "unrealized": "0", "realized": "0.9",
         "lots": [{"t": "2024-01-02T00:00:00Z", "quantity": "1", "price": "3.5", "cost": "3.5", "fees": "0", "order": 1, "id": "1.2"}]},
    ]);
    assert_eq!(parsed(desk().statement().positions().unwrap()), expected);
}

#[test]
fn orders_carry_their_last_terms_and_their_whole_life() {
    let orders = parsed(desk().statement().orders().unwrap());
    let expected = json!({
        "id": 1, "symbol": "X", "side": "buy", "quantity": "3", "kind": "limit", "tif": "GTC", "limit": "3.5", "status": "filled", "filled": "3",
        "fees": "0.3", "averagePrice": "3.333333333333",
        "history": [
            {"t": "2024-01-01T00:00:00Z", "status": "accepted", "quantity": "4", "limit": "3.5"},
            {"t": "2024-01-01T00:00:00Z", "status": "filled", "fill": "1.1"},
            {"t": "2024-01-01T00:00:00Z", "status": "accepted", "quantity": "3"},
            {"t": "2024-01-02T00:00:00Z", "status": "filled", "fill": "1.2"},
        ],
    });
    assert_eq!(orders[0], expected);
    let canceled = json!({
        "id": 3, "symbol": "X", "side": "buy", "quantity": "5", "kind": "limit", "tif": "GTC", "status": "canceled", "reason": "userCancel",
        "filled": "0", "fees": "0",
        "history": [
            {"t": "2024-01-03T00:00:00Z", "status": "accepted", "quantity": "5"},
            {"t": "2024-01-03T00:00:00Z", "status": "canceled", "reason": "userCancel"},
        ],
    });
    assert_eq!(orders[2], canceled);
}

#[test]
fn fills_leave_out_what_only_the_log_needs() {
    let desk = desk();
    let fills = parsed(desk.statement().fills().unwrap());
    let expected = json!({
        "id": "2.1", "orderId": 2, "t": "2024-01-03T00:00:00Z", "symbol": "X", "side": "sell", "quantity": "2", "price": "4", "slippage": "-0.01",
        "fee": "0.3", "feeCurrency": "USD",
        "why": {"bar": 2, "fee": {"cost": "0.3", "model": "perTrade"}, "point": "open", "reference": "4.01", "rule": "nextOpen"},
    });
    assert_eq!(fills[2], expected);
    assert_eq!(parsed(desk.statement().fill(2).unwrap()), expected);
    assert!(desk.statement().fill(3).is_none());
}

#[test]
fn the_ledger_lists_every_account_ever_posted_to() {
    let balance = |account: &str, asset: &str, balance: &str| json!({"account": account, "asset": asset, "balance": balance});
    let expected = json!({"currency": "USD", "scale": 8, "balances": [
        balance("capital", "USD", "-100000"),
        // 100000 - 10 + 8 - 0.6.
        balance("cash", "USD", "99997.4"),
        balance("fees", "USD", "0.6"),
        balance("market", "USD", "2"),
        balance("market", "X", "-1"),
        balance("position", "X", "1"),
    ]});
    assert_eq!(parsed(desk().statement().ledger().unwrap()), expected);
}

#[test]
fn totals_add_up_the_run() {
    let expected = json!({
        "startValue": "100000", "endValue": "100000.9", "cash": "99997.4", "fees": "0.6", "slippage": "0.02", "dividends": "0",
        "rounding": "0", "borrow": "0", "financing": "0", "interest": "0", "withheld": "0",
    });
    assert_eq!(parsed(desk().statement().totals().unwrap()), expected);
}

#[test]
fn trade_facts_add_up_what_trades_and_fills_say() {
    // Net profits 0.55 and 0.35 of pieces bought for 3 and 3.5; fills of 3, 7 and 8.
    let facts: Value = serde_json::from_str(&desk().statement().trade_facts().unwrap().unwrap()).unwrap();
    let expected = json!({
        "count": 2, "wins": 2, "losses": 0, "grossProfit": "0.9", "grossLoss": "0", "worst": "0.35", "best": "0.55",
        "worstReturn": {"pnl": "0.35", "entryValue": "3.5"}, "bestReturn": {"pnl": "0.55", "entryValue": "3"},
        "returns": 0.55 / 3.0 + 0.1, "withReturn": 2, "tradedValue": "18",
    });
    assert_eq!(facts, expected);
}
