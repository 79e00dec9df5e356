import { Decimal } from "@rustybt/engine";
import { expect, test } from "vitest";
import {
  annualReturns,
  annualReturnsChart,
  boundsTable,
  type ChartSpec,
  costKinds,
  costSteps,
  costsTable,
  costWaterfall,
  cumulativePnlChart,
  curveOf,
  curveOfColumns,
  decidingBarsTable,
  decidingCounts,
  decidingText,
  drawChart,
  drawdownChart,
  drawHeatMap,
  equityChart,
  exposureChart,
  fillsChart,
  formatMoney,
  intervalText,
  monthlyHeatMap,
  monthlyReturns,
  rollingSharpeChart,
  rollingVolatilityChart,
  tradeHistogram,
  worstDrawdowns,
} from "./index.ts";
import { heldResult, sampleResult } from "./testing/sample-result.ts";

const result = await sampleResult();
const curve = curveOf(result);
const metric = (id: string): string | number | null | undefined => result.metrics.find((one) => one.id === id)?.value;
const periodsPerYear = Number(metric("periodsPerYear"));

const charts: readonly ChartSpec[] = [
  equityChart(curve),
  equityChart(curve, {
    log: true,
    benchmark: {
      symbol: "B",
      points: [
        ["2012-02-01T00:00:00Z", 10],
        ["2014-02-03T00:00:00Z", 20],
      ],
    },
  }),
  drawdownChart(curve),
  annualReturnsChart(curve),
  rollingSharpeChart(curve, { periodsPerYear }),
  rollingVolatilityChart(curve, { periodsPerYear }),
  exposureChart(curve),
  tradeHistogram(result.trades, "USD"),
  cumulativePnlChart(result.trades, "USD"),
  costWaterfall(result.summary),
];

test("month ends give monthly returns, worked by hand: 10 shares bought at 11, cash 890 left", async () => {
  const held = await heldResult([
    ["2024-01-30", "10"],
    ["2024-01-31", "11"],
    ["2024-02-29", "22"],
    ["2024-03-01", "16.5"],
    ["2025-01-02", "31"],
  ]);
  // Equity at the month ends: 1000, 1110, 1055, 1200.
  expect(monthlyReturns(curveOf(held))).toEqual([
    { year: 2024, month: 1, value: "0" },
    { year: 2024, month: 2, value: "0.11" },
    { year: 2024, month: 3, value: "-0.04954954955" },
    { year: 2025, month: 1, value: "0.137440758294" },
  ]);
  expect(annualReturns(curveOf(held)).map(({ value }) => value)).toEqual(["0.055", "0.137440758294"]);
});

test("months compound to years, and years to the total return", () => {
  const compounded = (values: readonly (string | null)[]) =>
    values.reduce((product, value) => product.times(new Decimal(value ?? "0").plus(1)), new Decimal(1));
  const months = monthlyReturns(curve);
  for (const { year, value } of annualReturns(curve)) {
    const ofYear = months.filter((month) => month.year === year).map((month) => month.value);
    expect(compounded(ofYear).minus(1).toNumber()).toBeCloseTo(Number(value), 9);
  }
  expect(
    compounded(annualReturns(curve).map(({ value }) => value))
      .minus(1)
      .toNumber(),
  ).toBeCloseTo(Number(result.summary.totalReturn), 9);
});

test("the deepest of the drawdowns is the one of the metrics, dates and all", () => {
  const [deepest] = curve.drawdowns;
  const time = (timeMs: number | null | undefined) =>
    typeof timeMs === "number" ? new Date(timeMs).toISOString().replace(".000Z", "Z") : timeMs;
  expect({
    maxDrawdown: deepest?.depth,
    maxDrawdownPeak: time(deepest?.peakTime),
    maxDrawdownTrough: time(deepest?.troughTime),
    maxDrawdownRecovery: time(deepest?.recoveryTime),
  }).toEqual({
    maxDrawdown: metric("maxDrawdown"),
    maxDrawdownPeak: metric("maxDrawdownPeak"),
    maxDrawdownTrough: metric("maxDrawdownTrough"),
    maxDrawdownRecovery: metric("maxDrawdownRecovery"),
  });
});

