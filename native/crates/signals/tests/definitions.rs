//! Properties: the fast kernels equal the plain definitions, look back only, keep holes where they are, and do not drift.
#![allow(clippy::expect_used, clippy::panic)]
use proptest::prelude::*;
use signals::{Column, Input, KERNELS, SignalError, compute, compute_into};

fn kernel(name: &str, input: Input<'_>, length: usize) -> Vec<f64> {
    compute(name, &[input], &[length as f64]).expect(name).remove(0)
}

fn float(values: &[f64]) -> Input<'_> {
    Input { values, exact: None }
}

/// Applies a definition to every full window; `NaN` where the window holds a value that is not a number.
fn by_window(values: &[f64], length: usize, of_window: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let mut out = vec![f64::NAN; values.len()];
    for (i, window) in values.windows(length).enumerate() {
        if window.iter().all(|value| value.is_finite()) {
            out[i + length - 1] = of_window(window);
        }
    }
    out
}

fn assert_same(name: &str, actual: &[f64], expected: &[f64], tolerance: f64) -> Result<(), TestCaseError> {
    for (i, (a, e)) in actual.iter().zip(expected).enumerate() {
        let close = (a.is_nan() && e.is_nan()) || (a - e).abs() <= tolerance * e.abs().max(1.0);
        prop_assert!(close, "{} at {}: {} is not {}", name, i, a, e);
    }
    Ok(())
}

fn holes() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![12 => -1000.0..1000.0, 1 => Just(f64::NAN), 1 => Just(50.0)], 0..90)
}

proptest! {
    #[test]
    fn window_kernels_equal_their_definitions_over_columns_with_holes(values in holes(), length in 1usize..12) {
        let mean = |window: &[f64]| window.iter().sum::<f64>() / window.len() as f64;
        let weighted = |window: &[f64]| {
            let total: f64 = window.iter().enumerate().map(|(i, value)| (i + 1) as f64 * value).sum();
            total / (window.len() * (window.len() + 1) / 2) as f64
        };
        let deviation = |window: &[f64]| {
            let mean = mean(window);
            (window.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / window.len() as f64).sqrt()
        };
        let input = float(&values);
        assert_same("sma", &kernel("sma", input, length), &by_window(&values, length, mean), 1e-12)?;
        assert_same("wma", &kernel("wma", input, length), &by_window(&values, length, weighted), 1e-12)?;
        assert_same("stdev", &kernel("stdev", input, length), &by_window(&values, length, deviation), 1e-9)?;
        let highest = |window: &[f64]| window.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lowest = |window: &[f64]| window.iter().copied().fold(f64::INFINITY, f64::min);
        assert_same("highest", &kernel("highest", input, length), &by_window(&values, length, highest), 0.0)?;
        assert_same("lowest", &kernel("lowest", input, length), &by_window(&values, length, lowest), 0.0)?;
    }

    #[test]
    fn over_decimals_every_average_is_the_true_one_rounded_once(
        mantissas in prop::collection::vec(prop_oneof![any::<i64>(), 9_000_000_000_000_000i64..9_100_000_000_000_000, -5_000i64..5_000], 1..40),
        scale in 0u8..=18,
        length in 1usize..6,
    ) {
        let values = vec![0.0; mantissas.len()];
        let input = Input { values: &values, exact: Some((&mantissas, scale)) };
        let (sma, wma) = (kernel("sma", input, length), kernel("wma", input, length));
        for (i, window) in mantissas.windows(length).enumerate() {
            let last = i + length - 1;
            let total: i128 = window.iter().map(|&each| i128::from(each)).sum();
            prop_assert!(is_nearest(sma[last], total, length as i128, scale), "sma {} at {}", sma[last], last);
            let weighted: i128 = window.iter().enumerate().map(|(weight, &each)| (weight as i128 + 1) * i128::from(each)).sum();
            let weights = (length * (length + 1) / 2) as i128;
            prop_assert!(is_nearest(wma[last], weighted, weights, scale), "wma {} at {}", wma[last], last);
        }
    }

    #[test]
    fn no_kernel_looks_ahead_or_at_what_its_output_holds(values in holes(), cut in 0usize..90, length in 1usize..12) {
        let cut = cut.min(values.len());
        for each in KERNELS {
            let numbers: Vec<f64> = match each.name {
                "macd" => vec![length as f64, (length + 3) as f64, 4.0],
                _ => each.numbers.iter().map(|_| length as f64).collect(),
            };
            let whole = compute(each.name, &vec![float(&values); each.columns], &numbers).expect(each.name);
            let begun = compute(each.name, &vec![float(&values[..cut]); each.columns], &numbers).expect(each.name);
            let mut used = vec![vec![7.0; values.len()]; each.outputs];
            let mut columns: Vec<&mut [f64]> = used.iter_mut().map(Vec::as_mut_slice).collect();
            compute_into(each.name, &vec![float(&values); each.columns], &numbers, &mut columns).expect(each.name);
            for ((whole, begun), used) in whole.iter().zip(&begun).zip(&used) {
                let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
                prop_assert_eq!(bits(&whole[..cut]), bits(begun), "{}", each.name);
                prop_assert_eq!(bits(whole), bits(used), "{} over a used column", each.name);
            }
        }
    }
}

