import { MetricInput, type RunFacts } from "../metrics/metric-input.ts";
import { computeMetrics } from "../metrics/registry.ts";
import type { Benchmark, MetricValue, ResultDocument, Summary, TradeRow } from "../result/document.ts";
import type { LedgerAccount } from "../result/log-event.ts";
import { summaryOf, type Totals } from "../result/summary.ts";
import type { Clock } from "./clock.ts";
import type { DerivedCurve } from "./curve.ts";
import type { Findings } from "./findings.ts";
import type { CurrencySums, Replay } from "./replay.ts";

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
  const { currencies, ledger } = replay;
  const last = clock.last;
  const codes = currencyCodes(replay, document);
  const sumOf = (amountOf: (currency: string) => bigint) =>
    codes.reduce((sum, currency) => sum + currencies.inOwn(amountOf(currency), currency, last), 0n);
  const balance = (account: LedgerAccount) => scale.write(sumOf((currency) => ledger.balance(account, currency)));
  const total = (key: keyof CurrencySums) => scale.write(sumOf((currency) => replay.sums.get(currency)?.[key] ?? 0n));
  const end = curve.points.at(-1);
  const endValue = end?.equity ?? scale.write(replay.startValue);
  const totals = {
    startValue: scale.write(replay.startValue),
    endValue,
    cash: end?.cash ?? scale.write(replay.startValue),
    fees: total("fees"),
    slippage: total("slippage"),
    dividends: total("dividends"),
    rounding: balance("rounding"),
    borrow: balance("borrow"),
    financing: balance("financing"),
    interest: balance("interest"),
    withheld: balance("withholding"),
    ...(codes.length === 1 ? {} : currencyFigures(replay, codes, { last, profit: (scale.read(endValue) ?? 0n) - replay.startValue })),
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

/** The account's currency, and beside it those of its instruments and, where they may be held, of its rates. */
function currencyCodes({ currency: own, symbols }: Replay, { manifest }: ResultDocument): readonly string[] {
  const held = manifest.config.account.conversion === "hold" ? Object.keys(manifest.config.rates ?? {}) : [];
  const others = new Set([...[...symbols.values()].map(({ currency }) => currency), ...held]);
  others.delete(own);
  return [own, ...[...others].sort()];
}

/** What each currency brought, and what is left for changes of rates. */
function currencyFigures(
  replay: Replay,
  codes: readonly string[],
  { last, profit }: { readonly last: number; readonly profit: bigint },
): Pick<Totals, "conversion" | "fx" | "byCurrency"> {
  const { scale, currencies, currency: own, ledger, symbols, sums, startValue } = replay;
  let fx = profit;
  const byCurrency = codes.map((currency) => {
    const marked = [...symbols.values()].filter((symbol) => symbol.currency === currency && symbol.book.quantity !== 0n);
    const held = marked.reduce((sum, symbol) => {
      const exposure = replay.value(symbol, symbol.book.quantity, symbol.marks.at(-1)?.closes.at(-1) ?? "0");
      return sum + (symbol.settled ? exposure - symbol.book.cost : exposure);
    }, 0n);
    const cash = ledger.balance("cash", currency);
    const used = cash + ledger.balance("receivable", currency) + held;
    const pnl = used + ledger.balance("fx", currency) - (currency === own ? startValue : 0n);
    const pnlBase = currencies.inOwn(pnl, currency, last);
    fx -= pnlBase;
    return {
      currency,
      ...(currencies.isUsed(currency) ? { rate: currencies.rate(currency, last) } : {}),
      cash: scale.write(cash),
      value: scale.write(currencies.inOwn(used, currency, last)),
      fees: scale.write(sums.get(currency)?.fees ?? 0n),
      realized: scale.write(sums.get(currency)?.realized ?? 0n),
      pnl: scale.write(pnl),
      pnlBase: scale.write(pnlBase),
    };
  });
  return { conversion: scale.write(ledger.balance("conversion", own)), fx: scale.write(fx), byCurrency };
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
