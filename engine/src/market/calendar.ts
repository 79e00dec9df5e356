import type { AssetClass } from "../settings/run-config.ts";
import type { Hours } from "./calendar-days.ts";
import { unknownCalendar } from "./calendar-errors.ts";
import { calendarIdOf } from "./calendar-names.ts";
import { roundTheClock, weekdaysRoundTheClock } from "./calendar-round-the-clock.ts";
import { calendarFromTable } from "./calendar-table.ts";

/** Trading sessions of a market. A day is a whole number of days since 1970-01-01, a time is milliseconds since 1970-01-01T00:00:00Z. */
export interface Calendar {
  readonly id: string;
  /** IANA name of the zone whose dates are the sessions. */
  readonly timezone: string;
  /** First and last day the table knows; `isSession`, `open`, `close`, `breakOf`, `next` and `previous` throw outside of them. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** Sessions of a year, on average. */
  readonly sessionsPerYear: number;
  /** Whether the table knows the day, be it a session or not. */
  covers(day: number): boolean;
  isSession(day: number): boolean;
  /** Start of the regular session, which may lie on the date before. Throws a `ConfigurationError` when the day is no session. */
  open(day: number): number;
  /** End of the regular session; early closes are respected. Throws a `ConfigurationError` when the day is no session. */
  close(day: number): number;
  /** The lunch break of a session that has one. Throws a `ConfigurationError` when the day is no session. */
  breakOf(day: number): Hours | undefined;
  /** First session after the day. */
  next(day: number): number;
  /** Last session before the day. */
  previous(day: number): number;
  /** The exchange day a moment belongs to, whether it is a session or not; never throws. */
  sessionOf(timeMs: number): number;
  /** The longest stretch `[from, to)` around a moment with one exchange day. */
  spanOf(timeMs: number): DaySpan;
  /** The moment at which the clocks of the exchange show a local time (as milliseconds of a day in UTC that shows the same); the first of two, the change of clocks for one that is skipped. */
  momentOf(localMs: number): number;
  /** What the clocks of the exchange show, as the milliseconds of a day in UTC that shows the same. */
  localOf(timeMs: number): number;
}

export interface DaySpan {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

const made = new Map<string, Calendar>();

/**
 * The calendar of a market, by its identifier or another name of it: `"XNYS"` or `"NYSE"` (New York), `"24/7"` (every UTC day), `"24/5"`
 * (Monday to Friday in UTC; a weekend moment belongs to the Monday after it), or another of `calendarNames`. Tables are decoded on first
 * use and kept.
 *
 * Throws `ConfigurationError` `calendar.unknown` for any other name.
 *
 * @example
 * const nyse = calendarFor("XNYS");
 * const day = nyse.sessionOf(Date.parse("2018-07-03T15:00:00Z"));
 * new Date(nyse.close(day)).toISOString(); // "2018-07-03T17:00:00.000Z", an early close
 */
export function calendarFor(name: string): Calendar {
  const id = calendarIdOf(name);
  if (id === undefined) throw unknownCalendar(name);
  const found = made.get(id) ?? make(id);
  made.set(id, found);
  return found;
}

function make(id: string): Calendar {
  if (id === "24/7") return roundTheClock();
  return id === "24/5" ? weekdaysRoundTheClock() : calendarFromTable(id);
}

/**
 * The calendar an instrument has when its settings name none: New York for equity, etf, index and option; 24/5 for forex; 24/7 for
 * crypto, perpetual and future, whose exchange day is the UTC day.
 *
 * @example
 * defaultCalendarId("crypto"); // "24/7"
 */
export function defaultCalendarId(assetClass: AssetClass): string {
  if (assetClass === "forex") return "24/5";
  return assetClass === "crypto" || assetClass === "perpetual" || assetClass === "future" ? "24/7" : "XNYS";
}
