/// A sum kept as an unevaluated pair of doubles, so that what is added and taken away again leaves nothing behind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Compensated {
    pub high: f64,
    pub low: f64,
}

impl Compensated {
    #[inline]
    pub fn add(&mut self, value: f64) {
        let (high, error) = two_sum(self.high, value);
        let (high, low) = fast_two_sum(high, self.low + error);
        *self = Self { high, low };
    }

    #[inline]
    pub fn add_pair(&mut self, pair: Self) {
        let (high, error) = two_sum(self.high, pair.high);
        let (high, low) = fast_two_sum(high, self.low + (pair.low + error));
        *self = Self { high, low };
    }

    #[inline]
    pub fn scale(self, factor: f64) -> Self {
        let product = exact_product(self.high, factor);
        let (high, low) = fast_two_sum(product.high, product.low + self.low * factor);
        Self { high, low }
    }

    #[inline]
    pub fn squared(self) -> Self {
        let product = exact_product(self.high, self.high);
        let (high, low) = fast_two_sum(product.high, product.low + 2.0 * self.high * self.low);
        Self { high, low }
    }

    #[inline]
    pub fn negated(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }

    /// The quotient, corrected by what the first division left over: the mean of equal values is that value.
    #[inline]
    pub fn divided(self, divisor: f64) -> f64 {
        let quotient = self.high / divisor;
        let product = exact_product(quotient, divisor);
        quotient + ((self.high - product.high) - product.low + self.low) / divisor
    }

    #[inline]
    pub fn value(self) -> f64 {
        self.high + self.low
    }
}

/// Knuth's two-sum: the rounded sum and its error.
#[inline]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// Dekker's variant for `|a| >= |b|`.
#[inline]
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// The product of two doubles without error, by Dekker's splitting: the target has no fused multiply-add to rely on.
#[inline]
pub(crate) fn exact_product(a: f64, b: f64) -> Compensated {
    let high = a * b;
    let ((a1, a2), (b1, b2)) = (split(a), split(b));
    Compensated { high, low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2 }
}

#[inline]
fn split(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_value_that_comes_and_goes_leaves_the_small_ones_intact() {
        let mut sum = Compensated::default();
        for value in [0.1, 1e17, 0.2, -1e17] {
            sum.add(value);
        }
        assert_eq!(sum.value(), 0.1 + 0.2);
    }

    #[test]
    fn a_product_carries_its_rounding_error() {
        // (2^27 + 1)^2 = 2^54 + 2^28 + 1: the 1 does not fit beside 2^54.
        let product = exact_product(134_217_729.0, 134_217_729.0);
        assert_eq!((product.high, product.low), (18_014_398_777_917_440.0, 1.0));
    }
}
