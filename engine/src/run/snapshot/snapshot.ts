import { ConfigurationError } from "../../errors.ts";
import { canonicalJson } from "../../result/canonical-json.ts";
import { sha256 } from "../../result/digest.ts";
import type { LogEntry, RecordPoint } from "../run-output.ts";
import type { JournalEntry } from "./journal.ts";
import type { PlainState } from "./plain-state.ts";

export const snapshotFormat = "rustybt-snapshot/1";

/** A run at the close of a bar, as plain JSON: `backtest({ continueFrom })` goes on from it to the same bytes. */
export interface Snapshot {
  readonly format: typeof snapshotFormat;
  /** Of the native core that wrote it. */
  readonly version: string;
  readonly strategy: { readonly name: string; readonly code: string };
  /** The run's settings with every default. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Digest of each symbol's bars up to here. */
  readonly data: readonly { readonly symbol: string; readonly bars: number; readonly sha256: string }[];
  /** Exchange day of the last bar that has closed. */
  readonly date: string | null;
  /** Bars (with several symbols: timestamps) that have closed for the strategy, and the one that is called next, from 0. */
  readonly closed: number;
  readonly next: number;
  readonly commands: readonly JournalEntry[];
  /** sha256 of the event log up to here, which giving the commands again must lead to. */
  readonly log: string;
  readonly orders: readonly (readonly [id: number, symbol: number, side: "buy" | "sell", tag: string | null])[];
  readonly state: PlainState;
  /** Numbers drawn by `ctx.random()`. */
  readonly drawn: number;
  readonly records: readonly (readonly [name: string, points: readonly RecordPoint[]])[];
  readonly logs: readonly LogEntry[];
  readonly unpriced: readonly (readonly [symbol: string, count: number])[];
  /** Over the canonical JSON of everything else. */
  readonly sha256: string;
}

export function sealed(parts: Omit<Snapshot, "sha256">): Snapshot {
  return { ...parts, sha256: sha256(canonicalJson(parts)) };
}

/** Reads what was a snapshot's JSON. Throws `ConfigurationError` `snapshot.format` or `snapshot.changed`. */
export function readSnapshot(value: unknown): Snapshot {
  if (typeof value !== "object" || value === null || !("format" in value) || value.format !== snapshotFormat) {
    const format = typeof value === "object" && value !== null && "format" in value ? value.format : typeof value;
    throw new ConfigurationError(`this is no snapshot of a run: its format is ${JSON.stringify(format)}`, {
      code: "snapshot.format",
      hint: `Pass what --snapshot-at wrote, or result.snapshot; its format is ${JSON.stringify(snapshotFormat)}.`,
      context: { format, allowed: snapshotFormat },
    });
  }
  const { sha256: seal, ...parts } = value as Snapshot;
  const found = sha256(canonicalJson(parts));
  if (found === seal) return value as Snapshot;
  throw new ConfigurationError("the snapshot was changed after it was written", {
    code: "snapshot.changed",
    hint: "Take it again with --snapshot-at.",
    context: { sha256: found, expected: seal },
  });
}
