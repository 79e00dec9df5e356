//! Random orders in the book and in two sorted lists: the same events, the same queues, and no lot made or lost.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]
mod naive;

use book::{Book, Changes, Event, NewOrder, OrderKind, Phase, SelfTrade, Side, TimeInForce};
use naive::Naive;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Submit(NewOrder),
    Cancel(u64),
    Amend(u64, Changes),
    Auction,
    Uncross(Option<i64>),
}

/// Around a busy touch, with a few far away so that pages come and go.
fn price() -> impl Strategy<Value = i64> {
    prop_oneof![8 => -6i64..=6, 1 => -200i64..=200]
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Buy), Just(Side::Sell)]
}

fn new_order() -> impl Strategy<Value = NewOrder> {
    let self_trade = prop_oneof![
        Just(SelfTrade::Allow),
        Just(SelfTrade::CancelNewest),
        Just(SelfTrade::CancelOldest),
        Just(SelfTrade::CancelBoth),
        Just(SelfTrade::Decrement)
    ];
    (side(), price(), 1i64..40, 0..10u8, 1i64..10, 0u32..3, self_trade).prop_map(
        |(side, price, quantity, kind, display, owner, self_trade)| {
            let limit = NewOrder { owner, self_trade, ..NewOrder::limit(side, price, quantity) };
            match kind {
                0 => NewOrder { kind: OrderKind::Market, ..limit },
                1 => NewOrder { time_in_force: TimeInForce::Ioc, ..limit },
                2 => NewOrder { time_in_force: TimeInForce::Fok, ..limit },
                3 => NewOrder { post_only: true, ..limit },
                4 | 5 => NewOrder { display: Some(display.min(quantity)), ..limit },
                _ => limit,
            }
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let changes = (proptest::option::of(price()), proptest::option::of(1i64..40)).prop_map(|(price, open)| Changes { price, open });
    prop_oneof![
        12 => new_order().prop_map(Step::Submit),
        3 => (1u64..80).prop_map(Step::Cancel),
        3 => (1u64..80, changes).prop_map(|(id, changes)| Step::Amend(id, changes)),
        1 => Just(Step::Auction),
        1 => proptest::option::of(price()).prop_map(Step::Uncross),
    ]
}

fn same_queues(book: &Book, naive: &mut Naive) {
    for side in [Side::Buy, Side::Sell] {
        let ours: Vec<_> = book.queue(side, usize::MAX).iter().map(|o| (o.id, o.price, o.shown, o.open, o.owner)).collect();
        let theirs: Vec<_> = naive.side(side).iter().map(|o| (o.id, o.price, o.shown, o.open(), o.owner)).collect();
        assert_eq!(ours, theirs);
        assert_eq!(book.open(side), theirs.iter().map(|order| order.3).sum::<i64>());
        let shown: i64 = theirs.iter().filter(|order| order.1.is_some()).map(|order| order.2).sum();
        assert_eq!(book.depth(side, usize::MAX).iter().map(|level| level.quantity).sum::<i64>(), shown);
        for (at, order) in theirs.iter().enumerate() {
            let ahead: i64 = theirs[..at].iter().filter(|other| other.1 == order.1).map(|other| other.2).sum();
            assert_eq!(book.position(order.0).map(|position| position.quantity), Some(ahead));
        }
    }
    if book.phase() == Phase::Continuous
        && let (Some(bid), Some(ask)) = (book.best(Side::Buy), book.best(Side::Sell))
    {
        assert!(bid.price < ask.price, "crossed: {bid:?} {ask:?}");
    }
}

/// What each order brought in, less what events took from it, is what it has in the book.
fn conserved(book: &Book, given: &[(u64, i64)], events: &[Event]) {
    let mut left: std::collections::BTreeMap<u64, i64> = given.iter().copied().collect();
    let mut take = |id: &u64, lots: i64| *left.get_mut(id).unwrap() -= lots;
    for event in events {
        match event {
            Event::Trade(trade) => {
                take(&trade.maker, trade.quantity);
                take(&trade.taker, trade.quantity);
            }
            Event::Canceled { order, quantity, .. } | Event::Decremented { order, quantity, .. } => take(order, *quantity),
            _ => {}
        }
    }
    for (id, lots) in left {
        assert_eq!(book.order(id).map_or(0, |order| order.open), lots, "order {id}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_book_does_what_two_sorted_lists_do(steps in proptest::collection::vec(step(), 1..80)) {
        let (mut book, mut naive) = (Book::new(), Naive::default());
        let mut given: Vec<(u64, i64)> = Vec::new();
        let mut all = Vec::new();
        for step in steps {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            match step {
                Step::Submit(order) => {
                    let id = book.submit(&order, &mut ours).unwrap();
                    assert_eq!(id, naive.submit(&order, &mut theirs));
                    let rejected = matches!(ours.first(), Some(Event::Rejected { .. }));
                    given.push((id, if rejected { 0 } else { order.quantity }));
                }
                Step::Cancel(id) => assert_eq!(book.cancel(id, &mut ours), naive.cancel(id, &mut theirs)),
                Step::Amend(id, changes) => {
                    let before = book.order(id);
                    if book.amend(id, changes, &mut ours).is_ok() {
                        naive.amend(id, changes, &mut theirs);
                        let refused = matches!(ours.first(), Some(Event::Rejected { .. }));
                        if let (Some(before), Some(open), false) = (before, changes.open, refused) {
                            given.iter_mut().find(|(given, _)| *given == id).unwrap().1 += open - before.open;
                        }
                    }
                }
                Step::Auction => {
                    if book.begin_auction().is_ok() {
                        naive.auction = true;
                    }
                }
                Step::Uncross(reference) => {
                    if book.phase() == Phase::Auction {
                        let found = book.uncross(reference, &mut ours).unwrap();
                        assert_eq!((found.price, found.volume, found.surplus), naive.uncross(reference, &mut theirs));
                    }
                }
            }
            assert_eq!(ours, theirs);
            same_queues(&book, &mut naive);
            all.extend(ours);
            conserved(&book, &given, &all);
        }
    }
}
