use std::io::Read;

use money::parse_decimal;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Side::{Buy, Sell};
use crate::testing::{Desk, daily, settings};
use crate::{OrderTerms, PathPoint, Reason, Side};

/// Canonical by another road: parsed and written again with sorted keys.
fn is_canonical(line: &str) -> bool {
    let value: Value = serde_json::from_str(line).unwrap();
    serde_json::to_string(&value).unwrap() == line
}

#[test]
fn a_run_is_told_line_by_line() {
    let mut desk = Desk::of(&json!({"commission": {"model": "perTrade", "cost": "1"}}), &[1050, 1100, 1000]);
    let terms = OrderTerms {
        first: true,
        symbol: 0,
        side: Some(Buy),
        quantity: Some(100),
        kind: Some("market"),
        tif: Some("GTC"),
        tag: Some("say \"go\"".into()),
        fit: true,
        ..OrderTerms::default()
    };
    desk.log.order(0, 1, "accepted", None, Some(terms));
    desk.fill(1, 0, Buy, "100", "10.5");
    desk.dividend(1, "0.25", Some(19_725));
    desk.account.pay_due_dividends(&mut desk.log, 2, 19_725).unwrap();
    desk.fill_of(0, 2, 2, Sell, "40", "10.02", "10.01999");
    desk.log.order(2, 3, "rejected", Some(Reason::InsufficientCash), None);
    desk.finish();
    let expected = [
        r#"{"account":"cash","cash":"100000","currency":"USD","instruments":[{"assetClass":"equity","currency":"USD","lot":"1","multiplier":"1","symbol":"X"}],"lots":"fifo","postings":[["capital","USD","-100000"],["cash","USD","100000"]],"scale":8,"t":"2024-01-01T00:00:00Z","type":"account"}"#,
        r#"{"fit":true,"id":1,"kind":"market","quantity":"100","side":"buy","status":"accepted","symbol":"X","t":"2024-01-01T00:00:00Z","tag":"say \"go\"","tif":"GTC","type":"order"}"#,
        r#"{"fee":"1","feeCurrency":"USD","id":"1.1","orderId":1,"postings":[["cash","USD","-1051"],["fees","USD","1"],["market","USD","1050"],["market","X","-100"],["position","X","100"]],"price":"10.5","quantity":"100","side":"buy","slippage":"0","status":"filled","symbol":"X","t":"2024-01-01T00:00:00Z","type":"fill","why":{"bar":0,"fee":{"cost":"1","model":"perTrade"},"point":"open","reference":"10.5","rule":"nextOpen"}}"#,
        r#"{"amount":"0.25","payDay":"2024-01-03","postings":[["dividends","USD","-25"],["receivable","USD","25"]],"quantity":"100","symbol":"X","t":"2024-01-02T00:00:00Z","total":"25","type":"dividend"}"#,
        r#"{"postings":[["cash","USD","25"],["receivable","USD","-25"]],"symbol":"X","t":"2024-01-03T00:00:00Z","total":"25","type":"dividendPaid"}"#,
        r#"{"closes":["10.5","11"],"from":"2024-01-01T00:00:00Z","symbol":"X","t":"2024-01-02T00:00:00Z","to":"2024-01-02T00:00:00Z","type":"marks"}"#,
        r#"{"fee":"1","feeCurrency":"USD","id":"2.1","orderId":2,"postings":[["cash","USD","399.7996"],["fees","USD","1"],["market","USD","-400.7996"],["market","X","40"],["position","X","-40"]],"price":"10.01999","quantity":"40","side":"sell","slippage":"-0.00001","status":"filled","symbol":"X","t":"2024-01-03T00:00:00Z","type":"fill","why":{"bar":2,"fee":{"cost":"1","model":"perTrade"},"point":"open","reference":"10.02","rule":"nextOpen"}}"#,
        r#"{"id":3,"reason":"insufficientCash","status":"rejected","t":"2024-01-03T00:00:00Z","type":"order"}"#,
        r#"{"closes":["10"],"from":"2024-01-03T00:00:00Z","symbol":"X","t":"2024-01-03T00:00:00Z","to":"2024-01-03T00:00:00Z","type":"marks"}"#,
        // 98949 + 25 + 399.7996, and 60 x 10.
        r#"{"cash":"99373.7996","equity":"99973.7996","t":"2024-01-03T00:00:00Z","type":"end"}"#,
    ];
    assert_eq!(desk.lines(), expected);
    assert_eq!(desk.writer().lines(), expected.len());
    assert!(expected.iter().all(|line| is_canonical(line)));
}