/// Whether `value` is a nearest double to `numerator / (divisor · 10^scale)`: neither neighbour is nearer. Compared in exact integers,
/// so only for values whose distance to the fraction can be written as one.
fn is_nearest(value: f64, numerator: i128, divisor: i128, scale: u8) -> bool {
    use num_rational::BigRational;
    let fraction =
        BigRational::new(numerator.into(), num_bigint::BigInt::from(divisor) * num_bigint::BigInt::from(10).pow(u32::from(scale)));
    let distance = |candidate: f64| {
        let difference = BigRational::from_float(candidate).expect("finite") - &fraction;
        if difference < BigRational::from_integer(0.into()) { -difference } else { difference }
    };
    let own = distance(value);
    own <= distance(value.next_up()) && own <= distance(value.next_down())
}

#[test]
fn a_column_of_large_moves_leaves_nothing_behind_in_later_windows() {
    // A running sum of doubles ends at 0.09999999999999998 or worse after the large values have left.
    let mut values = vec![0.1; 30];
    values[3] = 1e12;
    values[7] = -3e11;
    let out = kernel("sma", float(&values), 5);
    assert_eq!(out[29], 0.1);
    assert_eq!(kernel("stdev", float(&values), 5)[29], 0.0);
    assert_eq!(kernel("wma", float(&values), 5)[29], 0.1);
}

#[test]
fn equal_averages_of_different_lengths_are_equal_numbers() {
    // Both are 19.12; the doubles nearest to the prices average to 19.119999999999997 over two, however exactly they are summed.
    let mantissas = [1912i64, 1843, 1981];
    let values = mantissas.map(|each| each as f64 / 100.0);
    let input = Input { values: &values, exact: Some((&mantissas, 2)) };
    assert_eq!((kernel("sma", input, 2)[2], kernel("sma", input, 3)[2]), (19.12, 19.12));
    assert_eq!((kernel("sma", float(&values), 2)[2], kernel("sma", float(&values), 3)[2]), (19.119999999999997, 19.12));
}

#[test]
fn a_composed_indicator_warms_up_after_its_input() {
    let values = [44.0, 44.5, 43.5, 44.75, 45.5, 45.25, 46.0];
    let rsi = kernel("rsi", float(&values), 3);
    assert_eq!(rsi.iter().take_while(|value| value.is_nan()).count(), 3);
    // Rises 0.5, 0, 1.25 and falls 0, 1, 0: 100 · 1.75 / 2.75.
    assert!((rsi[3] - 63.636_363_636_363_64).abs() < 1e-12);
    let averaged = kernel("sma", float(&rsi), 3);
    assert_eq!(averaged.iter().take_while(|value| value.is_nan()).count(), 5);
    assert!((averaged[5] - (rsi[3] + rsi[4] + rsi[5]) / 3.0).abs() < 1e-12);
}

#[test]
fn a_hole_stays_in_its_window_and_a_recursive_average_goes_on_from_before_it() {
    let values = [1.0, 2.0, f64::NAN, 4.0, 6.0];
    let out = kernel("sma", float(&values), 2);
    assert!(out[0].is_nan() && out[2].is_nan() && out[3].is_nan());
    assert_eq!((out[1], out[4]), (1.5, 5.0));
    // Weight 2 / 3: 1.5, then 1.5 + 2/3 · 2.5, then 3.1666… + 2/3 · 2.8333….
    let out = kernel("ema", float(&values), 2);
    assert!(out[0].is_nan() && out[2].is_nan());
    assert_eq!(out[1], 1.5);
    assert!((out[3] - 19.0 / 6.0).abs() < 1e-15 && (out[4] - 91.0 / 18.0).abs() < 1e-15);
}

#[test]
fn a_divisor_of_zero_gives_zero_as_in_talib() {
    let flat = [5.0; 8];
    assert_eq!(kernel("rsi", float(&flat), 3)[7], 0.0);
    assert_eq!(kernel("roc", float(&[0.0; 8]), 3)[7], 0.0);
    let stoch = compute("stoch", &[float(&flat), float(&flat), float(&flat)], &[2.0, 1.0, 2.0]).expect("stoch");
    assert_eq!((stoch[0][7], stoch[1][7]), (0.0, 0.0));
}

