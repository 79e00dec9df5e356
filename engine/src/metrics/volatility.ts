import type { Metric } from "./metric.ts";
import { sampleDeviation } from "./moments.ts";
import { ofReturns } from "./of-returns.ts";

export const volatility: Metric = {
  id: "volatility",
  label: "Volatility a year",
  unit: "ratio",
  definition: "sample standard deviation (n - 1) of the returns per exchange day, times the square root of periodsPerYear",
  compute: (input) => ofReturns(input, (returns, periods) => sampleDeviation(returns) * Math.sqrt(periods)),
};
