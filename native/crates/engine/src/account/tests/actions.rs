use serde_json::json;

use crate::Side::{Buy, Sell};
use crate::testing::Desk;

fn share(closes: &[i64]) -> Desk {
    Desk::of(&json!({"account": {"type": "margin"}}), closes)
}

#[test]
fn a_dividend_is_owed_from_ex_and_cash_on_pay_day() {
    let mut desk = share(&[1000, 950, 950]);
    desk.fill(1, 0, Buy, "100", "10");
    desk.dividend(1, "0.47", Some(19_725));
    assert_eq!((desk.cash(), desk.text(desk.account.receivable())), ("99000".to_owned(), "47".to_owned()));
    assert_eq!(desk.equity(&[950]), "99997");
    assert_eq!(desk.account.next_pay_day(), Some(19_725));
    desk.account.pay_due_dividends(&mut desk.log, 1, 19_724).unwrap();
    assert_eq!(desk.cash(), "99000");
    desk.account.pay_due_dividends(&mut desk.log, 2, 19_725).unwrap();
    assert_eq!((desk.cash(), desk.account.receivable(), desk.account.next_pay_day()), ("99047".to_owned(), 0, None));
    assert_eq!((desk.balance("dividends", "USD"), desk.balance("receivable", "USD")), ("-47".to_owned(), "0".to_owned()));
}

#[test]
fn a_dividend_without_a_pay_day_is_paid_on_ex() {
    let mut desk = share(&[1000, 950]);
    desk.fill(1, 0, Buy, "100", "10");
    desk.dividend(1, "0.47", None);
    assert_eq!((desk.cash(), desk.account.next_pay_day()), ("99047".to_owned(), None));
}

#[test]
fn a_short_owes_the_dividend_from_ex() {
    let mut desk = share(&[1000, 950]);
    desk.fill(1, 0, Sell, "100", "10");
    desk.dividend(1, "0.47", Some(19_800));
    assert_eq!(desk.text(desk.account.receivable()), "-47");
    // 101000 cash - 47 owed - 950 to buy back.
    assert_eq!(desk.equity(&[950]), "100003");
}

#[test]
fn a_flat_account_earns_nothing() {
    let mut desk = share(&[1000, 950]);
    desk.dividend(1, "0.47", None);
    assert_eq!((desk.cash(), desk.log.events().len()), ("100000".to_owned(), 0));
}

#[test]
fn a_split_multiplies_the_lots_and_leaves_their_cost() {
    // Apple, June 2014: 100 at 645.57 become 700 of the same cost.
    let mut desk = share(&[64_557, 9370]);
    desk.fill(1, 0, Buy, "100", "645.57");
    desk.split(1, 7, 1, 64_557);
    assert_eq!(desk.account.quantity(0), 700);
    assert_eq!(desk.lots(), [(700, "64557".to_owned(), "0".to_owned())]);
    assert_eq!(desk.account.average_price(0).unwrap().as_deref(), Some("92.224285714286"));
    assert_eq!(desk.log.trades().len(), 0);
    // Sold at 93.70: 700 x 93.70 - 64557 = 1033.
    desk.fill(2, 1, Sell, "700", "93.7");
    assert_eq!((desk.trades()[0].2.as_str(), desk.cash().as_str()), ("1033", "101033"));
}

#[test]
fn a_reverse_split_pays_the_fraction_out_of_the_newest_lot() {
    // 20 at 3 and 5 at 4, 1:10: lots of 2 and 0.5; the half share leaves at 3 x 10 = 30 for 15 and cost 20.
    let mut desk = share(&[300, 400, 3000]);
    desk.fill(1, 0, Buy, "20", "3");
    desk.fill(2, 1, Buy, "5", "4");
    desk.split(2, 1, 10, 300);
    assert_eq!((desk.account.quantity(0), desk.cash()), (2, "99935".to_owned()));
    let trade = &desk.log.trades()[0];
    assert_eq!((trade.quantity, trade.denominator, trade.exit_order), (1, 2, None));
    let rows: serde_json::Value = serde_json::from_slice(&desk.statement().trades().unwrap()).unwrap();
    let expected = json!([{
        "symbol": "X", "side": "long", "quantity": "0.5", "entryTime": "2024-01-02T00:00:00Z", "entryPrice": "40", "exitTime": "2024-01-03T00:00:00Z",
        "exitPrice": "30", "grossPnl": "-5", "pnl": "-5", "fees": "0", "entryOrder": 2, "why": "cashInLieu",
    }]);
    assert_eq!(rows, expected);
    assert_eq!(desk.trades(), [(2, 1, "-5".to_owned(), "0".to_owned())]);
    assert_eq!(desk.account.position(0).unwrap().lots.cost(), desk.account.terms().symbols[0].notional(20, 300_000_000).unwrap());
    let line = desk.lines().pop().unwrap();
    assert_eq!(
        line,
        r#"{"after":"2","before":"25","inLieu":{"amount":"15","price":"30","quantity":"0.5"},"postings":[["cash","USD","15"],["market","USD","-15"],["market","X","23"],["position","X","-23"]],"ratio":"1:10","symbol":"X","t":"2024-01-03T00:00:00Z","type":"split"}"#
    );
}

#[test]
fn lots_may_keep_fractions_that_the_position_does_not() {
    // 1 at 10 and 2 at 13, 3:2: lots of 1.5 and 3, position 4; the half share of the newer lot cost 26 / 6 = 4.33333333 and is paid
    // 12 x 2/3 x 0.5 = 4.
    let mut desk = share(&[1000, 1300, 800]);
    desk.fill(1, 0, Buy, "1", "10");
    desk.fill(2, 1, Buy, "2", "13");
    desk.split(2, 3, 2, 1200);
    assert_eq!(desk.account.position(0).unwrap().lots.denominator(), 2);
    let lots: Vec<i128> = desk.lots().iter().map(|lot| lot.0).collect();
    assert_eq!((desk.account.quantity(0), lots), (4, vec![3, 5]));
    assert_eq!(desk.trades(), [(2, 1, "-0.33333333".to_owned(), "0".to_owned())]);
    // The rest sold at 9: 4 x 9 = 36, shared 3 : 5 as 13.5 and 22.5 over costs of 10 and 21.66666667.
    desk.fill(3, 2, Sell, "4", "9");
    assert_eq!(desk.trades()[1..], [(1, 3, "3.5".to_owned(), "0".to_owned()), (2, 5, "0.83333333".to_owned(), "0".to_owned())]);
    // 100000 - 36 + 4 + 36: the profits sum to the change in cash.
    assert_eq!((desk.cash(), desk.account.position(0).unwrap().lots.denominator()), ("100004".to_owned(), 1));
}

#[test]
fn a_short_buys_its_fraction_back() {
    // Short 5 at 10, 1:2: 2.5 becomes 2 short, half a share bought back at 20 for 10, cost 10.
    let mut desk = share(&[1000, 2000]);
    desk.fill(1, 0, Sell, "5", "10");
    desk.split(1, 1, 2, 1000);
    assert_eq!((desk.account.quantity(0), desk.cash()), (-2, "100040".to_owned()));
    assert_eq!(desk.trades(), [(1, 1, "0".to_owned(), "0".to_owned())]);
}

#[test]
fn a_position_smaller_than_a_lot_is_paid_out_whole() {
    let mut desk = share(&[300, 3000]);
    desk.fill(1, 0, Buy, "5", "3");
    desk.split(1, 1, 10, 300);
    assert_eq!((desk.account.quantity(0), desk.cash(), desk.lots().len()), (0, "100000".to_owned(), 0));
}
