import { DataError } from "../errors.ts";
import { nodeFs } from "../node-builtins.ts";

/** The bytes of a small table beside the prices. Throws `DataError` when there is none or it cannot be read. */
export function readTable(file: string): Uint8Array {
  try {
    return nodeFs().readFileSync(file);
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const problem = isMissing ? "does not exist" : `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new DataError(`${file} ${problem}`, {
      code: isMissing ? "data.fileNotFound" : "data.unreadable",
      hint: isMissing ? "Paths are relative to the current folder." : "Name a CSV file that may be read.",
      context: { file },
      cause,
    });
  }
}
