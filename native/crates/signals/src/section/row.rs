/// Who takes part in each row.
pub(super) struct Section<'a> {
    pub width: usize,
    pub values: &'a [f64],
    pub mask: Option<&'a [u8]>,
    /// Whoever has the same number belongs together.
    pub groups: Option<&'a [f64]>,
}

/// Calls `work` for each row, and within it for each group, with the row's values, the places of those who take part in the order of the
/// symbols, and the row to write; all others get `NaN`.
pub(super) fn each_row(section: &Section<'_>, out: &mut [f64], mut work: impl FnMut(&[f64], &mut [u32], &mut [f64])) {
    let mut members: Vec<u32> = Vec::with_capacity(section.width);
    for (row, (values, out)) in section.values.chunks(section.width).zip(out.chunks_mut(section.width)).enumerate() {
        let place = row * section.width;
        let mask = section.mask.map(|mask| &mask[place..place + section.width]);
        let groups = section.groups.map(|groups| &groups[place..place + section.width]);
        out.fill(f64::NAN);
        members.clear();
        members.extend((0..section.width as u32).filter(|&at| {
            let at = at as usize;
            !values[at].is_nan() && mask.is_none_or(|mask| mask[at] != 0) && groups.is_none_or(|groups| !groups[at].is_nan())
        }));
        let Some(groups) = groups else {
            if !members.is_empty() {
                work(values, &mut members, out);
            }
            continue;
        };
        members.sort_unstable_by_key(|&at| (ordered_bits(groups[at as usize]), at));
        for group in members.chunk_by_mut(|&a, &b| groups[a as usize] == groups[b as usize]) {
            work(values, group, out);
        }
    }
}

/// An integer that orders as the number does; both zeros are one.
#[inline]
pub(super) fn ordered_bits(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}
