import { ConfigurationError } from "../errors.ts";
import type { AssetClass } from "../settings/run-config.ts";
import { roundTheClock, weekdaysRoundTheClock } from "./calendar-round-the-clock.ts";
import { calendarFromTable } from "./calendar-table.ts";
import { xnysTable } from "./calendar-xnys.ts";

/** Trading sessions of a market. A day is a whole number of days since 1970-01-01, a time is milliseconds since 1970-01-01T00:00:00Z. */
export interface Calendar {
  readonly id: CalendarId;
  /** IANA name of the zone whose dates are the sessions. */
  readonly timezone: string;
  /** First and last day the table knows; `isSession`, `open`, `close`, `next` and `previous` throw outside of them. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** For annualising daily figures. */
  readonly sessionsPerYear: number;
  /** Whether the table knows the day, be it a session or not. */
  covers(day: number): boolean;
  isSession(day: number): boolean;
  /** Start of the regular session. Throws a `ConfigurationError` when the day is no session. */
  open(day: number): number;
  /** End of the regular session; early closes are respected. Throws a `ConfigurationError` when the day is no session. */
  close(day: number): number;
  /** First session after the day. */
  next(day: number): number;
  /** Last session before the day. */
  previous(day: number): number;
  /** The exchange day a moment belongs to, whether it is a session or not; never throws. */
  sessionOf(timeMs: number): number;
  /** The longest stretch `[from, to)` around a moment with one exchange day. */
  spanOf(timeMs: number): DaySpan;
}

export interface DaySpan {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

export const calendarIds = ["XNYS", "24/7", "24/5"] as const;
export type CalendarId = (typeof calendarIds)[number];

const makers: Readonly<Record<CalendarId, () => Calendar>> = {
  XNYS: () => calendarFromTable(xnysTable),
  "24/7": roundTheClock,
  "24/5": weekdaysRoundTheClock,
};

const made = new Map<CalendarId, Calendar>();

/**
 * The calendar of a market: `"XNYS"` (New York), `"24/7"` (every UTC day) or `"24/5"` (Monday to Friday in UTC; a weekend moment
 * belongs to the Monday after it). Tables are decoded on first use and kept.
 *
 * Throws `ConfigurationError` `calendar.unknown` for any other name.
 *
 * @example
 * const nyse = calendarFor("XNYS");
 * const day = nyse.sessionOf(Date.parse("2018-07-03T15:00:00Z"));
 * new Date(nyse.close(day)).toISOString(); // "2018-07-03T17:00:00.000Z", an early close
 */
export function calendarFor(id: string): Calendar {
  if (!isCalendarId(id)) {
    throw new ConfigurationError(`calendar: ${JSON.stringify(id)} is not a calendar of this version`, {
      code: "calendar.unknown",
      hint: `Use one of ${calendarIds.map((known) => JSON.stringify(known)).join(", ")}.`,
      context: { value: id, known: calendarIds },
    });
  }
  const found = made.get(id) ?? makers[id]();
  made.set(id, found);
  return found;
}

/**
 * The calendar an instrument has when its settings name none: New York for equity, etf, index and option; 24/5 for forex; 24/7 for
 * crypto, perpetual and future, whose exchange day is the UTC day.
 *
 * @example
 * defaultCalendarId("crypto"); // "24/7"
 */
export function defaultCalendarId(assetClass: AssetClass): CalendarId {
  if (assetClass === "forex") return "24/5";
  return assetClass === "crypto" || assetClass === "perpetual" || assetClass === "future" ? "24/7" : "XNYS";
}

function isCalendarId(id: string): id is CalendarId {
  return (calendarIds as readonly string[]).includes(id);
}
