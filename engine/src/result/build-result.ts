import type { RunOutput } from "../run/run-output.ts";
import type { Snapshot } from "../run/snapshot/snapshot.ts";
import type { Bounds } from "./bounds.ts";
import { BacktestResult } from "./result.ts";

/** The result of a finished run. Nothing is computed until it is read. */
export function buildResult(output: RunOutput, bounds?: Bounds, snapshot?: Snapshot): BacktestResult {
  return new BacktestResult(output, bounds, snapshot);
}
