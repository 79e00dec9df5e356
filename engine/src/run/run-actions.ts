import { DataError } from "../errors.ts";
import { formatDay } from "../market/calendar-date.ts";
import { type ActionsHandle, callNative } from "../native.ts";
import type { ActionSources } from "../result/document.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";
import { tableDays } from "./table-days.ts";
import { type DatedAction, unreachedActions } from "./unreached-actions.ts";

export interface RunActions {
  readonly table: ActionsHandle | undefined;
  /** For the manifest; none without a file. */
  readonly sources: ActionSources | undefined;
  readonly warnings: readonly RunWarning[];
}

/** A row of an action table. */
interface TableRow extends DatedAction {
  readonly symbol: string;
  readonly file: number;
  readonly line: number;
}

interface TableInfo {
  readonly files: readonly { readonly name: string; readonly format: string; readonly sha256: string; readonly rows: number }[];
  readonly actions: readonly TableRow[];
}

/** The run's table of corporate actions. Throws `DataError` when it cannot be read or does not fit the run's symbols and calendars. */
export function runActions(path: string | null, symbols: readonly RunSymbol[]): RunActions {
  if (path === null) return { table: undefined, sources: undefined, warnings: [] };
  const table = callNative((core) => core.readActions(path));
  const info: TableInfo = JSON.parse(callNative((core) => core.actionsInfo(table)));
  const bySymbol = new Map<string, TableRow[]>();
  for (const row of info.actions) {
    const known = bySymbol.get(row.symbol);
    if (known === undefined) bySymbol.set(row.symbol, [row]);
    else known.push(row);
  }
  const inRun = new Map(symbols.map((symbol) => [symbol.symbol, symbol]));
  const days = new Map(symbols.map((symbol) => [symbol.symbol, allDays(symbol)]));
  for (const row of info.actions) {
    const symbol = inRun.get(row.symbol);
    if (symbol !== undefined) checkRow(row, symbol, days, info);
  }
  const warnings = symbols.flatMap((symbol) => unreachedActions(path, symbol, bySymbol.get(symbol.symbol) ?? []));
  const others = [...bySymbol].filter(([symbol]) => !inRun.has(symbol)).map(([symbol, { length }]) => ({ symbol, rows: length }));
  const sources: ActionSources = {
    files: info.files.map(({ name, ...file }) => ({ source: name, ...file })),
    ...(others.length === 0 ? {} : { others }),
  };
  if (symbols.some(({ symbol }) => bySymbol.has(symbol))) return { table, sources, warnings };
  const names = symbols.map(({ symbol }) => symbol);
  const known = [...bySymbol.keys()];
  const named = known.slice(0, 5).join(", ");
  const message = `${path} has ${info.actions.length} corporate actions, none for a symbol of this run (${names.slice(0, 5).join(", ")}); it names ${named || "no symbol"}.`;
  return { table, sources, warnings: [{ code: "actions.noneForRun", message, context: { file: path, symbols: known } }] };
}

function allDays(symbol: RunSymbol): Int32Array {
  const rows = tableColumn(symbol.table, "time").length;
  return tableDays({ ...symbol, from: 0, to: rows }, symbol.isDaily, symbol.calendar).days;
}

/** What a row needs of the run: a session as its day, and data of the symbol whose shares it gives. */
function checkRow(row: TableRow, { symbol, calendar }: RunSymbol, days: ReadonlyMap<string, Int32Array>, info: TableInfo): void {
  const own = days.get(symbol) as Int32Array;
  const first = own[0];
  const last = own.at(-1);
  if (first === undefined || last === undefined || row.exDay < first) return;
  const source = info.files[row.file];
  const file = source?.name ?? "";
  const date = formatDay(row.exDay);
  const refuse = (code: string, message: string, hint: string) =>
    new DataError(`${file}, line ${row.line}: the ${row.type} of ${symbol} on ${date} ${message}`, {
      code,
      hint,
      context: { file, line: row.line, symbol, exDate: date, ...(row.newSymbol === undefined ? {} : { newSymbol: row.newSymbol }) },
    });
  // A factor of LEAN tells the last day before its event, whatever day comes next.
  const isDated = source?.format !== "lean";
  if (isDated && row.exDay <= last && calendar.covers(row.exDay) && !calendar.isSession(row.exDay) && !own.includes(row.exDay)) {
    throw refuse(
      "actions.noSession",
      `is on no session of its calendar ${calendar.id}`,
      `Correct the ex date, or give the symbol's own calendar with --set instruments.${symbol}.calendar=…`,
    );
  }
  if (row.newSymbol === undefined) return;
  const theirs = days.get(row.newSymbol);
  if (theirs === undefined || theirs.length === 0) {
    throw refuse(
      "actions.newSymbol",
      `gives shares of ${row.newSymbol}, of which the run has no data`,
      `Give its prices too: --data ${row.newSymbol}=file.csv; or take the row out of the file.`,
    );
  }
  if (row.type !== "spinoff" && row.type !== "rights") return;
  const acts = own.find((day) => day >= row.exDay);
  if (acts !== undefined && (theirs[0] as number) > acts) {
    throw refuse(
      "actions.newSymbolLater",
      `gives shares of ${row.newSymbol}, whose prices begin on ${formatDay(theirs[0] as number)}`,
      `Give prices of ${row.newSymbol} that begin on ${formatDay(acts)}, or date the row on its first day.`,
    );
  }
}
