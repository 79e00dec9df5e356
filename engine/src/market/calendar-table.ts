import type { Calendar, CalendarId, DaySpan } from "./calendar.ts";
import { dayMs, dayNumber, weekdayOf } from "./calendar-date.ts";
import { assertCovered, noSession } from "./calendar-errors.ts";

const minuteMs = 60_000;

/** Sessions on Monday to Friday, written as the exceptions from that; made by `scripts/calendars/generate.py`. */
export interface CalendarTable {
  readonly id: CalendarId;
  readonly timezone: string;
  /** First and last day known, `YYYY-MM-DD`. */
  readonly first: string;
  readonly last: string;
  readonly sessionsPerYear: number;
  /** Usual hours in minutes after local midnight. */
  readonly open: number;
  readonly close: number;
  /** Weekdays without a session, a line a year: `2012 0102 0116 …`. */
  readonly closed: string;
  /** Sessions that close at another minute, a line a year and minute: `2018@780 0703 …`. */
  readonly closes: string;
  /** Zone offset in minutes, a line a change: `2018-03-11T07:00Z -240`; the first line holds from the beginning. */
  readonly offsets: string;
}

interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Decodes a table; look-ups then cost no more than an array access. */
export function calendarFromTable(table: CalendarTable): Calendar {
  const firstDay = Date.parse(table.first) / dayMs;
  const lastDay = Date.parse(table.last) / dayMs;
  // Minute of the close by day; 0 is no session.
  const closes = new Uint16Array(lastDay - firstDay + 1);
  for (let day = firstDay; day <= lastDay; day++) closes[day - firstDay] = weekdayOf(day) < 5 ? table.close : 0;
  for (const { day } of listedDays(table.closed)) closes[day - firstDay] = 0;
  for (const { day, minute } of listedDays(table.closes)) closes[day - firstDay] = minute;
  const offsets = offsetSpans(table.offsets);

  const covers = (day: number): boolean => Number.isInteger(day) && day >= firstDay && day <= lastDay;
  const closeMinute = (day: number): number => {
    assertCovered(calendar, day);
    return closes[day - firstDay] ?? 0;
  };
  const momentOf = (day: number, minute: number): number => utcOf(offsets, day * dayMs + minute * minuteMs);
  const step = (day: number, by: 1 | -1): number => {
    let at = day + by;
    while (closeMinute(at) === 0) at += by;
    return at;
  };
  const spanOf = (timeMs: number): DaySpan => {
    const day = Math.floor((timeMs + offsetAt(offsets, timeMs).offset * minuteMs) / dayMs);
    return { day, from: momentOf(day, 0), to: momentOf(day + 1, 0) };
  };
  const calendar: Calendar = {
    id: table.id,
    timezone: table.timezone,
    firstDay,
    lastDay,
    sessionsPerYear: table.sessionsPerYear,
    covers,
    isSession: (day) => closeMinute(day) !== 0,
    open(day) {
      if (closeMinute(day) === 0) throw noSession(calendar, day);
      return momentOf(day, table.open);
    },
    close(day) {
      const minute = closeMinute(day);
      if (minute === 0) throw noSession(calendar, day);
      return momentOf(day, minute);
    },
    next: (day) => step(day, 1),
    previous: (day) => step(day, -1),
    sessionOf: (timeMs) => spanOf(timeMs).day,
    spanOf,
  };
  return calendar;
}

function* listedDays(text: string): Generator<{ readonly day: number; readonly minute: number }> {
  for (const line of text.trim().split("\n")) {
    const [head = "", ...dates] = line.split(" ");
    const [year, minute = "0"] = head.split("@");
    for (const date of dates)
      yield { day: dayNumber(Number(year), Number(date.slice(0, 2)), Number(date.slice(2))), minute: Number(minute) };
  }
}

function offsetSpans(text: string): readonly OffsetSpan[] {
  const changes = text
    .trim()
    .split("\n")
    .map((line) => line.split(" "))
    .map(([moment = "", offset]) => ({ at: Date.parse(moment), offset: Number(offset) }));
  return changes.map(({ at, offset }, index) => ({
    from: index === 0 ? Number.NEGATIVE_INFINITY : at,
    to: changes[index + 1]?.at ?? Number.POSITIVE_INFINITY,
    offset,
  }));
}

function offsetAt(spans: readonly OffsetSpan[], timeMs: number): OffsetSpan {
  let low = 0;
  let high = spans.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((spans[middle]?.from ?? 0) <= timeMs) low = middle;
    else high = middle - 1;
  }
  return spans[low] ?? { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, offset: 0 };
}

// Clocks change at 02:00 local time on a Sunday, so neither midnight nor the hours of a session are ever skipped or doubled.
function utcOf(spans: readonly OffsetSpan[], localMs: number): number {
  const guess = localMs - offsetAt(spans, localMs).offset * minuteMs;
  return localMs - offsetAt(spans, guess).offset * minuteMs;
}
