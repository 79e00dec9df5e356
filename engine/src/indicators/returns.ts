import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Return over `length` bars as a fraction: `(x - before) / before`, 0.05 for five percent; `roc` has the same in percent.
 *
 * First defined on bar `length + 1` of the series, `NaN` where the value before is 0. Of a price column each value is rounded once.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, returns } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ month: returns(data.close, 2) }),
 *   onBar: (ctx, { month }) => ctx.record("month", month.value),
 * });
 * ```
 */
export function returns(series: Series, length: number): Series {
  return deriveSeries("returns", [series], (columns, exact) => {
    checkLength("returns", "length", length);
    return kernelLine("returns", columns, [length], exact);
  });
}
