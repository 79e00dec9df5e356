import { figure, type Metric } from "./metric.ts";

export const fees: Metric = {
  id: "fees",
  label: "Fees",
  unit: "money",
  definition: "sum of the fees of all fills, exact",
  compute: ({ facts }) => figure(facts.fees, facts.fillCount),
};

export const slippage: Metric = {
  id: "slippage",
  label: "Slippage",
  unit: "money",
  definition:
    "sum over all fills of (price - reference) × signed quantity × multiplier: what slippage cost, already inside the prices, exact",
  compute: ({ facts }) => figure(facts.slippage, facts.fillCount),
};
