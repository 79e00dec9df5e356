//! Every function against `num-bigint` and `num-rational`, over values that lean on the edges of `i128`.
#![cfg(test)]

use std::cmp::Ordering;

use money::{
    Decimal, MAX_SCALE, MoneyError, Ratio, Rounding, div_round, format_decimal, mul_div, mul_div_exact, mul_div_rem, parse_decimal, pow10,
    write_decimal,
};
use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use proptest::prelude::*;

const MODES: [Rounding; 7] =
    [Rounding::HalfEven, Rounding::HalfUp, Rounding::HalfDown, Rounding::Up, Rounding::Down, Rounding::Floor, Rounding::Ceil];

/// Values of every size: extremes, powers of two and ten with their neighbours, and uniform bits cut to a random width.
fn value() -> impl Strategy<Value = i128> {
    prop_oneof![
        2 => prop::sample::select(vec![i128::MIN, i128::MIN + 1, i128::MAX, i128::MAX - 1, 0, 1, -1, 2, -2, 5, -5]),
        3 => (0u32..127, -2i128..=2, any::<bool>()).prop_map(|(bit, near, flip)| signed((1i128 << bit).saturating_add(near), flip)),
        3 => (0u8..=MAX_SCALE, -2i128..=2, any::<bool>()).prop_map(|(scale, near, flip)| signed(pow10(scale).unwrap().saturating_add(near), flip)),
        6 => (any::<i128>(), 0u32..127).prop_map(|(bits, cut)| bits >> cut),
    ]
}

fn signed(value: i128, flip: bool) -> i128 {
    if flip { -value } else { value }
}

fn mode() -> impl Strategy<Value = Rounding> {
    prop::sample::select(MODES.to_vec())
}

/// Rounding by its definition: the two neighbours and the distance between them.
fn round(exact: &BigRational, mode: Rounding) -> BigInt {
    let floor = exact.floor().to_integer();
    if exact.is_integer() {
        return floor;
    }
    let ceil: BigInt = &floor + 1;
    let negative = exact < &BigRational::from_integer(0.into());
    let (toward_zero, away) = if negative { (ceil.clone(), floor.clone()) } else { (floor.clone(), ceil.clone()) };
    let half = BigRational::new(1.into(), 2.into());
    let nearest = |tie: BigInt| match (exact - BigRational::from_integer(floor.clone())).cmp(&half) {
        Ordering::Less => floor.clone(),
        Ordering::Greater => ceil.clone(),
        Ordering::Equal => tie,
    };
    match mode {
        Rounding::Floor => floor,
        Rounding::Ceil => ceil,
        Rounding::Up => away,
        Rounding::Down => toward_zero,
        Rounding::HalfUp => nearest(away),
        Rounding::HalfDown => nearest(toward_zero),
        Rounding::HalfEven => nearest(if floor.bit(0) { ceil.clone() } else { floor.clone() }),
    }
}

fn rational(num: i128, den: i128) -> BigRational {
    BigRational::new(num.into(), den.into())
}

fn ten_to(scale: u8) -> BigInt {
    BigInt::from(10).pow(u32::from(scale))
}

fn decimal_value(value: Decimal) -> BigRational {
    BigRational::new(value.mantissa.into(), ten_to(value.scale))
}

/// What an exact result must look like once it has to fit an `i128`.
fn fits(exact: BigInt) -> Option<i128> {
    i128::try_from(exact).ok()
}

fn is_overflow<T>(result: &Result<T, MoneyError>) -> bool {
    matches!(result, Err(MoneyError::Overflow { .. }))
}

fn same<T: PartialEq>(result: Result<T, MoneyError>, expected: Option<T>) -> bool {
    match expected {
        Some(expected) => result == Ok(expected),
        None => is_overflow(&result),
    }
}

