import type { CarryTerms } from "../carry/dated-rates.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { PositionRow, TradeRow, Warning } from "./document.ts";
import { parseRfc3339 } from "./rfc3339.ts";

/** Asset classes whose shorts are borrowed. A short future, perpetual or currency pair is not. */
const borrowed = new Set(["equity", "etf", "crypto", "index", "option"]);

export interface HeldShorts {
  readonly config: RunConfig;
  /** In the order of the run. */
  readonly symbols: readonly string[];
  /** What was charged. */
  readonly borrow: CarryTerms | undefined;
  readonly times: Float64Array;
  readonly days: Int32Array;
  readonly trades: readonly TradeRow[];
  readonly positions: readonly PositionRow[];
}

/** One warning per symbol that was held short: nothing was charged for borrowing it, and on how many exchange days. */
export function shortWarnings({ config, symbols, borrow, times, days, trades, positions }: HeldShorts): Warning[] {
  const spans = new Map<string, [from: number, to: number][]>();
  const note = (symbol: string, from: string, to: number) => {
    const known = spans.get(symbol) ?? [];
    known.push([parseRfc3339(from) ?? 0, to]);
    spans.set(symbol, known);
  };
  for (const trade of trades) {
    if (trade.side === "short") note(trade.symbol, trade.entryTime, parseRfc3339(trade.exitTime) ?? 0);
  }
  for (const { symbol, quantity, lots } of positions) {
    if (quantity.startsWith("-")) for (const lot of lots) note(symbol, lot.t, Number.POSITIVE_INFINITY);
  }
  const warnings: Warning[] = [];
  for (const [symbol, held] of spans) {
    const instrument = config.instruments[symbol] ?? config.instruments["*"];
    if (instrument !== undefined && !borrowed.has(instrument.assetClass)) continue;
    // From its first rate on a symbol is charged.
    const charged = borrow?.rates[symbols.indexOf(symbol)]?.[0];
    const until = charged === undefined ? Number.POSITIVE_INFINITY : (charged.from ?? Number.NEGATIVE_INFINITY);
    const count = daysWithin(held, times, days, until);
    if (count === 0) continue;
    warnings.push({
      code: "account.shortWithoutBorrowRate",
      message: `${symbol} was held short at the close on ${count} exchange ${count === 1 ? "day" : "days"} without a borrow rate: borrowing it cost nothing.`,
      symbol,
      count,
    });
  }
  return warnings;
}

/** Distinct exchange days before `until` of the clock's points inside any of the half-open spans. */
function daysWithin(spans: [from: number, to: number][], times: Float64Array, days: Int32Array, until: number): number {
  spans.sort(([a], [b]) => a - b);
  let count = 0;
  let counted = Number.NaN;
  let step = 0;
  for (const [from, to] of spans) {
    step = Math.max(step, firstStepFrom(times, from));
    for (; step < times.length && (times[step] as number) < to; step++) {
      if (days[step] !== counted && (days[step] as number) < until) count++;
      counted = days[step] as number;
    }
  }
  return count;
}

function firstStepFrom(times: Float64Array, from: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
