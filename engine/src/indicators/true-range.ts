import { deriveSeries, type Series } from "../run/series.ts";
import { kernelLine } from "./kernel.ts";

/**
 * True range: the largest of `high - low`, `|high - close before|` and `|low - close before|`.
 *
 * First defined on bar 2. Source: J. W. Wilder, New Concepts in Technical Trading Systems; TA-Lib `TRANGE`.
 *
 * Throws `StrategyError` outside `setup` and for columns of different symbols.
 *
 * @example
 * ```ts
 * import { defineStrategy, trueRange } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ range: trueRange(data.high, data.low, data.close) }),
 *   onBar: (ctx, { range }) => ctx.record("range", range.value),
 * });
 * ```
 */
export function trueRange(high: Series, low: Series, close: Series): Series {
  return deriveSeries("trueRange", [high, low, close], (columns) => kernelLine("trueRange", columns, []));
}
