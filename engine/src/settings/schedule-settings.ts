import { parseExactJson } from "./exact-json.ts";
import type { PlainCommission, ScheduleEntry } from "./run-config.ts";
import { optional, type Setting, text } from "./setting.ts";
import { type Fields, isPlainObject, readFields } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";
import { canonicalDay } from "./time-bound.ts";

/** `[{commission}, {from: "2010-01-01", commission}, …]`: models with the exchange day each begins on. */
export function scheduleEntries(commission: Setting<PlainCommission>): Setting<readonly ScheduleEntry[]> {
  const fields: Fields<ScheduleEntry> = {
    from: optional(
      text("a date such as 2010-01-01", canonicalDay, {
        default: "2010-01-01",
        meaning: "First exchange day of the model; the first one has none.",
        hint: "Write YYYY-MM-DD.",
      }),
    ),
    commission,
  };
  return {
    kind: "list",
    allowed: "a list of { commission } and then { from, commission } by ascending dates",
    default: [{ from: null, commission: { model: "none" } }],
    meaning: "Models with the exchange day each begins on; an order keeps that of its first fill.",
    read(given, key, sourceOf) {
      const source = sourceOf(key);
      const value = typeof given === "string" ? listOfText(given) : given;
      if (!Array.isArray(value) || value.length === 0 || !value.every(isPlainObject)) {
        throw settingsError({
          code: "type",
          place: { key, source },
          value,
          allowed: this.allowed,
          problem: `expected ${this.allowed}`,
          hint: 'Write [{"commission": "perTrade:9.95"}, {"from": "2010-01-01", "commission": "perShare:0.005,min=1"}].',
        });
      }
      return value.map((entry: Readonly<Record<string, unknown>>, index) => {
        const place = (name: string) => ({ key: `${key}[${index}].${name}`, source });
        if (entry.commission === undefined)
          throw settingsError({ code: "missingKey", place: place("commission"), problem: "missing, every entry has a commission" });
        const read = readFields(fields, entry, `${key}[${index}]`, sourceOf);
        const before = value[index - 1]?.from ?? null;
        if (index === 0 ? read.from === null : read.from !== null && (before === null || read.from > before)) return read;
        const expected =
          index === 0 ? "the first entry has always been in force and has no from" : `expected a date after ${before ?? "none"}`;
        throw settingsError({
          code: read.from === null ? "missingKey" : "range",
          place: place("from"),
          ...(read.from === null ? {} : { value: read.from }),
          problem: read.from === null ? "missing, every entry but the first begins on a date" : expected,
          hint: "Entries ascend by their dates; the first one has none.",
        });
      });
    },
  };
}

/** A form has the list as JSON text; what is none comes out as it is, to be refused. */
function listOfText(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
