import { existsSync, readFileSync } from "node:fs";
import type { Snapshot } from "@rustybt/engine";
import { ConfigurationError } from "@rustybt/engine/errors";
import { usageError } from "./usage-error.ts";
import { writeFolder } from "./write-folder.ts";

export interface SnapshotOptions {
  readonly snapshotAt?: string | number;
  readonly continueFrom?: Snapshot;
}

/** Reads `--snapshot-at` (a date or a number of bars) and the file of `--continue`. */
export function readSnapshotFlags(at: string | undefined, file: string | undefined, out: string | undefined): SnapshotOptions {
  if (at !== undefined && out === undefined) {
    throw usageError("--snapshot-at needs a folder for the snapshot", "Add --out DIR; the snapshot becomes DIR/snapshot.json.", {
      missing: "--out",
    });
  }
  return {
    ...(at === undefined ? {} : { snapshotAt: /^\d{1,9}$/.test(at) ? Number(at) : at }),
    ...(file === undefined ? {} : { continueFrom: readSnapshotFile(file) }),
  };
}

export function writeSnapshot(snapshot: Snapshot, folder: string): void {
  writeFolder(folder, [{ name: "snapshot.json", content: `${JSON.stringify(snapshot)}\n` }]);
}

/** What the file holds; whether it is a snapshot of this run is for the engine to say. */
function readSnapshotFile(path: string): Snapshot {
  const problem = (what: string, cause?: unknown) =>
    new ConfigurationError(`--continue ${path}: ${what}`, {
      code: "cli.file",
      hint: "Name a snapshot.json that `rustybt run --snapshot-at DATE --out DIR` has written.",
      context: { file: path },
      ...(cause === undefined ? {} : { cause }),
    });
  if (!existsSync(path)) throw problem("there is no such file");
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw problem(`it is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}
