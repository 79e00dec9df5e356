import { ConfigurationError } from "../errors.ts";

/** Where a value stands: its key path (`commission.rate`) and what gave it (`--commission`, `run.json`, `backtest()`). */
export interface Place {
  readonly key: string;
  readonly source: string;
}

export interface SettingsProblem {
  readonly code: "type" | "range" | "choice" | "unknownKey" | "missingKey" | "notAvailable" | "conflict" | "syntax";
  readonly place: Place;
  /** What is wrong, continuing "<key> is <value>: ". */
  readonly problem: string;
  readonly value?: unknown;
  readonly allowed?: string;
  readonly hint?: string;
}

/** One shape for every refused setting: `cash is "abc" (--cash): expected a decimal above 0`. */
export function settingsError({ code, place, problem, value, allowed, hint }: SettingsProblem): ConfigurationError {
  const seen = value === undefined ? "" : ` is ${showValue(value)}`;
  return new ConfigurationError(`${place.key}${seen} (from ${place.source}): ${problem}`, {
    code: `settings.${code}`,
    hint: hint ?? "docs/settings.md lists every key with its values.",
    context: {
      key: place.key,
      source: place.source,
      ...(value === undefined ? {} : { value: showValue(value) }),
      ...(allowed === undefined ? {} : { allowed }),
    },
  });
}

/** A value as an error shows it: strings quoted, at most 80 characters. */
export function showValue(value: unknown): string {
  const text = plainText(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function plainText(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value === "number" || value === undefined) return String(value);
  try {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? `${inner}n` : inner)) ?? String(value);
  } catch {
    return "an object that is no plain data";
  }
}
