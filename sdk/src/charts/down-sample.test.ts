import { expect, test } from "vitest";
import { minMaxPositions } from "./down-sample.ts";

test("a short line keeps all its points", () => {
  expect(Array.from(minMaxPositions(Float64Array.of(3, 1, 2), 10))).toEqual([0, 1, 2]);
});

test("no extreme of a long line is lost, and at most five points a column stay", () => {
  const values = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 500));
  values[54_321] = 9;
  values[77_777] = -9;
  const kept = Array.from(minMaxPositions(values, 500));
  expect(kept.length).toBeLessThanOrEqual(2500);
  expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
  expect(kept).toEqual(expect.arrayContaining([0, 54_321, 77_777, 99_999]));
});

test("a gap still interrupts the line", () => {
  const values = new Float64Array(1000).fill(1);
  values.fill(Number.NaN, 400, 405);
  expect(Array.from(minMaxPositions(values, 10), (at) => values[at]).some(Number.isNaN)).toBe(true);
});
