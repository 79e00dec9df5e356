import { compare, exact } from "./exact.ts";

/** What a run with `bounds` found about the fills that bars alone do not decide (SPEC F9). */
export interface Bounds {
  /** Least and greatest end value over `runs`. */
  readonly low: string;
  readonly high: string;
  /** Bars of this run on which the order of the extremes or the limit rule changes a fill. */
  readonly bars: readonly DecidingBar[];
  readonly runs: readonly BoundsRun[];
}

export interface DecidingBar {
  readonly t: string;
  readonly symbol: string;
  readonly reason: "path" | "limit" | "pathAndLimit";
}

export interface BoundsModel {
  readonly path: "ohlc" | "olhc" | "best" | "worst";
  readonly limit: "touch" | "through";
}

export interface BoundsRun extends BoundsModel {
  /** End value of the whole run under this model. */
  readonly equity: string;
}

/** The models of the envelope, in the order of `runs`. */
export const boundsModels: readonly BoundsModel[] = (["ohlc", "olhc", "best", "worst"] as const).flatMap((path) =>
  (["touch", "through"] as const).map((limit) => ({ path, limit })),
);

/** Least and greatest end value. */
export function interval(runs: readonly Pick<BoundsRun, "equity">[]): Pick<Bounds, "low" | "high"> {
  const sorted = runs.map(({ equity }) => equity).sort((a, b) => compare(exact(a), exact(b)));
  return { low: sorted[0] ?? "0", high: sorted.at(-1) ?? "0" };
}
