import { dayMs, formatDay } from "../market/calendar-date.ts";
import { firstAtOrAfter } from "../market/first-at-or-after.ts";
import type { TableHandle } from "../native.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

const found = new WeakMap<TableHandle, Map<string, Outside>>();

/** Bars that lie in no session of their calendar, and the days they lie on. */
interface Outside {
  bars: number;
  readonly days: number[];
}

/** Bars outside the sessions of their symbol's calendar: they trade, and are named (semantics T5). */
export function sessionWarnings(symbols: readonly RunSymbol[], steps: number): RunWarning[] {
  // Symbols with a bar at every step of the clock have the same bars.
  const known = new Map<string, Outside>();
  return symbols.flatMap((symbol) => {
    const isDense = symbol.to - symbol.from === steps;
    const key = `${symbol.calendar.id} ${symbol.isDaily}`;
    const outside = (isDense ? known.get(key) : undefined) ?? knownOutside(symbol);
    if (isDense) known.set(key, outside);
    const { bars, days } = outside;
    if (bars === 0) return [];
    const shown = days.slice(0, 5).map(formatDay);
    const more = days.length > shown.length ? ` and ${days.length - shown.length} more days` : "";
    return {
      code: "data.outsideSessions",
      symbol: symbol.symbol,
      count: bars,
      message: `${symbol.symbol} has ${bars} ${bars === 1 ? "bar" : "bars"} outside the sessions of calendar ${symbol.calendar.id}, on ${shown.join(", ")}${more}; they trade as all others.`,
      context: { calendar: symbol.calendar.id, days: shown },
    };
  });
}

/** Worked out once a table, range and calendar. */
function knownOutside(symbol: RunSymbol): Outside {
  const { table, from, to, calendar, isDaily, intervalMs } = symbol;
  const ofTable = found.get(table) ?? new Map<string, Outside>();
  found.set(table, ofTable);
  const key = `${from} ${to} ${calendar.id} ${isDaily} ${intervalMs}`;
  const outside = ofTable.get(key) ?? barsOutside(symbol);
  ofTable.set(key, outside);
  return outside;
}

function barsOutside({ table, from, to, calendar, isDaily, intervalMs }: RunSymbol): Outside {
  const outside: Outside = { bars: 0, days: [] };
  if (intervalMs > dayMs) return outside; // a longer bar is stamped with the first day of its period
  const times = tableColumn(table, "time");
  for (let i = from; i < to; ) {
    const time = times[i] as number;
    const { day, to: after } = isDaily ? { day: Math.floor(time / dayMs), to: time + 1 } : calendar.spanOf(time);
    const end = firstAtOrAfter(times, after, i + 1, to);
    const bars = end - i - barsInside(day, i, end);
    if (bars > 0) {
      outside.bars += bars;
      if (outside.days.at(-1) !== day) outside.days.push(day);
    }
    i = end;
  }
  return outside;

  /** How many bars of the exchange day overlap its session: all where the calendar does not reach. */
  function barsInside(day: number, first: number, end: number): number {
    if (!calendar.covers(day)) return end - first;
    if (!calendar.isSession(day)) return 0;
    if (isDaily) return end - first;
    const opens = calendar.open(day) - intervalMs;
    // Times are whole milliseconds: a bar that ends at the open starts at `opens`, and is outside.
    const inside = firstAtOrAfter(times, opens + 1, first, end);
    return Math.max(0, firstAtOrAfter(times, calendar.close(day), inside, end) - inside);
  }
}
