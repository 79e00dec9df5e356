//! What makes an order or a change malformed, said by the core itself: the TypeScript surface refuses most of it before.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::sync::Arc;

use engine::{At, Changes, Config, Engine, EngineError, Expires, Extras, LotChoice, OrderRequest, Setup, SymbolInput, Tif, Trail};
use market::Bars;
use money::Decimal;

/// Five bars at 100 with ticks of a cent and lots of 10, one of them closed.
fn engine(lots: &str) -> Engine {
    let config = Config::from_json(&format!(
        r#"{{"cash":"100000","currency":"USD","account":{{"type":"cash","lots":"{lots}"}},
        "instruments":[{{"symbol":"X","assetClass":"equity","tick":"0.01","lot":"10","multiplier":"1","currency":"USD"}}]}}"#
    ))
    .unwrap();
    let flat = vec![10_000; 5];
    let bars = Bars {
        symbol: "X".to_owned(),
        price_scale: 2,
        time_ms: (0..5).map(|day| day * 86_400_000).collect(),
        open: flat.clone(),
        high: flat.clone(),
        low: flat.clone(),
        close: flat,
        ..Bars::default()
    };
    let symbols = vec![SymbolInput { bars: Arc::new(bars), range: 0..5 }];
    let mut engine =
        Engine::new(Setup { config, symbols, actions: Vec::new(), days: (0..5).collect(), detail: Vec::new(), slippage: None }).unwrap();
    engine.advance(0).unwrap();
    engine
}

fn buy(limit: Option<i64>) -> OrderRequest {
    OrderRequest { quantity: 10, limit, ..OrderRequest::default() }
}

fn with(extras: Extras, order: OrderRequest) -> OrderRequest {
    OrderRequest { extras, ..order }
}

fn said<T: std::fmt::Debug>(outcome: Result<T, EngineError>) -> (&'static str, String) {
    let error = outcome.unwrap_err();
    (error.code, error.message)
}

#[track_caller]
fn refuses(order: &OrderRequest, code: &str, message: &str) {
    let error = engine("fifo").submit(order).unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (code, message));
}

#[test]
fn amounts_off_their_grid_are_refused() {
    refuses(&OrderRequest { quantity: 0, ..buy(None) }, "order.zeroQuantity", "X: the quantity is zero");
    refuses(&OrderRequest { quantity: 15, ..buy(None) }, "order.offLot", "X: quantity 15 is not a multiple of the lot 10");
    refuses(&buy(Some(0)), "order.price", "X: limit 0 is not above zero");
    refuses(&OrderRequest { stop: Some(-1), ..buy(None) }, "order.price", "X: stop -0.01 is not above zero");
    let touch = Extras { if_touched: Some(0), ..Extras::default() };
    refuses(&with(touch, buy(None)), "order.price", "X: ifTouched 0 is not above zero");
}

#[test]
fn options_that_exclude_each_other_are_refused() {
    let trail = Some(Trail::Amount(100));
    let plain = Extras::default;
    let at = OrderRequest { at: At::Close, stop: Some(9_000), ..buy(None) };
    refuses(&at, "order.at", "an order at the open or close has no stop and no trail");
    let trailing = OrderRequest { trail, ..buy(Some(9_000)) };
    refuses(&trailing, "order.trail", "a trailing stop has no limit or stop price of its own");
    let touched = with(Extras { if_touched: Some(9_000), ..plain() }, OrderRequest { stop: Some(9_500), ..buy(None) });
    refuses(&touched, "order.option", "ifTouched stands alone or with limit");
    let rest = with(Extras { market_to_limit: true, ..plain() }, buy(Some(9_000)));
    refuses(&rest, "order.option", "a market-to-limit order has no price of its own and no `at`");
    let asleep = with(Extras { activation: Some(9_000), ..plain() }, buy(None));
    refuses(&asleep, "order.option", "activation and trailLimit belong to a trailing stop");
    let taking = with(Extras { post_only: true, ..plain() }, OrderRequest { stop: Some(9_500), ..buy(Some(9_000)) });
    refuses(&taking, "order.postOnly", "postOnly is for plain limit orders");
    let beyond = with(Extras { trail_limit: Some(-5), ..plain() }, OrderRequest { trail, ..buy(None) });
    refuses(&beyond, "order.price", "X: trailLimit -0.05 is not above zero");
}

