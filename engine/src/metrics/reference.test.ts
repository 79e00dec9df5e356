import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";
import { compoundGrowth } from "./annual-return.ts";
import { alphaOf, betaOf } from "./benchmark.ts";
import { deepestDrawdown } from "./drawdown.ts";
import { downsideDeviation, sampleDeviation } from "./moments.ts";
import { daysPerYear } from "./period-returns.ts";
import { sharpeRatio } from "./sharpe.ts";
import { sortinoRatio } from "./sortino.ts";

/** empyrical annualises by a given number of periods; ours comes from the data, so the formulas are compared at empyrical's. */
function figuresOf(
  returns: Float64Array,
  benchmark: Float64Array | undefined,
  periods: number,
  counted = returns.length,
): Record<string, number> {
  const equity = new Float64Array(returns.length);
  let value = 1;
  for (let i = 0; i < returns.length; i++) {
    value *= 1 + (returns[i] as number);
    equity[i] = value;
  }
  const years = counted / periods;
  const annual = Number(compoundGrowth("1", String(value), years * daysPerYear));
  const depth = deepestDrawdown(1, equity).depth;
  const figures: Record<string, number> = {
    cum_returns_final: value - 1,
    annual_return: annual,
    annual_volatility: sampleDeviation(returns) * Math.sqrt(periods),
    sharpe_ratio: sharpeRatio(returns, periods),
    sortino_ratio: sortinoRatio(returns, periods),
    downside_risk: downsideDeviation(returns) * Math.sqrt(periods),
    calmar_ratio: annual / depth,
    max_drawdown: -depth,
  };
  if (benchmark !== undefined) {
    figures.alpha = alphaOf({ returns, benchmark }, periods);
    figures.beta = betaOf({ returns, benchmark });
  }
  return figures;
}

function columns(csv: string): Map<string, number[]> {
  const [header = "", ...lines] = csv.trim().split(/\r?\n/);
  const names = header.split(",");
  const values = names.map((_, column) => lines.map((line) => Number(line.split(",")[column] || "NaN")));
  return new Map(names.map((name, column) => [name, values[column] ?? []]));
}

function published(csv: string): Map<string, Map<string, number>> {
  const series = new Map<string, Map<string, number>>();
  for (const line of csv.trim().split(/\r?\n/).slice(1)) {
    const [name = "", metric = "", value = ""] = line.split(",");
    if (value !== "") series.set(name, (series.get(name) ?? new Map()).set(metric, value === "inf" ? Infinity : Number(value)));
  }
  return series;
}

function compare(returns: Map<string, number[]>, answers: Map<string, Map<string, number>>, benchmark: string, periods: number): number {
  let compared = 0;
  const market = returns.get(benchmark) ?? [];
  for (const [name, expected] of answers) {
    const all = returns.get(name) ?? [];
    const kept = all.map((value, index) => [value, market[index] as number] as const).filter(([value]) => !Number.isNaN(value));
    const own = Float64Array.from(kept, ([value]) => value);
    const figures = figuresOf(
      own,
      Float64Array.from(kept, ([, other]) => other),
      periods,
    );
    for (const [metric, value] of Object.entries(figures)) {
      const answer = expected.get(metric);
      if (answer === undefined) continue;
      compared++;
      if (value === answer) continue;
      expect(Math.abs(value - answer), `${name} ${metric}: ${value} against ${answer}`).toBeLessThanOrEqual(
        1e-10 * Math.max(1, Math.abs(answer)),
      );
    }
  }
  return compared;
}

test("ten years of daily returns give empyrical's figures", () => {
  const returns = columns(gunzipSync(readFileSync(sharedData("reference/performance/daily-returns.csv.gz"))).toString());
  const answers = published(readFileSync(sharedData("reference/performance/daily-empyrical.csv"), "utf8"));
  expect(compare(returns, answers, "SPY", 252)).toBe(30);
});

test("monthly manager returns give empyrical's figures", () => {
  const returns = columns(readFileSync(sharedData("reference/performance/managers.csv"), "utf8"));
  const answers = published(readFileSync(sharedData("reference/performance/managers-empyrical.csv"), "utf8"));
  // Ten figures of ten series; the calmar ratio of the one that never falls is blank.
  expect(compare(returns, answers, "SP500 TR", 12)).toBe(99);
});

test("the drawdowns published by PerformanceAnalytics are found with their dates", () => {
  const csv = gunzipSync(readFileSync(sharedData("reference/performance/daily-returns.csv.gz"))).toString();
  const dates = csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.slice(0, 10));
  const returns = columns(csv);
  // Rank 1 of daily-drawdowns.csv: From is the first day below the peak.
  const answers = [
    ["AAPL", "2008-01-04", "2009-01-20", "2009-10-20", 0.5988303494],
    ["MSFT", "2008-01-04", "2009-03-09", "2012-03-01", 0.5606664517],
  ] as const;
  for (const [name, from, trough, to, depth] of answers) {
    let value = 1;
    const equity = Float64Array.from(returns.get(name) ?? [], (change) => {
      value *= 1 + change;
      return value;
    });
    const drawdown = deepestDrawdown(1, equity);
    expect(dates[drawdown.peak + 1]).toBe(from);
    expect(dates[drawdown.trough]).toBe(trough);
    expect(dates[drawdown.recovery ?? -1]).toBe(to);
    expect(drawdown.depth).toBeCloseTo(depth, 10);
  }
});

// Its vector begins with a NaN, which it counts as a period of the annual return and of nothing else.
test("empyrical's own test vector gives its published figures", () => {
  const returns = Float64Array.of(0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1);
  const figures = figuresOf(returns, undefined, 252, 9);
  const answers = {
    cum_returns_final: 0.0389310917004825,
    annual_return: 1.9135925373194231,
    annual_volatility: 0.9136465399704637,
    sharpe_ratio: 1.7238613961706866,
    sortino_ratio: 2.605531251673693,
    calmar_ratio: 19.135925373194233,
  };
  for (const [name, answer] of Object.entries(answers)) expect(figures[name]).toBeCloseTo(answer, 10);
});
