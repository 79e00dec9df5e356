import type { BadRow, DataReport, FinishedRun, InspectedStrategy, PartName } from "./frames.ts";
import type { Layer, MissingLayer } from "./probe.ts";

/** Why a job did not come to its end. The code is one of RustyBT's own, or one of those in OUTCOMES.md. */
export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Number of the bar within the run, from 1 as `ctx.bars` counts. */
  readonly bar?: number | undefined;
  readonly date?: string | undefined;
  /** The user's own file, line and column, from 1. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** That line of the user's file. */
  readonly excerpt?: string | undefined;
  /** The rows that keep a price file from being read. */
  readonly badRows?: readonly BadRow[] | undefined;
  /** The machine and not the job is at fault: another attempt may succeed. */
  readonly isInfrastructure: boolean;
}

/** A part of a result, written to the job's output folder. */
export interface PartFile {
  readonly name: PartName;
  readonly path: string;
  readonly bytes: number;
  /** Of these bytes, counted by the parent. */
  readonly sha256: string;
}

/** How the process ended: its exit status (128 + signal when a signal ended it in the sandbox), or the signal that ended the sandbox itself. */
export interface Exit {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Ended {
  readonly exit: Exit;
  /** Seen to hold before the strategy was loaded. */
  readonly layers: readonly Layer[];
  /** What this machine lacks for several organisations, or everything with the sandbox off. */
  readonly missing: readonly MissingLayer[];
  /** What the job printed, the first 64 KiB of each. */
  readonly stdout: string;
  readonly stderr: string;
  readonly usage: Usage;
}

export interface Usage {
  readonly wallMs: number;
  /** Until the layers had been seen and the job was let go. */
  readonly startMs: number;
  /** With a control group only. */
  readonly cpuMs?: number;
  readonly peakMemoryBytes?: number;
}

/** What came of a job; which of the three is there depends on its task. */
export interface JobResult {
  readonly strategy?: InspectedStrategy | undefined;
  readonly run?: FinishedRun | undefined;
  readonly data?: DataReport | undefined;
}

export type Outcome =
  | (Ended & { readonly status: "succeeded"; readonly result: JobResult; readonly parts: readonly PartFile[] })
  | (Ended & { readonly status: "failed"; readonly error: JobError })
  | (Ended & { readonly status: "cancelled" })
  /** No code of the job was loaded; `error.code` is `SANDBOX_UNAVAILABLE`. */
  | { readonly status: "refused"; readonly error: JobError; readonly missing: readonly MissingLayer[] };
