import { type Metric, nothing } from "./metric.ts";
import { mean, sampleDeviation } from "./moments.ts";
import { ofReturns } from "./of-returns.ts";

export const sharpe: Metric = {
  id: "sharpe",
  label: "Sharpe ratio",
  unit: "number",
  definition:
    "mean / sample standard deviation (n - 1) of the returns per exchange day, times the square root of periodsPerYear; risk-free rate 0",
  compute(input) {
    const { returns } = input.period;
    if (returns.length >= 2 && sampleDeviation(returns) === 0) return nothing("the returns do not vary", returns.length);
    return ofReturns(input, sharpeRatio);
  },
};

/** Mean over sample deviation, annualised; risk-free rate 0. */
export function sharpeRatio(returns: Float64Array, periodsPerYear: number): number {
  return (mean(returns) / sampleDeviation(returns)) * Math.sqrt(periodsPerYear);
}
