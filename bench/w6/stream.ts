import { splitMix64Parts } from "../data/splitmix64.ts";

export interface Operation {
  readonly kind: "limit" | "cancel" | "market";
  readonly isBuy: boolean;
  readonly ticks: number;
  readonly lots: number;
  /** Of a cancel: the operation whose order it takes out, where that rests. */
  readonly target: number;
}

/** The operations of W6 (README.md). */
export function operations(count: number): Operation[] {
  return Array.from({ length: count }, (_, i) => {
    const [a, b, c] = [splitMix64Parts(7, 3 * i), splitMix64Parts(7, 3 * i + 1), splitMix64Parts(7, 3 * i + 2)];
    const chance = remainder(a, 100);
    const isBuy = ((a[0] >> 8) & 1) === 1;
    const depth = Math.min(...c.slice(0, 3).map((part) => part % 60));
    return {
      kind: chance < 60 ? "limit" : chance < 85 ? "cancel" : "market",
      isBuy,
      ticks: isBuy ? 10_003 - depth : 9_997 + depth,
      lots: 1 + remainder(b, 100),
      target: remainder(b, Math.max(i, 1)),
    };
  });
}

/** Of the 64-bit number with these 16-bit parts, the lowest first; `by` below 2^32. */
function remainder(parts: readonly [number, number, number, number], by: number): number {
  return parts.reduceRight((rest, part) => (rest * 65_536 + part) % by, 0);
}
