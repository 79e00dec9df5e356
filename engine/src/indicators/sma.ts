import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Simple moving average: the mean of the last `length` values.
 *
 * First defined on bar `length` of the series. Of a price column every value is the true average of the decimals, rounded once, so equal
 * averages are equal numbers; nothing drifts. Source: TA-Lib `SMA`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, sma } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ mean: sma(data.close, 3) }),
 *   onBar: (ctx, { mean }) => ctx.record("mean", mean.value),
 * });
 * ```
 */
export function sma(series: Series, length: number): Series {
  return deriveSeries("sma", [series], (columns, exact) => {
    checkLength("sma", "length", length);
    return kernelLine("sma", columns, [length], exact);
  });
}
