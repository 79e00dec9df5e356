import type { RunError, RunProgress, runStatuses } from "#drizzle/schema/runs.ts";

/** What travels from a worker to the browsers that watch a run: rows of `run_events` by kind. */
export type LiveProgress = RunProgress;

export type LivePoint = readonly [bar: number, date: string, equity: string];

export interface LiveLogLine {
  readonly t: string;
  readonly bar: number;
  readonly message: string;
}

export interface LiveBatch {
  readonly progress?: LiveProgress;
  readonly points: readonly LivePoint[];
  readonly logs: readonly LiveLogLine[];
  /** Lines left out since the batch before. */
  readonly droppedLogs: number;
}

export type RunStatus = (typeof runStatuses)[number];

export const isTerminal = (status: RunStatus): boolean => status !== "queued" && status !== "running";

/** What an attempt at a run came to; `lost`: its worker died. */
export const runAttemptOutcomes = ["succeeded", "failed", "cancelled", "handedBack", "infrastructure", "lost"] as const;

/** Why a run failed, for its owner. */
export type RunProblem = RunError;

export type RunEventBody =
  | { readonly kind: "state"; readonly body: { readonly status: RunStatus; readonly reason?: string; readonly error?: RunProblem } }
  | { readonly kind: "progress"; readonly body: LiveProgress }
  | { readonly kind: "equity"; readonly body: { readonly points: readonly LivePoint[] } }
  | { readonly kind: "log"; readonly body: { readonly lines: readonly LiveLogLine[]; readonly dropped: number } };