#[test]
fn a_return_is_a_fraction_and_has_no_value_after_zero() {
    for (mantissas, expected) in [(&[200i64, 250, -50, 25], [f64::NAN, 0.25, -1.2, -1.5]), (&[0, 5, 5, 0], [f64::NAN, f64::NAN, 0.0, -1.0])]
    {
        let values: Vec<f64> = mantissas.iter().map(|&each| each as f64 / 100.0).collect();
        for exact in [None, Some((&mantissas[..], 2))] {
            let out = kernel("returns", Input { values: &values, exact }, 1);
            assert!(out.iter().zip(expected).all(|(a, e)| (a.is_nan() && e.is_nan()) || (a - e).abs() < 1e-12), "{out:?}");
        }
    }
}

#[test]
fn a_length_beyond_the_data_is_undefined_everywhere() {
    let mantissas = [1, 2, 3];
    for name in ["sma", "ema", "wma", "rsi", "stdev", "highest", "lowest", "roc", "returns", "momentum"] {
        for exact in [None, Some((&mantissas[..], 2))] {
            let out = kernel(name, Input { values: &[0.01, 0.02, 0.03], exact }, 2_147_483_647);
            assert!(out.iter().all(|value| value.is_nan()), "{name}");
            assert!(kernel(name, Input { values: &[], exact: None }, 1).is_empty());
        }
    }
}

#[test]
fn a_bad_length_is_an_error_with_name_and_value() {
    let message = |value: f64| compute("sma", &[float(&[1.0])], &[value]).expect_err("bad length").to_string();
    assert_eq!(message(0.0), "sma: length must be a whole number >= 1, got 0");
    assert_eq!(message(-3.0), "sma: length must be a whole number >= 1, got -3");
    assert_eq!(message(2.5), "sma: length must be a whole number >= 1, got 2.5");
    assert_eq!(message(f64::NAN), "sma: length must be a whole number >= 1, got NaN");
    assert_eq!(message(2_147_483_648.0), "sma: length must be a whole number >= 1, got 2147483648");
    assert!(matches!(signals::sma(Column::Float(&[1.0]), 0, &mut [0.0]), Err(SignalError::Length { value: 0.0, .. })));
}

#[test]
fn other_bad_arguments_are_errors_that_say_which() {
    let one = [float(&[1.0, 2.0])];
    let message = |name: &str, inputs: &[Input<'_>], numbers: &[f64]| compute(name, inputs, numbers).expect_err("bad input").to_string();
    assert_eq!(message("macd", &one, &[26.0, 12.0, 9.0]), "macd: fast must be smaller than slow, got 26 and 12");
    assert_eq!(message("bbands", &one, &[2.0, f64::INFINITY]), "bbands: deviations must be a finite number >= 0, got inf");
    assert_eq!(message("vwap", &one, &[2.0]), "there is no indicator named \"vwap\"");
    assert_eq!(message("atr", &one, &[2.0]), "atr: 1 columns and 1 numbers are not what it takes");
    assert_eq!(message("atr", &[one[0], one[0], float(&[1.0])], &[2.0]), "atr: the columns differ in length, 2 and 1 values");
    let wide = [Input { values: &[1.0], exact: Some((&[1], 19)) }];
    assert_eq!(message("sma", &wide, &[1.0]), "a column has 19 decimals, at most 18 are supported");
}

#[test]
fn deviations_stay_exact_at_prices_of_any_size() {
    // 1, 2, 3, 4 hundredths above a base: the deviation is sqrt(1.25) hundredths, whatever the base.
    for base in [0i64, 1_000_000_000_000_000, 9_223_372_036_854_775_000] {
        let mantissas = [base + 1, base + 2, base + 3, base + 4];
        let out = kernel("stdev", Input { values: &[0.0; 4], exact: Some((&mantissas, 2)) }, 4);
        assert!((out[3] - 1.25f64.sqrt() / 100.0).abs() < 1e-17, "{base}: {}", out[3]);
    }
    // A jump across the whole range of i64 leaves the window after it as exact as before.
    let mantissas = [i64::MIN, i64::MAX, 5, 7];
    let out = kernel("stdev", Input { values: &[0.0; 4], exact: Some((&mantissas, 0)) }, 2);
    assert_eq!(out[3], 1.0);
}

#[test]
fn the_average_of_equal_numbers_is_that_number() {
    for value in [0.1, 63.636_363_636_363_64, 1e-9 / 3.0, -17.7] {
        let values = [value; 60];
        for length in 1..60 {
            assert_eq!(kernel("sma", float(&values), length)[59], value);
            assert_eq!(kernel("wma", float(&values), length)[59], value);
        }
    }
}