test("a window over the whole run gives the Sharpe ratio and the volatility of the metrics", () => {
  const window = Number(result.metrics.find(({ id }) => id === "sharpe")?.sampleSize);
  const last = ({ layers: [layer] }: ChartSpec) => (layer !== undefined && "values" in layer ? Array.from(layer.values) : []);
  expect(last(rollingSharpeChart(curve, { periodsPerYear, window }))).toEqual([expect.closeTo(Number(metric("sharpe")), 9)]);
  expect(last(rollingVolatilityChart(curve, { periodsPerYear, window }))).toEqual([expect.closeTo(Number(metric("volatility")), 9)]);
});

test("the cost waterfall sums to the profit exactly, kind by kind", () => {
  const steps = costSteps(result.summary);
  expect(sumOf(steps.filter(({ id }) => id !== "profit"))).toBe(result.summary.profit);
  expect(steps.map(({ id }) => id)).toEqual(["price", "dividends", "commission", "slippage", "profit"]);
});

test("a result of a version that knew fees as one sum shows them as it did", () => {
  const { costs: _, ...summary } = result.summary;
  const steps = costSteps(summary);
  expect(steps.map(({ id }) => id)).toEqual(["price", "dividends", "slippage", "fees", "profit"]);
  expect(sumOf(steps.filter(({ id }) => id !== "profit"))).toBe(result.summary.profit);
});

test("whichever kinds of cost a result has stand in one order, with definitions and their exact sum", () => {
  // As JSON may bring them, with kinds that other settings add.
  const costs = { interest: "-3.25", slippage: "10", rounding: "0.004", financing: "2", borrow: "1.5", commission: "4.996" };
  expect(costKinds(costs).map(({ id }) => id)).toEqual(["commission", "slippage", "rounding", "borrow", "financing", "interest"]);
  const { columns, rows } = costsTable({ currency: "USD", costs }).table;
  expect(columns.map(({ label }) => label)).toEqual(["Kind", "Cost, USD", "Definition"]);
  expect(rows.map(([label, amount]) => `${label} ${amount}`)).toEqual([
    "Commission 5.00",
    "Slippage 10.00",
    "Rounding 0.00",
    "Borrow 1.50",
    "Financing 2.00",
    "Interest \u22123.25",
    // 4.996 + 10 + 0.004 + 1.5 + 2 - 3.25
    "Together 15.25",
  ]);
  for (const [, , definition] of rows) expect(definition).toMatch(/\.$/);

  const summary = { currency: "USD", profit: "100", dividends: "0", fees: "5", slippage: "10", costs };
  const steps = costSteps(summary);
  expect(sumOf(steps.filter(({ id }) => id !== "profit"))).toBe("100");
  expect(steps.find(({ id }) => id === "interest")?.amount).toBe("3.25");
  // Seven bars and more keep all their names, in the width of half a page and of a phone.
  for (const width of [500, 362]) {
    const drawing = drawChart(costWaterfall(summary), { width, height: 200, fontSize: 11 });
    expectWithin(drawing);
    const texts = drawing.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
    for (const { label } of steps) expect(texts).toContain(label);
  }
  expect(costWaterfall(summary).sentence).toMatch(
    /^Commission of 5\.00.USD, slippage of .* and interest of \u22123\.25.USD cost 15\.25.USD; net/,
  );
});

const bounds = {
  low: "90",
  high: "120.5",
  runs: (["ohlc", "olhc", "best", "worst"] as const).flatMap((path) =>
    (["touch", "through"] as const).map((limit) => ({ path, limit, equity: path === "best" ? "120.5" : path === "worst" ? "90" : "101" })),
  ),
};
const bars = [
  { t: "2012-01-05T00:00:00Z", symbol: "AAPL", reason: "path" },
  { t: "2012-01-06T00:00:00Z", symbol: "AAPL", reason: "pathAndLimit" },
  { t: "2012-01-06T00:00:00Z", symbol: "MSFT", reason: "limit" },
  { t: "2012-01-09T00:00:00Z", symbol: "AAPL", reason: "path" },
] as const;

