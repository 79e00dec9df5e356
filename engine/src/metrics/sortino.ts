import { type Metric, nothing } from "./metric.ts";
import { downsideDeviation, mean } from "./moments.ts";
import { ofReturns } from "./of-returns.ts";

export const sortino: Metric = {
  id: "sortino",
  label: "Sortino ratio",
  unit: "number",
  definition:
    "mean of the returns per exchange day / root of the mean over all n of min(return, 0) squared (target 0), times the square root of periodsPerYear",
  compute(input) {
    const { returns } = input.period;
    if (returns.length >= 2 && downsideDeviation(returns) === 0) return nothing("no return is negative", returns.length);
    return ofReturns(input, sortinoRatio);
  },
};

/** Mean over downside deviation (target 0, divided by all n), annualised. */
export function sortinoRatio(returns: Float64Array, periodsPerYear: number): number {
  return (mean(returns) / downsideDeviation(returns)) * Math.sqrt(periodsPerYear);
}
