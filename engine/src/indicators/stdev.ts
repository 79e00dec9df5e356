import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Standard deviation of the population of the last `length` values: the root of the mean squared distance from their mean (divisor
 * `length`, not `length - 1`).
 *
 * First defined on bar `length` of the series. Equal values give exactly 0. Source: TA-Lib `STDDEV`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, stdev } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ spread: stdev(data.close, 4) }),
 *   onBar: (ctx, { spread }) => ctx.record("spread", spread.value),
 * });
 * ```
 */
export function stdev(series: Series, length: number): Series {
  return deriveSeries("stdev", [series], (columns, exact) => {
    checkLength("stdev", "length", length);
    return kernelLine("stdev", columns, [length], exact);
  });
}