test("bounds are told with what they are, what they are not, each model's end value and its distance from the run's", () => {
  const { sentence, note, table } = boundsTable({ ...bounds, deciding: decidingCounts(bars) }, { endValue: "100", currency: "USD" });
  expect(sentence).toContain("an envelope from 90.00\u202fUSD to 120.50\u202fUSD; 4 bars decide it: 2 by path, 1 by limit, 1 by both.");
  expect(note).toContain("eight models");
  expect(note).toContain("not a guarantee");
  expect(table.rows).toHaveLength(9);
  expect(table.rows[5]).toEqual(["better for the account", "on a touch", "120.50", "20.50"]);
  expect(table.rows[8]).toEqual(["worse for the account", "one tick more", "90.00", "\u221210.00"]);
  expect(intervalText(bounds, "USD")).toBe("90.00 to 120.50\u202fUSD");
  expect(decidingText(decidingCounts(bars.slice(0, 1)))).toBe("1 bar decides it: 1 by path");
  expect(decidingText(decidingCounts([]))).toBe("no bar decides it");
});

test("the table of deciding bars has time, symbol and reason, and says when it is not whole", () => {
  const { table, note } = decidingBarsTable(bars, 3);
  expect(table.rows.map((row) => row.slice(0, 3))).toEqual([
    ["2012-01-05", "AAPL", "path"],
    ["2012-01-06", "AAPL", "pathAndLimit"],
    ["2012-01-06", "MSFT", "limit"],
  ]);
  expect(note).toContain("3 of 4");
  expect(decidingBarsTable([]).sentence).toBe("On no bar do these models change a fill.");
});

test("bars that decide have a dot over their candle; without them the chart is as before", () => {
  const t = result.equity.map((point) => point.t);
  const [o, h, l, c] = [0, 2, -2, 1].map((by) => t.map((_, i) => 100 + (i % 7) + by));
  const columns = { t, o: o ?? [], h: h ?? [], l: l ?? [], c: c ?? [] };
  const plain = fillsChart(columns, result.fills, { symbol: "AAPL" });
  const chart = fillsChart(columns, result.fills, { symbol: "AAPL", deciding: bars });
  const [, , dots] = chart.layers;
  if (dots?.kind !== "marks") throw new Error("unexpected layers");
  // Of 2012-01-03, -04, -05, -06 and -09 the third to the fifth; several bars make a candle.
  const perCandle = Math.ceil(t.length / 500);
  expect(dots.marks.map(({ x, shape }) => [x, shape])).toEqual([2, 3, 4].map((bar) => [Math.floor(bar / perCandle), "dot"]));
  expect(chart.sentence).toContain("3 bars that decide the bounds, a dot each.");
  expect(plain.layers).toHaveLength(2);
  expect(fillsChart(columns, result.fills, { symbol: "AAPL", deciding: [] }).sentence).toBe(plain.sentence);
  expectWithin(drawChart(chart, { width: 500, height: 200 }));
});

function sumOf(steps: readonly { readonly amount: string }[]): string {
  return steps.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0)).toFixed();
}

test("the sum over the trades is the sum of their profits", () => {
  const total = result.trades.reduce((sum, { pnl }) => sum.plus(pnl), new Decimal(0));
  expect(cumulativePnlChart(result.trades, "USD").sentence).toContain(formatMoney(total.toFixed(), "USD"));
});

