import { deriveRecord, type Series } from "../run/series.ts";
import { checkFactor, checkLength } from "./arguments.ts";
import { kernelLines, lineAt } from "./kernel.ts";

export interface Bands {
  readonly upper: Series;
  /** Simple moving average. */
  readonly middle: Series;
  readonly lower: Series;
}

/**
 * Bollinger bands: the simple moving average of `length` values, and `deviations` standard deviations of the population above and below.
 *
 * First defined on bar `length` of the series. Source: J. Bollinger; TA-Lib `BBANDS` with a simple average.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `indicator.number` for bad deviations; `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { bbands, defineStrategy } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ close: data.close, bands: bbands(data.close, 4, 2) }),
 *   onBar(ctx, { close, bands }) {
 *     ctx.record("upper", bands.upper.value);
 *     ctx.record("lower", bands.lower.value);
 *     if (close.value < bands.lower.value) ctx.order(100);
 *   },
 * });
 * ```
 */
export function bbands(series: Series, length = 20, deviations = 2): Bands {
  return deriveRecord("bbands", [series], (columns, exact) => {
    checkLength("bbands", "length", length);
    checkFactor("bbands", "deviations", deviations);
    const lines = kernelLines("bbands", columns, [length, deviations], 3, exact);
    return { upper: lineAt(lines, 0), middle: lineAt(lines, 1), lower: lineAt(lines, 2) };
  });
}
