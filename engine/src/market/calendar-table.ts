import { calendarTables } from "#calendar-tables";
import { InternalError } from "../errors.ts";
import type { Calendar, DaySpan } from "./calendar.ts";
import { dayMs, weekdayOf } from "./calendar-date.ts";
import type { Hours } from "./calendar-days.ts";
import { assertCovered, noSession } from "./calendar-errors.ts";
import { zoneClock } from "./zone-clock.ts";

const minuteMs = 60_000;

/** Open, close, and start and end of a lunch break, in minutes after midnight of the session's date. */
type SessionHours = readonly [open: number, close: number, breakStart?: number, breakEnd?: number];

/** Decodes the table of an exchange, see `scripts/calendars/generate.py`; look-ups then cost no more than an array access. */
export function calendarFromTable(id: string): Calendar {
  const table = linesOf(id === "XNYS" ? "XNYS" : "others", `${id} `);
  const [, timezone = "", first = "", last = "", sessionsPerYear = ""] = (table[0] ?? "").split(" ");
  const zone = zoneClock(linesOf("zones", `@ ${timezone}\n`).slice(1));
  const firstDay = Date.parse(first) / dayMs;
  const lastDay = Date.parse(last) / dayMs;
  const kinds = table.slice(1, -1).map((line) => line.split(" ").slice(1).map(Number)) as unknown as SessionHours[];
  const sessions = decodeWeeks(table.at(-1) ?? "", firstDay, lastDay);
  // Where sessions open in the evening, that is when the exchange day begins.
  const dayStart = Math.min(0, ...kinds.map(([open]) => open)) * minuteMs;

  const covers = (day: number): boolean => Number.isInteger(day) && day >= firstDay && day <= lastDay;
  const hoursAt = (day: number): SessionHours | undefined => {
    assertCovered(calendar, day);
    return kinds[(sessions[day - firstDay] ?? 0) - 1];
  };
  const session = (day: number): SessionHours => {
    const hours = hoursAt(day);
    if (hours === undefined) throw noSession(calendar, day);
    return hours;
  };
  const at = (day: number, minute: number): number => zone.momentOf(day * dayMs + minute * minuteMs);
  const step = (day: number, by: 1 | -1): number => {
    let next = day + by;
    while (hoursAt(next) === undefined) next += by;
    return next;
  };
  const spanOf = (timeMs: number): DaySpan => {
    const day = Math.floor((zone.localOf(timeMs) - dayStart) / dayMs);
    return { day, from: zone.momentOf(day * dayMs + dayStart), to: zone.momentOf((day + 1) * dayMs + dayStart) };
  };
  const calendar: Calendar = {
    id,
    timezone,
    firstDay,
    lastDay,
    sessionsPerYear: Number(sessionsPerYear),
    covers,
    isSession: (day) => hoursAt(day) !== undefined,
    open: (day) => at(day, session(day)[0]),
    close: (day) => at(day, session(day)[1]),
    breakOf(day): Hours | undefined {
      const [, , start, end] = session(day);
      return start === undefined || end === undefined ? undefined : { open: at(day, start), close: at(day, end) };
    },
    next: (day) => step(day, 1),
    previous: (day) => step(day, -1),
    sessionOf: (timeMs) => spanOf(timeMs).day,
    spanOf,
    ...zone,
  };
  return calendar;
}

function linesOf(part: Parameters<typeof calendarTables>[0], head: string): string[] {
  const block = calendarTables(part)
    .split("\n\n")
    .find((each) => each.startsWith(head));
  if (block === undefined) throw new InternalError(`the calendar tables have no ${head.trim()}`, { code: "calendar.table" });
  return block.split("\n");
}

/** The kind of hours of each day, counted from 1; 0 is no session. */
function decodeWeeks(text: string, firstDay: number, lastDay: number): Uint8Array {
  const kinds = new Uint8Array(lastDay - firstDay + 1);
  let monday = firstDay - weekdayOf(firstDay);
  for (const word of text.split(" ")) {
    const week = word.slice(-7);
    for (let count = Number(word.slice(0, -7) || 1); count > 0; count--, monday += 7) {
      for (let weekday = 0; weekday < 7; weekday++) {
        const day = monday + weekday;
        if (week[weekday] !== "." && day >= firstDay && day <= lastDay) kinds[day - firstDay] = week.charCodeAt(weekday) - 64;
      }
    }
  }
  return kinds;
}
