import { backtest, barsFrom, type defineStrategy } from "rustybt";
import { expect, test } from "vitest";
import { docExamples, importExample } from "../testing/doc-examples.ts";

// Six days; the high is 1 above the close, the low 1 below.
const dates = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"];
const closes = [10, 12, 11, 14, 13, 15];

function bars() {
  const rows = closes.map((close, index) => ({
    time: dates[index] ?? "",
    open: `${close}`,
    high: `${close + 1}`,
    low: `${close - 1}`,
    close: `${close}`,
    volume: "1000",
  }));
  return barsFrom(rows, { symbol: "X" });
}

// Worked by hand from the formulas; the records begin on the first bar on which every line is defined.
const cases: readonly [file: string, records: Readonly<Record<string, readonly number[]>>][] = [
  ["sma.ts", { mean: [11, 37 / 3, 38 / 3, 14] }],
  ["ema.ts", { trend: [11, 12.5, 12.75, 13.875] }],
  ["wma.ts", { trend: [67 / 6, 76 / 6, 13, 85 / 6] }],
  ["stdev.ts", { spread: [Math.sqrt(35 / 16), Math.sqrt(5 / 4), Math.sqrt(35 / 16)] }],
  ["highest.ts", { top: [13, 15, 15, 16] }],
  ["lowest.ts", { floor: [9, 10, 10, 12] }],
  ["roc.ts", { change: [10, 100 / 6, 200 / 11, 100 / 14] }],
  ["returns.ts", { month: [0.1, 1 / 6, 2 / 11, 1 / 14] }],
  ["momentum.ts", { change: [1, 2, 2, 1] }],
  ["rsi.ts", { strength: [500 / 6, 200 / 3, 3800 / 48] }],
  ["true-range.ts", { range: [3, 2, 4, 2, 3] }],
  ["atr.ts", { range: [3, 8 / 3, 25 / 9] }],
  ["macd.ts", { macd: [2 / 3, 11 / 36, 103 / 216], histogram: [1 / 12, -10 / 108, 17 / 648] }],
  [
    "bbands.ts",
    {
      upper: [11.75 + Math.sqrt(35 / 4), 12.5 + Math.sqrt(5), 13.25 + Math.sqrt(35 / 4)],
      lower: [11.75 - Math.sqrt(35 / 4), 12.5 - Math.sqrt(5), 13.25 - Math.sqrt(35 / 4)],
    },
  ],
  ["stoch.ts", { k: [80, 60, 75], d: [65, 70, 67.5] }],
];

test.each(cases)("the example of %s gives the values worked by hand", async (file, expected) => {
  const [example = ""] = docExamples(new URL(file, import.meta.url));
  const { default: strategy } = await importExample(example);
  const result = (await backtest({ strategy: asStrategy(strategy), data: bars() })).toJSON();
  expect(Object.keys(result.records)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const points = result.records[name] ?? [];
    expect(points.map(([time]) => time.slice(0, 10))).toEqual(dates.slice(-values.length));
    for (const [index, value] of values.entries()) expect(Number(points[index]?.[1])).toBeCloseTo(value, 12);
  }
});

function asStrategy(value: unknown): ReturnType<typeof defineStrategy> {
  return value as ReturnType<typeof defineStrategy>;
}
