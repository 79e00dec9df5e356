import { deriveRecord, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLines, lineAt } from "./kernel.ts";

export interface Stochastic {
  readonly k: Series;
  /** Simple average of `k`. */
  readonly d: Series;
}

/**
 * Stochastic oscillator, 0 to 100: where the close stands between the lowest low and the highest high of `kLength` bars (0 without a
 * range), averaged over `smooth` bars (1: the fast stochastic) as `k`, and `k` averaged over `dLength` bars as `d`.
 *
 * Both lines begin on bar `kLength + smooth + dLength - 2`. Source: G. Lane; TA-Lib `STOCH` with simple averages.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `StrategyError` outside `setup` and for columns of different symbols.
 *
 * @example
 * ```ts
 * import { defineStrategy, stoch } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => stoch(data.high, data.low, data.close, 3, 1, 2),
 *   onBar(ctx, { k, d }) {
 *     ctx.record("k", k.value);
 *     ctx.record("d", d.value);
 *   },
 * });
 * ```
 */
export function stoch(high: Series, low: Series, close: Series, kLength = 14, smooth = 3, dLength = 3): Stochastic {
  return deriveRecord("stoch", [high, low, close], (columns) => {
    checkLength("stoch", "kLength", kLength);
    checkLength("stoch", "smooth", smooth);
    checkLength("stoch", "dLength", dLength);
    const lines = kernelLines("stoch", columns, [kLength, smooth, dLength], 2);
    return { k: lineAt(lines, 0), d: lineAt(lines, 1) };
  });
}
