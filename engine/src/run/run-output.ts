import type { RateFiles } from "../carry/dated-rates.ts";
import type { ActionSources, LatencyInfo } from "../result/document.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { UniverseSource } from "../universe/run-universe.ts";
import type { RateSource } from "./exchange-rates.ts";

/**
 * Everything a finished run knows, as `result/` reads it. Exact parts come from the native core as JSON text in the document's form and
 * are made when asked for; statistics read the `number` columns, which hold what `Number(exactDecimalString)` gives.
 */
export interface RunOutput {
  readonly strategy: StrategyInfo;
  /** Of the source of a user's slippage function. */
  readonly slippageSha256?: string;
  /** Files of exchange rates. */
  readonly rates?: readonly RateSource[];
  /** Where messages take time: how long bars last, and files of durations. */
  readonly latency?: LatencyInfo;
  /** Where its members by date come from. */
  readonly universe?: UniverseSource;
  readonly actions?: ActionSources;
  /** Dated rates that the settings name. */
  readonly rateFiles: RateFiles;
  /** Settings with every default filled in. */
  readonly config: RunConfig;
  /** Parameter values the strategy ran with, defaults included; decimals as canonical strings. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** In the order of `ctx.symbols`. */
  readonly data: readonly DataInfo[];
  /** Currency of the account. */
  readonly currency: string;
  /** Wall clock of the host, for `manifest` only. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  /** Version of the native core. */
  readonly nativeCore: string;

  /** Start of each step in ms UTC; step = one timestamp at which any symbol has a bar. */
  readonly times: Float64Array;
  /** Exchange day of each step as days since 1970-01-01, ascending. */
  readonly days: Int32Array;
  /** Last step of each exchange day. */
  readonly dayEnds: Int32Array;
  /** First step on which `onBar` ran; `times.length` when it never did. */
  readonly firstStep: number;

  /** sha256 (hex) over the event log's bytes. */
  readonly hash: string;
  readonly counts: { readonly events: number; readonly orders: number; readonly fills: number; readonly trades: number };

  /** The event log: one canonical JSON object a line, `\n` after every line. */
  eventsText(): string;
  /** Writes the same text gzipped, whole or not at all; answers the sha256 of the text. */
  writeEventsGzip(path: string): string;
  /** A JSON array (positions, orders, fills, trades) or object (ledger, orderFacts) in the document's form. */
  statement(kind: StatementKind): string;
  /** How far prices went within ranges of steps; see `sessionPriceRanges`. */
  priceRanges(ranges: Uint32Array): string;
  /**
   * Totals of the account as a JSON object of decimal strings: `startValue endValue cash fees slippage dividends rounding`, and
   * what holding cost: `borrow financing interest`.
   */
  totals(): string;

  /** One number a step, from the exact amount at the step's close. */
  column(name: CurveColumn): Float64Array;
  /**
   * The curve in numbers: depth, peak, trough and recovery of the deepest drawdown (steps; -1 for the start value or none), points with
   * gross exposure, sum of gross exposure / equity over them, sum of equity, lowest equity, then equity at each of `dayEnds`.
   */
  curveFacts(): Float64Array;
  /** Trades and fills in figures, as `knownTrades` reads them; `null` when their rows must be read one by one. */
  tradeFacts(): string | null;
  /** JSON array of exact curve points `{t, equity, cash, grossExposure, netExposure}` (decimal strings, RFC 3339) for the given steps. */
  curve(steps: Uint32Array): string;
  /** A symbol's bars within the run, `number` columns, for `--benchmark` and charts. */
  bars(symbol: string): BarColumns;

  readonly records: Readonly<Record<string, readonly RecordPoint[]>>;
  readonly logs: readonly LogEntry[];
  readonly warnings: readonly RunWarning[];
  /** What was assumed where the input left a choice (semantics), as sentences with a stable code. */
  readonly assumptions: readonly Assumption[];
}

export type StatementKind = "orders" | "fills" | "trades" | "positions" | "ledger" | "orderFacts";
export type CurveColumn = "equity" | "cash" | "grossExposure" | "netExposure";

export interface StrategyInfo {
  readonly name: string;
  /** Of the strategy's source files; `null` when an embedding program passed the strategy as a value. */
  readonly sha256: string | null;
  /** `false` when the strategy was allowed what a rerun cannot repeat (clock, network, files). */
  readonly reproducible: boolean;
}

export interface DataInfo {
  readonly symbol: string;
  readonly source: string;
  readonly sha256: string;
  /** Bars within the run. */
  readonly rows: number;
  /** RFC 3339 of the first and last bar within the run. */
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  /** Finer bars that say what its bars' paths were: the whole source. */
  readonly detail?: Omit<DataInfo, "symbol" | "detail">;
}

export interface BarColumns {
  readonly times: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Zeros when the source has no volume. */
  readonly volume: Float64Array;
}

/** Time in ms UTC and a value; `NaN` is kept as `null`, amounts as decimal strings. */
export type RecordPoint = readonly [t: number, value: number | string | null];

export interface LogEntry {
  /** ms UTC of the bar. */
  readonly t: number;
  /** Bar number within the run, from 0. */
  readonly bar: number;
  readonly message: string;
}

export interface RunWarning {
  readonly code: string;
  readonly message: string;
  readonly count?: number;
  readonly symbol?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface Assumption {
  readonly code: string;
  readonly message: string;
}
