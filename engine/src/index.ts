export { type CheckInternals, type CheckOptions, check, runCheck } from "./check/check.ts";
export type { CheckFinding, CheckNote, CheckReport, CheckWork, SaidOrder } from "./check/check-report.ts";
export type { HeldColumn } from "./check/foreknowledge.ts";
export { type Amount, Decimal, type DecimalLike } from "./decimal.ts";
export {
  type DiffedResult,
  type Difference,
  type DiffKind,
  diff,
  type EventDifference,
  type FigureDifference,
  type InputDifference,
  type ResultDiff,
} from "./diff/diff-results.ts";
export {
  BrokerError,
  ConfigurationError,
  DataError,
  type ErrorDetails,
  InternalError,
  isRustyBtError,
  OrderError,
  RustyBtError,
  StrategyError,
} from "./errors.ts";
export { type ExplainedResult, explain, type FillExplanation, type LifeStep, type OrderExplanation } from "./explain/index.ts";
export {
  atr,
  type Bands,
  bbands,
  ema,
  highest,
  lowest,
  type Macd,
  macd,
  momentum,
  returns,
  roc,
  rsi,
  type Stochastic,
  sma,
  stdev,
  stoch,
  trueRange,
  wma,
} from "./indicators/index.ts";
export { type AdjustOptions, adjustedBars, adjustPrices, type PriceView, priceViews } from "./market/adjust-prices.ts";
export { type BarInput, type BarsFromOptions, barsFrom } from "./market/bars-from.ts";
export { calendarSource } from "./market/calendar-list.ts";
export { type CalendarName, calendarNames } from "./market/calendar-names.ts";
export { type CalendarYear, calendarSummary, calendarYear, type HoursNote, type TradingSession } from "./market/calendar-year.ts";
export { type CoverageOptions, coverageOf, type Gap, type SymbolCoverage } from "./market/coverage.ts";
export type { BadRow, CsvInfo } from "./market/csv-info.ts";
export { type BadRows, type CsvInspection, type CsvProblem, type CsvSample, type InspectedFile, inspectCsv } from "./market/inspect-csv.ts";
export { type LoadDataOptions, loadData } from "./market/load-data.ts";
export type { DataWarning, MarketData, SymbolData } from "./market/market-data.ts";
export { type ReadColumnsOptions, readColumns } from "./market/read-columns.ts";
export { readCsv, readSymbols } from "./market/read-csv.ts";
export type { ReadCsvOptions } from "./market/read-options.ts";
export { type SymbolBars, symbolBars } from "./market/symbol-bars.ts";
export { columnsBytes, writeColumns } from "./market/write-columns.ts";
export { metricRegistry } from "./metrics/registry.ts";
export { native } from "./native.ts";
export type {
  Among,
  Classifier,
  Dated,
  Factor,
  FactorOptions,
  Filter,
  Pipeline,
  RankMethod,
  RankOptions,
} from "./pipeline/pipeline.ts";
export type { Bounds, BoundsRun, DecidingBar } from "./result/bounds.ts";
export type {
  ActionRow,
  Assumption,
  Benchmark,
  ClockInfo,
  DataSource,
  EquityPoint,
  FillRow,
  Ledger,
  LedgerBalance,
  LogLine,
  LotRow,
  Manifest,
  MetricUnit,
  MetricValue,
  OrderChange,
  OrderRow,
  PositionRow,
  RecordedPoint,
  ResultDocument,
  Sidecar,
  Sidecars,
  Summary,
  TradeRow,
  UnfilledRow,
  WaitRow,
  Warning,
} from "./result/document.ts";
export { documentText } from "./result/document-text.ts";
export type { LogEvent } from "./result/log-event.ts";
export type { BacktestResult } from "./result/result.ts";
export { type ResultFile, resultFiles } from "./result/result-files.ts";
export { writeResult } from "./result/write-result.ts";
export { type BacktestOptions, backtest, type RunInternals, runBacktest } from "./run/backtest.ts";
export type { Progress } from "./run/drive.ts";
export type { LogEntry, StrategyInfo } from "./run/run-output.ts";
export type { ScheduleMoment, ScheduleSpec } from "./run/schedule-spec.ts";
export type { Series } from "./run/series.ts";
export type { Snapshot } from "./run/snapshot/snapshot.ts";
export type {
  AccountConfig,
  AssetClass,
  CommissionConfig,
  FillsConfig,
  InstrumentConfig,
  RunConfig,
  RunSettings,
  SlippageConfig,
} from "./settings/index.ts";
export { parseRunSettings } from "./settings/index.ts";
export type {
  Bar,
  Bracket,
  BracketPrices,
  Context,
  Data,
  Fill,
  Lot,
  Order,
  OrderChanges,
  OrderEvent,
  OrderOptions,
  OrderStatus,
  Portfolio,
  Position,
  Prices,
  RebalanceOptions,
  RecordValue,
  SetupContext,
  TickMode,
  Weight,
} from "./strategy/context.ts";
export { crossOver, crossUnder } from "./strategy/cross.ts";
export { defineStrategy, isStrategy, type Strategy, type StrategyDefinition } from "./strategy/define-strategy.ts";
export {
  type BoolParam,
  type ChoiceParam,
  type DecimalParam,
  type FloatParam,
  type IntParam,
  type Param,
  type ParamDefinitions,
  type ParamInputs,
  type ParamValues,
  param,
} from "./strategy/param.ts";
export type { SlippageFill, SlippageFunction } from "./strategy/slippage.ts";
export { type Membership, readUniverse, type Universe } from "./universe/universe.ts";
export { checkForm } from "./verify/document-form.ts";
export { type Finding, type ReadSidecar, type Verification, type VerifyOptions, verifyResult } from "./verify/verify-result.ts";
