//! The General Decimal Arithmetic test cases that apply, recorded in `fixtures/decimal-vectors.tsv` by `decimal_vectors.py`.
//!
//! Those cases round every result to a precision of n digits; this crate rounds to a scale. Each case therefore runs exactly first
//! and is then cut to n digits by the case's mode, with the functions the engine uses.
#![cfg(test)]

use std::cmp::Ordering;
use std::collections::BTreeMap;

use money::{Decimal, MoneyError, Rounding, div_round, format_decimal, mul_div, parse_decimal, pow10};

const FIXTURE: &str = include_str!("fixtures/decimal-vectors.tsv");
const OVERFLOW: MoneyError = MoneyError::Overflow { operation: "test case" };

struct Case<'a> {
    operation: &'a str,
    precision: u32,
    mode: Rounding,
    expected: &'a str,
    operands: Vec<&'a str>,
}

impl<'a> Case<'a> {
    fn read(line: &'a str) -> Self {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, operation, precision, mode, expected, operands @ ..] = &cells[..] else { panic!("a row is too short: {line}") };
        let mode = Rounding::from_name(mode).unwrap_or_else(|| panic!("unknown rounding mode in {line}"));
        Self { operation, precision: precision.parse().unwrap(), mode, expected, operands: operands.to_vec() }
    }

    fn operand(&self, index: usize) -> Result<Decimal, MoneyError> {
        parse_decimal(self.operands[index])
    }

    fn run(&self) -> Result<Decimal, MoneyError> {
        let a = self.operand(0)?;
        match self.operation {
            "tosci" | "plus" => self.cut(a),
            "minus" => self.cut(Decimal::new(a.mantissa.checked_neg().ok_or(OVERFLOW)?, a.scale)),
            "abs" => self.cut(Decimal::new(a.mantissa.checked_abs().ok_or(OVERFLOW)?, a.scale)),
            "reduce" => Ok(self.cut(a)?.normalized()),
            "tointegral" => Ok(Decimal::new(a.rounded_at(0, self.mode)?, 0)),
            "add" => self.cut(sum(a, self.operand(1)?)?),
            "subtract" => {
                let b = self.operand(1)?;
                self.cut(sum(a, Decimal::new(b.mantissa.checked_neg().ok_or(OVERFLOW)?, b.scale))?)
            }
            "multiply" => {
                let b = self.operand(1)?;
                self.cut(Decimal::new(mul_div(a.mantissa, b.mantissa, 1, self.mode)?, a.scale + b.scale))
            }
            "divide" => self.divide(a, self.operand(1)?),
            "divideint" => Ok(Decimal::new(whole_quotient(a, self.operand(1)?)?, 0)),
            "remainder" => {
                let b = self.operand(1)?;
                let back = mul_div(whole_quotient(a, b)?, b.mantissa, 1, Rounding::Down)?;
                self.cut(sum(a, Decimal::new(back.checked_neg().ok_or(OVERFLOW)?, b.scale))?)
            }
            "compare" => {
                let order = a.compare(self.operand(1)?)?;
                Ok(Decimal::new(if order == Ordering::Less { -1 } else { i128::from(order == Ordering::Greater) }, 0))
            }
            "quantize" => self.rescale(a, self.operand(1)?.scale),
            "rescale" => self.rescale(a, u8::try_from(-self.operand(1)?.mantissa_at(0)?).map_err(|_| OVERFLOW)?),
            other => panic!("no such operation: {other}"),
        }
    }

    /// The result must stand at exactly this scale, also in its trailing zeros.
    fn rescale(&self, value: Decimal, scale: u8) -> Result<Decimal, MoneyError> {
        let rescaled = Decimal::new(value.rounded_at(scale, self.mode)?, scale);
        assert_eq!(scale, parse_decimal(self.expected)?.scale, "scale of {}", self.expected);
        Ok(rescaled)
    }

    /// Rounds to the case's number of digits.
    fn cut(&self, value: Decimal) -> Result<Decimal, MoneyError> {
        let dropped = digits(value.mantissa).saturating_sub(self.precision);
        let unit = pow10(u8::try_from(dropped).map_err(|_| OVERFLOW)?)?;
        let kept = div_round(value.mantissa, unit, self.mode)?;
        Ok(Decimal::new(kept.checked_mul(unit).ok_or(OVERFLOW)?, value.scale))
    }

