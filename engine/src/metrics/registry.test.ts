import { expect, test } from "vitest";
import { MetricInput } from "./metric-input.ts";
import { computeMetrics, metricRegistry } from "./registry.ts";
import { factsOf } from "./testing-facts.ts";

const valuesOf = (facts: Parameters<typeof factsOf>[0]) =>
  Object.fromEntries(computeMetrics(new MetricInput(factsOf(facts))).map(({ id, value }) => [id, value]));
const reasonsOf = (facts: Parameters<typeof factsOf>[0]) =>
  Object.fromEntries(computeMetrics(new MetricInput(factsOf(facts))).map(({ id, undefinedBecause }) => [id, undefinedBecause]));

// 100 -> 110 -> 99 -> 118.8 over 3 days: returns 0.1, -0.1, 0.2; mean 1/15, sample variance 7/300, downside 1/300.
const threeReturns = { startValue: "100", equity: ["100", "110", "99", "118.8"], days: [0, 1, 2, 3] };

test("daily returns run from the first point on and are annualised by their own number a year", () => {
  const values = valuesOf(threeReturns);
  // 3 returns in 3 days: 365.25 a year.
  expect(values.periodsPerYear).toBe(365.25);
  expect(values.totalReturn).toBe("0.188");
  expect(values.volatility).toBeCloseTo(Math.sqrt((7 / 300) * 365.25), 10);
  expect(values.sharpe).toBeCloseTo((1 / 15 / Math.sqrt(7 / 300)) * Math.sqrt(365.25), 10);
  expect(values.sortino).toBeCloseTo((1 / 15 / Math.sqrt(1 / 300)) * Math.sqrt(365.25), 10);
});

test("a drawdown has its depth, its dates and its recovery", () => {
  const values = valuesOf(threeReturns);
  expect(values.maxDrawdown).toBe("0.1");
  expect(values.maxDrawdownPeak).toBe("1970-01-02T00:00:00Z");
  expect(values.maxDrawdownTrough).toBe("1970-01-03T00:00:00Z");
  expect(values.maxDrawdownRecovery).toBe("1970-01-04T00:00:00Z");
});

test("a fall from the start value counts, and one that is not made good has no recovery", () => {
  const fallen = { startValue: "100", equity: ["90", "95"], days: [0, 1] };
  expect(valuesOf(fallen)).toMatchObject({
    maxDrawdown: "0.1",
    maxDrawdownPeak: "1970-01-01T00:00:00Z",
    maxDrawdownTrough: "1970-01-01T00:00:00Z",
  });
  expect(reasonsOf(fallen).maxDrawdownRecovery).toBe("the peak was not reached again by the end");
});

test("annual return compounds over calendar days of 365.25 to the year", () => {
  // 1461 days are four years: 1.4641 = 1.1 ^ 4.
  expect(valuesOf({ startValue: "1000", equity: ["1000", "1464.1"], days: [0, 1461] }).annualReturn).toBe("0.1");
});

test("calmar is annual return over max drawdown", () => {
  const values = valuesOf({ startValue: "1000", equity: ["1000", "800", "1464.1"], days: [0, 700, 1461] });
  expect(values.calmar).toBe(0.5);
});

test("exposure is a share of points and a mean over them", () => {
  const values = valuesOf({ startValue: "100", equity: ["100", "100", "200", "100"], days: [0, 1, 2, 3], gross: [0, 50, 50, 0] });
  expect(values.timeInMarket).toBe(0.5);
  expect(values.averageExposure).toBe(0.1875);
});

test("turnover is half the traded value over mean equity a year", () => {
  expect(valuesOf({ startValue: "100", equity: ["100", "100"], days: [0, 1461], tradedValue: "1600" }).turnover).toBe(2);
});

test("beta and alpha are taken over the days both series have", () => {
  // The account moves twice as much as the benchmark, plus 0.01 a day: beta 2, alpha 1.01 ^ 365.25 - 1. The first close is missing.
  const benchmark = [Number.NaN, 100, 110, 99, 108.9];
  const equity = ["100", "100", "121", "98.01", "118.5921"];
  const values = valuesOf({ startValue: "100", equity, days: [0, 1, 2, 3, 4], benchmark });
  expect(values.beta).toBe(2);
  expect(values.alpha).toBe(Number((1.01 ** 365.25 - 1).toPrecision(12)));
});

test("what is not defined is null with its reason", () => {
  const flat = reasonsOf({ startValue: "100", equity: ["100", "100", "100"], days: [0, 1, 2] });
  expect(flat).toMatchObject({
    sharpe: "the returns do not vary",
    sortino: "no return is negative",
    calmar: "there was no drawdown",
    maxDrawdownPeak: "there was no drawdown",
    winRate: "no trade was closed",
    profitFactor: "no trade was closed",
    bestTrade: "no trade was closed",
    beta: "no benchmark was given",
  });
  const single = reasonsOf({ startValue: "100", equity: ["100"], days: [0] });
  expect(single).toMatchObject({
    annualReturn: "the run spans no time",
    calmar: "the run spans no time",
    turnover: "the run spans no time",
    periodsPerYear: "the run spans no time",
    volatility: "fewer than 2 returns",
    sharpe: "fewer than 2 returns",
  });
  const ruined = reasonsOf({ startValue: "100", equity: ["100", "-5", "-10"], days: [0, 1, 2] });
  expect(ruined).toMatchObject({
    annualReturn: "the account ended at or below zero",
    sharpe: "equity fell to zero or below",
    averageExposure: "equity fell to zero or below",
  });
  const won = [{ quantity: "1", entryPrice: "10", multiplier: "1", pnl: "2" }];
  expect(reasonsOf({ ...threeReturns, trades: won })).toMatchObject({ profitFactor: "no trade lost", averageLoss: "no trade lost" });
});

test("every metric has an id of its own, a definition, and either a value or a reason", () => {
  expect(new Set(metricRegistry.map(({ id }) => id)).size).toBe(metricRegistry.length);
  for (const metric of computeMetrics(new MetricInput(factsOf(threeReturns)))) {
    expect(metric.definition.length, metric.id).toBeGreaterThan(10);
    expect(metric.value === null, metric.id).toBe(metric.undefinedBecause !== undefined);
  }
});

test("trade returns take the multiplier into account and leave out trades entered at zero", () => {
  const values = valuesOf({
    ...threeReturns,
    trades: [
      { quantity: "2", entryPrice: "100", multiplier: "50", pnl: "-1000" },
      { quantity: "1", entryPrice: "0", multiplier: "1", pnl: "5" },
      { quantity: "1", entryPrice: "-20", multiplier: "1", pnl: "5" },
    ],
  });
  expect(values.worstTradeReturn).toBe("-0.1");
  expect(values.bestTradeReturn).toBe("0.25");
  expect(values.averageTradeReturn).toBe(0.075);
  expect(values.winRate).toBe(0.666666666667);
  expect(values.profitFactor).toBe("0.01");
});
