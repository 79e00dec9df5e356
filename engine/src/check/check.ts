import type { ParamDefinitions } from "../strategy/param.ts";
import type { CheckReport } from "./check-report.ts";
import type { CheckInternals, CheckOptions } from "./run-check.ts";

export type { CheckInternals, CheckOptions } from "./run-check.ts";

/**
 * Looks for what a backtest must not have: state kept between runs, and decisions that know later bars. The strategy is run twice and
 * made afresh; then again and again over data that ends after a bar, and over data whose later bars are noise, and what it decided up to
 * that bar is compared. Every bar of a short run is tried, of a long one those with orders and a seeded sample; the report says so.
 *
 * ```ts
 * import { check, defineStrategy, loadData, sma, symbolBars } from "rustybt";
 *
 * const data = await loadData(["prices.csv"]);
 * const { ok, findings } = await check({
 *   data,
 *   strategy: (data) => {
 *     const [bars] = symbolBars(data);
 *     return defineStrategy({
 *       onBar(ctx) {
 *         if ((bars?.c[ctx.bars] ?? 0) > ctx.bar.close) ctx.order(1); // the next close
 *       },
 *     });
 *   },
 * });
 * ok; // false: findings[0].kind is "lookAhead"
 * ```
 */
export async function check<P extends ParamDefinitions = ParamDefinitions>(options: CheckOptions<P>): Promise<CheckReport> {
  return runCheck(options);
}

/** `check` with what only the command line knows. Loaded when it is asked for: whoever imports the package to run a backtest does without. */
export async function runCheck<P extends ParamDefinitions>(options: CheckOptions<P>, internals: CheckInternals = {}): Promise<CheckReport> {
  const loaded = await import("./run-check.ts");
  return loaded.runCheck(options, internals);
}
