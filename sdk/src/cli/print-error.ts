import { isRustyBtError } from "@rustybt/engine/errors";
import { exitCodes } from "./exit-codes.ts";
import { type Terminal, wrapText } from "./terminal.ts";

/** An error for people: what, value and place in the first line, then what to do next. Never a stack trace. */
export function printError(error: unknown, { err, columns }: Terminal): void {
  const { message, hint } = plainError(error);
  err(`error: ${message}\n`);
  if (hint !== undefined) err(`  next: ${wrapText(hint, columns - 8, "        ")}\n`);
}

/** The one document that `--json` writes when a command fails. */
export function errorDocument(error: unknown): string {
  return `${JSON.stringify({ error: plainError(error) }, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}\n`;
}

const loadProblems = ["notFound", "syntax", "import", "ambient", "load", "notAStrategy", "definition"].map((kind) => `strategy.${kind}`);

/** Bad input is what can be said before or without running the strategy; everything else is a run that failed. */
export function exitCodeOf(error: unknown): number {
  if (!isRustyBtError(error)) return plainError(error).code === "cli.file" ? exitCodes.badInput : exitCodes.failed;
  const isLoading = loadProblems.includes(error.code) && !("callback" in error.context);
  const isInput = error.name === "ConfigurationError" || error.name === "DataError" || isLoading;
  return isInput ? exitCodes.badInput : exitCodes.failed;
}

interface PlainError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly context: Readonly<Record<string, unknown>>;
}

function plainError(error: unknown): PlainError {
  if (isRustyBtError(error)) return { code: error.code, message: error.message, hint: error.hint, context: error.context };
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (code !== undefined && isFileProblem(code)) {
    return { code: "cli.file", message, hint: "Check that the path exists and may be read or written.", context: { errno: code } };
  }
  return {
    code: "internal.unexpected",
    message: `unexpected: ${message}`,
    hint: "This is a fault of rustybt; please report it with the command line you used.",
    context: {},
  };
}

function isFileProblem(code: string): boolean {
  return ["ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "ENOSPC", "EROFS", "EMFILE", "ENAMETOOLONG", "EEXIST", "ENOTEMPTY"].includes(
    code,
  );
}
