use crate::atr::{atr, true_range};
use crate::bands::{BandsOutput, bbands};
use crate::change::{momentum, returns, roc};
use crate::column::Column;
use crate::deviation::stdev;
use crate::ema::ema;
use crate::error::SignalError;
use crate::extremes::{highest, lowest};
use crate::macd::{MacdLengths, MacdOutput, macd};
use crate::rsi::rsi;
use crate::sma::sma;
use crate::stoch::{StochLengths, StochOutput, stoch};
use crate::wma::wma;

/// One input of [`compute`]: the values, and for a price column the decimals they came from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub values: &'a [f64],
    /// Mantissas and scale; used by the kernels that sum.
    pub exact: Option<(&'a [i64], u8)>,
}

impl<'a> Input<'a> {
    fn column(&self) -> Column<'a> {
        match self.exact {
            Some((mantissas, scale)) => Column::Exact { mantissas, scale },
            None => Column::Float(self.values),
        }
    }
}

/// What an indicator takes and gives, by the names of its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel {
    pub name: &'static str,
    pub columns: usize,
    /// The last of them is a number for `bbands` (its deviations), else all are lengths.
    pub numbers: &'static [&'static str],
    pub outputs: usize,
}

const fn kernel(name: &'static str, columns: usize, numbers: &'static [&'static str], outputs: usize) -> Kernel {
    Kernel { name, columns, numbers, outputs }
}

/// Every indicator [`compute`] knows.
pub const KERNELS: &[Kernel] = &[
    kernel("atr", 3, &["length"], 1),
    kernel("bbands", 1, &["length", "deviations"], 3),
    kernel("ema", 1, &["length"], 1),
    kernel("highest", 1, &["length"], 1),
    kernel("lowest", 1, &["length"], 1),
    kernel("macd", 1, &["fast", "slow", "signal"], 3),
    kernel("momentum", 1, &["length"], 1),
    kernel("returns", 1, &["length"], 1),
    kernel("roc", 1, &["length"], 1),
    kernel("rsi", 1, &["length"], 1),
    kernel("sma", 1, &["length"], 1),
    kernel("stdev", 1, &["length"], 1),
    kernel("stoch", 3, &["k", "smooth", "d"], 2),
    kernel("trueRange", 3, &[], 1),
    kernel("wma", 1, &["length"], 1),
];

/// Computes an indicator by its name into new columns, see [`compute_into`].
pub fn compute(name: &str, inputs: &[Input<'_>], numbers: &[f64]) -> Result<Vec<Vec<f64>>, SignalError> {
    let count = inputs.first().map_or(0, |input| input.values.len());
    let outputs = KERNELS.iter().find(|kernel| kernel.name == name).map_or(0, |kernel| kernel.outputs);
    let mut columns = vec![vec![0.0; count]; outputs];
    compute_into(name, inputs, numbers, &mut columns.iter_mut().map(Vec::as_mut_slice).collect::<Vec<_>>())?;
    Ok(columns)
}

/// Computes an indicator by its name, over whatever the outputs hold. `atr`, `stoch` and `trueRange` take high, low and close. The
/// outputs come in the order of the record the indicator is known by: bbands upper, middle, lower; macd macd, signal, histogram; stoch k, d.
pub fn compute_into(name: &str, inputs: &[Input<'_>], numbers: &[f64], outputs: &mut [&mut [f64]]) -> Result<(), SignalError> {
    let Some(kernel) = KERNELS.iter().find(|kernel| kernel.name == name) else {
        return Err(SignalError::Unknown { name: name.to_owned() });
    };
    let wrong = SignalError::Arguments { indicator: kernel.name, columns: inputs.len(), numbers: numbers.len() };
    let Some(first) = inputs.first() else { return Err(wrong) };
    let count = first.values.len();
    for input in inputs {
        crate::error::check_equal(kernel.name, count, input.values.len())?;
        if let Some((mantissas, _)) = input.exact {
            crate::error::check_equal(kernel.name, count, mantissas.len())?;
        }
    }
    if inputs.len() != kernel.columns || numbers.len() != kernel.numbers.len() {
        return Err(wrong);
    }
    let length = |position: usize| whole(kernel.name, kernel.numbers[position], numbers[position]);
    match (kernel.name, inputs, outputs) {
        ("atr", [high, low, close], [out]) => atr(high.values, low.values, close.values, length(0)?, out),
        ("trueRange", [high, low, close], [out]) => true_range(high.values, low.values, close.values, out),
        ("ema", [input], [out]) => ema(input.values, length(0)?, out),
        ("highest", [input], [out]) => highest(input.values, length(0)?, out),
        ("lowest", [input], [out]) => lowest(input.values, length(0)?, out),
        ("momentum", [input], [out]) => momentum(input.column(), length(0)?, out),
        ("returns", [input], [out]) => returns(input.column(), length(0)?, out),
        ("roc", [input], [out]) => roc(input.column(), length(0)?, out),
        ("rsi", [input], [out]) => rsi(input.values, length(0)?, out),
        ("sma", [input], [out]) => sma(input.column(), length(0)?, out),
        ("stdev", [input], [out]) => stdev(input.column(), length(0)?, out),
        ("wma", [input], [out]) => wma(input.column(), length(0)?, out),
        ("bbands", [input], [upper, middle, lower]) => bbands(input.column(), length(0)?, numbers[1], BandsOutput { upper, middle, lower }),
        ("macd", [input], [line, signal, histogram]) => {
            let lengths = MacdLengths { fast: length(0)?, slow: length(1)?, signal: length(2)? };
            macd(input.values, lengths, MacdOutput { macd: line, signal, histogram })
        }
        ("stoch", [high, low, close], [k, d]) => {
            let lengths = StochLengths { k: length(0)?, smooth: length(1)?, d: length(2)? };
            stoch(high.values, low.values, close.values, lengths, StochOutput { k, d })
        }
        _ => Err(wrong),
    }
}

fn whole(indicator: &'static str, argument: &'static str, value: f64) -> Result<usize, SignalError> {
    if value >= 1.0 && value <= f64::from(i32::MAX) && value.fract() == 0.0 {
        return Ok(value as usize);
    }
    Err(SignalError::Length { indicator, argument, value })
}
