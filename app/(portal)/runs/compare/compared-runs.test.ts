import { expect, test } from "vitest";
import { type ComparedRun, compareMetrics } from "./compared-runs.ts";

const metric = (id: string, unit: "money" | "ratio" | "number" | "time", value: string | number | null) => ({
  id,
  label: id,
  definition: `what ${id} is`,
  unit,
  value,
  sampleSize: 3,
});

const run = (currency: string, metrics: ReturnType<typeof metric>[]) =>
  ({ id: currency, name: currency, overview: { summary: { currency }, metrics } }) as unknown as ComparedRun;

test("metrics stand beside each other with their differences from the first run", () => {
  const rows = compareMetrics([
    run("USD", [metric("profit", "money", "0.1"), metric("totalReturn", "ratio", "0.1375"), metric("sharpe", "number", 0.5)]),
    run("USD", [metric("profit", "money", "0.3"), metric("totalReturn", "ratio", "0.12"), metric("sharpe", "number", 0.5)]),
  ]);
  expect(rows.map(({ id, cells }) => [id, cells[1]?.text, cells[1]?.difference])).toEqual([
    ["profit", "0.30\u202fUSD", "+0.20\u202fUSD"],
    ["totalReturn", "12.00\u202f%", "−1.75\u202f%"],
    ["sharpe", "0.50", "same"],
  ]);
  expect(rows.every(({ cells }) => cells[0]?.difference === undefined)).toBe(true);
});

test("amounts in other currencies, moments and what is undefined have no difference", () => {
  const [profit, sharpe, start] = compareMetrics([
    run("USD", [metric("profit", "money", "1"), metric("sharpe", "number", null), metric("from", "time", "2024-01-02T00:00:00Z")]),
    run("EUR", [metric("profit", "money", "2"), metric("sharpe", "number", 1), metric("from", "time", "2024-02-02T00:00:00Z")]),
  ]);
  expect([profit, sharpe, start].map((row) => row?.cells[1]?.difference)).toEqual([undefined, undefined, undefined]);
});
