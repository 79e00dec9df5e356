import type { KnownFacts, RunFacts } from "../metrics/metric-input.ts";
import type { ClosedTrade } from "../metrics/trade-statistics.ts";
import type { RunOutput } from "../run/run-output.ts";
import { benchmarkCloses } from "./benchmark-points.ts";
import type { FillRow, TradeRow } from "./document.ts";
import { knownCurve, knownTrades } from "./known-facts.ts";
import type { Totals } from "./summary.ts";
import { tradedValue } from "./traded-value.ts";

/** Parts of the result that metrics read, made only when one asks. */
export interface LazyRows {
  equity(): Float64Array;
  trades(): readonly TradeRow[];
  fills(): readonly FillRow[];
  exactEquity(steps: readonly number[]): readonly string[];
}

/** A finished run as the metrics see it. Columns and rows are fetched when first read. */
export function runFacts(output: RunOutput, totals: Totals, rows: LazyRows): RunFacts {
  const { config, times, days, counts } = output;
  const multiplierOf = (symbol: string) => (config.instruments[symbol] ?? config.instruments["*"])?.multiplier ?? "1";
  const { benchmark } = config;
  const trades = once(() => knownTrades(output));
  const known = once((): KnownFacts => ({ ...knownCurve(output), trades: trades()?.trades }));
  return {
    startValue: totals.startValue,
    endValue: totals.endValue,
    times,
    days,
    get equity() {
      return rows.equity();
    },
    get grossExposure() {
      return output.column("grossExposure");
    },
    get known() {
      return known();
    },
    exactEquity: rows.exactEquity,
    fees: totals.fees,
    slippage: totals.slippage,
    get trades() {
      return rows.trades().map((row): ClosedTrade => ({ ...row, multiplier: multiplierOf(row.symbol) }));
    },
    fillCount: counts.fills,
    get tradedValue() {
      return trades()?.tradedValue ?? tradedValue(rows.fills(), multiplierOf);
    },
    benchmarkAt: benchmark === null ? undefined : (steps) => benchmarkCloses(output.bars(benchmark), times, steps),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
