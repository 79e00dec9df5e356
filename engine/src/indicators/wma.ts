import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Linearly weighted moving average: the newest of `length` values weighs `length`, the oldest 1; the sum of the weights is
 * `length · (length + 1) / 2`.
 *
 * First defined on bar `length` of the series. Of a price column every value is exact, rounded once. Source: TA-Lib `WMA`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, wma } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ trend: wma(data.close, 3) }),
 *   onBar: (ctx, { trend }) => ctx.record("trend", trend.value),
 * });
 * ```
 */
export function wma(series: Series, length: number): Series {
  return deriveSeries("wma", [series], (columns, exact) => {
    checkLength("wma", "length", length);
    return kernelLine("wma", columns, [length], exact);
  });
}
