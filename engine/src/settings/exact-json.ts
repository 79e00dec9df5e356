import { ConfigurationError } from "../errors.ts";

/** Node passes the source text of each primitive as a third argument; lib.es2024 does not know it yet. */
type ReviverWithSource = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Parses JSON in which a number stays the text it is written as: `0.1000` becomes `"0.1000"`, so no digit of an amount is lost.
 * Throws `SyntaxError`.
 */
export function parseExactJson(text: string): unknown {
  const keepText: ReviverWithSource = (_, value, context) => (typeof value === "number" ? (context.source ?? String(value)) : value);
  return JSON.parse(text, keepText as (this: unknown, key: string, value: unknown) => unknown);
}

/** The same for a settings file: anything but one object is a `ConfigurationError` `settings.file` that names file, line and column. */
export function parseSettingsFile(text: string, file: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = parseExactJson(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const problem =
      text.trim() === "" ? "is empty" : `is not JSON, ${placeOfFault(text)}: ${error.message.replace(/ in JSON at position.*$/, "")}`;
    throw new ConfigurationError(`${file} ${problem}`, {
      code: "settings.file",
      hint: 'A settings file is one JSON object such as {"cash": "100000"}.',
      context: { file },
      cause: error,
    });
  }
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw new ConfigurationError(`${file} holds ${Array.isArray(parsed) ? "an array" : JSON.stringify(parsed)}, expected one object`, {
    code: "settings.file",
    hint: 'A settings file is one JSON object such as {"cash": "100000"}.',
    context: { file },
  });
}

/** V8 names the position of few faults only: the fault is where the shortest prefix ends that more text could not mend. */
function placeOfFault(text: string): string {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isUnfinished(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const lines = text.slice(0, good).split("\n");
  return `line ${lines.length} column ${(lines.at(-1) ?? "").length + 1}`;
}

function isUnfinished(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const message = error instanceof SyntaxError ? error.message : "";
    const position = / at position (\d+)/.exec(message);
    return message.startsWith("Unexpected end") || Number(position?.[1]) === prefix.length;
  }
}