    /// Scales the dividend or the divisor until the whole quotient has exactly the case's number of digits.
    fn divide(&self, a: Decimal, b: Decimal) -> Result<Decimal, MoneyError> {
        let mut shift = i64::from(self.precision) + i64::from(digits(b.mantissa)) - i64::from(digits(a.mantissa));
        let mut quotient = shifted_quotient(a.mantissa, b.mantissa, shift, Rounding::Down)?;
        if digits(quotient) != self.precision && quotient != 0 {
            shift += i64::from(self.precision) - i64::from(digits(quotient));
        }
        quotient = shifted_quotient(a.mantissa, b.mantissa, shift, self.mode)?;
        let scale = shift + i64::from(a.scale) - i64::from(b.scale);
        let raised = quotient.checked_mul(power(scale.min(0).abs())?).ok_or(OVERFLOW)?;
        let value = trimmed(raised, scale.max(0))?;
        Ok(value)
    }

    fn check(&self) -> Result<(), MoneyError> {
        let seen = self.run();
        if self.expected == "refused" {
            assert!(
                matches!(seen, Err(MoneyError::NotANumber { .. } | MoneyError::DivisionByZero { .. })),
                "{:?} gave {seen:?}",
                self.operands
            );
            return Ok(());
        }
        let (seen, expected) = (seen?, parse_decimal(self.expected)?);
        assert_eq!(seen, expected, "{} {:?} at {} digits {}", self.operation, self.operands, self.precision, self.mode.name());
        if is_canonical(self.expected) {
            assert_eq!(format_decimal(seen.mantissa, seen.scale), self.expected);
        }
        Ok(())
    }
}

fn digits(mantissa: i128) -> u32 {
    mantissa.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1)
}

fn power(exponent: i64) -> Result<i128, MoneyError> {
    pow10(u8::try_from(exponent).map_err(|_| OVERFLOW)?)
}

fn shifted_quotient(a: i128, b: i128, shift: i64, mode: Rounding) -> Result<i128, MoneyError> {
    if shift >= 0 { mul_div(a, power(shift)?, b, mode) } else { div_round(a, b.checked_mul(power(-shift)?).ok_or(OVERFLOW)?, mode) }
}

/// A scale beyond 38 is fine as long as the digits behind it are zeros.
fn trimmed(mantissa: i128, scale: i64) -> Result<Decimal, MoneyError> {
    let (mut mantissa, mut scale) = (mantissa, scale);
    while scale > 38 && mantissa % 10 == 0 && mantissa != 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Ok(Decimal::new(mantissa, if mantissa == 0 { 0 } else { u8::try_from(scale).ok().filter(|scale| *scale <= 38).ok_or(OVERFLOW)? }))
}

fn sum(a: Decimal, b: Decimal) -> Result<Decimal, MoneyError> {
    let scale = a.scale.max(b.scale);
    Ok(Decimal::new(a.mantissa_at(scale)?.checked_add(b.mantissa_at(scale)?).ok_or(OVERFLOW)?, scale))
}

fn whole_quotient(a: Decimal, b: Decimal) -> Result<i128, MoneyError> {
    if a.scale >= b.scale {
        let divisor = b.mantissa.checked_mul(pow10(a.scale - b.scale)?).ok_or(OVERFLOW)?;
        return div_round(a.mantissa, divisor, Rounding::Down);
    }
    mul_div(a.mantissa, pow10(b.scale - a.scale)?, b.mantissa, Rounding::Down)
}

fn is_canonical(text: &str) -> bool {
    let plain = !text.contains(['e', 'E']) && !text.starts_with('+') && text != "-0" && !text.starts_with("-0.") && !text.starts_with('.');
    plain && (!text.contains('.') || !text.ends_with(['0', '.']))
}

#[test]
fn every_applicable_case_gives_the_published_result() {
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for line in FIXTURE.lines().filter(|line| !line.starts_with('#')) {
        let case = Case::read(line);
        let (run, beyond) = counts.entry(case.operation).or_default();
        match case.check() {
            Ok(()) => *run += 1,
            // An intermediate (a sum over 39 digits, a quotient of 38) that the number type does not hold is an error by design.
            Err(MoneyError::Overflow { .. }) => *beyond += 1,
            Err(other) => panic!("{line}: {other}"),
        }
    }
    let seen: Vec<(&str, u32, u32)> = counts.into_iter().map(|(operation, (run, beyond))| (operation, run, beyond)).collect();
    let expected = [
        ("abs", 57, 0),
        ("add", 2196, 4),
        ("compare", 682, 0),
        ("divide", 804, 2),
        ("divideint", 459, 0),
        ("minus", 78, 0),
        ("multiply", 545, 33),
        ("plus", 84, 0),
        ("quantize", 337, 0),
        ("reduce", 132, 0),
        ("remainder", 580, 0),
        ("rescale", 223, 0),
        ("subtract", 756, 0),
        ("tointegral", 146, 0),
        ("tosci", 595, 0),
    ];
    assert_eq!(seen, expected);
}
