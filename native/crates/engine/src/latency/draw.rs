//! How long one message takes: integer arithmetic on splitmix64, so a seed gives the same microseconds everywhere.

use super::Delay;
use crate::matching::splitmix64;

/// The random numbers of one message: splitmix64 from a state made of the seed and the message's number.
pub struct Draws {
    state: u64,
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// A standard normal number is the sum of so many uniform ones, less half of them.
const NORMAL_PARTS: i128 = 12;
const WORD: i128 = 1 << 32;

impl Draws {
    pub fn of(seed: u64, message: u64) -> Self {
        Self { state: splitmix64(splitmix64(seed) ^ message) }
    }

    fn next(&mut self) -> u64 {
        let output = splitmix64(self.state);
        self.state = self.state.wrapping_add(GOLDEN);
        output
    }

    /// Microseconds of one part; `used` is how much of its file has been read.
    pub fn delay(&mut self, part: &Delay, used: &mut usize) -> i64 {
        match part {
            Delay::Constant { us } => *us,
            Delay::Uniform { min, max } => {
                let width = i128::from(*max).saturating_sub(i128::from(*min)).saturating_add(1);
                let share = i128::from(self.next()).saturating_mul(width) >> 64;
                min.saturating_add(i64::try_from(share).unwrap_or(i64::MAX))
            }
            Delay::Normal { mean, sd } => {
                let sum = (0..NORMAL_PARTS).fold(0i128, |sum, _| sum.saturating_add(i128::from(self.next() >> 32)));
                let away = sum.saturating_sub(NORMAL_PARTS.saturating_mul(WORD / 2));
                let drawn = i128::from(*mean).saturating_add(i128::from(*sd).saturating_mul(away).div_euclid(WORD));
                i64::try_from(drawn.max(0)).unwrap_or(i64::MAX)
            }
            Delay::File { us } => {
                let value = us.get(*used).copied().unwrap_or(0);
                *used = if used.saturating_add(1) < us.len() { used.saturating_add(1) } else { 0 };
                value
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(part: &Delay, message: u64) -> i64 {
        Draws::of(1, message).delay(part, &mut 0)
    }

    #[test]
    fn a_uniform_delay_keeps_to_both_ends_and_reaches_them() {
        let part = Delay::Uniform { min: 3, max: 5 };
        let all: std::collections::BTreeSet<i64> = (0..100).map(|message| drawn(&part, message)).collect();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [3, 4, 5]);
    }

    #[test]
    fn a_normal_delay_is_never_negative_and_lies_around_its_mean() {
        let part = Delay::Normal { mean: 1_000, sd: 500 };
        let all: Vec<i64> = (0..4_000).map(|message| drawn(&part, message)).collect();
        let mean = all.iter().sum::<i64>() / 4_000;
        assert!((980..=1_020).contains(&mean), "{mean}");
        assert!(all.iter().all(|us| (0..=4_000).contains(us)));
        assert!(all.contains(&0) || all.iter().any(|us| *us < 100));
    }

    #[test]
    fn a_file_is_read_in_its_order_and_then_again() {
        let part = Delay::File { us: vec![7, 0, 9] };
        let mut used = 0;
        let all: Vec<i64> = (0..5).map(|message| Draws::of(1, message).delay(&part, &mut used)).collect();
        assert_eq!(all, [7, 0, 9, 7, 0]);
    }
}
