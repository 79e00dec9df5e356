import { type Metric, nothing, statistic } from "./metric.ts";

export const calmar: Metric = {
  id: "calmar",
  label: "Calmar ratio",
  unit: "number",
  definition: "annualReturn / maxDrawdown, as printed",
  compute(input) {
    const annual = input.annualReturn;
    if (annual.value === null) return annual;
    const depth = input.maxDrawdown;
    if (depth === "0") return nothing("there was no drawdown", annual.sampleSize);
    return statistic(Number(annual.value) / Number(depth), annual.sampleSize);
  },
};
