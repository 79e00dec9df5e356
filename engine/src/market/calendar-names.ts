import { calendarAliasList, calendarIdList, calendarList } from "./calendar-list.ts";

/** What is known of a calendar without reading its table. */
export interface CalendarName {
  readonly id: string;
  readonly name: string;
  /** IANA name of the zone whose dates are the sessions. */
  readonly timezone: string;
  /** First and last day known, `YYYY-MM-DD`; `null` where every day is. */
  readonly first: string | null;
  readonly last: string | null;
  /** Other names that mean it. */
  readonly aliases: readonly string[];
}

/** Those without a table first, then the exchanges by their identifier, most a MIC of ISO 10383. */
export const calendarIds: readonly string[] = ["24/7", "24/5", ...calendarIdList.trim().split(/\s/)];

const unbounded = { timezone: "UTC", first: null, last: null, aliases: [] };

/** Every calendar there is. Made when asked for: a run needs none of it. */
export function calendarNames(): CalendarName[] {
  const aliases = calendarAliases();
  return [
    { id: "24/7", name: "Every day in UTC", ...unbounded },
    { id: "24/5", name: "Monday to Friday in UTC", ...unbounded },
    ...calendarList
      .trim()
      .split("\n")
      .map((line) => {
        const [id = "", timezone = "", first = "", last = "", name = ""] = line.split("|");
        return { id, name, timezone, first, last, aliases: aliases.flatMap(([alias, of]) => (of === id ? alias : [])) };
      }),
  ];
}

/** Identifiers and aliases. */
export function knownCalendars(): string[] {
  return [...calendarIds, ...calendarAliases().map(([alias]) => alias)];
}

/**
 * The identifier that a name stands for, `undefined` for an unknown one.
 *
 * @example
 * calendarIdOf("LSE"); // "XLON"
 */
export function calendarIdOf(name: string): string | undefined {
  return calendarIds.includes(name) ? name : calendarAliases().find(([alias]) => alias === name)?.[1];
}

function calendarAliases(): [alias: string, id: string][] {
  const words = calendarAliasList.trim().split(/\s/);
  return Array.from({ length: words.length / 2 }, (_, pair) => [words[2 * pair] ?? "", words[2 * pair + 1] ?? ""]);
}
