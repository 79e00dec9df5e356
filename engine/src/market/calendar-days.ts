import type { Calendar } from "./calendar.ts";
import { dayMs } from "./calendar-date.ts";
import { firstAtOrAfter } from "./first-at-or-after.ts";

/** Index of the last of each run of equal days. */
export function lastOfDays(days: Int32Array): Int32Array {
  const ends: number[] = [];
  for (let i = 0; i < days.length; i++) if (days[i] !== days[i + 1]) ends.push(i);
  return Int32Array.from(ends);
}

/** The steps of a run's clock: starts of the bars, ascending, and the exchange day of each. */
export interface Clock {
  /** Start of the bar, milliseconds UTC. */
  readonly times: Float64Array;
  /** Exchange day of each step, see `exchangeDays`. */
  readonly days: Int32Array;
  /** Length of a bar. */
  readonly intervalMs: number;
  /** Whether the times are bare dates (midnight UTC of the exchange day). */
  readonly isDaily: boolean;
}

/**
 * Exchange day of each of the ascending times, as days since 1970-01-01: the date itself for daily bars with bare dates, the calendar's day else.
 *
 * @example
 * // Half past midnight in London is still the evening before in New York.
 * exchangeDays(Float64Array.of(Date.parse("2014-06-10T00:30:00Z")), false, calendarFor("XNYS")); // Int32Array [16230], 2014-06-09
 */
export function exchangeDays(times: Float64Array, isDaily: boolean, calendar: Calendar): Int32Array {
  const days = new Int32Array(times.length);
  for (let i = 0; i < times.length; ) {
    const time = times[i] as number;
    const { day, to } = isDaily ? dateSpan(time) : calendar.spanOf(time);
    const end = firstAtOrAfter(times, to, i + 1, times.length);
    days.fill(day, i, end);
    i = end;
  }
  return days;
}

function dateSpan(timeMs: number): { readonly day: number; readonly from: number; readonly to: number } {
  const day = Math.floor(timeMs / dayMs);
  return { day, from: day * dayMs, to: (day + 1) * dayMs };
}

/** Open and close of a day's bars in milliseconds UTC. */
export interface Hours {
  readonly open: number;
  readonly close: number;
}

/** Hours of a session, with its lunch break where it has one. */
export interface DayHours extends Hours {
  readonly pause?: Hours | undefined;
}

const always: DayHours = { open: Number.NEGATIVE_INFINITY, close: Number.POSITIVE_INFINITY };

/**
 * The hours in which bars of a day belong to its session: all where the calendar does not reach or bars are longer than a day, the whole
 * day for daily bars, the regular session else; `undefined` when the day is no session.
 */
export function hoursOf(day: number, clock: Clock, calendar: Calendar): DayHours | undefined {
  if (clock.intervalMs > dayMs || !calendar.covers(day)) return always;
  if (!calendar.isSession(day)) return undefined;
  return clock.isDaily ? always : { open: calendar.open(day), close: calendar.close(day), pause: calendar.breakOf(day) };
}
