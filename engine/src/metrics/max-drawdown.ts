import { drawdownText } from "../result/exact.ts";
import { figure, type Metric } from "./metric.ts";
import type { MetricInput } from "./metric-input.ts";

export const maxDrawdown: Metric = {
  id: "maxDrawdown",
  label: "Max drawdown",
  unit: "ratio",
  definition:
    "(peak - trough) / peak over every point of the equity curve, start value included, positive, 12 decimals half-even; the two points are found over equity read as 64-bit numbers, the ratio is taken of their exact amounts",
  compute: (input) => figure(maxDrawdownOf(input), input.facts.equity.length),
};

/** The deepest fall as a fraction of its peak: `"0"` when there was none. */
export function maxDrawdownOf(input: MetricInput): string {
  const { depth, peak, trough } = input.drawdown;
  return depth === 0 ? "0" : drawdownText(input.exactEquity(peak), input.exactEquity(trough));
}
