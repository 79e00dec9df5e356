import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { LogEvent, ResultDocument } from "@rustybt/engine";
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

/** A document that says it is a result. Whether it holds is for `rustybt verify`. */
export function readResult(path: string): ResultDocument {
  const document = readDocument(path);
  if (isResult(document)) return document;
  throw new ConfigurationError(`${path} is not a result of rustybt`, { code: "cli.file", hint, context: { file: path } });
}

const parts = ["manifest", "summary", "orders", "fills", "events"];

function isResult(value: unknown): value is ResultDocument {
  if (typeof value !== "object" || value === null || !("schema" in value) || value.schema !== "rustybt.result/1") return false;
  return parts.every((part) => typeof Reflect.get(value, part) === "object" && Reflect.get(value, part) !== null);
}

/** A long result has its log in a file beside it; without that file the document stays as it is. */
export function withLog(document: ResultDocument, path: string): ResultDocument {
  const { sidecars } = document;
  const bytes = sidecars?.events === undefined ? undefined : readBeside(path, sidecars.events.file);
  if (bytes === undefined) return document;
  const lines = gunzipSync(bytes).toString("utf8").split("\n").slice(0, -1);
  return { ...document, events: lines.map((line): LogEvent => JSON.parse(line)) };
}

/** A file beside the document; it may only name files in its own folder. */
export function readBeside(path: string, file: string): Uint8Array | undefined {
  const beside = join(dirname(path), basename(file));
  return existsSync(beside) ? readFileSync(beside) : undefined;
}
