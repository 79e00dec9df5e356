import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { sharedData } from "../testing/shared-data.ts";
import { type Calendar, calendarFor, defaultCalendarId } from "./calendar.ts";
import { dayMs, formatDay } from "./calendar-date.ts";

const nyse = calendarFor("XNYS");
const dayOf = (date: string): number => Date.parse(date) / dayMs;
const iso = (timeMs: number): string => new Date(timeMs).toISOString();

function rowsOf(relativePath: string): string[][] {
  const text = gunzipSync(readFileSync(sharedData(relativePath))).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(","));
}

function sessionsBetween(calendar: Calendar, first: string, last: string): string[] {
  const dates: string[] = [];
  for (let day = dayOf(first); day <= dayOf(last); day++) if (calendar.isSession(day)) dates.push(formatDay(day));
  return dates;
}

test.each(["XNYS", "24/7", "24/5"] as const)("every session of the recorded answers for %s has its open and its close", (id) => {
  const calendar = calendarFor(id);
  const answers = rowsOf(`calendars/${id.replace("/", "-").toLowerCase()}.csv.gz`).slice(1);
  const sessions = answers.map(([date = "", open = "", close = ""]) => [date.slice(0, 10), open, close]);
  const first = sessions[0]?.[0] ?? "";
  const last = sessions.at(-1)?.[0] ?? "";
  const ours = sessionsBetween(calendar, first, last).map((date) => {
    const day = dayOf(date);
    return [date, iso(calendar.open(day)).replace(".000", ""), iso(calendar.close(day)).replace(".000", "")];
  });
  expect(ours).toEqual(sessions);
});

test("the sessions from 1950 to 2012 are the days on which the S&P 500 was published", () => {
  const days = rowsOf("index-daily/sp500-1950-2012-longest.csv.gz").flatMap(([date = ""]) => (/^\d{4}-/.test(date) ? [date] : []));
  expect(days).toHaveLength(15_821);
  expect(sessionsBetween(nyse, "1950-01-03", "2012-11-15")).toEqual(days.toReversed());
});

test("the sessions of 2018 to 2021 are as many as the exchange held", () => {
  const counts = ["2018", "2019", "2020", "2021"].map((year) => sessionsBetween(nyse, `${year}-01-01`, `${year}-12-31`).length);
  expect(counts).toEqual([251, 252, 253, 252]);
  expect(nyse.isSession(dayOf("2018-12-05"))).toBe(false);
});

