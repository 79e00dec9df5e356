#![allow(clippy::float_arithmetic, reason = "statistics of equity are floats by definition")]

use std::ops::Range;

use crate::Step;

/// Statistics of a curve whose amounts are read as doubles.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveFacts {
    pub fall: Fall,
    /// Points with a gross exposure above zero, and the sum of gross exposure / equity over them.
    pub held: u32,
    pub ratios: f64,
    /// Sum and lowest of equity over all points.
    pub sum: f64,
    pub lowest: f64,
    /// Equity at the steps that were asked for.
    pub samples: Vec<f64>,
}

/// The deepest fall from the highest value so far; of equal falls the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fall {
    /// Fraction of the peak; 0 when there was none.
    pub depth: f64,
    /// `None`: the start value.
    pub peak: Option<Step>,
    pub trough: Option<Step>,
    /// First step after the trough at or above the peak.
    pub recovery: Option<Step>,
}

/// Takes a curve point by point, in the order of steps.
pub(crate) struct Fold<'a> {
    wanted: &'a [Step],
    facts: CurveFacts,
    highest: f64,
    highest_at: Option<Step>,
    /// Lowest value since the highest.
    low: f64,
    /// Gross exposure / equity of the block at hand.
    ratios: Vec<f64>,
}

impl<'a> Fold<'a> {
    pub fn new(start: f64, wanted: &'a [Step]) -> Self {
        let fall = Fall { depth: 0.0, peak: None, trough: None, recovery: None };
        let samples = Vec::with_capacity(wanted.len());
        let facts = CurveFacts { fall, held: 0, ratios: 0.0, sum: 0.0, lowest: f64::INFINITY, samples };
        Self { wanted, facts, highest: start, highest_at: None, low: start, ratios: Vec::new() }
    }

    pub fn facts(self) -> CurveFacts {
        self.facts
    }

    /// The same equity at every step, and no position.
    pub fn flat(&mut self, steps: Range<Step>, value: f64) {
        self.watch(steps.start, value);
        self.facts.sum = add_repeatedly(self.facts.sum, value, steps.end.saturating_sub(steps.start));
        self.facts.lowest = self.facts.lowest.min(value);
        self.sample(steps, |_| value);
    }

    /// Equity and gross exposure of consecutive steps.
    pub fn block(&mut self, from: Step, equity: &[f64], gross: &[f64]) {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let CurveFacts { mut held, mut ratios, mut sum, .. } = self.facts;
        self.ratios.clear();
        self.ratios.extend(equity.iter().zip(gross).map(|(value, gross)| gross / value));
        for ((value, gross), ratio) in equity.iter().zip(gross).zip(&self.ratios) {
            sum += value;
            (low, high) = (low.min(*value), high.max(*value));
            if *gross > 0.0 {
                held = held.saturating_add(1);
                ratios += ratio;
            }
        }
        (self.facts.held, self.facts.ratios, self.facts.sum, self.facts.lowest) = (held, ratios, sum, self.facts.lowest.min(low));
        // Between the lowest and the highest value so far nothing is new.
        if low < self.low || high >= self.highest {
            (from..).zip(equity).for_each(|(step, value)| self.watch(step, *value));
        }
        let to = from.saturating_add(u32::try_from(equity.len()).unwrap_or(u32::MAX));
        self.sample(from..to, |step| equity.get(step.saturating_sub(from) as usize).copied().unwrap_or(f64::NAN));
    }

    fn sample(&mut self, steps: Range<Step>, value: impl Fn(Step) -> f64) {
        while let Some((step, rest)) = self.wanted.split_first()
            && *step < steps.end
        {
            self.facts.samples.push(value(*step));
            self.wanted = rest;
        }
    }

    #[inline]
    fn watch(&mut self, step: Step, value: f64) {
        let fall = &mut self.facts.fall;
        if value >= self.highest {
            if fall.recovery.is_none() && fall.trough.is_some() {
                fall.recovery = Some(step);
            }
            if value > self.highest {
                (self.highest, self.highest_at, self.low) = (value, Some(step), value);
            }
        } else if value < self.low {
            self.low = value;
            let depth = (self.highest - value) / self.highest;
            if depth > fall.depth {
                *fall = Fall { depth, peak: self.highest_at, trough: Some(step), recovery: None };
            }
        }
    }
}

/// `sum` after `times` additions of `value`, each rounded. While a sum stays between two powers of two, every addition moves it by the
/// same whole number of its last places, unless the value lies just between two of them.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number between 0 and what is left")]
fn add_repeatedly(mut sum: f64, value: f64, times: Step) -> f64 {
    let mut left = times;
    while left > 0 {
        let next = sum + value;
        left -= 1;
        let ceiling = f64::from_bits((next.to_bits() & EXPONENT) + ONE_BINADE);
        let place = f64::from_bits(next.to_bits() + 1) - next;
        if sum > 0.0 && value > 0.0 && sum.to_bits() & EXPONENT == next.to_bits() & EXPONENT && ceiling.is_finite() {
            let by = next - sum;
            if by == 0.0 {
                return next;
            }
            if (value - by).abs() * 2.0 != place {
                // One fewer than fit, so that rounding of this very quotient does no harm.
                let more = (((ceiling - next) / by).floor() - 1.0).clamp(0.0, f64::from(left));
                sum = next + more * by;
                left -= more as Step;
                continue;
            }
        }
        sum = next;
    }
    sum
}

const EXPONENT: u64 = 0x7ff0_0000_0000_0000;
const ONE_BINADE: u64 = 1 << 52;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one_by_one(mut sum: f64, value: f64, times: u32) -> f64 {
        for _ in 0..times {
            sum += value;
        }
        sum
    }

    #[test]
    fn ties_and_sums_that_no_longer_move_are_added_like_any_other() {
        let top = 9_007_199_254_740_992.0;
        for (sum, value) in
            [(top, 1.0), (top + 2.0, 1.0), (top, 3.0), (top, 0.3), (1.0, 1.0), (0.0, 0.1), (5.0, -1.0), (top * 2.0, 6.0), (-3.0, 0.7)]
        {
            for times in [0, 1, 2, 3, 1000] {
                assert_eq!(add_repeatedly(sum, value, times).to_bits(), one_by_one(sum, value, times).to_bits(), "{sum} {value} {times}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn many_additions_give_the_bits_of_each_in_turn(sum in 0u64..1 << 60, value in 1u64..1 << 45, scale in 0u32..30, times in 0u32..3_000) {
            let ten = 10f64.powi(i32::try_from(scale % 7).unwrap());
            let (sum, value) = (sum as f64 / ten, (value >> scale) as f64 / ten);
            prop_assert_eq!(add_repeatedly(sum, value, times).to_bits(), one_by_one(sum, value, times).to_bits());
        }
    }
}
