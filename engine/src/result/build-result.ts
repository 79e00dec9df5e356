import type { RunOutput } from "../run/run-output.ts";
import { BacktestResult } from "./result.ts";

/** The result of a finished run. Nothing is computed until it is read. */
export function buildResult(output: RunOutput): BacktestResult {
  return new BacktestResult(output);
}
