import { ConfigurationError } from "../errors.ts";
import { deriveRecord, type Series } from "../run/series.ts";
import { checkLength } from "./arguments.ts";
import { kernelLines, lineAt } from "./kernel.ts";

export interface Macd {
  /** Fast minus slow exponential average. */
  readonly macd: Series;
  /** Exponential average of `macd`. */
  readonly signal: Series;
  /** `macd` minus `signal`. */
  readonly histogram: Series;
}

/**
 * Moving average convergence divergence. As in TA-Lib both averages start on bar `slow` (the fast one from the mean of the last `fast`
 * values up to there).
 *
 * All three lines begin on bar `slow + signal - 1` of the series. Source: TA-Lib `MACD`.
 *
 * Throws `ConfigurationError` `indicator.length` for a bad length, `indicator.fastNotBelowSlow`; `StrategyError` outside `setup`.
 *
 * @example
 * ```ts
 * import { crossOver, defineStrategy, macd } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => macd(data.close, 2, 3, 2),
 *   onBar(ctx, { macd, signal, histogram }) {
 *     ctx.record("macd", macd.value);
 *     ctx.record("histogram", histogram.value);
 *     if (crossOver(macd, signal)) ctx.order(100);
 *   },
 * });
 * ```
 */
export function macd(series: Series, fast = 12, slow = 26, signal = 9): Macd {
  return deriveRecord("macd", [series], (columns) => {
    checkLength("macd", "fast", fast);
    checkLength("macd", "slow", slow);
    checkLength("macd", "signal", signal);
    if (fast >= slow) {
      throw new ConfigurationError(`macd: fast must be smaller than slow, got ${fast} and ${slow}`, {
        code: "indicator.fastNotBelowSlow",
        hint: "The arguments are (series, fast, slow, signal), by default 12, 26, 9.",
        context: { indicator: "macd", fast, slow },
      });
    }
    const lines = kernelLines("macd", columns, [fast, slow, signal], 3);
    return { macd: lineAt(lines, 0), signal: lineAt(lines, 1), histogram: lineAt(lines, 2) };
  });
}
