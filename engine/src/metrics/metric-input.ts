import { lastOfDays } from "../market/calendar-days.ts";
import { drawdownText } from "../result/exact.ts";
import { annualReturnOf } from "./annual-return.ts";
import { type Drawdown, deepestDrawdown } from "./drawdown.ts";
import { type Exposure, exposureOf } from "./exposure.ts";
import type { MetricOutcome } from "./metric.ts";
import { type PeriodReturns, periodReturns } from "./period-returns.ts";
import type { ClosedTrade, TradeStatistics } from "./trade-statistics.ts";
import { tradeStatistics } from "./trade-statistics.ts";

/** What is known of a finished run, from the native core or from a document that is being verified. Getters may be costly. */
export interface RunFacts {
  /** Decimal strings. */
  readonly startValue: string;
  readonly endValue: string;
  /** Start of each step of the clock, ms UTC, and its exchange day as days since 1970-01-01. */
  readonly times: Float64Array;
  readonly days: Int32Array;
  /** At the close of each step: what `Number(exactDecimalString)` gives. */
  readonly equity: Float64Array;
  readonly grossExposure: Float64Array;
  /** What these columns and `trades` come down to, where that is known without reading them. */
  readonly known?: KnownFacts | undefined;
  /** The exact equity at each of the steps. */
  exactEquity(steps: readonly number[]): readonly string[];
  readonly fees: string;
  readonly slippage: string;
  readonly trades: Iterable<ClosedTrade>;
  readonly fillCount: number;
  /** Σ quantity × price × multiplier over all fills. */
  readonly tradedValue: string;
  /** Close of the benchmark at each of the steps; `NaN` where it has none yet. `undefined`: no benchmark. */
  readonly benchmarkAt: ((steps: Int32Array) => Float64Array) | undefined;
}

/** The native core's answers; the functions of this folder give the same over columns and rows. */
export interface KnownFacts {
  /** Last step of each exchange day, and the equity at it. */
  readonly dayEnds: Int32Array;
  readonly dayEndEquity: Float64Array;
  readonly drawdown: Drawdown;
  readonly exposure: Exposure;
  /** `undefined` when the trades must be read. */
  readonly trades: TradeStatistics | undefined;
}

/** The facts with what several metrics share, computed at most once. */
export class MetricInput {
  readonly facts: RunFacts;
  readonly startValue: number;
  #returns: PeriodReturns | undefined;
  #drawdown: Drawdown | undefined;
  #exposure: Exposure | undefined;
  #trades: TradeStatistics | undefined;
  #maxDrawdown: string | undefined;
  #annualReturn: MetricOutcome | undefined;

  constructor(facts: RunFacts) {
    this.facts = facts;
    this.startValue = Number(facts.startValue);
  }

  get period(): PeriodReturns {
    this.#returns ??= periodReturns({ startValue: this.startValue, days: this.facts.days, ...this.#dayEnds() });
    return this.#returns;
  }

  get drawdown(): Drawdown {
    this.#drawdown ??= this.facts.known?.drawdown ?? deepestDrawdown(this.startValue, this.facts.equity);
    return this.#drawdown;
  }

  get exposure(): Exposure {
    this.#exposure ??= this.facts.known?.exposure ?? exposureOf(this.facts.grossExposure, this.facts.equity);
    return this.#exposure;
  }

  get trades(): TradeStatistics {
    this.#trades ??= this.facts.known?.trades ?? tradeStatistics(this.facts.trades);
    return this.#trades;
  }

  /** Compound growth a year. */
  get annualReturn(): MetricOutcome {
    this.#annualReturn ??= annualReturnOf(this);
    return this.#annualReturn;
  }

  /** The deepest fall as a fraction of its peak, exact: `"0"` when there was none. */
  get maxDrawdown(): string {
    this.#maxDrawdown ??= this.#exactDrawdown();
    return this.#maxDrawdown;
  }

  #exactDrawdown(): string {
    const { depth, peak, trough } = this.drawdown;
    if (depth === 0) return "0";
    const [lowest = "", highest = this.facts.startValue] = this.facts.exactEquity(peak < 0 ? [trough] : [trough, peak]);
    return drawdownText(highest, lowest);
  }

  #dayEnds(): { readonly ends: Int32Array; readonly equity: Float64Array } {
    const { known, days } = this.facts;
    if (known !== undefined) return { ends: known.dayEnds, equity: known.dayEndEquity };
    const { equity } = this.facts;
    const ends = lastOfDays(days);
    return { ends, equity: Float64Array.from(ends, (step) => equity[step] as number) };
  }
}
