import { expect, test } from "vitest";
import { calendarTicks } from "./calendar-axis.ts";

const day = 86_400_000;

function weekdays(from: string, count: number): Float64Array {
  const times: number[] = [];
  for (let time = Date.parse(from); times.length < count; time += day) if (new Date(time).getUTCDay() % 6 !== 0) times.push(time);
  return Float64Array.from(times);
}

test("ten years are divided by years, each tick at its first session", () => {
  const times = weekdays("2010-01-04", 2600);
  const ticks = calendarTicks(times, 10);
  expect(ticks.map(({ text }) => text)).toEqual(["2011", "2012", "2013", "2014", "2015", "2016", "2017", "2018", "2019"]);
  expect(new Date(times[ticks[0]?.at ?? 0] ?? 0).toISOString()).toBe("2011-01-03T00:00:00.000Z");
});

test("fewer ticks fit a narrower axis", () => {
  expect(calendarTicks(weekdays("2010-01-04", 2600), 3).map(({ text }) => text)).toEqual(["2015"]);
  expect(calendarTicks(weekdays("2010-01-04", 2600), 5).map(({ text }) => text)).toEqual(["2012", "2014", "2016", "2018"]);
});

test("months name the year where it begins", () => {
  expect(calendarTicks(weekdays("2019-10-15", 110), 6).map(({ text }) => text)).toEqual(["Nov", "Dec", "2020", "Feb", "Mar"]);
});

test("a single session is divided by the clock", () => {
  const times = Float64Array.from({ length: 390 }, (_, i) => Date.parse("2024-01-02T14:30:00Z") + i * 60_000);
  expect(calendarTicks(times, 8).map(({ text }) => text)).toEqual(["15:00", "16:00", "17:00", "18:00", "19:00", "20:00"]);
});

test("a single point, or none, has no ticks", () => {
  expect([calendarTicks(Float64Array.of(0), 8), calendarTicks(Float64Array.of(), 8)]).toEqual([[], []]);
});
