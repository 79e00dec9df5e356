import { returnText } from "../result/exact.ts";
import { figure, type Metric } from "./metric.ts";

export const totalReturn: Metric = {
  id: "totalReturn",
  label: "Total return",
  unit: "ratio",
  definition: "end value / start value - 1, exact, 12 decimals half-even; the start value is the cash before the first bar",
  compute: ({ facts }) => figure(returnText(facts.startValue, facts.endValue), facts.times.length),
};
