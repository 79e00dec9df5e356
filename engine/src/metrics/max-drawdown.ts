import { figure, type Metric } from "./metric.ts";

export const maxDrawdown: Metric = {
  id: "maxDrawdown",
  label: "Max drawdown",
  unit: "ratio",
  definition:
    "(peak - trough) / peak over every point of the equity curve, start value included, positive, 12 decimals half-even; the two points are found over equity read as 64-bit numbers, the ratio is taken of their exact amounts",
  compute: (input) => figure(input.maxDrawdown, input.facts.times.length),
};
