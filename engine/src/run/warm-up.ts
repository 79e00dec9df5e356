import type { LoopParts } from "./loop.ts";
import { columnOf, cursorOf, type Series } from "./series.ts";

/** First step from `from` on at which every indicator is defined; `steps` when that never happens. */
export function warmUpEnd(indicators: readonly Series[], { sparse, steps }: Pick<LoopParts, "sparse" | "steps">, from: number): number {
  const sources = indicators.map((indicator) => {
    const cursor = cursorOf(indicator);
    return { values: columnOf(indicator), lastBars: sparse.find((symbol) => symbol.cursor === cursor)?.lastBars };
  });
  let first = from;
  for (const { values, lastBars } of sources) {
    let step = first;
    while (step < steps && !isDefined(values, lastBars, step)) step++;
    first = Math.max(first, step);
  }
  while (first < steps && !sources.every(({ values, lastBars }) => isDefined(values, lastBars, first))) first++;
  return first;
}

function isDefined(values: Float64Array, lastBars: Int32Array | undefined, step: number): boolean {
  const index = lastBars === undefined ? step : (lastBars[step] ?? -1);
  return index >= 0 && !Number.isNaN(values[index]);
}
