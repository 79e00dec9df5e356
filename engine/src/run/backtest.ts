import { ConfigurationError } from "../errors.ts";
import { loadedSymbols, type MarketData } from "../market/market-data.ts";
import { boundsModels } from "../result/bounds.ts";
import { buildResult } from "../result/build-result.ts";
import type { BacktestResult } from "../result/result.ts";
import { parseRunSettings } from "../settings/index.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { RunSettings } from "../settings/run-settings.ts";
import { isStrategy, type Strategy } from "../strategy/define-strategy.ts";
import type { ParamDefinitions, ParamInputs } from "../strategy/param.ts";
import type { SlippageFunction } from "../strategy/slippage.ts";
import { chosenFunction } from "./custom-slippage.ts";
import { drive, type Progress, type Stretch } from "./drive.ts";
import { type PreparedRun, prepareRun } from "./prepare-run.ts";
import { type BenchmarkInput, benchmarkBars } from "./run-benchmark.ts";
import { runBounds } from "./run-bounds.ts";
import type { LogEntry, StrategyInfo } from "./run-output.ts";
import type { Snapshot } from "./snapshot/snapshot.ts";
import { assertNoBounds, snapshotSteps } from "./snapshot/snapshot-moment.ts";
import type { OnSaid } from "./traced-core.ts";

/** What `backtest` takes: a strategy, data, and any run settings. */
export interface BacktestOptions<P extends ParamDefinitions = ParamDefinitions>
  extends Omit<RunSettings, "params" | "benchmark" | "slippage"> {
  readonly strategy: Strategy<P>;
  /** What `readCsv`, `loadData` or `barsFrom` returned; several become one run on one clock. */
  readonly data: MarketData | readonly MarketData[];
  /** Finer bars of the same symbols: inside a bar the price goes along them (SPEC F8). */
  readonly detail?: MarketData | readonly MarketData[] | undefined;
  /** Parameter values; what is left out takes its default. */
  readonly params?: ParamInputs<P> | undefined;
  /** A model, its shorthand such as `"bps:2"`, or a function of one's own. */
  readonly slippage?: RunSettings["slippage"] | SlippageFunction;
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

/** `backtest` with what only the command line, the portal and tests need. */
export async function runBacktest<P extends ParamDefinitions>(
  options: BacktestOptions<P>,
  internals: RunInternals = {},
): Promise<BacktestResult> {
  const {
    strategy,
    data,
    params,
    benchmark: measure,
    signal,
    onProgress,
    identity,
    slippage: asked,
    detail,
    snapshotAt,
    continueFrom,
    ...settings
  } = options;
  if (!isStrategy(strategy)) {
    throw new ConfigurationError("strategy is not what defineStrategy returns", {
      code: "strategy.notAStrategy",
      hint: 'Pass the default export of a strategy file: import strategy from "./sma-cross.ts".',
    });
  }
  signal?.throwIfAborted();
  const benchmark = benchmarkBars(measure);
  const given = typeof asked === "function" ? asked : undefined;
  const model = typeof asked === "function" ? "custom" : asked;
  const config = parseRunSettings({
    ...settings,
    slippage: model,
    benchmark: typeof measure === "string" ? measure : (benchmark?.name ?? null),
  });
  if (config.bounds && detail !== undefined) throw boundsWithDetail();
  const { loaded, warnings: dataWarnings } = loadedSymbols(data);
  const { horizon, stretch, onLog, onSaid } = internals;
  const ofStrategy: SlippageFunction | undefined = strategy.slippage && ((fill) => strategy.slippage?.(fill) ?? Number.NaN);
  const slippage = chosenFunction(config.slippage.model, given, ofStrategy);
  const isStepwise = horizon === 1;
  assertNoBounds(config, snapshotAt, continueFrom);
  const prepare = (config: RunConfig, tell?: RunInternals["onLog"]) => {
    const make = () =>
      prepareRun({
        strategy,
        loaded,
        dataWarnings,
        config,
        benchmark,
        params: { ...params },
        identity,
        detail,
        slippage,
        isStepwise,
        onLog: tell,
        onSaid,
        keepsSnapshot: snapshotAt !== undefined,
        continueFrom,
      });
    return stretch === undefined ? make() : stretch(make);
  };
  const run = prepare(config, onLog);
  if (!config.bounds) {
    let snapshot: Snapshot | undefined;
    const keep = () => {
      snapshot = run.snapshot();
    };
    const pause = snapshotAt === undefined ? undefined : { steps: snapshotSteps(snapshotAt, run.days, run.closed), work: keep };
    await drive(run, { signal, onProgress, stretch, pause });
    return buildResult(run.output(), undefined, snapshot);
  }
  const part = (number: number) => (progress: Progress) =>
    onProgress?.({ ...progress, bar: number * run.steps + progress.bar, bars: (boundsModels.length + 1) * run.steps });
  await drive(run, { signal, onProgress: part(0), stretch });
  const output = run.output();
  const driveModel = (model: PreparedRun, number: number) => drive(model, { signal, onProgress: part(number), stretch });
  return buildResult(output, await runBounds({ config, bars: run.decidingBars(), prepare, drive: driveModel }));
}

function boundsWithDetail(): ConfigurationError {
  return new ConfigurationError("bounds try the paths a bar may have taken, and detail says which one it was", {
    code: "settings.conflict",
    hint: "Leave out bounds or detail.",
    context: { key: "bounds", value: "true", allowed: "true only without detail" },
  });
}
