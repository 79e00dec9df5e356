import { DataError } from "../errors.ts";
import { nodeFs } from "../node-builtins.ts";
import { sha256 } from "../result/digest.ts";
import { microsecondsOf } from "../settings/duration.ts";
import { showValue } from "../settings/settings-error.ts";

/** Durations replayed from a file. */
export interface LatencyFile {
  readonly path: string;
  readonly sha256: string;
  /** In microseconds. */
  readonly us: readonly number[];
}

const longestMs = 31 * 24 * 3_600_000;

/** Reads a CSV with one column of durations in milliseconds; a first line that is no number is its header. Throws `DataError`. */
export function latencyFile(path: string): LatencyFile {
  let bytes: Uint8Array;
  try {
    bytes = nodeFs().readFileSync(path);
  } catch (error) {
    throw new DataError(`the latency file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      code: "latency.unreadable",
      hint: "Check the path; it is taken from the folder the run was started in.",
      context: { file: path },
    });
  }
  const us: number[] = [];
  for (const [index, line] of new TextDecoder().decode(bytes).split(/\r?\n/).entries()) {
    const text = line.trim();
    if (text === "" || (index === 0 && !/^[\d.+-]/.test(text))) continue;
    us.push(durationOf(text, path, index + 1));
  }
  if (us.length > 0) return { path, sha256: sha256(bytes), us };
  throw new DataError(`the latency file ${path} holds no duration`, {
    code: "latency.empty",
    hint: "Write one duration in milliseconds a line.",
    context: { file: path },
  });
}

function durationOf(text: string, path: string, line: number): number {
  const us = /^\d+(\.\d+)?$/.test(text) ? microsecondsOf(text, "ms") : undefined;
  if (us !== undefined && us <= BigInt(longestMs) * 1_000n) return Number(us);
  throw new DataError(`${path}, line ${line}: ${showValue(text)} is no duration in milliseconds`, {
    code: "latency.value",
    hint: "Write one number a line: milliseconds from 0 to 31 days, with at most three digits behind the point, for example 20 or 0.125.",
    context: { file: path, line, value: text, allowed: "a number of milliseconds from 0 to 2678400000, in whole microseconds" },
  });
}
