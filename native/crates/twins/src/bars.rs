use market::Bars;

/// The `m1M` bars of `bench/data/bars.ts`, where the recipe is explained: prices in cents, one bar a minute.
pub fn minute_bars(count: i64) -> Bars {
    let mut bars = Bars { symbol: "X".to_owned(), price_scale: 2, ..Bars::default() };
    let closes = closes(count);
    let mut open = 10_000;
    for (i, &close) in (0..).zip(&closes) {
        let [up, down, traded, _] = parts(2 * i + 1);
        bars.time_ms.push(1_104_537_600_000 + i * 60_000);
        bars.open.push(open);
        bars.high.push(open.max(close) + ((up * 6) >> 16));
        bars.low.push(open.min(close) - ((down * 6) >> 16));
        bars.close.push(close);
        bars.volume.push(100 + ((traded * 9_900) >> 16));
        open = close;
    }
    bars
}

fn closes(count: i64) -> Vec<i64> {
    let mut total = 2_000;
    let mut closes = Vec::new();
    for i in 0..count {
        total += (8 * (parts(2 * i).iter().sum::<i64>() - 131_070) + 37_837).div_euclid(75_674);
        let folded = total.rem_euclid(14_000);
        closes.push(8_000 + folded.min(14_000 - folded));
    }
    while let ties @ [_, ..] = &ties(&closes)[..] {
        for &at in ties {
            closes[at] += 1;
        }
    }
    closes
}

fn ties(closes: &[i64]) -> Vec<usize> {
    let sum = |end: usize, length: usize| closes[end + 1 - length..=end].iter().sum::<i64>();
    (149..closes.len()).filter(|&end| 5 * sum(end, 30) == sum(end, 150)).collect()
}

/// SplitMix64 at counter `k` with seed 1, as four 16-bit parts, the lowest first.
fn parts(k: i64) -> [i64; 4] {
    let mut z = 1u64.wrapping_add(k.cast_unsigned().wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    [0, 16, 32, 48].map(|shift| ((z >> shift) & 0xffff).cast_signed())
}
