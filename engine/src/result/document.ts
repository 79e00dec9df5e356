import type { RateFile } from "../carry/rate-file.ts";
import type { RateSource } from "../run/exchange-rates.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { UniverseSource } from "../universe/run-universe.ts";
import type { Bounds } from "./bounds.ts";
import type {
  DividendEvent,
  DividendPaidEvent,
  FillEvent,
  LedgerAccount,
  LogEvent,
  OrderStatus,
  OrderTerms,
  ReorganizationEvent,
  SplitEvent,
} from "./log-event.ts";

export const resultSchema = "rustybt.result/1";

/**
 * A finished run as one JSON document (`sdk/schema/result-1.json`; meaning in `docs/result.md`). Times are RFC 3339 UTC; money, prices,
 * quantities and ratios of money are decimal strings; statistics are numbers rounded to 12 significant digits.
 */
export interface ResultDocument {
  readonly schema: typeof resultSchema;
  readonly manifest: Manifest;
  readonly summary: Summary;
  readonly metrics: readonly MetricValue[];
  /** One point per timestamp; beyond 20,000 points the ends and extremes, with all of them in the file named by `sidecars.equity`. */
  readonly equity: readonly EquityPoint[];
  /** The log; empty when it has more than 50,000 lines and stands in the file named by `sidecars.events`. */
  readonly events: readonly LogEvent[];
  readonly orders: readonly OrderRow[];
  /** Why orders did not fill, or not wholly; absent when all did. */
  readonly unfilled?: readonly UnfilledRow[];
  readonly fills: readonly FillRow[];
  readonly trades: readonly TradeRow[];
  /** What is still open at the end. */
  readonly positions: readonly PositionRow[];
  /** Corporate actions that acted. */
  readonly actions: readonly ActionRow[];
  readonly ledger: Ledger;
  /** What `ctx.record` noted, by name. */
  readonly records: Readonly<Record<string, readonly RecordedPoint[]>>;
  /** What `ctx.log` said. */
  readonly logs: readonly LogLine[];
  /** Closes of the benchmark at the points whose returns enter beta and alpha. */
  readonly benchmark?: Benchmark;
  /** The interval of end values over eight models of path and limits; only of a run with `bounds`. */
  readonly bounds?: Bounds;
  readonly sidecars?: Sidecars;
  readonly warnings: readonly Warning[];
  readonly assumptions: readonly Assumption[];
  /** sha256 over the event log alone. */
  readonly hash: string;
  /** sha256 over the canonical form of everything else except `manifest.startedAt` and `manifest.elapsedMs`. */
  readonly seal: string;
}

export interface Manifest {
  /** Version of this package. */
  readonly engine: string;
  readonly nativeCore: string;
  readonly strategy: { readonly name: string; readonly sha256: string | null };
  /** The user's slippage function, by its source text; only with the model `custom`. */
  readonly slippage?: { readonly sha256: string };
  /** Dated rates that the settings name, those of the run's symbols. */
  readonly borrow?: RateFile;
  readonly financing?: RateFile;
  /** Files of exchange rates that the commission's own currencies have. */
  readonly rates?: readonly RateSource[];
  /** Tables of corporate actions. */
  readonly actions?: ActionSources;
  /** Where messages take time: what that was reckoned with. */
  readonly latency?: LatencyInfo;
  /** Members by date, with how many memberships the run's symbols have. */
  readonly universe?: UniverseSource;
  /** Parameters the strategy ran with, defaults included. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly data: readonly DataSource[];
  /** Every setting, defaults included. */
  readonly config: RunConfig;
  readonly seed: number;
  /** `false` when the strategy was allowed what a rerun cannot repeat (clock, network, files). */
  readonly reproducible: boolean;
  readonly clock: ClockInfo;
  readonly startedAt: string;
  readonly elapsedMs: number;
}

export interface ActionSources {
  /** `format` says whose table it is: `rustybt`, `prices`, `events`, `zipline` or `lean`. */
  readonly files: readonly { readonly source: string; readonly format: string; readonly sha256: string; readonly rows: number }[];
  /** Symbols it names that are not in the run, with how many rows they have. */
  readonly others?: readonly { readonly symbol: string; readonly rows: number }[];
}

