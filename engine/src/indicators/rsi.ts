import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Relative strength index, 0 to 100: `100 · gain / (gain + loss)`, the averages of the rises and of the falls, each started from the mean
 * of the first `length` changes and then moved by `1 / length` of the distance (Wilder). A series that never moved gives 0.
 *
 * First defined on bar `length + 1` of the series. Source: J. W. Wilder, New Concepts in Technical Trading Systems; TA-Lib `RSI`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, rsi } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ strength: rsi(data.close, 3) }),
 *   onBar: (ctx, { strength }) => ctx.record("strength", strength.value),
 * });
 * ```
 */
export function rsi(series: Series, length = 14): Series {
  return deriveSeries("rsi", [series], (columns) => {
    checkLength("rsi", "length", length);
    return kernelLine("rsi", columns, [length]);
  });
}
