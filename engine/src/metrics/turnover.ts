import { type Metric, nothing, statistic } from "./metric.ts";

export const turnover: Metric = {
  id: "turnover",
  label: "Turnover a year",
  unit: "ratio",
  definition: "half the value of all fills (quantity × price × multiplier, buys and sells) / mean equity over all points / years",
  compute({ facts, period, exposure: { meanEquity } }) {
    if (period.days === 0) return nothing("the run spans no time", facts.fillCount);
    if (meanEquity <= 0) return nothing("mean equity is zero or below", facts.fillCount);
    return statistic(Number(facts.tradedValue) / 2 / meanEquity / period.years, facts.fillCount);
  },
};