export interface LatencyInfo {
  /** How long a bar of each symbol lasts; `null`: from the open to the close of its session. */
  readonly bars: readonly { readonly symbol: string; readonly intervalMs: number | null }[];
  /** Files that durations were replayed from. */
  readonly files?: readonly { readonly path: string; readonly sha256: string; readonly rows: number }[];
}

export interface DataSource {
  readonly symbol: string;
  readonly source: string;
  readonly sha256: string;
  /** Bars within the run, the first and the last of them. */
  readonly rows: number;
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  /** Finer bars that say what its bars' paths were: the whole source. */
  readonly detail?: Omit<DataSource, "symbol" | "detail">;
}

/** The run's clock: one point per timestamp at which any symbol has a bar. */
export interface ClockInfo {
  readonly points: number;
  readonly from: string;
  readonly to: string;
  /** Over all timestamps, each followed by `\n`. */
  readonly sha256: string;
}

/** Money is in the account's currency. */
export interface Summary {
  readonly currency: string;
  readonly startValue: string;
  readonly endValue: string;
  /** End value minus start value. */
  readonly profit: string;
  readonly totalReturn: string;
  /** `null` when no time passed or the account ended at or below zero. */
  readonly annualReturn: string | null;
  readonly maxDrawdown: string;
  /** Cash at the end. */
  readonly cash: string;
  readonly fees: string;
  /** Paid to slippage; already inside the prices. */
  readonly slippage: string;
  readonly dividends: string;
  /** Of an account with several currencies: what changes of rates brought beyond what `byCurrency` counts at the last rate. */
  readonly fx?: string;
  /** The account's own first. Their `pnlBase` and `fx` sum to `profit`. */
  readonly byCurrency?: readonly CurrencySummary[];
  /** Kept back of them, where the settings ask for it. */
  readonly withheld?: string;
  /** What trading cost, by kind; where the fills are those of a free run, together the difference from its end value, to the last digit. */
  readonly costs: Costs;
  readonly orders: number;
  readonly fills: number;
  readonly trades: number;
  /** Points of the clock. */
  readonly points: number;
  readonly from: string;
  readonly to: string;
}

/** What one currency brought. */
export interface CurrencySummary {
  readonly currency: string;
  /** The account's money for one unit, at the end; absent for its own and for one that was not used. */
  readonly rate?: string;
  /** In it: cash at the end, fees as charged, profit of closed trades after fees, and all it brought, conversions left out. */
  readonly cash: string;
  readonly fees: string;
  readonly realized: string;
  readonly pnl: string;
  /** In the account's currency at the last rate: what is held in it, and what it brought. */
  readonly value: string;
  readonly pnlBase: string;
}

/** Decimal strings; what was earned is below zero. */
export interface Costs {
  /** Commission by its rule, before a venue's rounding. */
  readonly commission: string;
  /** What venues' rounding took beyond it. */
  readonly rounding: string;
  readonly slippage: string;
  /** What holding cost; only of a run whose settings ask for it. */
  readonly borrow?: string;
  readonly financing?: string;
  readonly interest?: string;
  /** What conversions cost beyond the rate; only of an account with several currencies. */
  readonly conversion?: string;
}

export type MetricUnit = "money" | "ratio" | "number" | "count" | "time" | "perYear";

export interface MetricValue {
  readonly id: string;
  readonly label: string;
  /** Money and ratios of money are decimal strings, statistics numbers, dates RFC 3339; `null` when undefined. */
  readonly value: string | number | null;
  readonly unit: MetricUnit;
  /** Formula and conventions. */
  readonly definition: string;
  /** How many observations went in. */
  readonly sampleSize: number;
  /** Why the value is `null`. */
  readonly undefinedBecause?: string;
}

export interface EquityPoint {
  readonly t: string;
  /** Cash, receivables and marked positions at the close. */
  readonly equity: string;
  readonly cash: string;
  /** Σ |quantity| × close × multiplier. */
  readonly grossExposure: string;
  /** Σ quantity × close × multiplier. */
  readonly netExposure: string;
  /** Fall from the highest equity so far, as a fraction of it. */
  readonly drawdown: string;
}

export interface OrderRow extends OrderTerms {
  readonly id: number;
  readonly status: OrderStatus;
  readonly reason?: string;
  readonly filled: string;
  readonly fees: string;
  readonly averagePrice?: string;
  readonly history: readonly OrderChange[];
}

