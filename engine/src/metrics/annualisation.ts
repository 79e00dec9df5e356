import { type Metric, nothing, statistic } from "./metric.ts";

export const periodsPerYear: Metric = {
  id: "periodsPerYear",
  label: "Returns a year",
  unit: "perYear",
  definition:
    "number of returns per exchange day / years; years = calendar days from the first to the last exchange day (intraday data: both included) / 365.25. It annualises volatility, Sharpe, Sortino and alpha",
  compute({ period }) {
    if (period.returns.length === 0) return nothing("the run spans no time", 0);
    return statistic(period.periodsPerYear, period.returns.length);
  },
};
