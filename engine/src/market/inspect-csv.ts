import { fileURLToPath } from "node:url";
import { type ErrorDetails, isRustyBtError } from "../errors.ts";
import { type CsvHandle, fromNative, native } from "../native.ts";
import type { BadRow, CsvInfo } from "./csv-info.ts";
import { csvInfo, csvMarketData } from "./csv-market-data.ts";
import type { DataWarning, MarketData } from "./market-data.ts";
import { checkedReadOptions, type ReadCsvOptions } from "./read-options.ts";

/** What a price file holds and what is wrong with it, as `inspectCsv` found it. */
export interface CsvInspection {
  /** The first rows as they are cut into cells; `null` when the file is no text of rows at all. */
  readonly sample: CsvSample | null;
  /** Why the file cannot be read with these options whatever its rows are: what has to be said or changed first. */
  readonly problem: CsvProblem | null;
  /** Every row that cannot be used. */
  readonly badRows: BadRows;
  /** The rows that can be used, as `readCsv` with `badRows: "skip"` gives them; `null` with a problem or when none is left. */
  readonly data: MarketData | null;
  readonly file: InspectedFile | null;
}

export interface InspectedFile {
  readonly sha256: string;
  readonly bytes: number;
  /** What the columns are read as: field, header name or column number. */
  readonly columns: readonly (readonly [field: string, column: string])[];
  readonly delimiter: string;
  readonly timeFormat: string;
  readonly timezone: string;
  readonly isDaily: boolean;
  /** Values rounded by `roundData`. */
  readonly rounded: number;
  /** What else a reader should know: columns not used, a reversed file, … */
  readonly notes: readonly DataWarning[];
}

export interface CsvSample {
  readonly delimiter: string;
  /** Whether the first row names the columns. */
  readonly header: boolean;
  readonly width: number;
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** What the columns would be read as, `null` while that is not known. */
  readonly columns: readonly (readonly [field: string, column: string])[] | null;
  readonly timeFormat: string | null;
}

export interface CsvProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly context: NonNullable<ErrorDetails["context"]>;
}

export interface BadRows {
  readonly total: number;
  readonly rules: readonly { readonly rule: string; readonly count: number }[];
  /** The first 10,000, in the order of the file. */
  readonly rows: readonly BadRow[];
}

const keptBadRows = 10_000;

/**
 * Reads a price file to its end whatever is wrong with it, and reports how it was understood, every bad row with its rule, and what keeps
 * it from being read. Options are those of `readCsv`; `badRows` changes nothing here.
 *
 * Rejects with `DataError` when there is no such file, and with `ConfigurationError` for an option that is none.
 *
 * ```ts
 * import { inspectCsv } from "rustybt";
 *
 * const { badRows, problem } = await inspectCsv("prices.csv");
 * badRows.rows.map(({ line, column, value, rule }) => `line ${line}: ${column} ${value} (${rule})`); // []
 * problem?.hint; // undefined
 * ```
 */
export async function inspectCsv(path: string | URL, options: ReadCsvOptions = {}): Promise<CsvInspection> {
  const source = path instanceof URL ? fileURLToPath(path) : path;
  const checked = JSON.stringify({ ...checkedReadOptions(options), badRows: "skip", keptBadRows });
  const sample = await outcomeOf(async (): Promise<CsvSample> => JSON.parse(await native().sampleCsv(source, checked)));
  if ("problem" in sample) return { sample: null, problem: sample.problem, badRows: none, data: null, file: null };
  const read = await outcomeOf(() => native().readCsv(source, checked));
  if ("problem" in read) return { sample: sample.value, ...unread(read.problem), data: null, file: null };
  return { sample: sample.value, problem: null, ...readable(read.value, source) };
}

const none: BadRows = { total: 0, rules: [], rows: [] };

function readable(csv: CsvHandle, source: string): Pick<CsvInspection, "badRows" | "data" | "file"> {
  const info = csvInfo(csv);
  const { sha256, bytes, columns, delimiter, timeFormat, timezone, daily, rounded } = info;
  const data = csvMarketData(csv, source);
  const notes = data.warnings.filter(({ code }) => code !== "data.badRowsSkipped");
  return {
    badRows: badRowsOf(info.dropped, info.droppedRows),
    data,
    file: { sha256, bytes, columns, delimiter, timeFormat, timezone, isDaily: daily, rounded, notes },
  };
}

/** A file without a single row that can be used says so by its rows. */
function unread(problem: CsvProblem): Pick<CsvInspection, "badRows" | "problem"> {
  const { rows, rules, ...context } = problem.context as { rows?: readonly BadRow[]; rules?: CsvInfo["dropped"] };
  return { problem: { ...problem, context }, badRows: badRowsOf(rules ?? [], rows ?? []) };
}

function badRowsOf(rules: CsvInfo["dropped"], rows: readonly BadRow[]): BadRows {
  return { total: rules.reduce((sum, { count }) => sum + count, 0), rules, rows };
}

/** What a file is like is no failure of its inspection; that there is none is one. */
async function outcomeOf<T>(read: () => Promise<T>): Promise<{ readonly value: T } | { readonly problem: CsvProblem }> {
  try {
    return { value: await read() };
  } catch (cause) {
    const error = fromNative(cause);
    const isOfFile = isRustyBtError(error) && error.name === "DataError" && !notAFile.includes(error.code);
    if (!isOfFile) throw error;
    const { code, message, hint, context } = error;
    return { problem: { code, message, hint: hint ?? null, context } };
  }
}

const notAFile = ["data.fileNotFound", "data.notAFile", "data.option"];
