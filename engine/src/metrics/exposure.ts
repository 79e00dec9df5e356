import { type Metric, nothing, statistic } from "./metric.ts";

export const timeInMarket: Metric = {
  id: "timeInMarket",
  label: "Time in the market",
  unit: "ratio",
  definition: "share of the points of the equity curve at whose close gross exposure is above zero, warm-up included",
  compute: ({ facts }) => statistic(shareInMarket(facts.grossExposure), facts.grossExposure.length),
};

export const averageExposure: Metric = {
  id: "averageExposure",
  label: "Average gross exposure",
  unit: "ratio",
  definition: "mean over all points of the equity curve of gross exposure / equity",
  compute({ facts }) {
    const { equity, grossExposure } = facts;
    const average = meanExposure(grossExposure, equity);
    if (Number.isNaN(average)) return nothing("equity fell to zero or below", equity.length);
    return statistic(average, equity.length);
  },
};

/** Share of values above zero. */
export function shareInMarket(grossExposure: Float64Array): number {
  let held = 0;
  for (let i = 0; i < grossExposure.length; i++) if ((grossExposure[i] as number) > 0) held++;
  return held / grossExposure.length;
}

/** Mean of gross exposure over equity; `NaN` when equity is ever zero or less. */
export function meanExposure(grossExposure: Float64Array, equity: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i] as number;
    if (value <= 0) return Number.NaN;
    const gross = grossExposure[i] as number;
    if (gross !== 0) sum += gross / value;
  }
  return sum / equity.length;
}
