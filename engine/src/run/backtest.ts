import type { MarketData } from "../market/market-data.ts";
import type { BacktestResult } from "../result/result.ts";
import type { RunSettings } from "../settings/run-settings.ts";
import type { Strategy } from "../strategy/define-strategy.ts";
import type { ParamDefinitions, ParamInputs } from "../strategy/param.ts";
import type { SlippageFunction } from "../strategy/slippage.ts";
import type { Universe } from "../universe/universe.ts";
import type { Progress, Stretch } from "./drive.ts";
import type { BenchmarkInput } from "./run-benchmark.ts";
import type { LogEntry, StrategyInfo } from "./run-output.ts";
import type { Snapshot } from "./snapshot/snapshot.ts";
import type { OnSaid } from "./traced-core.ts";

/** What `backtest` takes: a strategy, data, and any run settings. */
export interface BacktestOptions<P extends ParamDefinitions = ParamDefinitions>
  extends Omit<RunSettings, "params" | "benchmark" | "slippage" | "universe"> {
  readonly strategy: Strategy<P>;
  /** What `readCsv`, `loadData` or `barsFrom` returned; several become one run on one clock. */
  readonly data: MarketData | readonly MarketData[];
  /** Finer bars of the same symbols: inside a bar the price goes along them (SPEC F8). */
  readonly detail?: MarketData | readonly MarketData[] | undefined;
  /** Parameter values; what is left out takes its default. */
  readonly params?: ParamInputs<P> | undefined;
  /** A model, its shorthand such as `"bps:2"`, or a function of one's own. */
  readonly slippage?: RunSettings["slippage"] | SlippageFunction;
  /** Members by date: what `readUniverse` returned, or the path of such a file. */
  readonly universe?: string | Universe | null | undefined;
  /** A symbol of the run, or bars of their own (from `readCsv`) that beta and alpha are measured against. */
  readonly benchmark?: BenchmarkInput;
  /**
   * Keeps the run as it stands after the close of the last bar of this exchange day, or once this many bars have closed, in
   * `result.snapshot`. The run goes on to its end.
   */
  readonly snapshotAt?: string | number | undefined;
  /**
   * A snapshot of the same run, as `result.snapshot` or its JSON has it: the run goes on from there, to the same result. The data may
   * have more bars behind the snapshot, nothing else may differ.
   */
  readonly continueFrom?: Snapshot | undefined;
  /** Stops the run; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Identity of a strategy that was loaded from files: goes into the manifest. */
  readonly identity?: StrategyInfo | undefined;
}

/** What the command line, the portal and tests ask of a run beside its settings. */
export interface RunInternals {
  /** 1: advance the native core on every step instead of only where something can happen; the result must be the same. */
  readonly horizon?: 1;
  readonly stretch?: Stretch | undefined;
  /** Told each line of `ctx.log` as it is written. */
  readonly onLog?: ((entry: LogEntry) => void) | undefined;
  /** Told which line of the strategy said which order; slow. */
  readonly onSaid?: OnSaid | undefined;
}

/**
 * Runs a strategy over data. The host's event loop gets a turn at least every 50 ms.
 *
 * Rejects with `ConfigurationError` (a setting or parameter), `DataError`, `OrderError` (a malformed order) or `StrategyError` (the
 * strategy threw); the last two carry bar, date and place in the strategy's file. Refusals by market or account are data on the order.
 *
 * ```ts
 * import { backtest, barsFrom, defineStrategy } from "rustybt";
 *
 * const strategy = defineStrategy({
 *   onBar(ctx) {
 *     if (ctx.bars === 1) ctx.order(10);
 *   },
 * });
 * const data = barsFrom(
 *   [
 *     { time: "2024-01-02", open: "10", high: "11", low: "9", close: "10.5" },
 *     { time: "2024-01-03", open: "10.6", high: "12", low: "10", close: "11" },
 *   ],
 *   { symbol: "X" },
 * );
 * const result = await backtest({ strategy, data, cash: "1000" });
 * result.summary.endValue; // "1004": ten shares bought at 10.6, worth 11
 * ```
 */
export async function backtest<P extends ParamDefinitions = ParamDefinitions>(options: BacktestOptions<P>): Promise<BacktestResult> {
  return runBacktest(options);
}

/**
 * `backtest` with what only the command line, the portal and tests need. Loaded when a run is asked for: an import of the package alone
 * stays small.
 */
export async function runBacktest<P extends ParamDefinitions>(
  options: BacktestOptions<P>,
  internals: RunInternals = {},
): Promise<BacktestResult> {
  const loaded = await import("./run-backtest.ts");
  return loaded.runBacktest(options, internals);
}
