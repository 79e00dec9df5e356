import type { RunFacts } from "./metric-input.ts";
import type { ClosedTrade } from "./trade-statistics.ts";

const dayMs = 86_400_000;

/** Facts of a made-up run for tests: one point a day unless `days` says otherwise. */
export function factsOf(run: {
  startValue: string;
  equity: readonly string[];
  days: readonly number[];
  gross?: readonly number[];
  trades?: readonly ClosedTrade[];
  tradedValue?: string;
  benchmark?: readonly number[];
}): RunFacts {
  const { equity, days, benchmark } = run;
  return {
    startValue: run.startValue,
    endValue: equity.at(-1) ?? run.startValue,
    times: Float64Array.from(days, (day) => day * dayMs),
    days: Int32Array.from(days),
    equity: Float64Array.from(equity, Number),
    grossExposure: Float64Array.from(run.gross ?? equity.map(() => 0)),
    exactEquity: (steps) => steps.map((step) => equity[step] ?? ""),
    fees: "0",
    slippage: "0",
    trades: run.trades ?? [],
    fillCount: 2,
    tradedValue: run.tradedValue ?? "0",
    benchmarkAt: benchmark && ((steps) => Float64Array.from(steps, (step) => (step < 0 ? Number.NaN : (benchmark[step] ?? Number.NaN)))),
  };
}