#[test]
fn every_key_of_an_order_and_of_a_why_stands_in_its_place() {
    let config = settings(&["X"], &json!({"account": {"type": "margin"}}));
    let mut desk = Desk::new(&config, vec![daily("X", 2, &[1000])], &[]).unwrap();
    let price = |text: &str| parse_decimal(text).unwrap().mantissa_at(8).ok();
    let terms = OrderTerms {
        first: true,
        symbol: 0,
        side: Some(Side::Sell),
        quantity: Some(5),
        kind: Some("stopLimit"),
        tif: Some("DAY"),
        limit: price("9.9"),
        stop: price("10"),
        trail: price("0.5"),
        trail_percent: parse_decimal("0.05").ok(),
        at: Some("close"),
        parent: Some(1),
        oco: Some(3),
        ..OrderTerms::default()
    };
    desk.log.order(0, 2, "initialized", None, Some(terms));
    let modify = OrderTerms { symbol: 0, limit: price("9.8"), ..OrderTerms::default() };
    desk.log.order(0, 2, "accepted", None, Some(modify));
    let why = crate::Why {
        rule: crate::Rule::StopLimit,
        point: PathPoint::ToLow,
        path: Some(crate::Path::LowFirst),
        bar: 0,
        trigger: price("10"),
        gap: true,
        cut: Some((7, Reason::InsufficientMargin)),
        liquidity: Some(crate::Liquidity { bar_volume: 200, budget: 5, used_before: 0 }),
        detail: Some(1_704_103_200_000),
        chance: Some(crate::Chance { probability: 500_000_000_000, drawn: 123_000_000_000 }),
        rounded: true,
        side: None,
    };
    let price = price("9.85").unwrap();
    let fill =
        crate::Fill { order: 2, number: 1, step: 0, day: 0, symbol: 0, side: Sell, quantity: 5, reference: price, price, why, lots: None };
    desk.account.apply_fill(&mut desk.log, fill, &mut crate::FeeState::default(), "partiallyFilled").unwrap();
    let lines = desk.lines();
    assert_eq!(
        lines[1..3],
        [
            r#"{"at":"close","id":2,"kind":"stopLimit","limit":"9.9","oco":3,"parent":1,"quantity":"5","side":"sell","status":"initialized","stop":"10","symbol":"X","t":"2024-01-01T00:00:00Z","tif":"DAY","trail":"0.5","trailPercent":"0.05","type":"order"}"#,
            r#"{"id":2,"limit":"9.8","status":"accepted","t":"2024-01-01T00:00:00Z","type":"order"}"#,
        ]
    );
    let why = r#""why":{"bar":0,"chance":{"drawn":"0.123","probability":"0.5"},"cut":{"from":"7","reason":"insufficientMargin"},"detail":{"t":"2024-01-01T10:00:00Z"},"fee":{"model":"none"},"gap":true,"liquidity":{"barVolume":"200","budget":"5","usedBefore":"0"},"path":"olhc","point":"toLow","reference":"9.85","rounded":true,"rule":"stopLimit","trigger":"10"}}"#;
    assert!(lines[3].ends_with(why), "{}", lines[3]);
    assert!(lines.iter().all(|line| is_canonical(line)));
}

#[test]
fn marks_hold_at_most_512_closes_and_stop_when_the_position_is_flat() {
    let closes: Vec<i64> = (0..1200).map(|step| 1000 + step).collect();
    let mut desk = Desk::of(&json!({}), &closes);
    desk.fill(1, 10, Buy, "1", "10.1");
    desk.fill(2, 1040, Sell, "1", "20.4");
    desk.finish();
    let marks: Vec<Value> =
        desk.lines().iter().map(|line| serde_json::from_str(line).unwrap()).filter(|event: &Value| event["type"] == "marks").collect();
    let sizes: Vec<usize> = marks.iter().map(|event| event["closes"].as_array().unwrap().len()).collect();
    // Steps 10 to 1039: the sale at step 1040 leaves nothing to mark at its close.
    assert_eq!(sizes, [512, 512, 6]);
    assert_eq!((marks[0]["closes"][0].as_str(), marks[2]["closes"][5].as_str()), (Some("10.1"), Some("20.39")));
    assert_eq!(marks[1]["from"], "2025-06-06T00:00:00Z");
    assert_eq!(desk.writer().lines(), desk.lines().len());
}

#[test]
fn the_hash_covers_the_bytes_and_the_gzip_holds_them() {
    let closes: Vec<i64> = (0..5000).map(|step| 1000 + step % 700).collect();
    let mut desk = Desk::of(&json!({}), &closes);
    desk.fill(1, 0, Buy, "1", "10");
    desk.finish();
    let mut text = Vec::new();
    desk.writer().write(&mut text).unwrap();
    let hash: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(desk.writer().hash().unwrap(), hash);

    let folder = std::env::temp_dir().join(format!("rustybt-log-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("events.ndjson.gz");
    assert_eq!(desk.writer().write_gzip(&path).unwrap(), hash);
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap()).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == text);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
    let missing = desk.writer().write_gzip(&path).unwrap_err();
    assert_eq!(missing.code, "io.write");
}
