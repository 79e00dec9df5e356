import { type Metric, nothing, statistic } from "./metric.ts";

export const timeInMarket: Metric = {
  id: "timeInMarket",
  label: "Time in the market",
  unit: "ratio",
  definition: "share of the points of the equity curve at whose close gross exposure is above zero, warm-up included",
  compute: ({ exposure, facts }) => statistic(exposure.share, facts.times.length),
};

export const averageExposure: Metric = {
  id: "averageExposure",
  label: "Average gross exposure",
  unit: "ratio",
  definition: "mean over all points of the equity curve of gross exposure / equity",
  compute({ exposure, facts }) {
    if (exposure.lowestEquity <= 0) return nothing("equity fell to zero or below", facts.times.length);
    return statistic(exposure.average, facts.times.length);
  },
};

export interface Exposure {
  /** Share of points with a gross exposure above zero. */
  readonly share: number;
  /** Mean of gross exposure / equity; means nothing when `lowestEquity` is not positive. */
  readonly average: number;
  readonly meanEquity: number;
  readonly lowestEquity: number;
}

/** One pass over both columns. */
export function exposureOf(grossExposure: Float64Array, equity: Float64Array): Exposure {
  let held = 0;
  let ratios = 0;
  let sum = 0;
  let lowestEquity = Number.POSITIVE_INFINITY;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i] as number;
    sum += value;
    if (value < lowestEquity) lowestEquity = value;
    const gross = grossExposure[i] as number;
    if (gross > 0) {
      held++;
      ratios += gross / value;
    }
  }
  const points = equity.length;
  return { share: held / points, average: ratios / points, meanEquity: sum / points, lowestEquity };
}
