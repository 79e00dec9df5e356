import type { EquityPoint } from "rustybt";
import { expect, test } from "vitest";
import { barColumns } from "./bar-columns.ts";
import { equityColumns, mostDrawnPoints } from "./equity-columns.ts";
import { rowColumns } from "./row-columns.ts";

const point = (index: number, equity: number, drawdown = 0): EquityPoint => ({
  t: new Date(Date.UTC(2024, 0, 1) + index * 60_000).toISOString(),
  equity: String(equity),
  cash: "1",
  grossExposure: "2",
  netExposure: "-2",
  drawdown: String(drawdown),
});

test("rows become columns, with null where a row lacks a member", () => {
  expect(
    rowColumns([
      { id: 1, limit: "10" },
      { id: 2, tag: "exit" },
    ]),
  ).toEqual({
    count: 2,
    columns: { id: [1, 2], limit: ["10", null], tag: [null, "exit"] },
  });
  expect(rowColumns([])).toEqual({ count: 0, columns: {} });
});

test("a short equity curve is kept point by point", () => {
  expect(equityColumns([point(0, 100), point(1, 90.5, 0.095)])).toEqual({
    t: [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 1, 0, 1)],
    equity: [100, 90.5],
    cash: [1, 1],
    gross: [2, 2],
    net: [-2, -2],
    drawdown: [0, 0.095],
  });
});

test("a long equity curve keeps its ends, its extremes and its deepest drawdown within 20,000 points", () => {
  const points = Array.from({ length: 100_000 }, (_, index) => point(index, 1000 + (index % 7), index === 54_321 ? 0.9 : 0.1));
  points[31_415] = point(31_415, 5000);
  points[27_182] = point(27_182, 3);
  const { t, equity, drawdown } = equityColumns(points);
  expect(t.length).toBeLessThanOrEqual(mostDrawnPoints);
  expect(t).toEqual([...t].sort((a, b) => a - b));
  expect([t[0], t.at(-1)]).toEqual([Date.parse(points[0]?.t ?? ""), Date.parse(points.at(-1)?.t ?? "")]);
  expect([Math.max(...equity), Math.min(...equity), Math.max(...drawdown)]).toEqual([5000, 3, 0.9]);
});

test("more bars than can be drawn are merged without losing a high, a low or volume", () => {
  const count = 50_001;
  const numbers = (value: (index: number) => number): Float64Array => Float64Array.from({ length: count }, (_, index) => value(index));
  const bars = {
    t: numbers((index) => index),
    o: numbers((index) => index),
    h: numbers((index) => index + 2),
    l: numbers((index) => index - 2),
    c: numbers((index) => index + 1),
    v: numbers(() => 1),
  };
  const drawn = barColumns(bars);
  expect(drawn.every).toBe(3);
  expect(drawn.t).toHaveLength(16_667);
  expect([drawn.t[1], drawn.o[1], drawn.h[1], drawn.l[1], drawn.c[1], drawn.v[1]]).toEqual([3, 3, 7, 1, 6, 3]);
  expect(drawn.v.reduce((sum, volume) => sum + volume, 0)).toBe(count);
});
