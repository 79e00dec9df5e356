import { type LoadedTable, loadedSymbols, type MarketData, withTable } from "../market/market-data.ts";
import { callNative } from "../native.ts";
import { tableColumn } from "../run/table-columns.ts";

/** The same data without what came after a moment. */
export interface Alteration {
  /** Start of the last bar that is known. */
  readonly time: number;
  /** Timestamp up to which other bars follow: flat ones, or noise of the seed. */
  readonly until: number;
  readonly seed?: number;
}

/**
 * Data as it was known once the bar of `time` had closed. A longer bar (a week among days) is known when it has ended, not when it begins.
 * The bars that follow keep their times, so that sessions and schedules stay what they are.
 */
export function alteredData(data: MarketData, { time, until, seed }: Alteration): MarketData {
  const { loaded } = loadedSymbols(data);
  const finest = Math.min(...loaded.map(({ intervalMs }) => intervalMs).filter((interval) => interval > 0));
  return { warnings: [], symbols: loaded.map((symbol) => alterSymbol(symbol, known(symbol, time, finest), until, seed)) };
}

/** Several as one, which a strategy may be made from. */
export function asOne(data: MarketData | readonly MarketData[]): MarketData {
  const { loaded, warnings } = loadedSymbols(data);
  return { warnings, symbols: loaded.map(({ table, ...symbol }) => withTable(symbol, table)) };
}

function alterSymbol(
  { table, ...symbol }: LoadedTable,
  last: number,
  until: number,
  seed: number | undefined,
): MarketData["symbols"][number] {
  const times = tableColumn(table, "time");
  const keep = countUpTo(times, last);
  const after = Math.max(0, countUpTo(times, until) - keep);
  const altered = callNative((core) => core.tableAltered(table, keep, after, seed));
  return withTable({ ...symbol, rows: keep + after }, altered);
}

/** The latest start of a bar of the symbol that has ended when the shortest bar that starts at `time` ends. */
function known({ intervalMs }: LoadedTable, time: number, finest: number): number {
  const isLonger = Number.isFinite(finest) && intervalMs > finest * 1.5;
  return isLonger ? time + finest - intervalMs : time;
}

/** How many of the ascending times are not later. */
function countUpTo(times: Float64Array, last: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= last) low = middle + 1;
    else high = middle;
  }
  return low;
}
