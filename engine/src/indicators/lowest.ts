import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * The lowest of the last `length` values, the current bar included.
 *
 * First defined on bar `length` of the series. Source: TA-Lib `MIN`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, lowest } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ floor: lowest(data.low, 3) }),
 *   onBar: (ctx, { floor }) => ctx.record("floor", floor.value),
 * });
 * ```
 */
export function lowest(series: Series, length: number): Series {
  return deriveSeries("lowest", [series], (columns) => {
    checkLength("lowest", "length", length);
    return kernelLine("lowest", columns, [length]);
  });
}
