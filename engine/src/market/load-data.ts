import { DataError, isRustyBtError } from "../errors.ts";
import { suggestion } from "../settings/nearest-name.ts";
import type { AssetClass } from "../settings/run-config.ts";
import { type DataPath, dataPaths } from "./data-paths.ts";
import type { MarketData } from "./market-data.ts";
import { mergeWarnings } from "./merge-warnings.ts";
import { readColumns } from "./read-columns.ts";
import { readCsv, readSymbols } from "./read-csv.ts";
import type { ReadCsvOptions } from "./read-options.ts";

export interface LoadDataOptions extends Omit<ReadCsvOptions, "symbol" | "assetClass"> {
  /** Asset class and calendar by symbol, `"*"` for all others, as in the run settings. */
  readonly instruments?: Readonly<Record<string, { readonly assetClass?: AssetClass; readonly calendar?: string | null }>>;
}

/** Files that are read at the same time. */
const together = 4;

/**
 * Reads everything `--data` names: files, folders (one symbol a file) and `SYMBOL=path`. With `symbols` only these are read; their order
 * is the order of the result. Column files (`.rbt`) are taken as they were written: how a CSV is read changes nothing in them.
 *
 * Rejects like `readCsv`, and with `DataError` for paths that do not exist, empty folders and symbols that are not there.
 *
 * ```ts
 * import { loadData } from "rustybt";
 *
 * const data = await loadData(["MSFT=prices/microsoft.csv", "prices/AAPL.csv"], { symbols: ["AAPL", "MSFT"] });
 * data.symbols.map(({ symbol }) => symbol); // ["AAPL", "MSFT"]
 * ```
 */
export async function loadData(paths: readonly string[], options: LoadDataOptions = {}): Promise<MarketData> {
  const { symbols: wanted, ...rest } = options;
  const files = dataPaths(paths);
  if (wanted === undefined || wanted === null) return joined(await readAll(files, rest, undefined));
  const named = files.filter(({ stem }) => wanted.includes(stem));
  const isComplete = wanted.every((symbol) => named.some(({ stem }) => stem === symbol));
  const data = joined(await readAll(isComplete ? named : files, rest, wanted));
  const known = data.symbols.map(({ symbol }) => symbol);
  const missing = wanted.find((symbol) => !known.includes(symbol));
  if (missing !== undefined) throw symbolUnknown(missing, [...known, ...files.map(({ stem }) => stem)], paths);
  const place = (symbol: string) => wanted.indexOf(symbol);
  return { ...data, symbols: data.symbols.toSorted((a, b) => place(a.symbol) - place(b.symbol)) };
}

async function readAll(files: readonly DataPath[], options: LoadDataOptions, wanted: readonly string[] | undefined): Promise<MarketData[]> {
  const read: MarketData[] = [];
  for (let first = 0; first < files.length; first += together) {
    const some = files.slice(first, first + together).map((file) => readFile(file, options, wanted));
    // All must have ended before the first failure is thrown: none goes on unobserved.
    for (const outcome of await Promise.allSettled(some)) {
      if (outcome.status === "rejected") throw outcome.reason;
      if (outcome.value !== undefined) read.push(outcome.value);
    }
  }
  return read;
}

/** `undefined` when the file has none of the wanted symbols. */
async function readFile(
  { path, symbol, stem }: DataPath,
  { instruments, ...options }: LoadDataOptions,
  wanted: readonly string[] | undefined,
): Promise<MarketData | undefined> {
  if (path.toLowerCase().endsWith(".rbt")) return readColumnFile(path, symbol, wanted);
  const own = instruments?.[stem] ?? instruments?.["*"];
  const read: ReadCsvOptions = {
    ...options,
    ...(symbol === undefined ? {} : { symbol }),
    ...(own?.assetClass === undefined ? {} : { assetClass: own.assetClass }),
    ...(own?.calendar === undefined || own.calendar === null ? {} : { calendar: own.calendar }),
  };
  if (wanted === undefined || symbol !== undefined) return readCsv(path, read);
  return readSymbols(path, { ...read, symbols: wanted }).catch((error: unknown) => {
    if (isRustyBtError(error) && error.code === "data.symbolUnknown") return undefined;
    throw error;
  });
}

/** Its symbols are named by the file's content, not by the file. */
async function readColumnFile(
  path: string,
  symbol: string | undefined,
  wanted: readonly string[] | undefined,
): Promise<MarketData | undefined> {
  const data = await readColumns(path, { symbol: symbol ?? null });
  const symbols = data.symbols.filter((each) => symbol !== undefined || wanted === undefined || wanted.includes(each.symbol));
  return symbols.length === 0 ? undefined : { ...data, symbols };
}

function joined(parts: readonly MarketData[]): MarketData {
  return { symbols: parts.flatMap(({ symbols }) => symbols), warnings: mergeWarnings(parts.flatMap(({ warnings }) => warnings)) };
}

function symbolUnknown(symbol: string, known: readonly string[], paths: readonly string[]): DataError {
  const names = [...new Set(known)];
  return new DataError(`symbol ${symbol} is not in the data (${paths.join(", ")})${suggestion(symbol, names)}`, {
    code: "data.symbolUnknown",
    hint: `There are ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}.`,
    context: { symbol, known: names },
  });
}