test("every trade stands in one bar of the histogram, and no bar lies on both sides of zero", () => {
  const { layers, table } = tradeHistogram(result.trades, "USD");
  expect(table.rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(result.trades.length);
  for (const layer of layers) if (layer.kind === "bars") for (const { x0, x1 } of layer.bars) expect(x0 < 0 && x1 > 0).toBe(false);
});

test("columns of numbers, as the portal keeps them, give the same months and drawdowns as the document", () => {
  const columns = {
    t: result.equity.map(({ t }) => Date.parse(t)),
    equity: result.equity.map(({ equity }) => Number(equity)),
    gross: result.equity.map(({ grossExposure }) => Number(grossExposure)),
    net: result.equity.map(({ netExposure }) => Number(netExposure)),
    drawdown: result.equity.map(({ drawdown }) => Number(drawdown)),
  };
  const fromColumns = curveOfColumns(result, columns);
  expect(monthlyReturns(fromColumns)).toEqual(monthlyReturns(curve));
  expect(fromColumns.drawdowns).toEqual(curve.drawdowns);
});

test("fewer points than the run has are said", () => {
  const kept = curveOf({ ...result, summary: { ...result.summary, points: 5000 } });
  for (const { note } of [monthlyHeatMap(kept), worstDrawdowns(kept), rollingSharpeChart(kept, { periodsPerYear })]) {
    expect(note).toContain("From 1006 kept points of 5000");
  }
});

test("fills lie on the candle that holds their bar, also where several bars make one", () => {
  const t = result.equity.map((point) => point.t);
  const column = t.map((_, i) => 100 + (i % 7));
  const bars = {
    t,
    o: column,
    h: column.map((value) => value + 2),
    l: column.map((value) => value - 2),
    c: column.map((value) => value + 1),
  };
  const chart = fillsChart(bars, result.fills, { symbol: "AAPL", mostCandles: 300 });
  const [candles, marks] = chart.layers;
  if (candles?.kind !== "candles" || marks?.kind !== "marks" || chart.x.kind !== "time") throw new Error("unexpected layers");
  expect(candles.open.length).toBe(Math.ceil(t.length / 4));
  expect(marks.marks.length).toBe(result.fills.length);
  for (const [i, { x }] of marks.marks.entries()) {
    const time = Date.parse(result.fills[i]?.t ?? "");
    expect(chart.x.times[x]).toBeLessThanOrEqual(time);
    expect(chart.x.times[x + 1] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(time);
  }
  expectWithin(drawChart(chart, { width: 500, height: 200 }));
});

test.each(charts.map((chart) => [chart.id, chart] as const))(
  "%s has a title, a finding, a table, and lies within its picture",
  (_, chart) => {
    expect(chart.title).not.toBe("");
    expect(chart.sentence).toMatch(/\.$/);
    expect(chart.table.rows.length).toBeGreaterThan(0);
    for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.columns.length);
    for (const width of [340, 1040]) expectWithin(drawChart(chart, { width, height: 220 }));
  },
);

test("the heat map has twelve months and the year, with a number wherever there was a return", () => {
  const map = monthlyHeatMap(curve);
  expect(map.columns).toHaveLength(13);
  expect(map.rows.map(({ name }) => name)).toEqual(["2012", "2013", "2014", "2015"]);
  for (const { cells } of map.rows) for (const cell of cells) expect(cell?.text).toMatch(/^\u2212?\d+\.\d$/);
  expectWithin(drawHeatMap(map, { width: 500, rowHeight: 14, fontSize: 8 }));
});

test("a run without a trade has charts too", async () => {
  const flat = await heldResult([["2024-01-30", "10"]]);
  const flatCurve = curveOf(flat);
  for (const chart of [
    equityChart(flatCurve),
    drawdownChart(flatCurve),
    exposureChart(flatCurve),
    annualReturnsChart(flatCurve),
    rollingSharpeChart(flatCurve, { periodsPerYear: 252 }),
    tradeHistogram(flat.trades, "USD"),
    cumulativePnlChart(flat.trades, "USD"),
    costWaterfall(flat.summary),
  ]) {
    expectWithin(drawChart(chart, { width: 400, height: 200 }));
  }
});

function expectWithin({ width, height, shapes }: ReturnType<typeof drawChart>): void {
  for (const shape of shapes) {
    const numbers = JSON.stringify(shape);
    expect(numbers).not.toMatch(/NaN|null|Infinity/);
    if (shape.kind === "path") continue;
    expect(shape.x).toBeGreaterThanOrEqual(0);
    expect(shape.x).toBeLessThanOrEqual(width);
    expect(shape.y).toBeGreaterThanOrEqual(0);
    expect(shape.y).toBeLessThanOrEqual(height);
  }
}
