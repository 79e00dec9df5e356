//! The answers of CPython's `decimal` module, recorded in `fixtures/python-decimal.tsv` by `python_decimal.py`.
#![cfg(test)]

use money::{Decimal, MoneyError, Rounding, format_decimal, mul_div, parse_decimal};

const FIXTURE: &str = include_str!("fixtures/python-decimal.tsv");

fn number(text: &str) -> i128 {
    text.parse().unwrap_or_else(|_| panic!("the fixture holds \"{text}\" where a number belongs"))
}

fn mode(name: &str) -> Rounding {
    Rounding::from_name(name).unwrap_or_else(|| panic!("the fixture names an unknown rounding mode \"{name}\""))
}

fn shown(result: Result<i128, MoneyError>) -> String {
    match result {
        Ok(value) => value.to_string(),
        Err(MoneyError::Overflow { .. }) => "overflow".to_owned(),
        Err(other) => other.to_string(),
    }
}

/// Runs every case of one kind; the count keeps a damaged fixture from passing.
fn check(kind: &str, expected_cases: usize, case: impl Fn(&[&str])) {
    let mut cases = 0;
    for line in FIXTURE.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells[0] == kind {
            case(&cells[1..]);
            cases += 1;
        }
    }
    assert_eq!(cases, expected_cases, "{kind} cases in the fixture");
}

#[test]
fn text_parses_to_the_digits_and_exponent_of_python() {
    check("parse", 717, |cells| {
        let [text, mantissa, scale] = cells else { panic!("parse needs 3 cells: {cells:?}") };
        let parsed = parse_decimal(text).map(|value| (value.mantissa, value.scale));
        if *mantissa == "error" {
            assert!(matches!(parsed, Err(MoneyError::NotANumber { .. })), "{text}: {parsed:?}");
        } else {
            assert_eq!(parsed, Ok((number(mantissa), scale.parse().unwrap())), "{text}");
        }
    });
}

#[test]
fn numbers_format_as_python_normalizes_them() {
    check("format", 700, |cells| {
        let [mantissa, scale, text] = cells else { panic!("format needs 3 cells: {cells:?}") };
        assert_eq!(format_decimal(number(mantissa), scale.parse().unwrap()), **text);
    });
}

#[test]
fn rescaling_quantizes_as_python_does_in_every_mode() {
    check("quantize", 1750, |cells| {
        let [mantissa, scale, to, name, expected] = cells else { panic!("quantize needs 5 cells: {cells:?}") };
        let value = Decimal::new(number(mantissa), scale.parse().unwrap());
        assert_eq!(shown(value.rounded_at(to.parse().unwrap(), mode(name))), **expected, "{cells:?}");
    });
}

#[test]
fn products_divide_as_python_does_in_every_mode() {
    check("mul_div", 1750, |cells| {
        let [a, b, c, name, expected] = cells else { panic!("mul_div needs 5 cells: {cells:?}") };
        assert_eq!(shown(mul_div(number(a), number(b), number(c), mode(name))), **expected, "{cells:?}");
    });
}