#[test]
fn an_iceberg_shows_a_part_of_a_plain_limit_order() {
    let shows = |display| Extras { display: Some(display), ..Extras::default() };
    refuses(&with(shows(20), buy(Some(9_000))), "order.option", "display 20 is not between 0 and the order's quantity 10");
    refuses(&with(shows(-10), buy(Some(9_000))), "order.option", "display -10 is not between 0 and the order's quantity 10");
    refuses(&with(shows(5), buy(Some(9_000))), "order.offLot", "X: quantity 5 is not a multiple of the lot 10");
    let message = "display is for plain limit orders of a fixed quantity, not FOK";
    refuses(&with(shows(10), buy(None)), "order.option", message);
    refuses(&with(shows(10), OrderRequest { tif: Tif::Fok, ..buy(Some(9_000)) }), "order.option", message);
}

#[test]
fn lots_are_chosen_among_those_that_are_open() {
    let named = Extras { lots: Some(Arc::new(LotChoice::Named(vec![(3, 1)]))), ..Extras::default() };
    refuses(&with(named.clone(), buy(None)), "order.lots", "X: no open lot 3.1");
    let pooled = engine("average").submit(&with(named, buy(None)));
    assert_eq!(said(pooled), ("order.lots", "lots cannot be chosen: account.lots is average, all are one pool".to_owned()));
}

#[test]
fn an_order_that_expires_says_until_when() {
    let until = |tif, expires| with(Extras { expires, ..Extras::default() }, OrderRequest { tif, ..buy(Some(9_000)) });
    refuses(&until(Tif::Gtd, None), "order.expires", "tif is GTD without a time in `expires`");
    refuses(&until(Tif::Day, Some(Expires::Day(3))), "order.expires", "tif is DAY with a time in `expires`");
    let message = "X: expires 1970-01-01T00:00:00Z has passed at 1970-01-01T00:00:00Z: no later bar could match the order";
    refuses(&until(Tif::Gtd, Some(Expires::At(0))), "order.expires", message);
}

#[test]
fn a_trailing_distance_lies_between_nothing_and_everything() {
    let trailing = |trail| OrderRequest { trail: Some(trail), ..buy(None) };
    let percent = |mantissa, scale| trailing(Trail::Percent(Decimal::new(mantissa, scale)));
    refuses(&trailing(Trail::Amount(0)), "order.price", "X: trail 0 is not above zero");
    refuses(&percent(0, 0), "order.trail", "a trailing distance must be above zero");
    refuses(&percent(10, 1), "order.trail", "trailPercent is 1, which is 100% or more");
}

