use money::Ratio;
use proptest::prelude::*;
use serde_json::json;

use crate::Side::{Buy, Sell};
use crate::testing::Desk;
use crate::{MoneyAccount, Side};

const RULES: [&str; 4] = ["fifo", "lifo", "hifo", "average"];

fn desk(rule: &str) -> Desk {
    let commission = json!({"model": "percent", "rate": "0.00035", "unit": "0.01", "rounding": "half-even"});
    Desk::of(&json!({"account": {"type": "margin", "lots": rule}, "commission": commission}), &[1000; 64])
}

fn side(buys: bool) -> Side {
    if buys { Buy } else { Sell }
}

fn trades() -> impl Strategy<Value = Vec<(bool, i64, i64)>> {
    prop::collection::vec((any::<bool>(), 1i64..50, 1i64..100_000), 1..40)
}

fn book(desk: &mut Desk, fills: &[(bool, i64, i64)]) {
    for (order, (buys, quantity, cents)) in (1u32..).zip(fills) {
        desk.fill(order, order, side(*buys), &quantity.to_string(), &format!("{}.{:02}", cents / 100, cents % 100));
    }
}

/// Everything an account must add up to at any moment.
fn check(desk: &Desk, start: i128) {
    let balances = desk.account.balances();
    assert_eq!(MoneyAccount::ALL.iter().map(|account| balances.of(*account)).sum::<i128>(), 0);
    let position = desk.account.position(0).unwrap();
    let charged: i128 = desk.log.fills().iter().map(|record| record.fee.charged).sum();
    assert_eq!(desk.account.cash(), start - position.open_cost + position.realized_gross - charged);
    assert_eq!(charged, balances.of(MoneyAccount::Fees) + balances.of(MoneyAccount::Rounding));
    let closed: i128 = desk.log.trades().iter().map(|trade| trade.gross - trade.fees).sum();
    assert_eq!(closed, position.realized_net);
    let in_trades: i128 = desk.log.trades().iter().map(|trade| trade.fees).sum();
    let in_lots: i128 = position.lots.iter().map(|lot| lot.fees).sum();
    assert_eq!(in_trades + in_lots, charged);
    let lots: i128 = position.lots.iter().map(|lot| lot.quantity).sum();
    assert_eq!(lots, i128::from(position.quantity.abs()) * position.lots.denominator());
    assert_eq!(position.lots.iter().map(|lot| lot.cost).sum::<i128>(), position.lots.cost());
}

proptest! {
    #[test]
    fn cash_is_the_start_less_open_cost_and_fees_plus_profit_under_every_lot_rule(fills in trades()) {
        for rule in RULES {
            let mut desk = desk(rule);
            let start = desk.account.cash();
            book(&mut desk, &fills);
            check(&desk, start);
        }
    }

    #[test]
    fn every_lot_rule_earns_the_same_in_total_once_flat(fills in trades()) {
        let net: i64 = fills.iter().map(|(buys, quantity, _)| if *buys { *quantity } else { -quantity }).sum();
        prop_assume!(net != 0);
        let mut fills = fills;
        fills.push((net < 0, net.abs(), 5_000));
        let results = RULES.map(|rule| {
            let mut desk = desk(rule);
            book(&mut desk, &fills);
            let position = desk.account.position(0).unwrap();
            (position.quantity, position.realized_gross, position.realized_net, desk.account.cash())
        });
        prop_assert_eq!(results[0].0, 0);
        prop_assert!(results.iter().all(|result| *result == results[0]));
    }

    #[test]
    fn splits_with_cash_in_lieu_keep_every_identity(fills in trades(), more in trades(), new in 1i128..12, old in 1i128..12, close in 1i64..100_000) {
        for rule in RULES {
            let mut desk = desk(rule);
            let start = desk.account.cash();
            book(&mut desk, &fills);
            desk.split(41, new, old, close);
            check(&desk, start);
            for (order, (buys, quantity, cents)) in (50u32..).zip(&more) {
                desk.fill(order, 42, side(*buys), &quantity.to_string(), &format!("{}.{:02}", cents / 100, cents % 100));
            }
            check(&desk, start);
        }
    }

    #[test]
    fn a_split_and_its_inverse_restore_the_lots(fills in trades(), new in 1i128..40) {
        for rule in RULES {
            let mut desk = desk(rule);
            book(&mut desk, &fills);
            let before = desk.lots();
            let (quantity, cash) = (desk.account.quantity(0), desk.account.cash());
            desk.split(41, new, 1, 1_000);
            prop_assert_eq!(desk.account.quantity(0), quantity * i64::try_from(new).unwrap());
            let back = Ratio::new(1, new).unwrap();
            desk.account.apply_split(&mut desk.log, 42, 0, (back, back), 1_000).unwrap();
            prop_assert_eq!((desk.account.quantity(0), desk.account.cash(), desk.lots()), (quantity, cash, before));
        }
    }

    #[test]
    fn a_clone_and_a_checkpoint_undo_everything(first in trades(), second in trades()) {
        let mut desk = desk("fifo");
        book(&mut desk, &first);
        let (account, checkpoint, lines) = (desk.account.clone(), desk.log.checkpoint(), desk.lines());
        for (order, (buys, quantity, _)) in (50u32..).zip(&second) {
            desk.fill(order, 45, side(*buys), &quantity.to_string(), "10");
        }
        desk.account = account;
        desk.log.truncate(checkpoint);
        prop_assert_eq!(desk.lines(), lines);
    }
}
