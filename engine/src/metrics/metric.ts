import type { MetricUnit } from "../result/document.ts";
import type { MetricInput } from "./metric-input.ts";

/** A figure of a result: what it is called, what it means, and how it is computed. */
export interface Metric {
  /** Stable, used by `--fail-if`. */
  readonly id: string;
  readonly label: string;
  readonly unit: MetricUnit;
  /** Formula and conventions: sample or population, annualisation, what is counted. */
  readonly definition: string;
  compute(input: MetricInput): MetricOutcome;
}

export type MetricOutcome =
  | { readonly value: string | number; readonly sampleSize: number }
  | { readonly value: null; readonly sampleSize: number; readonly undefinedBecause: string };

/** A statistic, rounded to 12 significant digits; `undefined` with the reason when it is not finite. */
export function statistic(value: number, sampleSize: number): MetricOutcome {
  if (!Number.isFinite(value)) return nothing("the value is too large for a number", sampleSize);
  return { value: significant(value), sampleSize };
}

/** An exact figure: a decimal string, a date, a count. */
export function figure(value: string | number, sampleSize: number): MetricOutcome {
  return { value, sampleSize };
}

export function nothing(undefinedBecause: string, sampleSize: number): MetricOutcome {
  return { value: null, sampleSize, undefinedBecause };
}

/** Rounded to 12 significant digits, so that the last bits of a sum do not show. */
function significant(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}
