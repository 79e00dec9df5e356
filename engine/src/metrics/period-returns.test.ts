import { expect, test } from "vitest";
import { lastOfDays } from "../market/calendar-days.ts";
import { periodReturns } from "./period-returns.ts";

const sample = (startValue: number, points: readonly (readonly [day: number, equity: number])[]) => {
  const days = Int32Array.from(points, ([day]) => day);
  const ends = lastOfDays(days);
  return periodReturns({ startValue, days, ends, equity: Float64Array.from(ends, (step) => points[step]?.[1] ?? Number.NaN) });
};

test("daily bars give one return less than days", () => {
  const period = sample(100, [
    [10, 100],
    [11, 110],
    [14, 99],
  ]);
  expect([...period.returns]).toEqual([110 / 100 - 1, 99 / 110 - 1]);
  expect([...period.steps]).toEqual([0, 1, 2]);
  expect(period.days).toBe(4);
  expect(period.periodsPerYear).toBe(2 / (4 / 365.25));
});

test("intraday bars are sampled at the last point of each exchange day, the first day counted from the start value", () => {
  const period = sample(100, [
    [10, 101],
    [10, 102],
    [11, 50],
    [11, 51],
  ]);
  expect([...period.returns]).toEqual([102 / 100 - 1, 51 / 102 - 1]);
  expect([...period.steps]).toEqual([-1, 1, 3]);
  expect(period.days).toBe(2);
  expect(period.periodsPerYear).toBe(365.25);
});

test("a fee paid on the first daily bar is in the first return", () => {
  const period = sample(100, [
    [10, 99],
    [11, 99],
  ]);
  expect([...period.returns]).toEqual([99 / 100 - 1]);
});

test("a year of monthly bars has twelve returns a year", () => {
  const months = Array.from({ length: 25 }, (_, month) => [Date.UTC(2001, month, 1) / 86_400_000, 100] as const);
  // 24 months from January 2001 to January 2003 are 730 days.
  expect(sample(100, months).periodsPerYear).toBe(24 / (730 / 365.25));
});

test("a curve without points or with one has no return", () => {
  expect(sample(100, []).returns.length).toBe(0);
  expect(sample(100, [[10, 100]]).returns.length).toBe(0);
});

test("the first sample at or below zero is told", () => {
  expect(
    sample(100, [
      [1, 100],
      [2, 0],
      [3, 5],
    ]).ruinedAt,
  ).toBe(1);
});
