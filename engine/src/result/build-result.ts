import type { RunOutput } from "../run/run-output.ts";
import type { Bounds } from "./bounds.ts";
import { BacktestResult } from "./result.ts";

/** The result of a finished run. Nothing is computed until it is read. */
export function buildResult(output: RunOutput, bounds?: Bounds): BacktestResult {
  return new BacktestResult(output, bounds);
}
