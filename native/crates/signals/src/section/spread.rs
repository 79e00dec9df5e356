use super::row::ordered_bits;
use crate::compensated::Compensated;

/// Less the mean.
pub(super) fn demean(values: &[f64], members: &mut [u32], out: &mut [f64]) {
    let mean = mean_of(members.iter().map(|&at| values[at as usize]), members.len());
    for &at in members.iter() {
        out[at as usize] = finite(values[at as usize] - mean);
    }
}

/// Less the mean, in standard deviations of the population; `NaN` where all are equal.
pub(super) fn zscore(values: &[f64], members: &mut [u32], out: &mut [f64]) {
    demean(values, members, out);
    let squares = members.iter().map(|&at| out[at as usize] * out[at as usize]);
    let deviation = mean_of(squares, members.len()).sqrt();
    for &at in members.iter() {
        out[at as usize] = finite(out[at as usize] / deviation);
    }
}

fn mean_of(values: impl Iterator<Item = f64>, count: usize) -> f64 {
    let mut sum = Compensated::default();
    values.for_each(|value| sum.add(value));
    sum.divided(count as f64)
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// The lowest fraction `lower` of the values becomes the next one above, what lies beyond the fraction `upper` the one below, as
/// `scipy.stats.mstats.winsorize` and zipline count them.
pub(super) fn winsorize(values: &[f64], members: &mut [u32], lower: f64, upper: f64, out: &mut [f64]) {
    sort(values, members);
    let count = members.len();
    let low = ((lower * count as f64) as usize).min(count - 1);
    let high = ((upper * count as f64).ceil() as usize).clamp(low + 1, count);
    let (lowest, highest) = (values[members[low] as usize], values[members[high - 1] as usize]);
    for (place, &at) in members.iter().enumerate() {
        out[at as usize] = if place < low {
            lowest
        } else if place >= high {
            highest
        } else {
            values[at as usize]
        };
    }
}

/// Bins of equal counts, 0 the lowest: edges interpolate linearly between values, and a value on an edge belongs to the bin below, as in
/// `pandas.qcut`. Equal edges leave bins empty.
pub(super) fn quantiles(values: &[f64], members: &mut [u32], bins: usize, out: &mut [f64]) {
    sort(values, members);
    let last = members.len() - 1;
    let value = |place: usize| values[members[place] as usize];
    let edges: Vec<f64> = (1..bins)
        .map(|edge| {
            let (place, rest) = (edge * last / bins, edge * last % bins);
            if rest == 0 { value(place) } else { between(value(place), value(place + 1), rest as f64 / bins as f64) }
        })
        .collect();
    let mut bin = 0;
    for &at in members.iter() {
        while bin < edges.len() && edges[bin] < values[at as usize] {
            bin += 1;
        }
        out[at as usize] = bin as f64;
    }
}

/// 1 from the percentile `lower` to the percentile `upper`, both included, else 0; percentiles interpolate as `numpy.percentile` does.
pub(super) fn within(values: &[f64], members: &mut [u32], lower: f64, upper: f64, out: &mut [f64]) {
    sort(values, members);
    let last = members.len() - 1;
    let percentile = |fraction: f64| {
        let place = fraction * last as f64;
        let below = (place.floor() as usize).min(last);
        let [a, b] = [below, (below + 1).min(last)].map(|at| values[members[at] as usize]);
        between(a, b, place - below as f64)
    };
    let (low, high) = (percentile(lower), percentile(upper));
    for &at in members.iter() {
        out[at as usize] = f64::from(u8::from(low <= values[at as usize] && values[at as usize] <= high));
    }
}

/// By value, equal ones in the order of the symbols.
fn sort(values: &[f64], members: &mut [u32]) {
    members.sort_unstable_by_key(|&at| (ordered_bits(values[at as usize]), at));
}

/// From the nearer end, so that both ends are met exactly.
fn between(a: f64, b: f64, part: f64) -> f64 {
    if part >= 0.5 { b - (b - a) * (1.0 - part) } else { a + (b - a) * part }
}
