import type { Calendar } from "../market/calendar.ts";
import { exchangeDays, lastOfDays } from "../market/calendar-days.ts";
import type { TableHandle } from "../native.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

/** The exchange day of each bar, and the last bar of each. */
export interface BarDays {
  readonly days: Int32Array;
  readonly ends: Int32Array;
}

const known = new WeakMap<TableHandle, Map<string, BarDays>>();

/** The exchange days of the bars that take part in a run; worked out once a table and calendar, and shared by all runs over it. */
export function tableDays({ table, from, to }: RunSymbol, isDaily: boolean, calendar: Calendar): BarDays {
  const all = wholeTable(table, isDaily, calendar);
  if (from === 0 && to === all.days.length) return all;
  const inside = all.ends.filter((end) => end >= from && end < to - 1);
  const ends = to > from ? Int32Array.from([...inside, to - 1], (end) => end - from) : new Int32Array(0);
  return { days: all.days.subarray(from, to), ends };
}

function wholeTable(table: TableHandle, isDaily: boolean, calendar: Calendar): BarDays {
  const byCalendar = known.get(table) ?? new Map<string, BarDays>();
  known.set(table, byCalendar);
  const key = isDaily ? "dates" : calendar.id;
  const found = byCalendar.get(key);
  if (found !== undefined) return found;
  const days = exchangeDays(tableColumn(table, "time"), isDaily, calendar);
  const made = { days, ends: lastOfDays(days) };
  byCalendar.set(key, made);
  return made;
}
