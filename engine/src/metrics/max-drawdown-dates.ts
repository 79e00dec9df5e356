import { rfc3339 } from "../result/rfc3339.ts";
import { figure, type Metric, type MetricOutcome, nothing } from "./metric.ts";
import type { MetricInput } from "./metric-input.ts";

const date = (id: string, label: string, definition: string, step: (input: MetricInput) => number | undefined): Metric => ({
  id,
  label,
  unit: "time",
  definition,
  compute: (input) => timeOf(input, step(input)),
});

export const maxDrawdownPeak = date(
  "maxDrawdownPeak",
  "Drawdown from",
  "the point of the peak of maxDrawdown; the first point when it is the start value",
  ({ drawdown }) => Math.max(drawdown.peak, 0),
);

export const maxDrawdownTrough = date(
  "maxDrawdownTrough",
  "Drawdown lowest",
  "the lowest point of maxDrawdown",
  ({ drawdown }) => drawdown.trough,
);

export const maxDrawdownRecovery = date(
  "maxDrawdownRecovery",
  "Drawdown recovered",
  "the first point after the trough of maxDrawdown at or above its peak",
  ({ drawdown }) => drawdown.recovery,
);

function timeOf({ facts, drawdown }: MetricInput, step: number | undefined): MetricOutcome {
  const sampleSize = facts.times.length;
  if (drawdown.depth === 0) return nothing("there was no drawdown", sampleSize);
  if (step === undefined) return nothing("the peak was not reached again by the end", sampleSize);
  return figure(rfc3339(facts.times[step] as number), sampleSize);
}
