import { splitMix64Parts } from "./splitmix64.ts";

/** Bars in whole numbers: prices in cents, time in nanoseconds UTC of the bar's start. */
export interface CentBars {
  readonly length: number;
  readonly time: BigInt64Array;
  readonly open: BigInt64Array;
  readonly high: BigInt64Array;
  readonly low: BigInt64Array;
  readonly close: BigInt64Array;
  readonly volume: BigInt64Array;
}

interface Recipe {
  readonly seed: number;
  /** Standard deviation of a step, in cents. */
  readonly sigma: number;
  readonly wick: number;
  readonly start: number;
  readonly lowest: number;
  readonly highest: number;
  readonly stepNs: bigint;
}

const minutes = { sigma: 4, wick: 6, start: 10_000, lowest: 8_000, highest: 15_000, stepNs: 60_000_000_000n };
const firstNs = 1_104_537_600_000_000_000n;

/**
 * The data sets of the benchmarks, the same on every machine and in every language. Bar i draws a = r(2i) and b = r(2i + 1) from
 * SplitMix64; the close is a walk of rounded, about normal steps folded into [lowest, highest]; the open is the close before.
 * No bar has SMA 30 equal to SMA 150, so floating point cannot disagree about a cross. A shorter set is a prefix of a longer one.
 */
export const dataSets = {
  m1M: { seed: 1, ...minutes },
  m20k: { seed: 3, ...minutes },
} as const satisfies Record<string, Recipe>;

export function makeBars(name: keyof typeof dataSets, length: number): CentBars {
  const recipe: Recipe = dataSets[name];
  const close = walk(recipe, length);
  breakTies(close);
  const column = () => new BigInt64Array(length);
  const bars = { length, time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
  for (let i = 0; i < length; i++) {
    const [up, down, traded] = splitMix64Parts(recipe.seed, 2 * i + 1);
    const c = close[i] ?? 0;
    const o = i === 0 ? recipe.start : (close[i - 1] ?? 0);
    bars.time[i] = firstNs + BigInt(i) * recipe.stepNs;
    bars.open[i] = BigInt(o);
    bars.high[i] = BigInt(Math.max(o, c) + ((up * recipe.wick) >> 16));
    bars.low[i] = BigInt(Math.min(o, c) - ((down * recipe.wick) >> 16));
    bars.close[i] = BigInt(c);
    bars.volume[i] = BigInt(100 + ((traded * 9_900) >> 16));
  }
  return bars;
}

function walk({ seed, sigma, start, lowest, highest }: Recipe, length: number): Int32Array {
  const span = highest - lowest;
  const close = new Int32Array(length);
  let total = start - lowest;
  for (let i = 0; i < length; i++) {
    const [p, q, r, s] = splitMix64Parts(seed, 2 * i);
    total += Math.floor((2 * (p + q + r + s - 131_070) * sigma + 37_837) / 75_674);
    const folded = ((total % (2 * span)) + 2 * span) % (2 * span);
    close[i] = lowest + (folded <= span ? folded : 2 * span - folded);
  }
  return close;
}

/** One cent more wherever 5 x sum(close, 30) equals sum(close, 150), all such bars at once, until there is none. */
function breakTies(close: Int32Array): void {
  for (let at = ties(close); at.length > 0; at = ties(close)) for (const i of at) close[i] = (close[i] ?? 0) + 1;
}

function ties(close: Int32Array): number[] {
  const found: number[] = [];
  let sum30 = 0;
  let sum150 = 0;
  for (let i = 0; i < close.length; i++) {
    sum30 += (close[i] ?? 0) - (close[i - 30] ?? 0);
    sum150 += (close[i] ?? 0) - (close[i - 150] ?? 0);
    if (i >= 149 && 5 * sum30 === sum150) found.push(i);
  }
  return found;
}
