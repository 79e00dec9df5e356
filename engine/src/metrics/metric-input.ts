import { type Drawdown, deepestDrawdown } from "./drawdown.ts";
import { type Exposure, exposureOf } from "./exposure.ts";
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
  /** The exact equity at a step. */
  exactEquity(step: number): string;
  readonly fees: string;
  readonly slippage: string;
  readonly trades: Iterable<ClosedTrade>;
  readonly fillCount: number;
  /** Σ quantity × price × multiplier over all fills. */
  readonly tradedValue: string;
  /** Close of the benchmark at each of the steps; `NaN` where it has none yet. `undefined`: no benchmark. */
  readonly benchmarkAt: ((steps: Int32Array) => Float64Array) | undefined;
}

/** The facts with what several metrics share, computed at most once. */
export class MetricInput {
  readonly facts: RunFacts;
  readonly startValue: number;
  #returns: PeriodReturns | undefined;
  #drawdown: Drawdown | undefined;
  #exposure: Exposure | undefined;
  #trades: TradeStatistics | undefined;

  constructor(facts: RunFacts) {
    this.facts = facts;
    this.startValue = Number(facts.startValue);
  }

  get period(): PeriodReturns {
    this.#returns ??= periodReturns({ startValue: this.startValue, equity: this.facts.equity, days: this.facts.days });
    return this.#returns;
  }

  get drawdown(): Drawdown {
    this.#drawdown ??= deepestDrawdown(this.startValue, this.facts.equity);
    return this.#drawdown;
  }

  get exposure(): Exposure {
    this.#exposure ??= exposureOf(this.facts.grossExposure, this.facts.equity);
    return this.#exposure;
  }

  get trades(): TradeStatistics {
    this.#trades ??= tradeStatistics(this.facts.trades);
    return this.#trades;
  }

  /** The exact equity at a step, or the start value at step -1. */
  exactEquity(step: number): string {
    return step < 0 ? this.facts.startValue : this.facts.exactEquity(step);
  }
}
