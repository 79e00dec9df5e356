import type { Calendar, DaySpan } from "./calendar.ts";
import { dayMs, weekdayOf } from "./calendar-date.ts";
import { assertCovered, noSession } from "./calendar-errors.ts";

// The widest range in which every day and its end are exact times of a JavaScript Date.
const firstDay = -100_000_000;
const lastDay = 99_999_999;

/** Every UTC day is a session from midnight to midnight. */
export function roundTheClock(): Calendar {
  return clockCalendar(
    "24/7",
    365,
    () => true,
    (timeMs) => spanOfDays(Math.floor(timeMs / dayMs), 1),
  );
}

/** Monday to Friday in UTC. What trades at the weekend (foreign exchange reopens on Sunday evening) belongs to the Monday after it. */
export function weekdaysRoundTheClock(): Calendar {
  return clockCalendar(
    "24/5",
    260,
    (day) => weekdayOf(day) < 5,
    (timeMs) => {
      const day = Math.floor(timeMs / dayMs);
      const weekday = weekdayOf(day);
      if (weekday >= 5) return spanOfDays(day + 7 - weekday, 3);
      return spanOfDays(day, weekday === 0 ? 3 : 1);
    },
  );
}

function spanOfDays(day: number, days: number): DaySpan {
  const to = (day + 1) * dayMs;
  return { day, from: to - days * dayMs, to };
}

function clockCalendar(
  id: "24/7" | "24/5",
  sessionsPerYear: number,
  opensOn: (day: number) => boolean,
  spanOf: (timeMs: number) => DaySpan,
): Calendar {
  const covers = (day: number): boolean => Number.isInteger(day) && day >= firstDay && day <= lastDay;
  const isSession = (day: number): boolean => {
    assertCovered(calendar, day);
    return opensOn(day);
  };
  const open = (day: number): number => {
    if (!isSession(day)) throw noSession(calendar, day);
    return day * dayMs;
  };
  const step = (day: number, by: 1 | -1): number => {
    let at = day + by;
    while (!isSession(at)) at += by;
    return at;
  };
  const calendar: Calendar = {
    id,
    timezone: "UTC",
    firstDay,
    lastDay,
    sessionsPerYear,
    covers,
    isSession,
    open,
    close: (day) => open(day) + dayMs,
    breakOf(day) {
      open(day);
      return undefined;
    },
    next: (day) => step(day, 1),
    previous: (day) => step(day, -1),
    sessionOf: (timeMs) => spanOf(timeMs).day,
    spanOf,
    momentOf: (localMs) => localMs,
    localOf: (timeMs) => timeMs,
  };
  return calendar;
}
