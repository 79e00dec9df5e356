import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Average true range: the true range, averaged from the mean of its first `length` values on, then moved by `1 / length` of the distance
 * (Wilder). In the units of the price.
 *
 * First defined on bar `length + 1`. Source: J. W. Wilder, New Concepts in Technical Trading Systems; TA-Lib `ATR`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup` and for columns of different symbols.
 *
 * @example
 * ```ts
 * import { atr, defineStrategy } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ range: atr(data.high, data.low, data.close, 3) }),
 *   onBar: (ctx, { range }) => ctx.record("range", range.value),
 * });
 * ```
 */
export function atr(high: Series, low: Series, close: Series, length = 14): Series {
  return deriveSeries("atr", [high, low, close], (columns) => {
    checkLength("atr", "length", length);
    return kernelLine("atr", columns, [length]);
  });
}
