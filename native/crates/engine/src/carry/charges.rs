use money::{Rounding, div_round, mul_div_rem, pow10};

use super::{CarryKind, CarryTerms, DayCount};
use crate::account::SymbolSpec;
use crate::config::Config;
use crate::error::{EngineError, overflow};
use crate::{Step, SymbolId};

/// The day counts, rates and residues of a run that has any.
#[derive(Debug, Clone)]
pub(crate) struct Charges {
    pub kinds: Vec<Charge>,
    /// First steps of the exchange days after the first, and those before whose open a rollover lies; with whether a day begins.
    starts: Vec<(Step, bool)>,
    /// Of `starts`, those whose days have been charged.
    done: usize,
}

/// One kind with its rates at one scale and what rounding has left of each symbol.
#[derive(Debug, Clone)]
pub(crate) struct Charge {
    pub kind: CarryKind,
    pub day_count: DayCount,
    /// Decimals of the rates.
    pub scale: u8,
    /// Parts of a ledger unit in which amounts are exact.
    parts: i128,
    rates: Vec<Vec<Rate>>,
    residues: Vec<i128>,
    nights: Vec<(Step, i32)>,
}

#[derive(Debug, Clone, Copy)]
struct Rate {
    from: i32,
    plus: i128,
    minus: i128,
    /// At the symbol's quantity scale, in whole lots.
    available: Option<i64>,
}

impl Charges {
    /// `None` when the settings ask for none.
    pub fn new(config: &Config, specs: &[SymbolSpec], days: &[i32]) -> Result<Option<Self>, EngineError> {
        let asked =
            [(CarryKind::Borrow, &config.borrow), (CarryKind::Financing, &config.financing), (CarryKind::Interest, &config.interest)];
        let kinds = asked.into_iter().filter_map(|(kind, terms)| terms.as_ref().map(|terms| Charge::new(kind, terms, specs)));
        let kinds = kinds.collect::<Result<Vec<_>, _>>()?;
        if kinds.is_empty() {
            return Ok(None);
        }
        let days = (1u32..).zip(days.windows(2)).filter(|(_, pair)| pair.first() != pair.last()).map(|(step, _)| (step, true));
        let nights = kinds.iter().flat_map(|charge| charge.nights.iter().map(|(step, _)| (*step, false)));
        let mut starts: Vec<(Step, bool)> = days.chain(nights).collect();
        starts.sort_unstable_by_key(|(step, is_day)| (*step, !is_day));
        starts.dedup_by_key(|(step, _)| *step);
        Ok(Some(Self { kinds, starts, done: 0 }))
    }

    /// The next step before whose open a day is charged.
    pub fn next_step(&self) -> Option<Step> {
        self.starts.get(self.done).map(|(step, _)| *step)
    }

    /// Once for a step at which something is charged: whether a day begins with it.
    pub fn take(&mut self, step: Step) -> Option<bool> {
        let (_, is_day) = *self.starts.get(self.done).filter(|(next, _)| *next <= step)?;
        self.done = self.done.saturating_add(1);
        Some(is_day)
    }

    pub fn of(&self, kind: CarryKind) -> Option<&Charge> {
        self.kinds.iter().find(|charge| charge.kind == kind)
    }
}

impl Charge {
    fn new(kind: CarryKind, terms: &CarryTerms, specs: &[SymbolSpec]) -> Result<Self, EngineError> {
        let all = || terms.rates.iter().flatten();
        let scale = all().map(|rate| rate.plus.scale.max(rate.minus.scale)).max().unwrap_or(0);
        let read = |rates: &Vec<super::DatedRate>, spec: Option<&SymbolSpec>| -> Result<Vec<Rate>, EngineError> {
            let one = |rate: &super::DatedRate| {
                // Futures are not borrowed: nobody has to be found who lends them.
                let available = match (rate.available, spec) {
                    (Some(available), Some(spec)) if !spec.is_settled() => Some(whole_lots(available, spec)?),
                    _ => None,
                };
                Ok(Rate { from: rate.from, plus: rate.plus.mantissa_at(scale)?, minus: rate.minus.mantissa_at(scale)?, available })
            };
            rates.iter().map(one).collect()
        };
        let rates = (0..).zip(&terms.rates).map(|(at, rates)| read(rates, specs.get::<usize>(at))).collect::<Result<Vec<_>, _>>()?;
        let parts = pow10(scale)?.checked_mul(terms.day_count.year()).ok_or_else(|| overflow("day count"))?;
        let residues = vec![0; rates.len()];
        Ok(Self { kind, day_count: terms.day_count, scale, parts, rates, residues, nights: terms.nights.clone() })
    }

