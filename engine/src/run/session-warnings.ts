import { dayMs, formatDay } from "../market/calendar-date.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

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
    const outside = (isDense ? known.get(key) : undefined) ?? barsOutside(symbol);
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

function barsOutside({ table, from, to, calendar, isDaily, intervalMs }: RunSymbol): Outside {
  const outside: Outside = { bars: 0, days: [] };
  if (intervalMs > dayMs) return outside; // a longer bar is stamped with the first day of its period
  const times = tableColumn(table, "time");
  let [start, end, opens, closes] = [0, 0, 0, 0];
  let day = 0;
  for (let i = from; i < to; i++) {
    const time = times[i] as number;
    if (time < start || time >= end) {
      if (isDaily) [day, start, end] = [Math.floor(time / dayMs), time, time + 1];
      else ({ day, from: start, to: end } = calendar.spanOf(time));
      [opens, closes] = sessionSpan(day);
    }
    if (isDaily ? closes > opens : time < closes && time + intervalMs > opens) continue;
    outside.bars++;
    if (outside.days.at(-1) !== day) outside.days.push(day);
  }
  return outside;

  /** Nothing for a day without a session, everything where the calendar does not reach. */
  function sessionSpan(of: number): [number, number] {
    if (!calendar.covers(of)) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return calendar.isSession(of) ? [calendar.open(of), calendar.close(of)] : [0, 0];
  }
}
