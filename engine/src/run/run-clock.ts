import { dayMs } from "../market/calendar-date.ts";
import { type Clock, exchangeDays, lastOfDays } from "../market/calendar-days.ts";
import { callNative } from "../native.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";
import { type BarDays, tableDays } from "./table-days.ts";

/** A clock with the last step of each exchange day. */
export interface RunClock extends Clock {
  readonly dayEnds: Int32Array;
}

/** The run's clock: one step per timestamp at which any symbol has a bar, with its exchange day by the first symbol's calendar. */
export function runClock(symbols: readonly RunSymbol[]): RunClock {
  const [first] = symbols;
  if (first === undefined) throw new TypeError("a run without symbols");
  const isDaily = symbols.every((symbol) => symbol.isDaily);
  const shared = sharedTimes(symbols);
  const times = shared ?? mergedTimes(symbols);
  const { days, ends } =
    shared === undefined ? daysOf(exchangeDays(times, isDaily, first.calendar)) : tableDays(first, isDaily, first.calendar);
  const intervals = symbols.map((symbol) => symbol.intervalMs).filter((interval) => interval > 0);
  const intervalMs = intervals.length === 0 ? dayMs : Math.min(...intervals);
  return { times, days, dayEnds: ends, intervalMs, isDaily };
}

function daysOf(days: Int32Array): BarDays {
  return { days, ends: lastOfDays(days) };
}

export function rangesText(symbols: readonly RunSymbol[]): string {
  return JSON.stringify(symbols.map(({ from, to }) => [from, to]));
}

/** The times of the first symbol when all others have the same. */
function sharedTimes(symbols: readonly RunSymbol[]): Float64Array | undefined {
  const [first, ...others] = symbols.map(timesOf);
  return first !== undefined && others.every((times) => isSame(times, first)) ? first : undefined;
}

function timesOf({ table, from, to }: RunSymbol): Float64Array {
  return tableColumn(table, "time").subarray(from, to);
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function mergedTimes(symbols: readonly RunSymbol[]): Float64Array {
  const tables = symbols.map((symbol) => symbol.table);
  return callNative((core) => core.clockTimes(tables, rangesText(symbols)));
}
