use serde_json::{Value, json};

use crate::Side::{Buy, Sell};
use crate::testing::{Desk, daily, settings};

fn rule(name: &str) -> Value {
    json!({"account": {"type": "margin", "lots": name}, "commission": {"model": "perTrade", "cost": "3"}})
}

fn row<'a>(order: u32, quantity: i128, gross: &'a str, fees: &'a str) -> (u32, i128, String, String) {
    (order, quantity, gross.to_owned(), fees.to_owned())
}

/// Buys 10 at 10, 10 at 12 and 10 at 11, then sells 15 at 13, each order for a fee of 3. The exit fee is shared 10 : 5, so 2 and 1.
fn three_lots(name: &str) -> Desk {
    let mut desk = Desk::of(&rule(name), &[1000, 1200, 1100, 1300]);
    desk.fill(1, 0, Buy, "10", "10");
    desk.fill(2, 1, Buy, "10", "12");
    desk.fill(3, 2, Buy, "10", "11");
    desk.fill(4, 3, Sell, "15", "13");
    desk
}

#[test]
fn fifo_closes_the_oldest_lot_first() {
    // 10 x (13 - 10) = 30 with fees 3 + 2; 5 x (13 - 12) = 5 with fees 1.5 + 1.
    let desk = three_lots("fifo");
    assert_eq!(desk.trades(), [row(1, 10, "30", "5"), row(2, 5, "5", "2.5")]);
    let lot = |quantity, cost: &str, fees: &str| (quantity, cost.to_owned(), fees.to_owned());
    assert_eq!(desk.lots(), [lot(5, "60", "1.5"), lot(10, "110", "3")]);
}

#[test]
fn lifo_closes_the_newest_lot_first() {
    // 10 x (13 - 11) = 20; 5 x (13 - 12) = 5.
    assert_eq!(three_lots("lifo").trades(), [row(3, 10, "20", "5"), row(2, 5, "5", "2.5")]);
}

#[test]
fn hifo_closes_the_dearest_lot_first() {
    // 10 x (13 - 12) = 10; 5 x (13 - 11) = 10.
    assert_eq!(three_lots("hifo").trades(), [row(2, 10, "10", "5"), row(3, 5, "10", "2.5")]);
}

#[test]
fn average_closes_a_share_of_one_pool() {
    // 330 for 30: 15 cost 165 and bring 195. Entry fees 9 x 15 / 30 = 4.5 and the exit's 3.
    let desk = three_lots("average");
    assert_eq!(desk.trades(), [row(1, 15, "30", "7.5")]);
    assert_eq!(desk.lots(), [(15, "165".to_owned(), "4.5".to_owned())]);
    assert_eq!(desk.account.average_price(0).unwrap().as_deref(), Some("11"));
}

#[test]
fn average_releases_half_even_and_the_last_close_takes_the_rest() {
    // 3 shares for 10.01 at 8 decimals: 3.33666667 leaves 6.67333333; half of that is a tie and goes to the even 3.33666666.
    let mut desk = Desk::of(&json!({"account": {"lots": "average"}}), &[1000]);
    desk.fill(1, 0, Buy, "1", "3");
    desk.fill(2, 0, Buy, "2", "3.505");
    for order in 3..6 {
        desk.fill(order, 0, Sell, "1", "4");
    }
    let costs: Vec<String> = desk.log.trades().iter().map(|trade| desk.text(trade.cost)).collect();
    assert_eq!(costs, ["3.33666667", "3.33666666", "3.33666667"]);
    assert_eq!(desk.text(desk.log.trades().iter().map(|trade| trade.cost).sum()), "10.01");
}

