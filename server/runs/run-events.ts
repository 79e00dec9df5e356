/** What travels from a worker to the browsers that watch a run: rows of `run_events` by kind. */
export interface LiveProgress {
  readonly bar: number;
  readonly bars: number;
  readonly date: string;
  /** Canonical decimal text. */
  readonly equity: string;
  readonly barsPerSecond: number;
}

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

export const runStatuses = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type RunStatus = (typeof runStatuses)[number];

export const isTerminal = (status: RunStatus): boolean => status !== "queued" && status !== "running";

/** Why a run failed, for its owner. */
export interface RunProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly bar?: number;
  readonly date?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly excerpt?: { readonly from: number; readonly lines: readonly string[] };
}

export type RunEventBody =
  | { readonly kind: "state"; readonly body: { readonly status: RunStatus; readonly reason?: string; readonly error?: RunProblem } }
  | { readonly kind: "progress"; readonly body: LiveProgress }
  | { readonly kind: "equity"; readonly body: { readonly points: readonly LivePoint[] } }
  | { readonly kind: "log"; readonly body: { readonly lines: readonly LiveLogLine[]; readonly dropped: number } };
