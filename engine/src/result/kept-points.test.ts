import { expect, test } from "vitest";
import { deepestDrawdown } from "../metrics/drawdown.ts";
import { keptPoints } from "./kept-points.ts";

test("a long curve keeps its ends, its extremes and its deepest drawdown in at most 2,000 points", () => {
  const equity = Float64Array.from({ length: 100_000 }, (_, i) => 1000 + Math.sin(i / 50));
  equity[40_000] = 1500;
  equity[40_001] = 1490;
  equity[70_000] = 500;
  const kept = keptPoints(equity, deepestDrawdown(1000, equity));
  expect(kept.length).toBeLessThanOrEqual(2000);
  expect(kept.length).toBeGreaterThan(1900);
  for (const step of [0, 40_000, 70_000, 99_999]) expect(kept.includes(step)).toBe(true);
  expect(kept).toEqual(Uint32Array.from(new Set(kept)).sort());
});

test("a flat curve keeps one point of each stretch and both ends", () => {
  const equity = new Float64Array(30_000).fill(7);
  const kept = keptPoints(equity, deepestDrawdown(7, equity));
  expect(kept.length).toBe(999);
  expect([kept[0], kept.at(-1)]).toEqual([0, 29_999]);
});
