import { boolean, choice, optional, type Setting, text } from "./setting.ts";
import { asObject, type Fields, isPlainObject } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";

const timeFormats = [
  "YYYY-MM-DD",
  "MM/DD/YYYY",
  "DD/MM/YYYY",
  "MM/DD/YY",
  "DD/MM/YY",
  "YYYYMMDD",
  "epoch-s",
  "epoch-ms",
  "epoch-us",
  "epoch-ns",
] as const;

/** How price files are read, with every default filled in; `null` means found from the file itself. */
export interface ReadConfig {
  /** All columns in their order (`-` skips one), or where to find some by header name. */
  readonly columns: string | readonly string[] | Readonly<Record<string, string>> | null;
  readonly delimiter: "," | ";" | "\t" | "|" | null;
  readonly decimal: "." | "," | null;
  readonly header: boolean | null;
  readonly timeFormat: (typeof timeFormats)[number] | null;
  /** IANA name of the zone of times written without one. */
  readonly timezone: string | null;
  readonly barTime: "start" | "end";
  readonly badRows: "refuse" | "skip";
  readonly roundData: "half-even" | null;
}

const columns: Setting<ReadConfig["columns"]> = {
  kind: "list",
  allowed: 'column names in file order ("time,open,high,low,close,volume"), names by role ("time=Date,close=Last"), or null',
  default: null,
  meaning: "What the columns are: all in their order, - skips one; or the header names of some (close=Last). By the header without it.",
  flag: "--columns",
  read(value, key, sourceOf) {
    if (value === null || (typeof value === "string" && value.trim() !== "")) return value;
    if (Array.isArray(value) && value.length > 0 && value.every((name): name is string => typeof name === "string")) return value;
    if (isPlainObject(value)) return namesByRole(asObject(value, key, sourceOf, this.allowed), (name) => fail(`${key}.${name}`));
    throw fail(key);

    function fail(at: string) {
      const hint = "Write --columns time,open,high,low,close,volume for a file without a header, --columns close=Last to name one.";
      return settingsError({ code: "type", place: { key: at, source: sourceOf(at) }, value, problem: "expected column names", hint });
    }
  },
};

function namesByRole(given: Readonly<Record<string, unknown>>, fail: (name: string) => Error): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([role, name]) => {
      if (typeof name !== "string") throw fail(role);
      return [role, name] as const;
    }),
  );
}

/** Settings of how price files are read: flags, `--set` and `--config` of the command line; `readCsv` takes the same names. */
export const readSettingTable: Fields<ReadConfig> = {
  columns,
  delimiter: optional(
    choice([",", ";", "\t", "|"], {
      default: ",",
      meaning: "Between the cells of a line; found from the file without it.",
      flag: "--delimiter",
    }),
  ),
  decimal: optional(choice([".", ","], { default: ".", meaning: "The decimal point; a dot without it.", flag: "--decimal" })),
  header: optional(boolean({ default: true, meaning: "Whether line 1 names the columns; found from the file without it." })),
  timeFormat: optional(
    choice(timeFormats, {
      default: "YYYY-MM-DD",
      meaning: "How times are written; found from the file without it.",
      flag: "--time-format",
    }),
  ),
  timezone: optional(
    text("an IANA time zone such as America/New_York", (value) => (isTimeZone(value) ? value : undefined), {
      default: "UTC",
      meaning: "Zone of times written without one; intraday times need it, or a calendar.",
      flag: "--timezone",
      hint: "Use a name such as America/New_York, Europe/London or UTC.",
    }),
  ),
  barTime: choice(["start", "end"], { default: "start", meaning: "Which end of its bar a time names.", flag: "--bar-time" }),
  badRows: choice(["refuse", "skip"], {
    default: "refuse",
    meaning: "Whether bad rows stop the run or are dropped and counted in warnings.",
    flag: "--bad-rows",
  }),
  roundData: optional(
    choice(["half-even"], {
      default: "half-even",
      meaning: "Rounds prices with more digits than are kept; they are bad rows without it.",
      flag: "--round-data",
    }),
  ),
};

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
