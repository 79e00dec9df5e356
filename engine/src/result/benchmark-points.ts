import type { BarColumns } from "../run/run-output.ts";
import type { Benchmark } from "./document.ts";
import { rfc3339 } from "./rfc3339.ts";

/** Close of the last benchmark bar that had started at each step; `NaN` before its first bar and at step -1. */
export function benchmarkCloses(bars: BarColumns, times: Float64Array, steps: Int32Array): Float64Array {
  let next = 0;
  return Float64Array.from(steps, (step) => {
    if (step < 0) return Number.NaN;
    const now = times[step] as number;
    while (next < bars.times.length && (bars.times[next] as number) <= now) next++;
    return next === 0 ? Number.NaN : (bars.close[next - 1] as number);
  });
}

/** The closes beta and alpha were computed from, as they stand in the document. */
export function benchmarkPoints(symbol: string, closes: Float64Array, times: Float64Array, steps: Int32Array): Benchmark {
  const points: [string, number][] = [];
  for (const [k, step] of steps.entries()) {
    const close = closes[k] as number;
    if (step >= 0 && !Number.isNaN(close)) points.push([rfc3339(times[step] as number), close]);
  }
  return { symbol, points };
}
