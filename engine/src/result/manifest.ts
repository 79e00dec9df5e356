import engine from "../../package.json" with { type: "json" };
import type { RunOutput } from "../run/run-output.ts";
import { clockInfo } from "./clock-info.ts";
import type { Manifest } from "./document.ts";

/** What was run, on what, with which settings. */
export function manifestOf(output: RunOutput): Manifest {
  const {
    strategy,
    slippageSha256,
    rateFiles,
    rates,
    latency,
    universe,
    actions,
    config,
    params,
    data,
    nativeCore,
    times,
    startedAt,
    elapsedMs,
  } = output;
  return {
    engine: engine.version,
    nativeCore,
    strategy: { name: strategy.name, sha256: strategy.sha256 },
    ...(slippageSha256 === undefined ? {} : { slippage: { sha256: slippageSha256 } }),
    ...rateFiles,
    ...(rates === undefined ? {} : { rates }),
    ...(latency === undefined ? {} : { latency }),
    ...(universe === undefined ? {} : { universe }),
    ...(actions === undefined ? {} : { actions }),
    params,
    data,
    config,
    seed: config.seed,
    reproducible: strategy.reproducible,
    clock: clockInfo(times),
    startedAt,
    elapsedMs,
  };
}
