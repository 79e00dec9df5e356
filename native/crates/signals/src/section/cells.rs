use std::fmt;

use super::row::{Section, each_row};
use super::spread::{demean, quantiles, winsorize, within, zscore};
use super::standing::{Ties, rank};

/// Why a section could not be computed: both are broken promises of the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectionError {
    /// Columns, masks and output are not of one shape.
    Shape,
    /// No kernel of that name with so many inputs, masks and numbers.
    Unknown { name: String },
}

impl fmt::Display for SectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => write!(f, "the columns of a section are not of one shape"),
            Self::Unknown { name } => write!(f, "there is no kernel {name:?} for these inputs"),
        }
    }
}

impl std::error::Error for SectionError {}

/// Computes a kernel that gives numbers. Cell by cell: `plus`, `minus`, `times`, `div` of two inputs or an input and a number (`from` and
/// `under` are a number minus and divided by an input), `abs`, `where` of an input and a mask. Along rows of `width` symbols, of an
/// input, a mask or none, and groups (a second input) or none: `ordinal`, `average`, `min`, `max`, `dense` (1 descends), `zscore`, `demean`,
/// `winsorize`, `quantiles`, `within`.
pub fn values_into(
    name: &str,
    width: usize,
    inputs: &[&[f64]],
    masks: &[&[u8]],
    numbers: &[f64],
    out: &mut [f64],
) -> Result<(), SectionError> {
    check(width, inputs, masks, out.len())?;
    let unknown = || SectionError::Unknown { name: name.to_owned() };
    if let ("where", [values], [mask], []) = (name, inputs, masks, numbers) {
        for ((cell, &value), &taken) in out.iter_mut().zip(*values).zip(*mask) {
            *cell = if taken == 0 { f64::NAN } else { value };
        }
        return Ok(());
    }
    if let Some(pair) = arithmetic(name) {
        match (inputs, numbers) {
            ([a, b], []) => each_cell(out, a, b, pair),
            ([a], [number]) => each_number(out, a, *number, pair),
            _ => return Err(unknown()),
        }
        return Ok(());
    }
    let (Some(&values), groups) = (inputs.first(), inputs.get(1).copied()) else { return Err(unknown()) };
    let section = Section { width, values, mask: masks.first().copied(), groups };
    let ties = match name {
        "ordinal" => Some(Ties::Ordinal),
        "average" => Some(Ties::Average),
        "min" => Some(Ties::Min),
        "max" => Some(Ties::Max),
        "dense" => Some(Ties::Dense),
        _ => None,
    };
    let mut keys = Vec::with_capacity(width);
    match (name, ties, numbers) {
        (_, Some(ties), &[descends]) => {
            each_row(&section, out, |values, members, out| rank(values, members, ties, descends == 1.0, &mut keys, out))
        }
        ("zscore", _, []) => each_row(&section, out, zscore),
        ("demean", _, []) => each_row(&section, out, demean),
        ("winsorize", _, &[lower, upper]) => each_row(&section, out, |values, members, out| winsorize(values, members, lower, upper, out)),
        ("quantiles", _, &[bins]) => each_row(&section, out, |values, members, out| quantiles(values, members, bins as usize, out)),
        ("within", _, &[lower, upper]) => each_row(&section, out, |values, members, out| within(values, members, lower, upper, out)),
        _ => return Err(unknown()),
    }
    Ok(())
}

/// Computes a kernel that gives a mask: `gt`, `gte`, `lt`, `lte`, `eq` of two inputs or an input and a number, `defined` of an input, `and`,
/// `or`, `not` of masks. What has no value compares as false.
pub fn mask_into(name: &str, inputs: &[&[f64]], masks: &[&[u8]], numbers: &[f64], out: &mut [u8]) -> Result<(), SectionError> {
    check(1, inputs, masks, out.len())?;
    let unknown = || SectionError::Unknown { name: name.to_owned() };
    if let Some(holds) = comparison(name) {
        match (inputs, numbers) {
            ([a, b], []) => out.iter_mut().zip(*a).zip(*b).for_each(|((cell, a), b)| *cell = u8::from(holds(a, b))),
            ([a], [number]) => out.iter_mut().zip(*a).for_each(|(cell, a)| *cell = u8::from(holds(a, number))),
            _ => return Err(unknown()),
        }
        return Ok(());
    }
    match (name, inputs, masks) {
        ("defined", [a], []) => out.iter_mut().zip(*a).for_each(|(cell, a)| *cell = u8::from(!a.is_nan())),
        ("and", [], [a, b]) => out.iter_mut().zip(*a).zip(*b).for_each(|((cell, a), b)| *cell = a & b),
        ("or", [], [a, b]) => out.iter_mut().zip(*a).zip(*b).for_each(|((cell, a), b)| *cell = a | b),
        ("not", [], [a]) => out.iter_mut().zip(*a).for_each(|(cell, a)| *cell = 1 - a),
        _ => return Err(unknown()),
    }
    Ok(())
}

fn check(width: usize, inputs: &[&[f64]], masks: &[&[u8]], cells: usize) -> Result<(), SectionError> {
    let is_even = width > 0 && cells.is_multiple_of(width);
    let is_same = inputs.iter().all(|input| input.len() == cells) && masks.iter().all(|mask| mask.len() == cells);
    if is_even && is_same && masks.iter().all(|mask| mask.iter().all(|&each| each <= 1)) { Ok(()) } else { Err(SectionError::Shape) }
}

fn arithmetic(name: &str) -> Option<fn(f64, f64) -> f64> {
    Some(match name {
        "plus" => |a, b| a + b,
        "minus" => |a, b| a - b,
        "from" => |a, b| b - a,
        "times" => |a, b| a * b,
        "div" => |a, b| a / b,
        "under" => |a, b| b / a,
        "abs" => |a, _| a.abs(),
        _ => return None,
    })
}

fn comparison(name: &str) -> Option<fn(&f64, &f64) -> bool> {
    Some(match name {
        "gt" => |a, b| a > b,
        "gte" => |a, b| a >= b,
        "lt" => |a, b| a < b,
        "lte" => |a, b| a <= b,
        "eq" => |a, b| a == b,
        _ => return None,
    })
}

fn each_cell(out: &mut [f64], a: &[f64], b: &[f64], pair: fn(f64, f64) -> f64) {
    for ((cell, &a), &b) in out.iter_mut().zip(a).zip(b) {
        *cell = finite(pair(a, b));
    }
}

fn each_number(out: &mut [f64], a: &[f64], number: f64, pair: fn(f64, f64) -> f64) {
    for (cell, &a) in out.iter_mut().zip(a) {
        *cell = finite(pair(a, number));
    }
}

/// A quotient by zero and what is too large for a double have no value.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}
