import { calendarAliasList, calendarList } from "./calendar-list.ts";

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

const aliases: ReadonlyMap<string, string> = new Map(
  linesOf(calendarAliasList).map((line) => {
    const [alias = "", id = ""] = line.split(" ");
    return [alias, id];
  }),
);

const unbounded = { timezone: "UTC", first: null, last: null, aliases: [] };

/** Every calendar there is: those without a table first, then the exchanges by their identifier, most a MIC of ISO 10383. */
export const calendarNames: readonly CalendarName[] = [
  { id: "24/7", name: "Every day in UTC", ...unbounded },
  { id: "24/5", name: "Monday to Friday in UTC", ...unbounded },
  ...linesOf(calendarList).map((line) => {
    const [id = "", timezone = "", first = "", last = "", name = ""] = line.split("|");
    return { id, name, timezone, first, last, aliases: [...aliases].flatMap(([alias, of]) => (of === id ? alias : [])) };
  }),
];

export const calendarIds: readonly string[] = calendarNames.map(({ id }) => id);

/** Identifiers and aliases. */
export const knownCalendars: readonly string[] = [...calendarIds, ...aliases.keys()];

/**
 * The identifier that a name stands for, `undefined` for an unknown one.
 *
 * @example
 * calendarIdOf("LSE"); // "XLON"
 */
export function calendarIdOf(name: string): string | undefined {
  return calendarIds.includes(name) ? name : aliases.get(name);
}

function linesOf(text: string): string[] {
  return text.trim().split("\n");
}
