import { dayMs, formatDay } from "../market/calendar-date.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

/** Bars on days that are no session of the symbol's calendar: they trade, and are named (semantics T5). */
export function sessionWarnings(symbols: readonly RunSymbol[], steps: number): RunWarning[] {
  // Symbols with a bar at every step of the clock have the same days.
  const known = new Map<string, number[]>();
  return symbols.flatMap((symbol) => {
    const isDense = symbol.to - symbol.from === steps;
    const key = `${symbol.calendar.id} ${symbol.isDaily}`;
    const days = (isDense ? known.get(key) : undefined) ?? daysOutside(symbol);
    if (isDense) known.set(key, days);
    const [first] = days;
    if (first === undefined) return [];
    const shown = days.slice(0, 5).map(formatDay);
    const more = days.length > shown.length ? " and more" : "";
    return {
      code: "data.outsideSessions",
      symbol: symbol.symbol,
      count: days.length,
      message: `${symbol.symbol} has bars on ${days.length} ${days.length === 1 ? "day that is" : "days that are"} no session of calendar ${symbol.calendar.id}: ${shown.join(", ")}${more}`,
      context: { calendar: symbol.calendar.id, days: shown },
    };
  });
}

function daysOutside({ table, from, to, calendar, isDaily, intervalMs }: RunSymbol): number[] {
  const times = tableColumn(table, "time");
  const days: number[] = [];
  if (intervalMs > dayMs) return days; // a longer bar is stamped with the first day of its period
  let [start, end, day] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const time = times[i] as number;
    if (time >= start && time < end) continue;
    if (isDaily) [day, start, end] = [Math.floor(time / dayMs), time, time + 1];
    else ({ day, from: start, to: end } = calendar.spanOf(time));
    if (calendar.covers(day) && !calendar.isSession(day) && days.at(-1) !== day) days.push(day);
  }
  return days;
}
