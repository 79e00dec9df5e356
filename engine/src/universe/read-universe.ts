import { DataError } from "../errors.ts";
import { dayMs, formatDay } from "../market/calendar-date.ts";
import { readTable } from "../market/read-table.ts";
import { sha256 } from "../result/digest.ts";
import { showValue } from "../settings/settings-error.ts";
import { canonicalDay } from "../settings/time-bound.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import type { Membership, Universe } from "./universe.ts";

/** Where something stands in a file of members. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: string;
  readonly value?: string;
}

interface Rows {
  readonly file: string;
  /** Names of the columns in lower case, words joined by `_`. */
  readonly names: readonly string[];
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
}

type Shape = Pick<Universe, "begins" | "memberships">;

const shapes = "symbol,from,to or date,members or date,add,remove";

/** Reads a file of members. Throws `DataError` with file, line, value and what to do. */
export function readUniverseFile(file: string): Universe {
  const bytes = readTable(file);
  const [header, ...records] = csvRecords(new TextDecoder().decode(bytes));
  if (header === undefined || records.length === 0) throw badUniverse({ file, line: 1 }, "the file has no members", rowHint);
  const names = header.cells.map((name) => name.toLowerCase().replaceAll(/\s+/g, "_"));
  const twice = header.cells.find((_, at) => names.indexOf(names[at] ?? "") !== at);
  if (twice !== undefined) throw badUniverse({ file, line: 1, value: twice }, `the column ${twice} is there twice`, "Rename one of them.");
  for (const { line, cells } of records) {
    if (cells.length === names.length) continue;
    throw badUniverse({ file, line }, `it has ${cells.length} cells, the header ${names.length}`, "Quote cells that hold commas.");
  }
  const rows: Rows = { file, names, header: header.cells, records };
  const { begins, memberships } = shapeOf(rows)(rows);
  return { source: file, sha256: sha256(bytes), begins, memberships: ordered(file, memberships) };
}

function shapeOf({ file, names, header }: Rows): (rows: Rows) => Shape {
  if (hasAny(names, symbolNames)) return intervals;
  if (names.includes("date") && names.includes("add") && names.includes("remove")) return changes;
  if (names.includes("date") && hasAny(names, memberNames)) return lists;
  throw badUniverse({ file, line: 1, value: header.join(",") }, `expected the columns ${shapes}`, "The first line names the columns.");
}

const symbolNames = ["symbol", "ticker"];
const memberNames = ["members", "symbols", "tickers"];
const fromNames = ["from", "start_date", "date_added"];
const rowHint = "Write one a line: symbol,from,to with dates such as 2014-06-09; an empty from or to is open.";

function hasAny(names: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((name) => names.includes(name));
}

/** The one column of several names; -1 when there is none. */
function columnOf({ file, names }: Rows, wanted: readonly string[]): number {
  const found = wanted.filter((name) => names.includes(name));
  const [name, other] = found;
  if (other !== undefined)
    throw badUniverse({ file, line: 1, value: other }, `${name} and ${other} mean the same`, "Leave one of them out.");
  return name === undefined ? -1 : names.indexOf(name);
}

/** `to` is the last day as a member; `end_date`, as lists of index members have it, the first day no longer one. */
function intervals(rows: Rows): Shape {
  const { file, header, records } = rows;
  const [symbolAt, fromAt, toAt] = [columnOf(rows, symbolNames), columnOf(rows, fromNames), columnOf(rows, ["to", "end_date"])];
  const endsBefore = rows.names[toAt] === "end_date";
  const labelsAt = header.map((_, at) => at).filter((at) => at !== symbolAt && at !== fromAt && at !== toAt);
  const memberships = records.map(({ line, cells }): Membership => {
    const symbol = cells[symbolAt] ?? "";
    if (symbol === "") throw badUniverse({ file, line, column: header[symbolAt] ?? "symbol", value: "" }, "expected a symbol", rowHint);
    const [from, end] = [fromAt, toAt].map((at) => dayAt(rows, line, cells, at)) as [string | null, string | null];
    if (from !== null && end !== null && (endsBefore ? from >= end : from > end)) {
      const place = { file, line, column: header[toAt] ?? "to", value: end };
      throw badUniverse(place, `${symbol} leaves ${from === end ? "on the day" : "before"} it joins, ${from}`, rowHint);
    }
    const to = end !== null && endsBefore ? dayBefore(end) : end;
    const labels = labelsAt.filter((at) => cells[at] !== "").map((at) => [header[at], cells[at]] as const);
    return { symbol, from, to, line, ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }) };
  });
  const starts = memberships.map(({ from }) => from);
  return { memberships, begins: starts.some((from) => from === null) ? null : (starts.toSorted()[0] ?? null) };
}

