import { deriveSeries, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLine } from "./kernel.ts";

/**
 * Change over `length` bars, in the units of the series: `x - before`.
 *
 * First defined on bar `length + 1` of the series. Source: TA-Lib `MOM`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { defineStrategy, momentum } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ change: momentum(data.close, 2) }),
 *   onBar: (ctx, { change }) => ctx.record("change", change.value),
 * });
 * ```
 */
export function momentum(series: Series, length: number): Series {
  return deriveSeries("momentum", [series], (columns, exact) => {
    checkLength("momentum", "length", length);
    return kernelLine("momentum", columns, [length], exact);
  });
}
