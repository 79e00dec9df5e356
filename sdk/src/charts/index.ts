export { annualReturnsChart } from "./annual-returns-chart.ts";
export {
  type BoundsInterval,
  boundsCaveat,
  boundsDefinition,
  boundsTable,
  type DecidingCounts,
  decidingBarsTable,
  decidingCounts,
  decidingReason,
  decidingText,
  intervalText,
} from "./bounds-tables.ts";
export { calendarTicks } from "./calendar-axis.ts";
export type {
  BandAxis,
  Bar,
  BarLayer,
  CandleLayer,
  ChartSpec,
  HeatCell,
  HeatMapSpec,
  HeatRow,
  Layer,
  LineLayer,
  Mark,
  MarkLayer,
  PositionAxis,
  TableColumn,
  TableSpec,
  TableTwin,
  Tick,
  TimeAxis,
  ValueAxis,
} from "./chart-spec.ts";
export { type CostKind, costKinds, costsTable } from "./cost-kinds.ts";
export { type CostStep, costSteps, costWaterfall } from "./cost-waterfall.ts";
export { type Curve, type CurveColumns, type CurvePoints, type CurveRun, curveOf, curveOfColumns, type DailyEquity } from "./curve.ts";
export { minMaxPositions } from "./down-sample.ts";
export { type DrawOptions, drawChart, type Margins, sharedMargins } from "./draw-chart.ts";
export { drawHeatMap, type HeatMapSize } from "./draw-heat-map.ts";
export { drawdownChart } from "./drawdown-chart.ts";
export type { Amount, DrawdownSpan } from "./drawdown-spans.ts";
export type { Drawing, PathShape, RectShape, Shape, TextShape } from "./drawing.ts";
export { type EquityChartOptions, equityChart } from "./equity-chart.ts";
export { exposureChart } from "./exposure-chart.ts";
export { type BarColumns, type FillOnBar, type FillsChartOptions, fillsChart } from "./fills-chart.ts";
export {
  formatAmount,
  formatDate,
  formatDecimal,
  formatList,
  formatMetric,
  formatMoney,
  formatPercent,
  formatPercentNumber,
  formatPrice,
  formatTime,
  isPercentMetric,
  metricDigits,
  minusSign,
  moneyDecimals,
  plural,
  roundDecimal,
  roundPercent,
  shortHash,
  thinSpace,
  undefinedText,
} from "./format.ts";
export { type HeadlineFigure, headlineFigures, headlineIds } from "./headline.ts";
export { monthlyHeatMap } from "./monthly-heat-map.ts";
export { annualReturns, monthlyReturns, type PeriodReturn } from "./period-table.ts";
export { type RollingOptions, rollingSharpeChart, rollingVolatilityChart } from "./rolling-charts.ts";
export { type ColorToken, type SeriesStyle, seriesStyle, type Theme, themes } from "./tokens.ts";
export { cumulativePnlChart, type TradePnl, tradeHistogram } from "./trade-charts.ts";
export { linearAxis, logAxis } from "./value-axis.ts";
export { worstDrawdowns } from "./worst-drawdowns.ts";
