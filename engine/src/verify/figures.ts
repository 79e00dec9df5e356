import { MetricInput, type RunFacts } from "../metrics/metric-input.ts";
import { computeMetrics } from "../metrics/registry.ts";
import type { Benchmark, MetricValue, ResultDocument, Summary, TradeRow } from "../result/document.ts";
import type { LedgerAccount } from "../result/log-event.ts";
import { summaryOf } from "../result/summary.ts";
import type { Clock } from "./clock.ts";
import type { DerivedCurve } from "./curve.ts";
import type { Findings } from "./findings.ts";
import type { Replay } from "./replay.ts";

export interface FigureParts {
  readonly replay: Replay;
  readonly curve: DerivedCurve;
  readonly clock: Clock;
  readonly days: Int32Array;
  readonly trades: readonly TradeRow[];
}

/** Summary and metrics as they follow from the log, and the points at which the benchmark must be given. */
export function deriveFigures(
  { replay, curve, clock, days, trades }: FigureParts,
  document: ResultDocument,
): {
  readonly summary: Summary;
  readonly metrics: readonly MetricValue[];
  readonly input: MetricInput;
} {
  const { scale, symbols } = replay;
  const balance = (account: LedgerAccount) => scale.write(replay.ledger.balance(account, replay.currency));
  const totals = {
    startValue: scale.write(replay.startValue),
    endValue: curve.points.at(-1)?.equity ?? scale.write(replay.startValue),
    cash: balance("cash"),
    fees: scale.write(replay.fees),
    slippage: scale.write(replay.slippage),
    dividends: scale.write(replay.dividends),
    rounding: balance("rounding"),
    borrow: balance("borrow"),
    financing: balance("financing"),
    interest: balance("interest"),
  };
  const { benchmark } = document;
  const facts: RunFacts = {
    startValue: totals.startValue,
    endValue: totals.endValue,
    times: clock.times,
    days,
    equity: curve.equity,
    grossExposure: curve.grossExposure,
    exactEquity: (steps) => steps.map((step) => curve.points[step]?.equity ?? totals.startValue),
    fees: totals.fees,
    slippage: totals.slippage,
    trades: trades.map((row) => ({ ...row, multiplier: scale.write(symbols.get(row.symbol)?.multiplier ?? scale.unit) })),
    fillCount: replay.fills.length,
    tradedValue: scale.write(replay.tradedValue),
    benchmarkAt: benchmark === undefined ? undefined : (steps) => closesAt(benchmark, clock, steps),
  };
  const input = new MetricInput(facts);
  const counts = { orders: replay.orders.count, fills: replay.fills.length, trades: trades.length };
  return {
    summary: summaryOf({ currency: replay.currency, config: document.manifest.config, totals, counts, input }),
    metrics: computeMetrics(input),
    input,
  };
}

/** The benchmark stands at sampled points only, from its first close on without gaps. */
export function checkBenchmark(benchmark: Benchmark | undefined, input: MetricInput, clock: Clock, findings: Findings): void {
  if (benchmark === undefined) return;
  const wanted = Array.from(
    input.period.steps.filter((step) => step >= 0),
    (step) => clock.texts[step],
  );
  const first = wanted.indexOf(benchmark.points[0]?.[0]);
  const expected = first < 0 ? wanted : wanted.slice(first);
  findings.equal(
    "benchmark.points",
    expected,
    benchmark.points.map(([t]) => t),
    "the benchmark is given at the last point of each exchange day",
  );
}

function closesAt(benchmark: Benchmark, clock: Clock, steps: Int32Array): Float64Array {
  const closes = new Map(benchmark.points);
  return Float64Array.from(steps, (step) => (step < 0 ? Number.NaN : (closes.get(clock.texts[step] ?? "") ?? Number.NaN)));
}
