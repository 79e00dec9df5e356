import type { RunFacts } from "../metrics/metric-input.ts";
import type { ClosedTrade } from "../metrics/trade-statistics.ts";
import type { RunOutput } from "../run/run-output.ts";
import { benchmarkCloses } from "./benchmark-points.ts";
import type { FillRow, TradeRow } from "./document.ts";
import type { Totals } from "./summary.ts";
import { tradedValue } from "./traded-value.ts";

/** Parts of the result that metrics read, made only when one asks. */
export interface LazyRows {
  trades(): readonly TradeRow[];
  fills(): readonly FillRow[];
  equityAt(step: number): string;
}

/** A finished run as the metrics see it. Columns and rows are fetched when first read. */
export function runFacts(output: RunOutput, totals: Totals, rows: LazyRows): RunFacts {
  const { config, times, days, counts } = output;
  const multiplierOf = (symbol: string) => (config.instruments[symbol] ?? config.instruments["*"])?.multiplier ?? "1";
  const columns = new Map<string, Float64Array>();
  const column = (name: "equity" | "grossExposure") => {
    const values = columns.get(name) ?? output.column(name);
    columns.set(name, values);
    return values;
  };
  const { benchmark } = config;
  return {
    startValue: totals.startValue,
    endValue: totals.endValue,
    times,
    days,
    get equity() {
      return column("equity");
    },
    get grossExposure() {
      return column("grossExposure");
    },
    exactEquity: rows.equityAt,
    fees: totals.fees,
    slippage: totals.slippage,
    get trades() {
      return rows.trades().map((row): ClosedTrade => ({ ...row, multiplier: multiplierOf(row.symbol) }));
    },
    fillCount: counts.fills,
    get tradedValue() {
      return tradedValue(rows.fills(), multiplierOf);
    },
    benchmarkAt: benchmark === null ? undefined : (steps) => benchmarkCloses(output.bars(benchmark), times, steps),
  };
}