/** One event of an order's life. A change of terms repeats those it changed. */
export interface OrderChange extends Partial<Omit<OrderTerms, "symbol" | "side" | "kind">> {
  readonly t: string;
  readonly status: OrderStatus;
  readonly reason?: string;
  /** Id of the fill that made the change. */
  readonly fill?: string;
  /** Of messages, as in the log. */
  readonly latency?: string;
  readonly arrived?: true;
  readonly refused?: string;
}

/** What an order that did not fill lacked or waited for. Facts about prices and the account beside the log: the hash does not cover them. */
export interface UnfilledRow {
  readonly order: number;
  /** What the account would have needed when it refused the order, in money of the account or in units of the symbol. */
  readonly refused?: { readonly t: string; readonly needed: string; readonly available: string; readonly of: "money" | "quantity" };
  /** Stretches in which the order stood open on the same terms, with how far prices went meanwhile. */
  readonly waits?: readonly WaitRow[];
}

export interface WaitRow {
  readonly status: OrderStatus;
  readonly limit?: string;
  readonly stop?: string;
  readonly ifTouched?: string;
  readonly activation?: string;
  /** First and last timestamp of the clock at which it could act. */
  readonly from: string;
  readonly to: string;
  /** Bars of the symbol in between. */
  readonly bars: number;
  readonly withoutVolume?: number;
  /** Lowest and highest price of these bars, and when. */
  readonly low: string;
  readonly lowTime: string;
  readonly high: string;
  readonly highTime: string;
}

export type FillRow = Omit<FillEvent, "type" | "status" | "postings">;

/** A closed lot piece. */
export interface TradeRow {
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly quantity: string;
  readonly entryTime: string;
  readonly entryPrice: string;
  readonly exitTime: string;
  readonly exitPrice: string;
  readonly grossPnl: string;
  /** Net of fees. */
  readonly pnl: string;
  /** Of the amounts, where it is not the account's; and the net profit in the account's at the rate of the exit. */
  readonly currency?: string;
  readonly pnlBase?: string;
  /** Its share of the fees of the fills that opened and closed it. */
  readonly fees: string;
  readonly entryOrder: number;
  /** Absent when no order closed it (cash in lieu). */
  readonly exitOrder?: number;
  readonly why?: string;
}

export interface PositionRow {
  readonly symbol: string;
  readonly quantity: string;
  /** Of the amounts, where it is not the account's. */
  readonly currency?: string;
  readonly averagePrice: string;
  readonly lastPrice: string;
  readonly marketValue: string;
  readonly unrealized: string;
  readonly realized: string;
  readonly lots: readonly LotRow[];
}

export interface LotRow {
  readonly t: string;
  readonly quantity: string;
  readonly price: string;
  readonly cost: string;
  readonly fees: string;
  readonly order: number;
  /** The fill that opened it. */
  readonly id: string;
}

export type ActionRow =
  | Omit<DividendEvent, "postings">
  | Omit<DividendPaidEvent, "postings">
  | Omit<SplitEvent, "postings">
  | Omit<ReorganizationEvent, "postings">;

export interface Ledger {
  readonly currency: string;
  readonly scale: number;
  readonly balances: readonly LedgerBalance[];
}

export interface LedgerBalance {
  readonly account: LedgerAccount;
  readonly asset: string;
  readonly balance: string;
}

export type RecordedPoint = readonly [t: string, value: number | string | null];

export interface LogLine {
  readonly t: string;
  /** Index of the timestamp on the run's clock, from 0. */
  readonly bar: number;
  readonly message: string;
}

export interface Benchmark {
  readonly symbol: string;
  readonly points: readonly (readonly [t: string, close: number])[];
}

/** Files beside the document for what is too long to stand in it. */
export interface Sidecars {
  readonly equity?: Sidecar;
  readonly events?: Sidecar;
}

export interface Sidecar {
  /** Name of a gzipped file of JSON lines in the document's folder. */
  readonly file: string;
  /** Of the uncompressed bytes. */
  readonly sha256: string;
  /** Lines in it. */
  readonly count: number;
}

export interface Warning {
  /** Stable and dotted. */
  readonly code: string;
  readonly message: string;
  readonly count?: number;
  readonly symbol?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** What was assumed where the input left a choice. */
export interface Assumption {
  readonly code: string;
  readonly message: string;
}
