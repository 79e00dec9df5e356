//! Tables whose end is something else than what happened: for proofs that nothing was decided by it.

use std::sync::Arc;

use market::Bars;
use money::pow10;
use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::table::Table;

/// The first `keep` bars as they are, then `after` more at their own times: flat at the last close, or, with a seed, noise.
#[napi(catch_unwind)]
pub fn table_altered(table: &External<Table>, keep: u32, after: u32, seed: Option<u32>) -> External<Table> {
    let bars = altered(&table.bars, keep as usize, after as usize, seed);
    let bytes = bars.time_ms.len().saturating_mul(48);
    External::new_with_size_hint(Table::new(Arc::new(bars)), bytes)
}

fn altered(source: &Bars, keep: usize, after: usize, seed: Option<u32>) -> Bars {
    let rows = source.time_ms.len();
    let keep = keep.min(rows);
    let end = keep.saturating_add(after).min(rows);
    let head = |column: &[i64], end: usize| column.get(..end.min(column.len())).unwrap_or(column).to_vec();
    let mut bars = Bars {
        symbol: source.symbol.clone(),
        time_ms: head(&source.time_ms, end),
        open: head(&source.open, keep),
        high: head(&source.high, keep),
        low: head(&source.low, keep),
        close: head(&source.close, keep),
        price_scale: source.price_scale,
        volume: head(&source.volume, keep),
        volume_scale: source.volume_scale,
        actions: source.actions.clone(),
        ..Bars::default()
    };
    // What comes before the first bar is not known either, its level least of all.
    let unit = i64::try_from(pow10(source.price_scale).unwrap_or(1)).unwrap_or(1);
    let mut price = bars.close.last().copied().unwrap_or(unit.saturating_mul(100));
    let mut chance = Chance(u64::from(seed.unwrap_or(0)));
    for _ in keep..end {
        let mut walk = |from: i64| match seed {
            Some(_) => stepped(from, &mut chance),
            None => from,
        };
        let open = walk(price);
        let close = walk(open);
        let (up, down) = (walk(open.max(close)), walk(open.min(close)));
        price = close;
        bars.open.push(open);
        bars.high.push(up.max(open).max(close));
        bars.low.push(down.min(open).min(close));
        bars.close.push(close);
        if !source.volume.is_empty() {
            let usual = bars.volume.last().copied().unwrap_or(1000).max(1);
            bars.volume.push(if seed.is_some() { 1 + chance.below(usual.saturating_mul(2)) } else { usual });
        }
    }
    bars
}

/// A price up to five percent away, never below one unit of the last decimal.
fn stepped(price: i64, chance: &mut Chance) -> i64 {
    let most = (price / 20).max(1);
    price.saturating_add(chance.below(most.saturating_mul(2).saturating_add(1)) - most).max(1)
}

/// splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let bound = u64::try_from(bound).unwrap_or(1).max(1);
        i64::try_from(mixed % bound).unwrap_or(0)
    }
}
