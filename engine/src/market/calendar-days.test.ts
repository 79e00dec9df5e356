import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";
import { calendarFor } from "./calendar.ts";
import { dayMs, dayNumber, formatDay, monthOf, weekdayOf, weekOf } from "./calendar-date.ts";
import { type Clock, exchangeDays } from "./calendar-days.ts";

const minute = 60_000;
const nyse = calendarFor("XNYS");

function clockOf(times: readonly string[], intervalMs: number, isDaily: boolean): Clock {
  const starts = Float64Array.from(times, (time) => Date.parse(time));
  return { times: starts, days: exchangeDays(starts, isDaily, nyse), intervalMs, isDaily };
}

test("a daily bar with a bare date belongs to that date", () => {
  const { days } = clockOf(["1969-12-31", "1970-01-01", "2014-06-09"], dayMs, true);
  expect([...days]).toEqual([-1, 0, 16_230]);
  expect(formatDay(16_230)).toBe("2014-06-09");
});

test("an intraday bar belongs to the day in New York, through the night and over clock changes", () => {
  const times = ["2018-03-11T04:59Z", "2018-03-11T05:00Z", "2018-03-12T03:59Z", "2018-03-12T04:00Z", "2018-03-12T23:30Z"];
  expect([...clockOf(times, minute, false).days].map(formatDay)).toEqual([
    "2018-03-10",
    "2018-03-11",
    "2018-03-11",
    "2018-03-12",
    "2018-03-12",
  ]);
});

test("four days of recorded minutes of SPY are four exchange days", () => {
  const rows = readFileSync(sharedData("equities-intraday/SPY-2020-12-15-intraday.csv"), "utf8").trim().split("\n").slice(1);
  const times = rows.map((row) => `${row.slice(0, 16).replace(" ", "T")}-05:00`);
  const clock = clockOf(times, minute, false);
  const counts = new Map<string, number>();
  for (const day of clock.days) counts.set(formatDay(day), (counts.get(formatDay(day)) ?? 0) + 1);
  expect([...counts]).toEqual([
    ["2020-12-15", 391],
    ["2020-12-16", 391],
    ["2020-12-17", 391],
    ["2020-12-18", 391],
  ]);
});

test("a million minutes get their days in well under a second of processor time", () => {
  const start = Date.parse("2015-01-01T00:00Z");
  const times = Float64Array.from({ length: 1_000_000 }, (_, index) => start + index * minute);
  const before = process.cpuUsage();
  const days = exchangeDays(times, false, nyse);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(500);
  expect(formatDay(days[999_999] ?? 0)).toBe(formatDay(nyse.sessionOf(times[999_999] ?? 0)));
});

test("dates, weekdays, weeks and months are counted as in the Gregorian calendar, before 1970 too", () => {
  expect(dayNumber(2014, 6, 9)).toBe(16_230);
  expect([16_230, 0, -1, -3].map(weekdayOf)).toEqual([0, 3, 2, 0]);
  // Monday 1969-12-29 to Sunday 1970-01-04 is one week.
  expect([-4, -3, 0, 3, 4].map(weekOf)).toEqual([-1, 0, 0, 0, 1]);
  expect([-1, 0, 30, 31].map(monthOf)).toEqual([1969 * 12 + 11, 1970 * 12, 1970 * 12, 1970 * 12 + 1]);
});
