import type { MetricValue } from "../result/document.ts";
import { annualReturn } from "./annual-return.ts";
import { periodsPerYear } from "./annualisation.ts";
import { alpha, beta } from "./benchmark.ts";
import { calmar } from "./calmar.ts";
import { fees, slippage } from "./costs.ts";
import { averageExposure, timeInMarket } from "./exposure.ts";
import { maxDrawdown } from "./max-drawdown.ts";
import { maxDrawdownPeak, maxDrawdownRecovery, maxDrawdownTrough } from "./max-drawdown-dates.ts";
import type { Metric } from "./metric.ts";
import type { MetricInput } from "./metric-input.ts";
import { sharpe } from "./sharpe.ts";
import { sortino } from "./sortino.ts";
import { totalReturn } from "./total-return.ts";
import { averageLoss, averageTradeReturn, averageWin, expectancy, profitFactor } from "./trade-averages.ts";
import { trades, winRate } from "./trade-counts.ts";
import { bestTrade, bestTradeReturn, worstTrade, worstTradeReturn } from "./trade-extremes.ts";
import { turnover } from "./turnover.ts";
import { volatility } from "./volatility.ts";

/** Every metric of a result, in the order of the document. */
export const metricRegistry: readonly Metric[] = [
  totalReturn,
  annualReturn,
  volatility,
  sharpe,
  sortino,
  calmar,
  maxDrawdown,
  maxDrawdownPeak,
  maxDrawdownTrough,
  maxDrawdownRecovery,
  timeInMarket,
  averageExposure,
  turnover,
  trades,
  winRate,
  profitFactor,
  expectancy,
  averageTradeReturn,
  averageWin,
  averageLoss,
  bestTrade,
  worstTrade,
  bestTradeReturn,
  worstTradeReturn,
  fees,
  slippage,
  beta,
  alpha,
  periodsPerYear,
];

/** Computes all metrics of a run. */
export function computeMetrics(input: MetricInput): MetricValue[] {
  return metricRegistry.map(({ id, label, unit, definition, compute }) => ({ id, label, unit, definition, ...compute(input) }));
}
