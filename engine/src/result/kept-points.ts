import type { Drawdown } from "../metrics/drawdown.ts";

/** An equity curve of more points than this keeps {@link keptPoints} of them in the document. */
export const mostEquityPoints = 20_000;
const keptEquityPoints = 2_000;

/**
 * Steps of a long equity curve that stand in the document: the ends, the peak and trough of the deepest drawdown, and the lowest and
 * highest point of each of 998 equal stretches. At most 2,000, ascending.
 */
export function keptPoints(equity: Float64Array, { depth, peak, trough }: Drawdown): Uint32Array {
  const last = equity.length - 1;
  const kept = new Set([0, last]);
  if (depth > 0) {
    kept.add(Math.max(peak, 0));
    kept.add(trough);
  }
  const stretches = (keptEquityPoints - 4) / 2;
  for (let k = 0; k < stretches; k++) {
    const from = Math.floor((k * equity.length) / stretches);
    const to = Math.floor(((k + 1) * equity.length) / stretches);
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      if ((equity[i] as number) < (equity[low] as number)) low = i;
      if ((equity[i] as number) > (equity[high] as number)) high = i;
    }
    kept.add(low);
    kept.add(high);
  }
  return Uint32Array.from(kept).sort();
}
