import { type Metric, type MetricOutcome, nothing, statistic } from "./metric.ts";
import type { MetricInput } from "./metric-input.ts";
import { mean } from "./moments.ts";

export const beta: Metric = {
  id: "beta",
  label: "Beta",
  unit: "number",
  definition:
    "covariance of the account's and the benchmark's returns per exchange day / variance of the benchmark's, over the days on which both are defined",
  compute: (input) => ofPairs(input, (pairs) => betaOf(pairs)),
};

export const alpha: Metric = {
  id: "alpha",
  label: "Alpha a year",
  unit: "ratio",
  definition: "(1 + mean of (return - beta × benchmark return)) ^ periodsPerYear - 1; risk-free rate 0",
  compute: (input) => ofPairs(input, (pairs) => alphaOf(pairs, input.period.periodsPerYear)),
};

export interface ReturnPairs {
  readonly returns: Float64Array;
  readonly benchmark: Float64Array;
}

/** Covariance over the benchmark's variance. */
export function betaOf({ returns, benchmark }: ReturnPairs): number {
  const meanReturn = mean(returns);
  const meanBenchmark = mean(benchmark);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < returns.length; i++) {
    const distance = (benchmark[i] as number) - meanBenchmark;
    covariance += ((returns[i] as number) - meanReturn) * distance;
    variance += distance * distance;
  }
  return covariance / variance;
}

/** The mean return beta does not explain, compounded over a year; risk-free rate 0. */
export function alphaOf(pairs: ReturnPairs, periodsPerYear: number): number {
  const slope = betaOf(pairs);
  let sum = 0;
  for (let i = 0; i < pairs.returns.length; i++) sum += (pairs.returns[i] as number) - slope * (pairs.benchmark[i] as number);
  return (1 + sum / pairs.returns.length) ** periodsPerYear - 1;
}

function ofPairs(input: MetricInput, compute: (pairs: ReturnPairs) => number): MetricOutcome {
  const { period, facts } = input;
  if (facts.benchmarkAt === undefined) return nothing("no benchmark was given", 0);
  if (period.ruinedAt !== undefined) return nothing("equity fell to zero or below", period.returns.length);
  const pairs = pairReturns(period.returns, facts.benchmarkAt(period.steps));
  if (pairs.returns.length < 2) return nothing("fewer than 2 returns in common with the benchmark", pairs.returns.length);
  if (pairs.benchmark.every((value) => value === pairs.benchmark[0]))
    return nothing("the benchmark's returns do not vary", pairs.returns.length);
  return statistic(compute(pairs), pairs.returns.length);
}

/** The returns whose two benchmark closes are known, beside the benchmark's own. */
function pairReturns(returns: Float64Array, closes: Float64Array): ReturnPairs {
  const own: number[] = [];
  const benchmark: number[] = [];
  for (let k = 1; k < closes.length; k++) {
    const change = (closes[k] as number) / (closes[k - 1] as number) - 1;
    if (!Number.isFinite(change)) continue;
    own.push(returns[k - 1] as number);
    benchmark.push(change);
  }
  return { returns: Float64Array.from(own), benchmark: Float64Array.from(benchmark) };
}
