import { dayMs } from "../market/calendar-date.ts";
import { type Clock, exchangeDays } from "../market/calendar-days.ts";
import { callNative } from "../native.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

/** The run's clock: one step per timestamp at which any symbol has a bar, with its exchange day by the first symbol's calendar. */
export function runClock(symbols: readonly RunSymbol[]): Clock {
  const [first] = symbols;
  if (first === undefined) throw new TypeError("a run without symbols");
  const times = symbols.length === 1 ? tableColumn(first.table, "time").subarray(first.from, first.to) : mergedTimes(symbols);
  const isDaily = symbols.every((symbol) => symbol.isDaily);
  const intervals = symbols.map((symbol) => symbol.intervalMs).filter((interval) => interval > 0);
  const intervalMs = intervals.length === 0 ? dayMs : Math.min(...intervals);
  return { times, days: exchangeDays(times, isDaily, first.calendar), intervalMs, isDaily };
}

export function rangesText(symbols: readonly RunSymbol[]): string {
  return JSON.stringify(symbols.map(({ from, to }) => [from, to]));
}

function mergedTimes(symbols: readonly RunSymbol[]): Float64Array {
  const tables = symbols.map((symbol) => symbol.table);
  return callNative((core) => core.clockTimes(tables, rangesText(symbols)));
}
