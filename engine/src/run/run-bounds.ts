import { isRustyBtError } from "../errors.ts";
import { callNative, type SessionHandle } from "../native.ts";
import { type Bounds, type BoundsModel, boundsModels, type DecidingBar, interval } from "../result/bounds.ts";
import { rfc3339 } from "../result/rfc3339.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { PreparedRun } from "./prepare-run.ts";

/** What a finished run with `bounds` found on the way. */
export function decidingBars(session: SessionHandle, times: Float64Array, symbols: readonly string[]): DecidingBar[] {
  const found: [step: number, symbol: number, reason: DecidingBar["reason"]][] = JSON.parse(
    callNative((core) => core.sessionDecidingBars(session)),
  );
  return found.map(([step, symbol, reason]) => ({ t: rfc3339(times[step] ?? 0), symbol: symbols[symbol] ?? "", reason }));
}

export interface BoundsRequest {
  readonly config: RunConfig;
  readonly bars: readonly DecidingBar[];
  /** Prepares the same run with other settings. */
  readonly prepare: (config: RunConfig) => PreparedRun;
  /** Drives a prepared run to its end; `number` counts the models from 1. */
  readonly drive: (run: PreparedRun, number: number) => Promise<void>;
}

/** Runs the same strategy under every model of the envelope, one after the other (SPEC F9). */
export async function runBounds({ config, bars, prepare, drive }: BoundsRequest): Promise<Bounds> {
  const runs = [];
  for (const [index, model] of boundsModels.entries()) {
    try {
      const run = prepare({ ...config, bounds: false, fills: { ...config.fills, ...model } });
      await drive(run, index + 1);
      const { endValue }: { endValue: string } = JSON.parse(run.output().totals());
      runs.push({ ...model, equity: endValue });
    } catch (error) {
      throw inModel(error, model);
    }
  }
  return { ...interval(runs), bars, runs };
}

/** A strategy that fails only under one of the models: the message says which. */
function inModel(error: unknown, { path, limit }: BoundsModel): unknown {
  if (isRustyBtError(error)) error.message += ` (in the run for --bounds with fills.path ${path} and fills.limit ${limit})`;
  return error;
}
