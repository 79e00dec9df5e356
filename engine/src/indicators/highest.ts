import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * The highest of the last `length` values, the current bar included.
 *
 * First defined on bar `length` of the series. Source: TA-Lib `MAX`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, highest } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ top: highest(data.high, 3) }),
 *   onBar: (ctx, { top }) => ctx.record("top", top.value),
 * });
 * ```
 */
export function highest(series: Series, length: number): Series {
  return deriveSeries("highest", [series], (columns) => {
    checkLength("highest", "length", length);
    return kernelLine("highest", columns, [length]);
  });
}
