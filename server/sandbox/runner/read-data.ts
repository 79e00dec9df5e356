import { join } from "node:path";
import process from "node:process";
import { type ReadCsvOptions, readSymbols } from "@rustybt/engine";
import type { DataReport } from "../frames.ts";
import type { JobText } from "../make-job-folder.ts";

type DataText = Extract<JobText, { readonly task: "inspectData" | "import" }>;

/** Reads an uploaded price file: how it was understood, and every row that was left out with its rule. */
export async function readData({ file, options }: DataText, folder: string): Promise<DataReport> {
  process.chdir(join(folder, file.folder));
  // The job's options are JSON from outside: the reader checks names and values itself.
  const { symbols, warnings, info } = await readSymbols(file.file, options as ReadCsvOptions);
  return {
    sha256: info.sha256,
    bytes: info.bytes,
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
    delimiter: info.delimiter,
    timeFormat: info.timeFormat,
    timezone: info.timezone,
    isDaily: info.daily,
    columns: info.columns.map(([field, column]) => ({ field, column })),
    dropped: info.dropped.map(({ rule, count }) => ({ rule, count })),
    badRows: info.droppedRows.map(({ line, column, value, rule, reason }) => ({ line, column, value, rule, reason })),
    warnings: warnings.map(({ code, message }) => ({ code, message })),
  };
}