test("the holidays of 2027 are those the exchange has announced", () => {
  const weekdays: string[] = [];
  for (let day = dayOf("2027-01-01"); day <= dayOf("2027-12-31"); day++) {
    const weekday = new Date(day * dayMs).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !nyse.isSession(day)) weekdays.push(formatDay(day).slice(5));
  }
  expect(weekdays).toEqual(["01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "11-25", "12-24"]);
});

test("early closes and clock changes move the hours in UTC", () => {
  const hours = (date: string): string[] => [nyse.open(dayOf(date)), nyse.close(dayOf(date))].map((time) => iso(time).slice(11, 16));
  expect(hours("2018-07-03")).toEqual(["13:30", "17:00"]);
  expect(hours("2018-11-23")).toEqual(["14:30", "18:00"]);
  expect(hours("2018-03-09")).toEqual(["14:30", "21:00"]);
  expect(hours("2018-03-12")).toEqual(["13:30", "20:00"]);
  expect(hours("2018-11-02")).toEqual(["13:30", "20:00"]);
  expect(hours("2018-11-05")).toEqual(["14:30", "21:00"]);
});

test("next and previous step over weekends and holidays", () => {
  expect(formatDay(nyse.next(dayOf("2011-12-30")))).toBe("2012-01-03");
  expect(formatDay(nyse.previous(dayOf("2012-01-03")))).toBe("2011-12-30");
  expect(formatDay(calendarFor("24/5").next(dayOf("2018-01-05")))).toBe("2018-01-08");
  expect(formatDay(calendarFor("24/7").previous(dayOf("2018-01-08")))).toBe("2018-01-07");
});

test("a moment belongs to the day that the clocks of New York show, from 1950 to 2050", () => {
  const clock = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" });
  for (let day = nyse.firstDay; day <= nyse.lastDay; day += 1) {
    const [hour, minute] = [(day * 7) % 24, (day * 13) % 60];
    const timeMs = day * dayMs + (hour * 60 + minute) * 60_000;
    expect(formatDay(nyse.sessionOf(timeMs)), iso(timeMs)).toBe(clock.format(timeMs));
  }
});

test("a day's span starts and ends at midnight in New York, also when the clocks change", () => {
  const span = (time: string): string[] => {
    const { day, from, to } = nyse.spanOf(Date.parse(time));
    return [formatDay(day), iso(from).slice(0, 16), iso(to).slice(0, 16)];
  };
  expect(span("2018-03-11T12:00Z")).toEqual(["2018-03-11", "2018-03-11T05:00", "2018-03-12T04:00"]);
  expect(span("2018-11-04T03:59Z")).toEqual(["2018-11-03", "2018-11-03T04:00", "2018-11-04T04:00"]);
  expect(span("2018-11-04T04:00Z")).toEqual(["2018-11-04", "2018-11-04T04:00", "2018-11-05T05:00"]);
});

test("foreign exchange at the weekend belongs to the Monday after it", () => {
  const fx = calendarFor("24/5");
  const dates = ["2018-01-05T23:59Z", "2018-01-06T00:00Z", "2018-01-07T22:00Z", "2018-01-08T23:59Z", "2018-01-09T00:00Z"];
  expect(dates.map((time) => formatDay(fx.sessionOf(Date.parse(time))))).toEqual([
    "2018-01-05",
    "2018-01-08",
    "2018-01-08",
    "2018-01-08",
    "2018-01-09",
  ]);
  expect(fx.spanOf(Date.parse("2018-01-07T22:00Z"))).toEqual(fx.spanOf(Date.parse("2018-01-08T10:00Z")));
});

test("asset classes have the calendar of their market", () => {
  const ids = (["equity", "etf", "index", "option", "forex", "crypto", "perpetual", "future"] as const).map(defaultCalendarId);
  expect(ids).toEqual(["XNYS", "XNYS", "XNYS", "XNYS", "24/5", "24/7", "24/7", "24/7"]);
});

test("sessions a year are those used to annualise", () => {
  expect((["XNYS", "24/7", "24/5"] as const).map((id) => calendarFor(id).sessionsPerYear)).toEqual([252, 365, 260]);
});

test("an unknown calendar is an error that lists the known ones", () => {
  expect(errorOf(() => calendarFor("NYSE"))).toEqual([
    "calendar.unknown",
    'calendar: "NYSE" is not a calendar of this version',
    'Use one of "XNYS", "24/7", "24/5".',
  ]);
});

test("a day beyond the table and a day without a session are errors that name the day", () => {
  expect(errorOf(() => nyse.isSession(dayOf("2051-01-01")))).toEqual([
    "calendar.range",
    "calendar XNYS: day 2051-01-01 lies outside 1950-01-01 to 2050-12-31",
    "The XNYS table knows the days from 1950-01-01 to 2050-12-31; ask `covers(day)` first.",
  ]);
  expect(errorOf(() => nyse.open(0.5))[1]).toBe("calendar XNYS: day 0.5 lies outside 1950-01-01 to 2050-12-31");
  expect(errorOf(() => nyse.next(nyse.lastDay))[0]).toBe("calendar.range");
  expect(errorOf(() => nyse.close(dayOf("2018-12-05")))).toEqual([
    "calendar.closed",
    "calendar XNYS: 2018-12-05 is not a session",
    "Ask `isSession(day)` first, or take the session after it with `next(day)`.",
  ]);
  expect(errorOf(() => calendarFor("24/5").open(dayOf("2018-01-06")))[0]).toBe("calendar.closed");
});

function errorOf(call: () => unknown): (string | undefined)[] {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.code, error.message, error.hint];
    throw error;
  }
  throw new Error("nothing was thrown");
}
