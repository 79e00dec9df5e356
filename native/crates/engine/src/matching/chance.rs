//! Orders that only perhaps act in a bar (F10), and that get a part of what they could fill (F11).

use money::{Decimal, Ratio, Rounding, pow10};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::Order;
use crate::{Chance, OrderId, Side, Step};

use super::budget::to_lot;

/// Decimals of probability and draw in `why.chance`, half-even.
pub(crate) const CHANCE_SCALE: u8 = 12;
const DRAW_BITS: u32 = 53;

impl Engine {
    /// Whether the order can act in the bar `index` of its symbol at `step`: it is lucky, and has not filled there in part already.
    pub(crate) fn may_act(&self, order: &Order, step: Step, index: u32) -> Result<bool, EngineError> {
        if self.config.fills.partial.is_some() && order.filled_step == Some(step) {
            return Ok(false);
        }
        if order.is_dormant() {
            return Ok(true); // to wake is not to act
        }
        let Some((probability, drawn)) = self.luck(order, step, index)? else { return Ok(true) };
        Ok(drawn.compare(probability)?.is_lt())
    }

    /// What stands in `why.chance` of a fill of this order here.
    pub(crate) fn chance(&self, id: OrderId, step: Step, index: u32) -> Result<Option<Chance>, EngineError> {
        let luck = self.book.get(id).map(|order| self.luck(order, step, index)).transpose()?.flatten();
        let at = |ratio: Ratio| -> Result<i64, EngineError> {
            let value = ratio.scale(pow10(CHANCE_SCALE)?, Rounding::HalfEven)?;
            Ok(i64::try_from(value).map_err(|_| money::MoneyError::Overflow { operation: "chance" })?)
        };
        luck.map(|(probability, drawn)| Ok(Chance { probability: at(probability)?, drawn: at(drawn)? })).transpose()
    }

    /// The probability below one with which the order acts in this bar, and the number drawn for the two.
    fn luck(&self, order: &Order, step: Step, index: u32) -> Result<Option<(Ratio, Ratio)>, EngineError> {
        let Some(rules) = self.config.fills.probability.as_ref() else { return Ok(None) };
        let as_limit = order.limit.filter(|_| !order.is_untriggered());
        let given = match as_limit {
            _ if order.is_market_now() && order.triggered => rules.stop,
            _ if order.waits_for_print() => rules.market,
            Some(limit) if self.goes_through(order, limit, index)? => rules.limit_through,
            Some(_) => rules.limit_touch,
            None => rules.stop,
        };
        let mut probability = ratio(given)?;
        if let Some(size) = rules.size {
            probability = self.less_for_size(order, index, size, probability)?;
        }
        if probability.compare(Ratio::new(1, 1)?)?.is_ge() {
            return Ok(None);
        }
        let drawn = i128::from(draw(self.config.seed, order.id, step));
        Ok(Some((probability, Ratio::new(drawn, 1i128 << DRAW_BITS)?)))
    }

    /// The bar goes one tick beyond the limit or more.
    fn goes_through(&self, order: &Order, limit: i128, index: u32) -> Result<bool, EngineError> {
        let tick = self.tick(order.symbol)?;
        let Some(bar) = self.bars.get(order.symbol as usize).and_then(|bars| bars.bar(index)) else { return Ok(false) };
        Ok(match order.side {
            Side::Buy => self.to_price(order.symbol, bar.low)? <= limit.saturating_sub(tick),
            Side::Sell => self.to_price(order.symbol, bar.high)? >= limit.saturating_add(tick),
        })
    }

    /// An order larger than a part of the bar's volume has that much less of a chance.
    fn less_for_size(&self, order: &Order, index: u32, size: Decimal, probability: Ratio) -> Result<Ratio, EngineError> {
        let spec = self.spec(order.symbol)?;
        let volume = Ratio::new(i128::from(self.volume_at(order.symbol, index)), pow10(spec.volume_scale)?)?;
        let open = Ratio::new(i128::from(order.remaining()), pow10(spec.scales.quantity)?)?;
        let room = volume.multiply(ratio(size)?)?;
        if open.num() <= 0 || open.compare(room)?.is_le() {
            return Ok(probability);
        }
        Ok(probability.multiply(room.multiply(open.inverse()?)?)?)
    }

    /// The part that fills of what an order could fill at a point, toward zero to the lot and at least one lot (F11).
    pub(crate) fn part_of(&self, allowed: i64, lot: i64) -> Result<i64, EngineError> {
        let Some(part) = self.config.fills.partial else { return Ok(allowed) };
        let share = ratio(part)?.scale(i128::from(allowed), Rounding::Down)?;
        let share = i64::try_from(share).map_err(|_| money::MoneyError::Overflow { operation: "partial fill" })?;
        Ok(to_lot(share, lot).max(lot).min(allowed))
    }
}

fn ratio(value: Decimal) -> Result<Ratio, EngineError> {
    Ok(Ratio::new(value.mantissa, pow10(value.scale)?)?)
}

/// The number of an order and a step: 53 bits of splitmix64 over the seed, then the order's id, then the step.
fn draw(seed: u64, order: OrderId, step: Step) -> u64 {
    let mixed = splitmix64(splitmix64(splitmix64(seed) ^ u64::from(order)) ^ u64::from(step));
    mixed >> (u64::BITS - DRAW_BITS)
}

/// One output of Steele, Lea and Flood's generator at this state.
pub(crate) fn splitmix64(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitmix64_gives_the_published_sequence() {
        // The first outputs of the reference implementation (prng.di.unimi.it/splitmix64.c) for the state 1234567.
        let golden = 0x9e37_79b9_7f4a_7c15u64;
        let outputs: Vec<u64> = (0..3u64).map(|n| splitmix64(1_234_567u64.wrapping_add(golden.wrapping_mul(n)))).collect();
        assert_eq!(outputs, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
