import { ConfigurationError } from "../errors.ts";
import { loadedSymbols } from "../market/market-data.ts";
import { boundsModels } from "../result/bounds.ts";
import { buildResult } from "../result/build-result.ts";
import type { BacktestResult } from "../result/result.ts";
import { parseRunSettings } from "../settings/index.ts";
import type { RunConfig } from "../settings/run-config.ts";
import { isStrategy } from "../strategy/define-strategy.ts";
import type { ParamDefinitions } from "../strategy/param.ts";
import type { SlippageFunction } from "../strategy/slippage.ts";
import type { BacktestOptions, RunInternals } from "./backtest.ts";
import { chosenFunction } from "./custom-slippage.ts";
import { drive, type Progress } from "./drive.ts";
import { type PreparedRun, prepareRun } from "./prepare-run.ts";
import { benchmarkBars } from "./run-benchmark.ts";
import { runBounds } from "./run-bounds.ts";
import type { Snapshot } from "./snapshot/snapshot.ts";
import { assertNoBounds, snapshotSteps } from "./snapshot/snapshot-moment.ts";

export { readUniverseFile } from "../universe/read-universe.ts";

/** Prepares a run, drives it to its end and builds its result. */
export async function runBacktest<P extends ParamDefinitions>(
  options: BacktestOptions<P>,
  internals: RunInternals,
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
    universe: members,
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
    universe: typeof members === "object" ? (members?.source ?? null) : members,
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
        universe: typeof members === "object" && members !== null ? members : undefined,
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
