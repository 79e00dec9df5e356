import { join } from "node:path";
import process from "node:process";
import { type CsvInspection, columnsBytes, coverageOf, DataError, inspectCsv, type MarketData, type ReadCsvOptions } from "@rustybt/engine";
import { type DataReport, mostCoverages, mostSymbols } from "../frames.ts";
import type { JobText } from "../make-job-folder.ts";
import { forPortal } from "./describe-error.ts";
import { sendBytes, sendFrame } from "./send.ts";

type DataText = Extract<JobText, { readonly task: "inspectData" | "import" }>;

/** Reads an uploaded price file: how it was understood, and every row that cannot be used with its rule. */
export async function inspectData(job: DataText, folder: string): Promise<DataReport> {
  const { inspection, options } = await inspect(job, folder);
  return reportOf(inspection, options);
}

/** Reads an uploaded price file and sends it as a column file. Bad rows are left out only when `badRows` says so. */
export async function importData(job: DataText, folder: string): Promise<DataReport> {
  const { inspection, options } = await inspect(job, folder);
  const { data, problem, badRows } = inspection;
  if (problem !== null || data === null) {
    const { code = "data.notCsv", message = "the file cannot be read", hint } = problem ?? {};
    throw new DataError(message, { code, ...(hint ? { hint } : {}), context: { rows: badRows.rows } });
  }
  if (badRows.total > 0 && options.badRows !== "skip") {
    throw new DataError(`${badRows.total} ${badRows.total === 1 ? "row" : "rows"} cannot be used`, {
      code: "data.badRows",
      hint: "Correct the file, or import without bad rows.",
      context: { rows: badRows.rows },
    });
  }
  sendFrame({ kind: "part", name: "columns.rbt" });
  for await (const piece of columnsBytes(data)) sendBytes(piece);
  return reportOf(inspection, options);
}

async function inspect({ file, options }: DataText, folder: string): Promise<{ inspection: CsvInspection; options: ReadCsvOptions }> {
  process.chdir(join(folder, file.folder));
  // The job's options are JSON from outside: the reader checks names and values itself.
  const given = options as ReadCsvOptions;
  const inspection = await inspectCsv(file.file, given);
  const symbols = inspection.data?.symbols.length ?? 0;
  if (symbols > mostSymbols) {
    throw new DataError(`the file holds ${symbols} symbols; at most ${mostSymbols} are taken`, {
      code: "data.tooManySymbols",
      hint: "Split it into several files, or check which column is the symbol.",
    });
  }
  return { inspection, options: given };
}

function reportOf({ sample, problem, file, badRows, data }: CsvInspection, options: ReadCsvOptions): DataReport {
  const symbols = data?.symbols ?? [];
  const { notes = [], ...facts } = file ?? {};
  return {
    sample: sample && {
      ...sample,
      rows: sample.rows.map(({ line, cells }) => ({ line, cells: [...cells] })),
      columns: sample.columns && pairs(sample.columns),
    },
    problem: problem && {
      code: problem.code,
      message: problem.message.slice(0, 16_000),
      hint: problem.hint === null ? null : forPortal(problem.hint),
      line: numberOf(problem.context.line),
      column: textOf(problem.context.column),
      value: textOf(problem.context.value),
    },
    file: file && { ...(facts as Omit<typeof file, "notes">), columns: pairs(file.columns) },
    rows: symbols.reduce((sum, { rows }) => sum + rows, 0),
    symbols: symbols.map(({ symbol, rows, from, to, timezone, isDaily, intervalMs }) => ({
      symbol,
      rows,
      from,
      to,
      timezone,
      isDaily,
      intervalMs,
    })),
    badRows: { total: badRows.total, rules: badRows.rules.map((rule) => ({ ...rule })), rows: badRows.rows.map((row) => ({ ...row })) },
    warnings: notes.map(({ code, message }) => ({ code, message })),
    coverage: data === null ? [] : coverage(data, options),
  };
}

function coverage(data: MarketData, { calendar, assetClass }: ReadCsvOptions): DataReport["coverage"] {
  const compared = { ...data, symbols: data.symbols.slice(0, mostCoverages) };
  return coverageOf(compared, { calendar: calendar ?? null, assetClass: assetClass ?? null }).map(({ gaps, density, ...rest }) => ({
    ...rest,
    gaps: gaps.map((gap) => ({ ...gap })),
    density: [...density],
  }));
}

function pairs(columns: readonly (readonly [field: string, column: string])[]): [string, string][] {
  return columns.map(([field, column]) => [field, column]);
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