#[test]
fn one_order_may_cross_zero_as_one_fill_and_two_lots() {
    // Sells 15 out of a long of 10 for a fee of 3: 2 of it belongs to the close, 1 to the new short.
    let mut desk = Desk::of(&rule("fifo"), &[1000, 1200, 1100]);
    desk.fill(1, 0, Buy, "10", "10");
    desk.fill(2, 1, Sell, "15", "12");
    assert_eq!(desk.account.quantity(0), -5);
    assert_eq!(desk.trades(), [row(1, 10, "20", "5")]);
    assert_eq!(desk.lots(), [(5, "60".to_owned(), "1".to_owned())]);
    assert_eq!(desk.text(desk.account.position(0).unwrap().open_cost), "-60");
    // Buys back 5 at 11: 60 - 55 = 5, fees 1 + 3.
    desk.fill(3, 2, Buy, "5", "11");
    assert_eq!(desk.trades()[1], row(2, 5, "5", "4"));
    let position = desk.account.position(0).unwrap();
    assert_eq!((desk.text(position.realized_gross), desk.text(position.realized_net)), ("25".to_owned(), "16".to_owned()));
    // 100000 + 25 - 9.
    assert_eq!(desk.cash(), "100016");
}

#[test]
fn equity_marks_open_positions_long_and_short() {
    let config = settings(&["A", "B"], &json!({"account": {"type": "margin"}}));
    let mut desk = Desk::new(&config, vec![daily("A", 2, &[1000]), daily("B", 2, &[2000])], &[]).unwrap();
    desk.fill_of(0, 1, 0, Buy, "100", "10", "10");
    desk.fill_of(1, 2, 0, Sell, "30", "20", "20");
    // 99600 cash; A at 10.50 is worth 1050, B at 21 costs 630.
    assert_eq!(desk.equity(&[1050, 2100]), "100020");
    let (gross, net) = desk.account.exposures(crate::Moment::close(0), |symbol| [1050, 2100][symbol as usize]).unwrap();
    assert_eq!((desk.text(gross), desk.text(net)), ("1680".to_owned(), "420".to_owned()));
    assert_eq!(desk.text(desk.account.unrealized(1, 2100).unwrap()), "-30");
    assert_eq!(desk.balance("market", "USD"), "400");
}

#[test]
fn a_future_pays_no_notional_and_settles_its_profit() {
    // Two contracts of 50 a point at 100: a fee of 2 each. At 101 the open profit is 100; one sold at 103 settles 150.
    let contract = json!([{"symbol": "F", "assetClass": "future", "tick": "0.25", "lot": "1", "multiplier": "50", "currency": "USD"}]);
    let config = settings(&[], &json!({"instruments": contract, "commission": {"model": "perContract", "cost": "2"}}));
    let mut desk = Desk::new(&config, vec![daily("F", 2, &[10_000, 10_300])], &[]).unwrap();
    desk.fill(1, 0, Buy, "2", "100");
    assert_eq!(desk.cash(), "99996");
    assert_eq!(desk.equity(&[10_100]), "100096");
    desk.fill(2, 1, Sell, "1", "103");
    assert_eq!(desk.cash(), "100144");
    // The other contract: 150 open.
    assert_eq!(desk.equity(&[10_300]), "100294");
    assert_eq!(desk.trades(), [row(1, 1, "150", "4")]);
    assert_eq!((desk.balance("market", "USD"), desk.balance("market", "F")), ("-150".to_owned(), "-1".to_owned()));
    assert_eq!(desk.account.average_price(0).unwrap().as_deref(), Some("100"));
    let postings =
        r#""postings":[["cash","USD","148"],["fees","USD","2"],["market","F","1"],["market","USD","-150"],["position","F","-1"]]"#;
    assert!(desk.lines().last().unwrap().contains(postings));
}

#[test]
fn hifo_goes_by_the_entry_price_for_shorts_too() {
    // Shorts at 10 and 12: the lot with the higher entry price closes first, 12 - 9 = 3 a share.
    let mut desk = Desk::of(&rule("hifo"), &[1000]);
    desk.fill(1, 0, Sell, "1", "10");
    desk.fill(2, 0, Sell, "1", "12");
    desk.fill(3, 0, Buy, "1", "9");
    assert_eq!(desk.trades()[0].2, "3");
}
