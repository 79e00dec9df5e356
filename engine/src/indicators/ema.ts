import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Exponential moving average: each value moves the average by `2 / (length + 1)` of its distance; it starts from the mean of the first
 * `length` values.
 *
 * First defined on bar `length` of the series. Source: TA-Lib `EMA`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, ema } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ trend: ema(data.close, 3) }),
 *   onBar: (ctx, { trend }) => ctx.record("trend", trend.value),
 * });
 * ```
 */
export function ema(series: Series, length: number): Series {
  return deriveSeries("ema", [series], (columns) => {
    checkLength("ema", "length", length);
    return kernelLine("ema", columns, [length]);
  });
}