    /// Days since the last charge for what is charged before a step's open; none where nothing is.
    pub fn days(&self, step: Step, is_day: bool, days: i32) -> Option<i32> {
        if self.day_count != DayCount::Nights {
            return is_day.then_some(days);
        }
        self.nights
            .binary_search_by_key(&step, |(night, _)| *night)
            .ok()
            .and_then(|index| self.nights.get(index))
            .map(|(_, nights)| *nights)
    }

    /// The rate on a day for what the account pays (a positive base) or lends, at `scale`; none before the first.
    pub fn rate(&self, symbol: SymbolId, day: i32, base: i128) -> Option<i128> {
        self.in_force(symbol, day).map(|rate| if base < 0 { rate.minus } else { rate.plus })
    }

    /// Most that can be borrowed of a symbol on a day.
    pub fn available(&self, symbol: SymbolId, day: i32) -> Option<i64> {
        self.in_force(symbol, day)?.available
    }

    fn in_force(&self, symbol: SymbolId, day: i32) -> Option<&Rate> {
        let rates = self.rates.get(symbol as usize)?;
        rates.get(rates.partition_point(|rate| rate.from <= day).checked_sub(1)?)
    }

    /// `base` times rate times a part of a year, half-even at the ledger's scale; what that leaves waits for the symbol's next amount.
    pub fn amount(&mut self, symbol: SymbolId, base: i128, rate: i128, parts: i128) -> Result<i128, EngineError> {
        let too_large = || overflow("accrual");
        let Some(residue) = self.residues.get_mut(symbol as usize) else { return Ok(0) };
        let (whole, rest) = mul_div_rem(base, rate.checked_mul(parts).ok_or_else(too_large)?, self.parts)?;
        // Both are below a whole, so the sum is exact; the floor keeps what is left of it above zero.
        let rest = rest.checked_add(*residue).ok_or_else(too_large)?;
        let floor = div_round(rest, self.parts, Rounding::Floor)?;
        let (whole, rest) = (whole.checked_add(floor).ok_or_else(too_large)?, rest.rem_euclid(self.parts));
        let up = match rest.cmp(&(self.parts - rest)) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => whole.rem_euclid(2) == 1,
            std::cmp::Ordering::Greater => true,
        };
        *residue = if up { rest - self.parts } else { rest };
        whole.checked_add(i128::from(up)).ok_or_else(too_large)
    }
}

fn whole_lots(available: money::Decimal, spec: &SymbolSpec) -> Result<i64, EngineError> {
    let quantity = available.rounded_at(spec.scales.quantity, Rounding::Floor)?;
    let quantity = i64::try_from(quantity).unwrap_or(i64::MAX);
    Ok(quantity.saturating_sub(quantity.rem_euclid(spec.lot)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{daily, settings};
    use serde_json::json;

    fn charge(rate: &str, day_count: &str) -> Charge {
        let terms = json!({"borrow": {"dayCount": day_count, "rates": [[{"plus": rate, "minus": rate}]]}});
        let config = settings(&["X"], &terms);
        let spec = SymbolSpec::new(config.instruments[0].clone(), &daily("X", 2, &[1])).unwrap();
        Charges::new(&config, &[spec], &[0, 1]).unwrap().unwrap().kinds.remove(0)
    }

    #[test]
    fn what_rounding_leaves_is_carried_so_that_no_sum_drifts() {
        // 100 x 0.03 / 360 is 1/120 of a unit a day: a tie after sixty days goes to the even 0, the day after that pays 1.
        let mut charge = charge("0.03", "actual/360");
        let amounts: Vec<i128> = (0..360).map(|_| charge.amount(0, 100, 3, 1).unwrap()).collect();
        let paid: Vec<usize> = (0..360).filter(|at| amounts[*at] != 0).collect();
        assert_eq!(paid, [60, 180, 300]);
        assert_eq!(amounts.iter().sum::<i128>(), 3);
    }

    #[test]
    fn an_amount_beyond_128_bits_on_the_way_is_exact() {
        let mut charge = charge("0.1234567891", "actual/actual");
        let base = 10i128.pow(32) + 1;
        let rate = 1_234_567_891;
        // (10^32 + 1) x 0.1234567891 x 366 / 133590, half-even, by Python's fractions.
        assert_eq!(charge.amount(0, base, rate, 366), Ok(33_823_777_835_616_438_356_164_383_562));
        assert_eq!(charge.amount(0, -base, rate, 366), Ok(-33_823_777_835_616_438_356_164_383_562));
        assert_eq!(charge.residues, [0]);
    }
}
