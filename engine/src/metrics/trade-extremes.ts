import type { Exact } from "../decimal.ts";
import { ratioText, textOf } from "../result/exact.ts";
import { figure, type Metric, type MetricOutcome, nothing } from "./metric.ts";
import type { TradeReturn } from "./trade-statistics.ts";

export const bestTrade: Metric = {
  id: "bestTrade",
  label: "Best trade",
  unit: "money",
  definition: "highest net profit of a trade",
  compute: ({ trades }) => money(trades.best, trades.count),
};

export const worstTrade: Metric = {
  id: "worstTrade",
  label: "Worst trade",
  unit: "money",
  definition: "lowest net profit of a trade",
  compute: ({ trades }) => money(trades.worst, trades.count),
};

export const bestTradeReturn: Metric = {
  id: "bestTradeReturn",
  label: "Best trade, return",
  unit: "ratio",
  definition: "highest net profit / |quantity × entry price × multiplier| of a trade, 12 decimals half-even",
  compute: ({ trades }) => ratio(trades.bestReturn, trades.count),
};

export const worstTradeReturn: Metric = {
  id: "worstTradeReturn",
  label: "Worst trade, return",
  unit: "ratio",
  definition: "lowest net profit / |quantity × entry price × multiplier| of a trade, 12 decimals half-even",
  compute: ({ trades }) => ratio(trades.worstReturn, trades.count),
};

function money(amount: Exact | undefined, count: number): MetricOutcome {
  return amount === undefined ? nothing("no trade was closed", count) : figure(textOf(amount), count);
}

function ratio(trade: TradeReturn | undefined, count: number): MetricOutcome {
  return trade === undefined ? nothing("no trade was closed", count) : figure(ratioText(trade.pnl, trade.entryValue), count);
}