/** Each date has the whole list, in force until the next date. */
function lists(rows: Rows): Shape {
  const membersAt = columnOf(rows, memberNames);
  const open = new Map<string, Membership>();
  const memberships: Membership[] = [];
  for (const { day, line, cells } of datedRecords(rows)) {
    const members = symbolsIn(cells[membersAt]);
    const twice = members.find((symbol, at) => members.indexOf(symbol) !== at);
    if (twice !== undefined) {
      const place = { file: rows.file, line, column: rows.header[membersAt] ?? "members", value: twice };
      throw badUniverse(place, `${twice} is there twice`, "Name every member of a date once.");
    }
    const listed = new Set(members);
    for (const [symbol, joined] of open) {
      if (listed.has(symbol)) continue;
      memberships.push({ ...joined, to: dayBefore(day) });
      open.delete(symbol);
    }
    for (const symbol of members) if (!open.has(symbol)) open.set(symbol, { symbol, from: day, to: null, line });
  }
  return { memberships: [...memberships, ...open.values()], begins: firstDay(rows) };
}

/** Each date has who joins and who leaves; whoever leaves without having joined was there from the start. */
function changes(rows: Rows): Shape {
  const [addAt, removeAt] = [rows.names.indexOf("add"), rows.names.indexOf("remove")];
  const open = new Map<string, Membership>();
  const seen = new Set<string>();
  const memberships: Membership[] = [];
  for (const { day, line, cells } of datedRecords(rows)) {
    const at = (column: string, value: string) => ({ file: rows.file, line, column, value });
    for (const symbol of symbolsIn(cells[removeAt])) {
      const joined = open.get(symbol) ?? (seen.has(symbol) ? undefined : { symbol, from: null, to: null, line });
      if (joined === undefined) throw badUniverse(at("remove", symbol), `${symbol} has left already`, "Correct one of the two lines.");
      if (joined.from === day) throw badUniverse(at("remove", symbol), `${symbol} leaves on the day it joins`, "Leave both out.");
      memberships.push({ ...joined, to: dayBefore(day) });
      open.delete(symbol);
      seen.add(symbol);
    }
    for (const symbol of symbolsIn(cells[addAt])) {
      const known = open.get(symbol);
      if (known !== undefined) {
        throw badUniverse(
          at("add", symbol),
          `${symbol} is a member since ${known.from}, line ${known.line}`,
          "Correct one of the two lines.",
        );
      }
      open.set(symbol, { symbol, from: day, to: null, line });
      seen.add(symbol);
    }
  }
  return { memberships: [...memberships, ...open.values()], begins: firstDay(rows) };
}

/** Records by ascending dates. */
function datedRecords(rows: Rows): readonly (CsvRecord & { readonly day: string })[] {
  const dateAt = rows.names.indexOf("date");
  let before: string | undefined;
  return rows.records.map((record) => {
    const day = dayAt(rows, record.line, record.cells, dateAt);
    const place = { file: rows.file, line: record.line, column: "date", value: day ?? "" };
    if (day === null) throw badUniverse(place, "expected a date such as 2014-06-09", "Every line has a date.");
    if (before !== undefined && day <= before)
      throw badUniverse(place, `expected a date after ${before}, of the line before`, "Put the oldest line first, one line a date.");
    before = day;
    return { ...record, day };
  });
}

function firstDay(rows: Rows): string | null {
  return rows.records[0]?.cells[rows.names.indexOf("date")] ?? null;
}

function symbolsIn(cell: string | undefined): string[] {
  return (cell ?? "")
    .split(/[,;|\s]+/)
    .map((symbol) => symbol.trim())
    .filter((symbol) => symbol !== "");
}

function dayAt({ file, header }: Rows, line: number, cells: readonly string[], at: number): string | null {
  const value = cells[at] ?? "";
  if (value === "") return null;
  const day = canonicalDay(value);
  if (day !== undefined) return day;
  throw badUniverse({ file, line, column: header[at] ?? "date", value }, "expected a date such as 2014-06-09", rowHint);
}

function dayBefore(day: string): string {
  return formatDay(Date.parse(day) / dayMs - 1);
}

/** By symbol in the order of the file, then by day. Throws for two memberships of one symbol that share a day. */
function ordered(file: string, memberships: readonly Membership[]): readonly Membership[] {
  const inFile = memberships.toSorted((a, b) => a.line - b.line);
  const bySymbol = Map.groupBy(inFile, ({ symbol }) => symbol);
  return [...bySymbol.values()].flatMap((own) => {
    const sorted = own.toSorted((a, b) => ((a.from ?? "") < (b.from ?? "") ? -1 : 1));
    for (const [at, next] of sorted.entries()) {
      const before = sorted[at - 1];
      if (before === undefined || (before.to !== null && (next.from ?? "") > before.to)) continue;
      const [first, second] = [before, next].toSorted((a, b) => a.line - b.line) as [Membership, Membership];
      const message = `${next.symbol} is a member already, ${span(first)} in line ${first.line}: the two overlap`;
      throw badUniverse({ file, line: second.line, value: span(second) }, message, "Let one end the day before the other begins.");
    }
    return sorted;
  });
}

function span({ from, to }: Membership): string {
  return `${from ?? "always"} to ${to ?? "today"}`;
}

function badUniverse({ file, line, column, value }: Place, message: string, hint: string): DataError {
  const seen = column === undefined ? "" : `, ${column} ${showValue(value)}`;
  return new DataError(`${file} line ${line}${seen}: ${message}`, {
    code: "universe.file",
    hint,
    context: { file, line, ...(column === undefined ? {} : { column }), ...(value === undefined ? {} : { value }) },
  });
}
