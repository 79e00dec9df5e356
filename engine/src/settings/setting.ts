import { canonicalDecimal, compareDecimals, decimalPlaces } from "./decimal-text.ts";
import { suggestion } from "./nearest-name.ts";
import { type Place, settingsError } from "./settings-error.ts";

/** Tells for a key path what gave it. */
export type SourceOf = (key: string) => string;

/** One key of the settings table: how it is read, and what help, documents and forms say about it. */
export interface Setting<T> {
  readonly kind: "decimal" | "integer" | "choice" | "boolean" | "text" | "list" | "group" | "model" | "map";
  /** What may be written, as a noun phrase: "a decimal above 0". */
  readonly allowed: string;
  readonly default: T;
  readonly meaning: string;
  /** The command-line flag that sets it. */
  readonly flag?: string;
  /** For choices. */
  readonly values?: readonly string[];
  /** For choices whose values are codes: what each stands for. */
  names?(): Readonly<Record<string, string>>;
  /** For groups: the keys inside. */
  readonly keys?: SettingTable;
  /** For models: the keys of each model. */
  readonly models?: Readonly<Record<string, SettingTable>>;
  /** Turns shorthand text into the object it stands for, before layers are merged. */
  expand?(value: unknown, place: Place): unknown;
  read(value: unknown, key: string, sourceOf: SourceOf): T;
}

export type SettingTable = Readonly<Record<string, Setting<unknown>>>;

export interface About {
  readonly meaning: string;
  readonly flag?: string;
}

export interface DecimalRange {
  /** Inclusive bounds. */
  readonly min?: string;
  readonly max?: string;
  /** Exclusive bounds. */
  readonly above?: string;
  readonly below?: string;
  /** Most digits behind the point. */
  readonly decimals: number;
  /** The value is a fraction: 0.05 is 5 %. */
  readonly ratio?: boolean;
}

export function decimal(range: DecimalRange, about: About & { default: string }): Setting<string> {
  const allowed = describeRange(range);
  return {
    ...about,
    kind: "decimal",
    allowed,
    read(value, key, sourceOf) {
      const place = { key, source: sourceOf(key) };
      const canonical = canonicalDecimal(value);
      if (canonical === undefined) {
        throw settingsError({
          code: "type",
          place,
          value,
          allowed,
          problem: `expected ${allowed}`,
          hint: percentHint(value) ?? 'Write a decimal such as "0.0005" or 100000, without unit or thousands separators.',
        });
      }
      if (!inRange(canonical, range)) {
        const hint = range.ratio ? "Ratios are fractions: 0.05 is 5 %, 0.0005 is 5 basis points." : `Choose ${allowed}.`;
        throw settingsError({ code: "range", place, value, allowed, problem: `expected ${allowed}`, hint });
      }
      if (decimalPlaces(canonical) > range.decimals) {
        const problem = `has ${decimalPlaces(canonical)} digits behind the point, at most ${range.decimals} are kept exactly`;
        throw settingsError({
          code: "range",
          place,
          value,
          allowed,
          problem,
          hint: `Round it to ${range.decimals} digits yourself; nothing is rounded silently.`,
        });
      }
      return canonical;
    },
  };
}

export function integer(range: { min: number; max: number }, about: About & { default: number }): Setting<number> {
  const allowed = `a whole number from ${range.min} to ${range.max}`;
  return {
    ...about,
    kind: "integer",
    allowed,
    read(value, key, sourceOf) {
      const canonical = canonicalDecimal(value);
      const number = Number(canonical);
      if (
        canonical === undefined ||
        String(number) !== canonical ||
        !Number.isSafeInteger(number) ||
        number < range.min ||
        number > range.max
      ) {
        throw settingsError({
          code: "range",
          place: { key, source: sourceOf(key) },
          value,
          allowed,
          problem: `expected ${allowed}`,
          hint: `Choose ${allowed}.`,
        });
      }
      return number;
    },
  };
}

export function choice<const V extends string>(
  values: readonly V[],
  about: About & { default: NoInfer<V> },
  later: readonly string[] = [],
): Setting<V> {
  const allowed = listChoices(values);
  return {
    ...about,
    kind: "choice",
    allowed,
    values,
    read(value, key, sourceOf) {
      const found = values.find((known) => known === value);
      if (found !== undefined) return found;
      const place = { key, source: sourceOf(key) };
      if (typeof value === "string" && later.includes(value)) {
        throw settingsError({
          code: "notAvailable",
          place,
          value,
          allowed,
          problem: `"${value}" is not available in this version, expected ${allowed}`,
          hint: `Choose ${allowed}.`,
        });
      }
      const near = typeof value === "string" ? suggestion(value, values) : "";
      throw settingsError({ code: "choice", place, value, allowed, problem: `expected ${allowed}${near}`, hint: `Choose ${allowed}.` });
    },
  };
}

export function boolean(about: About & { default: boolean }): Setting<boolean> {
  return {
    ...about,
    kind: "boolean",
    allowed: "true or false",
    read(value, key, sourceOf) {
      if (typeof value === "boolean") return value;
      throw settingsError({
        code: "type",
        place: { key, source: sourceOf(key) },
        value,
        allowed: "true or false",
        problem: "expected true or false",
        hint: "Write true or false, without quotes in JSON.",
      });
    },
  };
}

/** Text that `check` accepts: it returns the canonical form, or undefined when the text is not allowed. */
export function text(
  allowed: string,
  check: (value: string) => string | undefined,
  about: About & { default: string; hint: string },
): Setting<string> {
  return {
    kind: "text",
    allowed,
    default: about.default,
    meaning: about.meaning,
    ...(about.flag === undefined ? {} : { flag: about.flag }),
    read(value, key, sourceOf) {
      const canonical = typeof value === "string" ? check(value) : undefined;
      if (canonical !== undefined) return canonical;
      throw settingsError({
        code: "type",
        place: { key, source: sourceOf(key) },
        value,
        allowed,
        problem: `expected ${allowed}`,
        hint: about.hint,
      });
    },
  };
}

/** The same setting, where `null` (the default) means none. */
export function optional<T>(inner: Setting<T>): Setting<T | null> {
  return {
    ...inner,
    default: null,
    allowed: `${inner.allowed}, or null`,
    read: (value, key, sourceOf) => (value === null ? null : inner.read(value, key, sourceOf)),
  };
}

function inRange(value: string, { min, max, above, below }: DecimalRange): boolean {
  return (
    (min === undefined || compareDecimals(value, min) >= 0) &&
    (max === undefined || compareDecimals(value, max) <= 0) &&
    (above === undefined || compareDecimals(value, above) > 0) &&
    (below === undefined || compareDecimals(value, below) < 0)
  );
}

function describeRange({ min, max, above, below, ratio }: DecimalRange): string {
  const noun = ratio ? "a fraction" : "a decimal";
  const low = min !== undefined ? `from ${min}` : above !== undefined ? `above ${above}` : "";
  const high = max !== undefined ? `${min === undefined ? "up to" : "to"} ${max}` : below !== undefined ? `below ${below}` : "";
  return [noun, low, min === undefined && low !== "" && high !== "" ? "and" : "", high].filter((part) => part !== "").join(" ");
}

function listChoices(values: readonly string[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  const last = quoted.pop();
  return quoted.length === 0 ? (last ?? "") : `${quoted.join(", ")} or ${last}`;
}

function percentHint(value: unknown): string | undefined {
  return typeof value === "string" && value.trim().endsWith("%") ? "Ratios are fractions: write 0.05 for 5 %." : undefined;
}
