import { type MetricOutcome, nothing, statistic } from "./metric.ts";
import type { MetricInput } from "./metric-input.ts";

/** A statistic of at least two returns; says why there is none. */
export function ofReturns({ period }: MetricInput, compute: (returns: Float64Array, periodsPerYear: number) => number): MetricOutcome {
  const { returns, periodsPerYear, ruinedAt } = period;
  if (returns.length < 2) return nothing("fewer than 2 returns", returns.length);
  if (ruinedAt !== undefined) return nothing("equity fell to zero or below", returns.length);
  return statistic(compute(returns, periodsPerYear), returns.length);
}
