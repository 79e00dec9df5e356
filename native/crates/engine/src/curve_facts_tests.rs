#![allow(clippy::float_arithmetic, clippy::cast_possible_truncation, reason = "the plain twin of what is tested, over 40 steps")]

use proptest::prelude::*;
use serde_json::json;

use crate::Side::{Buy, Sell};
use crate::curve_tests::{moved, moves, three};
use crate::testing::Desk;
use crate::{Column, Curve, CurveFacts, Fall};

/// The same statistics read off whole columns, value by value.
fn off_columns(start: f64, equity: &[f64], gross: &[f64], samples: &[u32]) -> CurveFacts {
    let (mut held, mut ratios, mut sum, mut lowest) = (0, 0.0, 0.0, f64::INFINITY);
    for (value, gross) in equity.iter().zip(gross) {
        sum += value;
        lowest = value.min(lowest);
        if *gross > 0.0 {
            held += 1;
            ratios += gross / value;
        }
    }
    let mut fall = Fall { depth: 0.0, peak: None, trough: None, recovery: None };
    for (trough, value) in equity.iter().enumerate() {
        // The first of the highest values up to here; the start value comes before all of them.
        let (mut peak, mut highest) = (None, start);
        for (step, earlier) in equity[..=trough].iter().enumerate() {
            if *earlier > highest {
                (peak, highest) = (Some(step as u32), *earlier);
            }
        }
        let depth = (highest - value) / highest;
        if depth > fall.depth {
            let recovery = equity.iter().enumerate().skip(trough).find(|(_, later)| **later >= highest);
            fall = Fall { depth, peak, trough: Some(trough as u32), recovery: recovery.map(|(step, _)| step as u32) };
        }
    }
    CurveFacts { fall, held, ratios, sum, lowest, samples: samples.iter().map(|step| equity[*step as usize]).collect() }
}

#[test]
fn a_fall_is_told_with_its_steps_and_exposure_with_its_sum() {
    let mut desk = Desk::of(&json!({}), &[1000, 1000, 1200, 900, 1200, 1100]);
    desk.fill(1, 1, Buy, "5000", "10");
    desk.fill(2, 5, Sell, "5000", "11");
    desk.finish();
    // Equity 100000, 100000, 110000, 95000, 110000, 105000; gross 0, 50000, 60000, 45000, 60000, 0.
    let facts = Curve::new(&desk.account, &desk.log, &desk.clock).facts(&[2, 5]).unwrap();
    assert_eq!(facts.fall, Fall { depth: 15_000.0 / 110_000.0, peak: Some(2), trough: Some(3), recovery: Some(4) });
    assert_eq!((facts.held, facts.sum, facts.lowest), (4, 620_000.0, 95_000.0));
    assert_eq!(facts.ratios, 0.5 + 60_000.0 / 110_000.0 + 45_000.0 / 95_000.0 + 60_000.0 / 110_000.0);
    assert_eq!(facts.samples, [110_000.0, 105_000.0]);
}

proptest! {
    #[test]
    fn facts_are_those_of_the_columns(
        prices in prop::collection::vec(1i64..20_000, 40),
        moves in moves(),
        only in 0u32..4,
        cash in prop::sample::select(vec!["100000", "7", "98765.4321"]),
        samples in prop::collection::btree_set(0u32..40, 0..8),
    ) {
        // One symbol takes the narrow road, three the wide one; little cash lets equity fall below zero.
        let moves = if only < 3 { moves.into_iter().map(|mut now| { now.symbol = only; now }).collect() } else { moves };
        let mut desk = three(&prices, cash);
        moved(&mut desk, moves);
        let curve = Curve::new(&desk.account, &desk.log, &desk.clock);
        let samples: Vec<u32> = samples.into_iter().collect();
        let (equity, gross) = (curve.column(Column::Equity).unwrap(), curve.column(Column::GrossExposure).unwrap());
        prop_assert_eq!(curve.facts(&samples).unwrap(), off_columns(cash.parse().unwrap(), &equity, &gross, &samples));
    }
}
