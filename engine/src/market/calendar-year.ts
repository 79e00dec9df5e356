import { ConfigurationError } from "../errors.ts";
import { rfc3339 } from "../result/rfc3339.ts";
import { type Calendar, calendarFor } from "./calendar.ts";
import { dayMs, dayNumber, formatDay, weekdayOf } from "./calendar-date.ts";
import { type CalendarName, calendarNames } from "./calendar-names.ts";

/** One session of an exchange; moments are RFC 3339 in UTC. */
export interface TradingSession {
  /** The exchange's date, `YYYY-MM-DD`. */
  readonly session: string;
  /** May lie on the date before. */
  readonly open: string;
  readonly close: string;
  readonly breakStart?: string;
  readonly breakEnd?: string;
}

/** How the hours of a session differ from those usual around it. */
export type HoursNote = "late open" | "early open" | "early close" | "late close" | "no break" | "other break";

export interface CalendarYear {
  readonly calendar: string;
  readonly timezone: string;
  readonly year: number;
  readonly sessions: readonly TradingSession[];
  /** Of each session, what its clocks show, `HH:MM` in `timezone`, and what is unusual. */
  readonly local: readonly {
    readonly open: string;
    readonly close: string;
    readonly break: string | null;
    readonly notes: readonly HoursNote[];
  }[];
  /** Days without a session that are usually one, `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
}

/** What a calendar is, and how many sessions a year has on average. Throws `ConfigurationError` `calendar.unknown`. */
export function calendarSummary(name: string): CalendarName & { readonly sessionsPerYear: number } {
  const { id, sessionsPerYear } = calendarFor(name);
  const known = calendarNames().find((each) => each.id === id);
  if (known === undefined) throw new TypeError(`no name for ${id}`);
  return { ...known, sessionsPerYear };
}

/** Weeks before and after in which hours of the same weekday are compared: more than a festive season lasts. */
const nearWeeks = 6;
/** Dates are written with four digits. */
const [firstYear, lastYear] = [1000, 9999];

/**
 * The sessions of one year of a calendar. Throws `ConfigurationError` `calendar.unknown` or `calendar.range`.
 *
 * @example
 * calendarYear("XNYS", 2024).sessions.find(({ session }) => session === "2024-07-03");
 * // { session: "2024-07-03", open: "2024-07-03T13:30:00Z", close: "2024-07-03T17:00:00Z" }
 */
export function calendarYear(name: string, year: number): CalendarYear {
  const calendar = calendarFor(name);
  const days = coveredDays(calendar, year);
  const sessions = days.filter((day) => calendar.isSession(day));
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const around = Array.from({ length: last - first + 1 + 14 * nearWeeks }, (_, index) => first - 7 * nearWeeks + index);
  const isSession = (day: number): boolean => calendar.covers(day) && calendar.isSession(day);
  const local = new Map(around.filter(isSession).map((day) => [day, localHours(calendar, day)]));
  const usualWeekdays = new Set([0, 1, 2, 3, 4, 5, 6].filter((weekday) => isUsual(weekday, days, local)));
  return {
    calendar: calendar.id,
    timezone: calendar.timezone,
    year,
    sessions: sessions.map((day) => tradingSession(calendar, day)),
    local: sessions.map((day) => {
      const hours = local.get(day) ?? localHours(calendar, day);
      return { ...hours, notes: notesOf(hours, [usualHours(day, -7, local), usualHours(day, 7, local)]) };
    }),
    holidays: days.filter((day) => !local.has(day) && usualWeekdays.has(weekdayOf(day))).map(formatDay),
  };
}

function coveredDays(calendar: Calendar, year: number): number[] {
  const isYear = Number.isInteger(year) && year >= firstYear && year <= lastYear;
  const [first, last] = isYear ? [dayNumber(year, 1, 1), dayNumber(year, 12, 31)] : [0, -1];
  const days = Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((day) => calendar.covers(day));
  if (days.length > 0) return days;
  const known = [Math.max(calendar.firstDay, dayNumber(firstYear, 1, 1)), Math.min(calendar.lastDay, dayNumber(lastYear, 12, 31))];
  const range = known.map(formatDay).join(" to ");
  throw new ConfigurationError(`calendar ${calendar.id}: the year ${year} lies outside ${range}`, {
    code: "calendar.range",
    hint: `Choose a year of ${range}.`,
    context: { calendar: calendar.id, year, range },
  });
}

function tradingSession(calendar: Calendar, day: number): TradingSession {
  const pause = calendar.breakOf(day);
  return {
    session: formatDay(day),
    open: rfc3339(calendar.open(day)),
    close: rfc3339(calendar.close(day)),
    ...(pause === undefined ? {} : { breakStart: rfc3339(pause.open), breakEnd: rfc3339(pause.close) }),
  };
}

interface LocalHours {
  readonly open: string;
  readonly close: string;
  readonly break: string | null;
  /** Minutes after midnight of the session's date. */
  readonly minutes: readonly [open: number, close: number];
}

function localHours(calendar: Calendar, day: number): LocalHours {
  const minute = (time: number): number => (calendar.localOf(time) - day * dayMs) / 60_000;
  const clock = (time: number): string => new Date(calendar.localOf(time)).toISOString().slice(11, 16);
  const [open, close, pause] = [calendar.open(day), calendar.close(day), calendar.breakOf(day)];
  return {
    open: clock(open),
    close: clock(close),
    break: pause === undefined ? null : `${clock(pause.open)}-${clock(pause.close)}`,
    minutes: [minute(open), minute(close)],
  };
}

function isUsual(weekday: number, days: readonly number[], sessions: ReadonlyMap<number, unknown>): boolean {
  const all = days.filter((day) => weekdayOf(day) === weekday);
  return all.filter((day) => sessions.has(day)).length * 2 > all.length;
}

/** The most frequent hours of the same weekday in the weeks before (or after) a day. */
function usualHours(day: number, step: -7 | 7, local: ReadonlyMap<number, LocalHours>): LocalHours | undefined {
  const counts = new Map<string, { count: number; readonly hours: LocalHours }>();
  for (let week = 1; week <= nearWeeks; week++) {
    const hours = local.get(day + step * week);
    if (hours === undefined) continue;
    const key = JSON.stringify(hours);
    const known = counts.get(key) ?? { count: 0, hours };
    known.count++;
    counts.set(key, known);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.hours;
}

/** Hours that are usual before or after a day are none of note: regular hours change. */
function notesOf(hours: LocalHours, usual: readonly (LocalHours | undefined)[]): HoursNote[] {
  const compared = usual.filter((each) => each !== undefined);
  const [first] = compared;
  if (first === undefined || compared.some((each) => JSON.stringify(each) === JSON.stringify(hours))) return [];
  const { minutes, break: pause } = hours;
  const [usualOpen, usualClose] = first.minutes;
  const [open, close] = minutes;
  const notes: HoursNote[] = [];
  if (open !== usualOpen) notes.push(open > usualOpen ? "late open" : "early open");
  if (close !== usualClose) notes.push(close < usualClose ? "early close" : "late close");
  if (pause !== first.break) notes.push(pause === null ? "no break" : "other break");
  return notes;
}
