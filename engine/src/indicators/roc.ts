import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Rate of change over `length` bars in percent: `100 · (x - before) / before`; 0 where the value before is 0.
 *
 * First defined on bar `length + 1` of the series. Source: TA-Lib `ROC`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, roc } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ change: roc(data.close, 2) }),
 *   onBar: (ctx, { change }) => ctx.record("change", change.value),
 * });
 * ```
 */
export function roc(series: Series, length: number): Series {
  return deriveSeries("roc", [series], (columns, exact) => {
    checkLength("roc", "length", length);
    return kernelLine("roc", columns, [length], exact);
  });
}
