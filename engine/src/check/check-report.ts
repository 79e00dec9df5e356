import type { OrderEvent } from "../result/log-event.ts";

/** What `check` found out about a strategy. */
export interface CheckReport {
  /** Whether nothing speaks against it. */
  readonly ok: boolean;
  readonly findings: readonly CheckFinding[];
  /** What to know, and no reason to fail. */
  readonly notes: readonly CheckNote[];
  /** What was tried, as sentences. */
  readonly checked: readonly string[];
  readonly work: CheckWork;
}

/**
 * - `ambient`: the strategy reaches for clock, chance, files or network.
 * - `determinism`: two runs of it differ: something is kept between runs, or comes from outside.
 * - `lookAhead`: a decision changes when the data ends there.
 * - `futureNoise`: a decision changes when later bars are replaced by noise.
 * - `foreknowledge`: it holds numbers that know later bars, or decides as if it did.
 */
export const checkKinds = ["ambient", "determinism", "lookAhead", "futureNoise", "foreknowledge"] as const;

export interface CheckFinding {
  readonly kind: (typeof checkKinds)[number];
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
  /** The bar decided on, as `ctx.bars` counts, its timestamp and exchange day. */
  readonly bar?: number;
  readonly t?: string;
  readonly date?: string;
  /** The first order that differs: with the future at hand (or in the first run), and without it (or in the other run). */
  readonly order?: { readonly with?: SaidOrder; readonly without?: SaidOrder };
  /** `file:line` of the code that said it, or that holds the numbers. */
  readonly place?: string;
}

export type SaidOrder = Omit<OrderEvent, "type">;

export interface CheckNote {
  /** `thisClose`, `warmUp`, `sampled`, `noOrders` or `columns`. */
  readonly code: string;
  readonly message: string;
}

export interface CheckWork {
  /** Timestamps of the run. */
  readonly bars: number;
  /** Runs made in all. */
  readonly runs: number;
  /** Bars after which the data was cut, and after which noise was put. */
  readonly cuts: number;
  readonly noises: number;
  /** Whether these are all bars, or a seeded sample. */
  readonly sampled: boolean;
}
