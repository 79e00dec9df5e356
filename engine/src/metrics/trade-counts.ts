import { figure, type Metric, nothing, statistic } from "./metric.ts";

export const trades: Metric = {
  id: "trades",
  label: "Trades",
  unit: "count",
  definition: "closed lot pieces",
  compute: (input) => figure(input.trades.count, input.trades.count),
};

export const winRate: Metric = {
  id: "winRate",
  label: "Win rate",
  unit: "ratio",
  definition: "trades with a net profit above zero / all trades",
  compute({ trades: { wins, count } }) {
    return count === 0 ? nothing("no trade was closed", 0) : statistic(wins / count, count);
  },
};
