use super::row::ordered_bits;

/// What equal values share: nothing (who comes first in the order of the symbols is first), the average, lowest or highest of their places,
/// or one place without a gap behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ties {
    Ordinal,
    Average,
    Min,
    Max,
    Dense,
}

/// Ranks from 1, as `scipy.stats.rankdata`; descending ones are those of the negated values. `keys` is room that rows share.
pub(super) fn rank(values: &[f64], members: &[u32], ties: Ties, descends: bool, keys: &mut Vec<u128>, out: &mut [f64]) {
    // The value above the place: one integer compares as both do, which sorts without branches.
    keys.clear();
    keys.extend(members.iter().map(|&at| {
        let bits = ordered_bits(values[at as usize]);
        u128::from(if descends { !bits } else { bits }) << 32 | u128::from(at)
    }));
    keys.sort_unstable();
    let (mut before, mut dense) = (0usize, 0usize);
    for equal in keys.chunk_by(|a, b| a >> 32 == b >> 32) {
        dense += 1;
        let (first, last) = (before + 1, before + equal.len());
        for (place, &key) in equal.iter().enumerate() {
            out[(key as u32) as usize] = match ties {
                Ties::Ordinal => (first + place) as f64,
                Ties::Average => (first + last) as f64 / 2.0,
                Ties::Min => first as f64,
                Ties::Max => last as f64,
                Ties::Dense => dense as f64,
            };
        }
        before = last;
    }
}
