import { InternalError } from "../errors.ts";
import type { RunOutput } from "../run/run-output.ts";
import type { EquityPoint } from "./document.ts";
import { drawdownText } from "./exact.ts";
import { runningPeaks } from "./running-peaks.ts";

type ExactPoint = Omit<EquityPoint, "drawdown">;

/** The exact equity curve, read from the native core piece by piece. */
export class EquityCurve {
  readonly #output: RunOutput;
  readonly #startValue: string;
  readonly #equity: Float64Array;

  constructor(output: RunOutput, startValue: string, equity: Float64Array) {
    this.#output = output;
    this.#startValue = startValue;
    this.#equity = equity;
  }

  /** Points at ascending steps. */
  points(steps: Uint32Array): EquityPoint[] {
    return this.#withDrawdown(steps, runningPeaks(Number(this.#startValue), this.#equity, steps));
  }

  /** All points in pieces of at most `size`. */
  *pieces(size: number): Generator<EquityPoint[]> {
    const peaks = runningPeaks(Number(this.#startValue), this.#equity, everyStep(0, this.#equity.length));
    for (let from = 0; from < this.#equity.length; from += size) {
      const to = Math.min(from + size, this.#equity.length);
      yield this.#withDrawdown(everyStep(from, to), peaks.subarray(from, to));
    }
  }

  #withDrawdown(steps: Uint32Array, peaks: Int32Array): EquityPoint[] {
    const points = exactPoints(this.#output, steps);
    const known = new Map<number, string>([[-1, this.#startValue]]);
    for (const [k, point] of points.entries()) known.set(steps[k] as number, point.equity);
    const missing = Uint32Array.from(new Set(peaks.filter((step) => !known.has(step))));
    for (const [k, point] of exactPoints(this.#output, missing).entries()) known.set(missing[k] as number, point.equity);
    return points.map(({ t, equity, cash, grossExposure, netExposure }, k) => {
      const peak = known.get(peaks[k] as number) ?? equity;
      return { t, equity, cash, grossExposure, netExposure, drawdown: peak === equity ? "0" : drawdownText(peak, equity) };
    });
  }
}

/** The exact points at the given steps, in their order. */
export function exactPoints(output: RunOutput, steps: Uint32Array): ExactPoint[] {
  if (steps.length === 0) return [];
  const points: ExactPoint[] = JSON.parse(output.curve(steps));
  if (points.length !== steps.length) {
    throw new InternalError(`the native core gave ${points.length} equity points for ${steps.length} steps`, { code: "result.curve" });
  }
  return points;
}

function everyStep(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, k) => from + k);
}
