/** Bars of one symbol for drawing: numbers, times in ms UTC. */
export interface BarColumns {
  readonly t: readonly number[];
  readonly o: readonly number[];
  readonly h: readonly number[];
  readonly l: readonly number[];
  readonly c: readonly number[];
  readonly v: readonly number[];
  /** Bars of the data in one bar here; 1 unless there are too many to draw. */
  readonly every: number;
}

export interface Bars {
  readonly t: ArrayLike<number>;
  readonly o: ArrayLike<number>;
  readonly h: ArrayLike<number>;
  readonly l: ArrayLike<number>;
  readonly c: ArrayLike<number>;
  readonly v: ArrayLike<number>;
}

const mostBars = 20_000;

/** At most 20,000 bars; of more, as many as needed are drawn as one: first open, highest high, lowest low, last close, summed volume. */
export function barColumns(bars: Bars): BarColumns {
  const count = bars.t.length;
  const every = Math.max(1, Math.ceil(count / mostBars));
  if (every === 1) {
    const { t, o, h, l, c, v } = bars;
    return { t: Array.from(t), o: Array.from(o), h: Array.from(h), l: Array.from(l), c: Array.from(c), v: Array.from(v), every };
  }
  const merged = {
    t: [] as number[],
    o: [] as number[],
    h: [] as number[],
    l: [] as number[],
    c: [] as number[],
    v: [] as number[],
    every,
  };
  for (let from = 0; from < count; from += every) {
    const to = Math.min(from + every, count);
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    let volume = 0;
    for (let index = from; index < to; index++) {
      high = Math.max(high, bars.h[index] ?? high);
      low = Math.min(low, bars.l[index] ?? low);
      volume += bars.v[index] ?? 0;
    }
    merged.t.push(bars.t[from] ?? 0);
    merged.o.push(bars.o[from] ?? 0);
    merged.h.push(high);
    merged.l.push(low);
    merged.c.push(bars.c[to - 1] ?? 0);
    merged.v.push(volume);
  }
  return merged;
}
