import { expect, test } from "vitest";
import { barsFrom } from "./bars-from.ts";
import { symbolBars } from "./symbol-bars.ts";

test("bars come as columns of numbers that nobody else holds", () => {
  const data = barsFrom(
    [
      { time: "2024-01-02", open: "10", high: "11", low: "9", close: "10.5", volume: 100 },
      { time: "2024-01-03", open: "10.6", high: "12", low: "10", close: "11", volume: 200 },
    ],
    { symbol: "X" },
  );
  const [bars] = symbolBars(data);
  expect(bars?.symbol).toBe("X");
  expect([bars?.t, bars?.o, bars?.h, bars?.l, bars?.c, bars?.v].map((column) => [...(column ?? [])])).toEqual([
    [Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3)],
    [10, 10.6],
    [11, 12],
    [9, 10],
    [10.5, 11],
    [100, 200],
  ]);
  bars?.c.fill(0);
  expect(symbolBars(data)[0]?.c[1]).toBe(11);
});
