import type { Exact } from "../decimal.ts";
import { divide, negate, ratioDecimals, ratioText, textOf } from "../result/exact.ts";
import { figure, type Metric, nothing, statistic } from "./metric.ts";

export const profitFactor: Metric = {
  id: "profitFactor",
  label: "Profit factor",
  unit: "ratio",
  definition: "sum of the net profits of winning trades / |sum of those of losing trades|, 12 decimals half-even",
  compute({ trades: { count, losses, grossProfit, grossLoss } }) {
    if (losses === 0) return nothing(count === 0 ? "no trade was closed" : "no trade lost", count);
    return figure(ratioText(grossProfit, negate(grossLoss)), count);
  },
};

export const expectancy: Metric = {
  id: "expectancy",
  label: "Expectancy a trade",
  unit: "money",
  definition: "sum of the net profits of all trades / number of trades, 12 decimals half-even",
  compute: ({ trades: { net, count } }) => (count === 0 ? nothing("no trade was closed", 0) : figure(average(net, count), count)),
};

export const averageTradeReturn: Metric = {
  id: "averageTradeReturn",
  label: "Average return a trade",
  unit: "ratio",
  definition: "mean of net profit / |quantity × entry price × multiplier| over the trades",
  compute: ({ trades: { count, meanReturn } }) =>
    Number.isNaN(meanReturn) ? nothing("no trade was closed", count) : statistic(meanReturn, count),
};

export const averageWin: Metric = {
  id: "averageWin",
  label: "Average win",
  unit: "money",
  definition: "mean net profit of the trades above zero, 12 decimals half-even",
  compute: ({ trades: { grossProfit, wins } }) => (wins === 0 ? nothing("no trade won", 0) : figure(average(grossProfit, wins), wins)),
};

export const averageLoss: Metric = {
  id: "averageLoss",
  label: "Average loss",
  unit: "money",
  definition: "mean net profit of the trades below zero (negative), 12 decimals half-even",
  compute: ({ trades: { grossLoss, losses } }) => (losses === 0 ? nothing("no trade lost", 0) : figure(average(grossLoss, losses), losses)),
};

function average(sum: Exact, count: number): string {
  return textOf(divide(sum, { mantissa: BigInt(count), scale: 0 }, ratioDecimals));
}