/// The canonical text by string surgery on the digits of a big integer.
fn text_of(mantissa: &BigInt, scale: u8) -> String {
    let scale = usize::from(scale);
    let digits = mantissa.magnitude().to_string();
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    let fraction = fraction.trim_end_matches('0');
    let sign = if mantissa.sign() == Sign::Minus { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn division_is_the_exact_quotient_rounded(n in value(), d in value(), mode in mode()) {
        if d == 0 {
            prop_assert_eq!(div_round(n, d, mode), Err(MoneyError::DivisionByZero { operation: "division" }));
        } else {
            prop_assert!(same(div_round(n, d, mode), fits(round(&rational(n, d), mode))));
        }
    }

    #[test]
    fn a_product_of_256_bits_is_divided_exactly(a in value(), b in value(), c in value(), mode in mode()) {
        if c == 0 {
            prop_assert_eq!(mul_div(a, b, c, mode), Err(MoneyError::DivisionByZero { operation: "multiply and divide" }));
            prop_assert_eq!(mul_div_exact(a, b, c), Err(MoneyError::DivisionByZero { operation: "multiply and divide" }));
        } else {
            let exact = BigRational::new(BigInt::from(a) * BigInt::from(b), c.into());
            prop_assert!(same(mul_div(a, b, c, mode), fits(round(&exact, mode))));
            let parts = mul_div_rem(a, b, c);
            match (&parts, fits(round(&exact, Rounding::Down))) {
                (Ok((quotient, rest)), Some(_)) => {
                    prop_assert_eq!(BigInt::from(*quotient) * BigInt::from(c) + BigInt::from(*rest), BigInt::from(a) * BigInt::from(b));
                    prop_assert!(rest.unsigned_abs() < c.unsigned_abs());
                }
                (parts, whole) => prop_assert!(is_overflow(parts) && whole.is_none()),
            }
            let whole = mul_div_exact(a, b, c);
            if exact.is_integer() {
                prop_assert!(same(whole, fits(exact.to_integer()).map(Some)));
            } else {
                prop_assert!(whole == Ok(None) || is_overflow(&whole) && fits(round(&exact, Rounding::Down)).is_none());
            }
        }
    }

    #[test]
    fn a_product_divided_by_one_factor_gives_the_other_back(a in value(), b in value(), mode in mode()) {
        prop_assert_eq!(mul_div(a, b, b, mode), if b == 0 { Err(MoneyError::DivisionByZero { operation: "multiply and divide" }) } else { Ok(a) });
    }

    #[test]
    fn ties_of_wide_quotients_are_seen(quotient in value(), half in 1i128..=(i128::MAX / 2), mode in mode()) {
        // (2q + 1) * half / (2 * half) is exactly q + 1/2.
        let Some(odd) = quotient.checked_mul(2).and_then(|even| even.checked_add(1)) else { return Ok(()) };
        let exact = rational(odd, 2);
        prop_assert!(same(mul_div(odd, half, 2 * half, mode), fits(round(&exact, mode))));
    }

    #[test]
    fn text_is_the_digits_with_a_point(mantissa in value(), scale in any::<u8>()) {
        prop_assert_eq!(format_decimal(mantissa, scale), text_of(&mantissa.into(), scale));
    }

    #[test]
    fn text_is_appended_to_what_is_there(mantissa in value(), scale in 0u8..=MAX_SCALE) {
        let mut out = b"price:".to_vec();
        write_decimal(&mut out, mantissa, scale);
        prop_assert_eq!(out, format!("price:{}", format_decimal(mantissa, scale)).into_bytes());
    }

    #[test]
    fn what_is_formatted_parses_to_the_same_value(mantissa in value(), scale in 0u8..=MAX_SCALE) {
        let value = Decimal::new(mantissa, scale);
        let parsed = parse_decimal(&format_decimal(mantissa, scale)).unwrap();
        prop_assert_eq!(parsed, value);
        let normal = value.normalized();
        prop_assert_eq!((parsed.mantissa, parsed.scale), (normal.mantissa, normal.scale));
    }

    #[test]
    fn any_digits_with_any_exponent_parse_to_their_value(digits in "[0-9]{0,45}", fraction in "[0-9]{0,45}", exponent in -60i64..60, sign in "[+-]?", form in 0u8..3) {
        let body = if form == 0 { digits.clone() } else { format!("{digits}.{fraction}") };
        let fraction = if form == 0 { String::new() } else { fraction };
        let exponent = if form == 2 { exponent } else { 0 };
        let text = if form == 2 { format!("{sign}{body}e{exponent}") } else { format!("{sign}{body}") };
        let parsed = parse_decimal(&text);
        if digits.is_empty() && fraction.is_empty() {
            prop_assert!(matches!(parsed, Err(MoneyError::NotANumber { .. })), "{text}: {parsed:?}");
            return Ok(());
        }
        let magnitude: BigInt = format!("0{digits}{fraction}").parse().unwrap();
        let power = exponent - i64::try_from(fraction.len()).unwrap();
        let scaled = BigRational::from_integer(if sign == "-" { -magnitude } else { magnitude });
        let factor = BigRational::from_integer(BigInt::from(10).pow(u32::try_from(power.abs()).unwrap()));
        let exact = if power < 0 { scaled / factor } else { scaled * factor };
        match parsed {
            Ok(value) => prop_assert_eq!(decimal_value(value), exact, "{}", text),
            Err(MoneyError::TooManyDecimals { .. }) => {
                prop_assert!(!(&exact * BigRational::from_integer(ten_to(MAX_SCALE))).is_integer(), "{} has at most 38 decimals", text);
            }
            Err(MoneyError::Overflow { .. }) => {
                let smallest = (0..=MAX_SCALE).map(|scale| &exact * BigRational::from_integer(ten_to(scale))).find(BigRational::is_integer);
                prop_assert!(smallest.is_none_or(|mantissa| fits(mantissa.to_integer()).is_none()), "{} fits", text);
            }
            Err(other) => prop_assert!(false, "{text}: {other}"),
        }
    }

    #[test]
    fn text_that_is_no_number_is_refused_with_what_was_seen(text in "[0-9eE+.,xX _-]{0,12}|\\PC{0,12}") {
        let plain = regex_like_number(&text);
        match parse_decimal(&text) {
            Ok(_) => prop_assert!(plain),
            Err(MoneyError::NotANumber { text: seen }) => prop_assert!(!plain && seen == text),
            Err(_) => prop_assert!(plain),
        }
    }

    #[test]
    fn rescaling_rounds_by_the_mode(mantissa in value(), from in 0u8..=MAX_SCALE, to in 0u8..=MAX_SCALE, mode in mode()) {
        let value = Decimal::new(mantissa, from);
        let exact = decimal_value(value) * BigRational::from_integer(ten_to(to));
        prop_assert!(same(value.rounded_at(to, mode), fits(round(&exact, mode))));
        match value.mantissa_at(to) {
            Ok(scaled) => prop_assert_eq!(BigRational::from_integer(scaled.into()), exact),
            Err(MoneyError::TooManyDecimals { digits, allowed, .. }) => {
                prop_assert!(!exact.is_integer());
                prop_assert_eq!((digits, allowed), (u32::from(value.normalized().scale), to));
            }
            Err(MoneyError::Overflow { .. }) => prop_assert!(exact.is_integer() && fits(exact.to_integer()).is_none()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn values_compare_as_numbers(a in value(), b in value(), from in 0u8..=MAX_SCALE, to in 0u8..=MAX_SCALE) {
        let (left, right) = (Decimal::new(a, from), Decimal::new(b, to));
        let expected = decimal_value(left).cmp(&decimal_value(right));
        prop_assert_eq!(left.compare(right), Ok(expected));
        prop_assert_eq!(left == right, expected == Ordering::Equal);
        prop_assert_eq!(decimal_value(left.normalized()), decimal_value(left));
    }

    #[test]
    fn trailing_zeros_do_not_change_a_value(mantissa in any::<i64>(), scale in 0u8..=18, zeros in 0u8..=18) {
        let (short, long) = (Decimal::new(mantissa.into(), scale), Decimal::new(i128::from(mantissa) * pow10(zeros).unwrap(), scale + zeros));
        prop_assert_eq!(short, long);
        prop_assert_eq!(short.compare(long), Ok(Ordering::Equal));
        prop_assert_eq!(long.mantissa_at(scale), Ok(i128::from(mantissa)));
    }

    #[test]
    fn a_ratio_is_reduced_with_a_positive_denominator(num in value(), den in value()) {
        if den == 0 {
            prop_assert_eq!(Ratio::new(num, den), Err(MoneyError::DivisionByZero { operation: "ratio" }));
        } else {
            let exact = rational(num, den);
            let expected = fits(exact.numer().clone()).zip(fits(exact.denom().clone()));
            prop_assert!(same(Ratio::new(num, den).map(|ratio| (ratio.num(), ratio.den())), expected));
        }
    }

    #[test]
    fn ratios_multiply_invert_and_compare_exactly(a in value(), b in value(), c in value(), d in value()) {
        let (Ok(left), Ok(right)) = (Ratio::new(a, b), Ratio::new(c, d)) else { return Ok(()) };
        let (exact_left, exact_right) = (rational(a, b), rational(c, d));
        let product = &exact_left * &exact_right;
        let expected = fits(product.numer().clone()).zip(fits(product.denom().clone()));
        let seen = left.multiply(right).map(|ratio| (ratio.num(), ratio.den()));
        prop_assert!(same(seen.clone(), expected) || (is_overflow(&seen) && touches_the_minimum(&[a, b, c, d])), "{:?}", seen);
        prop_assert_eq!(left.compare(right), Ok(exact_left.cmp(&exact_right)));
        if a == 0 {
            prop_assert_eq!(left.inverse(), Err(MoneyError::DivisionByZero { operation: "ratio" }));
        } else if let Ok(inverse) = left.inverse() {
            prop_assert_eq!(BigRational::new(inverse.num().into(), inverse.den().into()), exact_left.recip());
        } else {
            prop_assert_eq!(left.num(), i128::MIN);
        }
    }

    #[test]
    fn a_ratio_scales_a_mantissa_by_the_mode(mantissa in value(), num in value(), den in value(), mode in mode()) {
        let Ok(ratio) = Ratio::new(num, den) else { return Ok(()) };
        let exact = BigRational::from_integer(mantissa.into()) * rational(num, den);
        prop_assert!(same(ratio.scale(mantissa, mode), fits(round(&exact, mode))));
        if let Ok(whole) = ratio.scale_exact(mantissa) {
            prop_assert_eq!(whole.map(BigInt::from), exact.is_integer().then(|| exact.to_integer()));
        }
    }

    #[test]
    fn a_split_and_its_inverse_give_every_share_back(shares in any::<i64>(), num in 1i128..10_000, den in 1i128..10_000) {
        let ratio = Ratio::new(num, den).unwrap();
        if let Some(after) = ratio.scale_exact(shares.into()).unwrap() {
            prop_assert_eq!(ratio.inverse().unwrap().scale_exact(after), Ok(Some(shares.into())));
        }
    }
}

/// `i128::MIN` has no positive twin, so a cross-reduced factor may not fit although the product does.
fn touches_the_minimum(values: &[i128]) -> bool {
    values.contains(&i128::MIN)
}

/// The accepted grammar, written a second time and differently.
fn regex_like_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (number, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let exponent_ok = exponent.is_none_or(|part| {
        let digits = part.strip_prefix(['+', '-']).unwrap_or(part);
        !digits.is_empty() && all_digits(digits)
    });
    let number_ok = match number.split('.').collect::<Vec<_>>()[..] {
        [whole] => !whole.is_empty() && all_digits(whole),
        [whole, fraction] => !(whole.is_empty() && fraction.is_empty()) && all_digits(whole) && all_digits(fraction),
        _ => false,
    };
    exponent_ok && number_ok
}

#[test]
fn the_largest_and_smallest_mantissas_are_written_in_full() {
    assert_eq!(format_decimal(i128::MAX, 0), "170141183460469231731687303715884105727");
    assert_eq!(format_decimal(i128::MIN, 0), "-170141183460469231731687303715884105728");
    assert_eq!(format_decimal(i128::MAX, 38), "1.70141183460469231731687303715884105727");
    assert_eq!(format_decimal(i128::MIN, 39), "-0.170141183460469231731687303715884105728");
    assert_eq!(format_decimal(10, 41), "0.0000000000000000000000000000000000000001");
}

#[test]
fn zeros_never_make_a_number_too_long() {
    let zeros = "0".repeat(100);
    for (text, mantissa, scale) in [
        (format!("{zeros}12.5"), 125, 1),
        (format!("0.{zeros}"), 0, 38),
        ("0e999999999999999999999".to_owned(), 0, 0),
        ("-0.0".to_owned(), 0, 1),
        ("12.50".to_owned(), 1250, 2),
        (format!("170141183460469231731687303715884105727.{zeros}"), i128::MAX, 0),
        ("1000e-40".to_owned(), 10, 38),
        ("1.000000000000000000000000000000000000000000e38".to_owned(), 10i128.pow(38), 0),
    ] {
        assert_eq!(parse_decimal(&text).map(|value| (value.mantissa, value.scale)), Ok((mantissa, scale)), "{text}");
    }
}

#[test]
fn numbers_out_of_range_say_so() {
    assert!(is_overflow(&parse_decimal("170141183460469231731687303715884105728")));
    assert_eq!(parse_decimal("-170141183460469231731687303715884105728").map(|value| value.mantissa), Ok(i128::MIN));
    assert!(is_overflow(&parse_decimal("1e39")));
    assert!(is_overflow(&parse_decimal("1e99999999999999999999999999")));
    assert_eq!(parse_decimal("1e-39"), Err(MoneyError::TooManyDecimals { text: "1e-39".to_owned(), digits: 39, allowed: MAX_SCALE }));
}

#[test]
fn an_error_quotes_at_most_eighty_characters() {
    let Err(MoneyError::NotANumber { text }) = parse_decimal(&"ü".repeat(1_000_000)) else { panic!("letters are no number") };
    assert_eq!(text, format!("{}…", "ü".repeat(80)));
}

#[test]
fn rounding_names_read_back() {
    for mode in MODES {
        assert_eq!(Rounding::from_name(mode.name()), Some(mode));
    }
    assert_eq!(Rounding::from_name("bankers"), None);
}

#[test]
fn powers_of_ten_end_at_38() {
    assert_eq!(pow10(38), Ok(100_000_000_000_000_000_000_000_000_000_000_000_000));
    assert!(is_overflow(&pow10(39)));
}
