import { formatDay } from "../market/calendar-date.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";
import { tableDays } from "./table-days.ts";

export interface DatedAction {
  readonly type: string;
  /** Days since 1970-01-01. */
  readonly exDay: number;
  readonly newSymbol?: string;
}

/** After these no bar of the symbol itself is needed. */
const ends: ReadonlySet<string> = new Set(["delisting", "merger", "symbolChange"]);

/**
 * Corporate actions of a file that lie outside the symbol's data and never act: a slip in a date, or prices that end too early. What `from`
 * and `to` leave out is what the user asked for and not mentioned.
 */
export function unreachedActions(file: string, symbol: RunSymbol, actions: readonly DatedAction[]): RunWarning[] {
  const rows = tableColumn(symbol.table, "time").length;
  if (rows === 0 || actions.length === 0) return [];
  const { days } = tableDays({ ...symbol, from: 0, to: rows }, symbol.isDaily, symbol.calendar);
  const first = days[0] as number;
  const last = days[rows - 1] as number;
  const before = actions.map(({ exDay }) => exDay).filter((day) => day < first);
  const after = actions.flatMap(({ exDay, type }) => (exDay > last && !ends.has(type) ? [exDay] : []));
  return [
    ...warning(file, symbol.symbol, before, `before its first bar on ${formatDay(first)}`),
    ...warning(file, symbol.symbol, after, `after its last bar on ${formatDay(last)}`),
  ];
}

function warning(file: string, symbol: string, exDays: readonly number[], where: string): RunWarning[] {
  if (exDays.length === 0) return [];
  const shown = exDays.slice(0, 5).map(formatDay);
  const more = exDays.length > shown.length ? ` and ${exDays.length - shown.length} more` : "";
  const [actions, lie] = exDays.length === 1 ? ["corporate action", "lies"] : ["corporate actions", "lie"];
  return [
    {
      code: "actions.outsideData",
      symbol,
      count: exDays.length,
      message: `${exDays.length} ${actions} of ${symbol} in ${file} ${lie} ${where} and did not act: ex ${shown.join(", ")}${more}. Check the dates, or give prices that reach them.`,
      context: { file, exDates: shown },
    },
  ];
}
