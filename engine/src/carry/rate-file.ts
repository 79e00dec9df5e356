import { DataError } from "../errors.ts";
import { dayMs } from "../market/calendar-date.ts";
import { readTable } from "../market/read-table.ts";
import { sha256 } from "../result/digest.ts";
import { annualRate, swapPoints } from "../settings/carry-settings.ts";
import { canonicalDecimal, compareDecimals, decimalPlaces } from "../settings/decimal-text.ts";
import { suggestion } from "../settings/nearest-name.ts";

/** A rate of a symbol, from a day on; decimals are canonical. */
export interface RateRow {
  /** `*` for every symbol without rows of its own. */
  readonly symbol: string;
  /** `YYYY-MM-DD` */
  readonly from: string;
  readonly rate?: string;
  readonly long?: string;
  readonly short?: string;
  /** Most that can be borrowed. */
  readonly available?: string;
}

export interface RateFile {
  /** Path as given. */
  readonly file: string;
  readonly sha256: string;
  /** By symbol in the order of the file, then by day. */
  readonly rows: readonly RateRow[];
}

export type RateFileKind = "borrow" | "financing" | "swapPoints";

const headers = {
  borrow: [["symbol", "from", "rate"], ["available"]],
  financing: [
    ["symbol", "from"],
    ["rate", "long", "short"],
  ],
  swapPoints: [["symbol", "from", "long", "short"], []],
} as const;

const examples = {
  swapPoints: "symbol,from,long,short",
  borrow: "symbol,from,rate,available",
  financing: "symbol,from,long,short",
} as const;

/** Reads a CSV of dated rates. Throws `DataError` with file, line, value and what to do. */
export function readRateFile(kind: RateFileKind, file: string): RateFile {
  const bytes = readTable(file);
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  const [header = "", ...rest] = lines;
  const columns = readHeader(kind, file, header);
  const rows = new Map<string, { readonly row: RateRow; readonly line: number }>();
  for (const [index, text] of rest.entries()) {
    if (text.trim() === "") continue;
    const line = index + 2;
    const row = readRow({ kind, file, line, columns }, text);
    const key = `${row.symbol} ${row.from}`;
    const twice = rows.get(key);
    if (twice !== undefined) {
      const message = `${row.symbol} has a rate from ${row.from} in line ${twice.line} already`;
      throw badRow({ file, line, column: "from", value: row.from }, message, "Keep one of the two lines.");
    }
    rows.set(key, { row, line });
  }
  const found = [...rows.values()].map(({ row }) => row);
  if (found.length === 0) {
    throw badRow({ file, line: 2 }, "the file has no rates", `Write one a line: ${examples[kind]}.`);
  }
  const places = new Map([...new Set(found.map(({ symbol }) => symbol))].map((symbol, place) => [symbol, place]));
  const place = ({ symbol }: RateRow) => places.get(symbol) ?? 0;
  found.sort((a, b) => place(a) - place(b) || (a.from < b.from ? -1 : 1));
  return { file, sha256: sha256(bytes), rows: found };
}

function readHeader(kind: RateFileKind, file: string, header: string): readonly string[] {
  const [needed, optional] = headers[kind];
  const known: readonly string[] = [...needed, ...optional];
  const columns = cellsOf(header.replace(/^\uFEFF/, ""));
  const place = { file, line: 1 };
  const hint = `The first line names the columns: ${examples[kind]}.`;
  for (const [index, name] of columns.entries()) {
    const value = name === "" ? "an empty name" : name;
    if (!known.includes(name))
      throw badRow({ ...place, value: name }, `${value} is no column of ${kind} rates${suggestion(name, known)}`, hint);
    if (columns.indexOf(name) !== index) throw badRow({ ...place, value: name }, `the column ${name} is there twice`, hint);
  }
  const missing = needed.find((name) => !columns.includes(name));
  if (missing !== undefined) throw badRow({ ...place, value: header }, `the column ${missing} is missing`, hint);
  const sides = ["long", "short"].filter((name) => columns.includes(name));
  if (kind === "financing" && (columns.includes("rate") ? sides.length > 0 : sides.length < 2))
    throw badRow({ ...place, value: header }, "expected the column rate, or both long and short", hint);
  return columns;
}

interface RowPlace {
  readonly kind: RateFileKind;
  readonly file: string;
  readonly line: number;
  readonly columns: readonly string[];
}

function readRow({ kind, file, line, columns }: RowPlace, text: string): RateRow {
  const cells = cellsOf(text);
  if (cells.length !== columns.length) {
    const message = `it has ${cells.length} cells, the header ${columns.length}`;
    throw badRow({ file, line, value: text }, message, `Write ${columns.join(",")}, without commas inside numbers.`);
  }
  const cell = (column: string): string | undefined => {
    const index = columns.indexOf(column);
    return index < 0 ? undefined : cells[index];
  };
  const fail = (column: string, message: string, hint: string) => badRow({ file, line, column, value: cell(column) ?? "" }, message, hint);
  const symbol = cell("symbol") ?? "";
  if (symbol === "") throw fail("symbol", "the symbol is empty", 'Name the symbol, or "*" for all that have no rows of their own.');
  const from = cell("from") ?? "";
  if (!isDate(from)) throw fail("from", `"${from}" is no date`, "Write YYYY-MM-DD.");
  const rate = (column: string): Readonly<Record<string, string>> => {
    const written = cell(column);
    if (written === undefined) return {};
    const value = canonicalDecimal(written);
    const { min, max } = kind === "swapPoints" ? swapPoints : annualRate;
    if (value === undefined || compareDecimals(value, min) < 0 || compareDecimals(value, max) > 0) {
      const allowed = `${kind === "swapPoints" ? "a number of pips" : "a fraction"} from ${min} to ${max}`;
      const hint = kind === "swapPoints" ? "Points are pips a unit and night." : "Rates are annual fractions: 0.05 is 5 %.";
      throw fail(column, `"${written}" is not ${allowed}`, hint);
    }
    if (decimalPlaces(value) > annualRate.decimals) {
      const message = `"${written}" has ${decimalPlaces(value)} digits behind the point, at most ${annualRate.decimals} are kept exactly`;
      throw fail(column, message, "Round it yourself; nothing is rounded silently.");
    }
    return { [column]: value };
  };
  const row = { symbol, from, ...(kind === "borrow" ? rate("rate") : { ...rate("rate"), ...rate("long"), ...rate("short") }) };
  const available = cell("available") ?? "";
  if (available === "") return row;
  const quantity = canonicalDecimal(available);
  if (quantity === undefined || quantity.startsWith("-") || decimalPlaces(quantity) > annualRate.decimals) {
    throw fail("available", `"${available}" is no quantity`, "Write how many can be borrowed, 0 or more; leave it empty for no limit.");
  }
  return { ...row, available: quantity };
}

const cellsOf = (line: string): string[] => line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && time % dayMs === 0 && new Date(time).toISOString().startsWith(text);
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: string;
  readonly value?: string;
}

function badRow(place: Place, problem: string, hint: string): DataError {
  const column = place.column === undefined ? "" : `, ${place.column}`;
  return new DataError(`${place.file}, line ${place.line}${column}: ${problem}`, { code: "data.badRates", hint, context: { ...place } });
}
