import { Decimal } from "../decimal.ts";
import { figure, type Metric, type MetricOutcome, nothing } from "./metric.ts";
import type { MetricInput } from "./metric-input.ts";
import { daysPerYear } from "./period-returns.ts";

export const annualReturn: Metric = {
  id: "annualReturn",
  label: "Annual return (CAGR)",
  unit: "ratio",
  definition:
    "(end value / start value) ^ (1 / years) - 1, 12 decimals half-even; years = calendar days from the first to the last exchange day / 365.25",
  compute: ({ annualReturn }) => annualReturn,
};

/** Compound growth a year. */
export function annualReturnOf({ facts, period }: MetricInput): MetricOutcome {
  const sampleSize = period.returns.length;
  if (period.days === 0) return nothing("the run spans no time", sampleSize);
  if (facts.endValue.startsWith("-") || facts.endValue === "0") return nothing("the account ended at or below zero", sampleSize);
  return figure(compoundGrowth(facts.startValue, facts.endValue, period.days), sampleSize);
}

/**
 * `(end / start) ^ (365.25 / days) - 1` with 12 decimals, half-even.
 *
 * @example
 * compoundGrowth("100", "121", 730.5); // "0.1"
 */
export function compoundGrowth(start: string, end: string, days: number): string {
  const growth = new Decimal(end).div(start).pow(new Decimal(daysPerYear).div(days)).minus(1);
  return growth.toDecimalPlaces(12).plus(0).toFixed();
}
