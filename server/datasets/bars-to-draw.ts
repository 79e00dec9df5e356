import type { StoredSymbol } from "./column-file.ts";

/** Bars for drawing: numbers, times in ms UTC. */
export interface BarColumns {
  readonly t: number[];
  readonly o: number[];
  readonly h: number[];
  readonly l: number[];
  readonly c: number[];
  /** Empty without volume. */
  readonly v: number[];
  /** Bars of the data in one bar here. */
  readonly every: number;
}

/** Rows that are in memory at once. */
const atOnce = 65_536;

/** At most this many bars; of more, as many as needed are drawn as one: first open, highest high, lowest low, last close, summed volume. */
export async function barsToDraw(stored: StoredSymbol, most: number): Promise<BarColumns> {
  const { rows, priceScale, volumeScale, hasVolume } = stored;
  const every = Math.max(1, Math.ceil(rows / most));
  const bars: BarColumns = { t: [], o: [], h: [], l: [], c: [], v: [], every };
  const step = Math.max(every, Math.floor(atOnce / every) * every);
  for (let from = 0; from < rows; from += step) {
    const count = Math.min(step, rows - from);
    await pick(stored, "time", { from, count, every, scale: 0 }, bars.t, (first) => first);
    await pick(stored, "open", { from, count, every, scale: priceScale }, bars.o, (first) => first);
    await pick(stored, "high", { from, count, every, scale: priceScale }, bars.h, Math.max);
    await pick(stored, "low", { from, count, every, scale: priceScale }, bars.l, Math.min);
    await pick(stored, "close", { from, count, every, scale: priceScale }, bars.c, (_, last) => last);
    if (hasVolume) await pick(stored, "volume", { from, count, every, scale: volumeScale }, bars.v, (sum, next) => sum + next);
  }
  return bars;
}

interface Stretch {
  readonly from: number;
  readonly count: number;
  readonly every: number;
  readonly scale: number;
}

async function pick(
  stored: StoredSymbol,
  column: Parameters<StoredSymbol["read"]>[0],
  { from, count, every, scale }: Stretch,
  into: number[],
  merge: (so: number, next: number) => number,
): Promise<void> {
  const values = await stored.read(column, from, count);
  const unit = 10 ** scale;
  for (let start = 0; start < count; start += every) {
    const end = Math.min(count, start + every);
    let value = Number(values[start]);
    for (let at = start + 1; at < end; at++) value = merge(value, Number(values[at]));
    into.push(value / unit);
  }
}
