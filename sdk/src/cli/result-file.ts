import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ConfigurationError } from "@rustybt/engine/errors";

const hint = "Name a result.json that `rustybt run --out DIR` has written.";

/** The document a user means: the file, or `result.json` in the folder. */
export function documentPath(given: string): string {
  const isFolder = statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(given, "result.json") : given;
}

export function readDocument(path: string): unknown {
  if (!existsSync(path)) throw new ConfigurationError(`result not found: ${path}`, { code: "cli.file", hint, context: { file: path } });
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = text.trim() === "" ? "is empty" : `is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new ConfigurationError(`${path} ${problem}`, { code: "cli.file", hint, context: { file: path }, cause });
  }
}

/** A file beside the document; it may only name files in its own folder. */
export function readBeside(path: string, file: string): Uint8Array | undefined {
  const beside = join(dirname(path), basename(file));
  return existsSync(beside) ? readFileSync(beside) : undefined;
}