#[test]
fn a_change_keeps_to_what_the_order_was_made_with() {
    let mut engine = engine("fifo");
    let limit = engine.submit(&buy(Some(9_000))).unwrap();
    let stop = engine.submit(&OrderRequest { stop: Some(11_000), ..buy(None) }).unwrap();
    let trailing = engine.submit(&OrderRequest { trail: Some(Trail::Amount(100)), ..buy(None) }).unwrap();
    let touch = engine.submit(&with(Extras { if_touched: Some(9_000), ..Extras::default() }, buy(None))).unwrap();
    let lacks = |engine: &mut Engine, id, changes| said(engine.modify(id, changes));
    let none = Changes::default();
    for (id, changes, message) in [
        (stop, Changes { limit: Some(9_000), ..none }, "order 2 is a stop order and has no limit"),
        (limit, Changes { stop: Some(9_000), ..none }, "order 1 is a limit order and has no stop"),
        (limit, Changes { trail: Some(Trail::Amount(5)), ..none }, "order 1 is a limit order and has no trail"),
        (limit, Changes { if_touched: Some(9_000), ..none }, "order 1 is a limit order and has no ifTouched"),
    ] {
        assert_eq!(lacks(&mut engine, id, changes), ("order.modify", message.to_owned()));
    }
    assert_eq!(said(engine.modify(99, none)), ("order.unknown", "there is no order 99".to_owned()));
    assert!(engine.modify(stop, Changes { stop: Some(11_500), ..none }).unwrap());
    assert!(engine.modify(trailing, Changes { trail: Some(Trail::Amount(200)), ..none }).unwrap());
    assert!(engine.modify(touch, Changes { if_touched: Some(9_500), ..none }).unwrap());
    assert!(engine.cancel(limit).unwrap());
    assert!(!engine.modify(limit, Changes { limit: Some(9_500), ..none }).unwrap());
}

#[test]
fn an_order_cannot_shrink_below_what_it_has_filled() {
    let mut engine = engine("fifo");
    let order = engine.submit(&OrderRequest { quantity: 20, ..buy(Some(10_000)) }).unwrap();
    assert!(engine.modify(order, Changes { quantity: Some(30), ..Changes::default() }).unwrap());
    engine.advance(1).unwrap();
    assert_eq!(engine.order(order).unwrap().filled, 30);
    assert!(!engine.modify(order, Changes { quantity: Some(20), ..Changes::default() }).unwrap());
}

#[test]
fn only_two_open_orders_without_a_partner_are_linked() {
    let mut engine = engine("fifo");
    let ids: Vec<_> = (0..3).map(|_| engine.submit(&buy(Some(9_000))).unwrap()).collect();
    engine.link_oco(ids[0], ids[1]).unwrap();
    assert_eq!(said(engine.link_oco(ids[1], ids[2])), ("order.oco", "order 2 is linked already".to_owned()));
    assert_eq!(said(engine.link_oco(ids[2], ids[2])), ("order.oco", "order 3 is linked already".to_owned()));
    assert_eq!(said(engine.link_ouo(ids[2], ids[0])), ("order.ouo", "order 1 is linked already".to_owned()));
    assert_eq!(said(engine.link_oco(ids[2], 77)), ("order.unknown", "there is no order 77".to_owned()));
    engine.cancel(ids[2]).unwrap();
    assert_eq!(said(engine.link_ouo(ids[0], ids[2])).0, "order.ouo");
}

#[test]
fn after_the_end_every_command_is_refused() {
    let mut engine = engine("fifo");
    let (one, other) = (engine.submit(&buy(Some(9_000))).unwrap(), engine.submit(&buy(Some(9_000))).unwrap());
    engine.finish().unwrap();
    let over = ("engine.finished", "the run is over".to_owned());
    assert_eq!(said(engine.submit(&buy(None))), over);
    assert_eq!(said(engine.submit_child(one, &buy(None))), over);
    assert_eq!(said(engine.cancel(one)), over);
    assert_eq!(said(engine.modify(one, Changes::default())), over);
    assert_eq!(said(engine.hold(one, other)), over);
    assert_eq!(said(engine.link_oco(one, other)), over);
    assert_eq!(said(engine.link_ouo(one, other)), over);
}

#[test]
fn an_order_updates_one_other_at_most() {
    let mut engine = engine("fifo");
    let [one, two, three] = [(); 3].map(|()| engine.submit(&buy(Some(9_000))).unwrap());
    let linked = |id| ("order.ouo", format!("order {id} is linked already"));
    assert_eq!(said(engine.link_ouo(one, one)), linked(one));
    engine.link_ouo(one, two).unwrap();
    assert_eq!(said(engine.link_ouo(one, three)), linked(one));
    assert_eq!(said(engine.link_ouo(three, two)), linked(two));
}
