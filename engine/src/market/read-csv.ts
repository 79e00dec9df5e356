import { fileURLToPath } from "node:url";
import { DataError } from "../errors.ts";
import { fromNative, native } from "../native.ts";
import { suggestion } from "../settings/nearest-name.ts";
import type { CsvInfo } from "./csv-info.ts";
import { csvInfo, csvMarketData } from "./csv-market-data.ts";
import type { MarketData } from "./market-data.ts";
import { checkedReadOptions, type ReadCsvOptions } from "./read-options.ts";

/**
 * Reads a price file: a CSV, plain, gzipped or alone in a zip, of one symbol or (with a symbol column) of several. Prices and volumes are
 * kept exactly as written; times are the starts of bars. `docs/data-files.md` shows every kind of file with the options it needs.
 *
 * Rejects with `DataError` (file, line, column, value, rule and the next step) or `ConfigurationError` (an option).
 *
 * ```ts
 * import { backtest, defineStrategy, readCsv } from "rustybt";
 *
 * const data = await readCsv("prices.csv", { symbol: "AAPL" });
 * data.symbols[0]?.from; // "2014-06-09T00:00:00Z"
 * const strategy = defineStrategy({ onBar() {} });
 * const result = await backtest({ strategy, data, cash: "100000" });
 * ```
 */
export async function readCsv(path: string | URL, options: ReadCsvOptions = {}): Promise<MarketData> {
  const source = path instanceof URL ? fileURLToPath(path) : path;
  const data = await readSymbols(source, options);
  const missing = options.symbols?.find((wanted) => !data.symbols.some(({ symbol }) => symbol === wanted));
  if (missing !== undefined) throw symbolUnknown(missing, source, data.info.symbolsFound);
  return { symbols: data.symbols, warnings: data.warnings };
}

/** Like `readCsv`, but content with some of `symbols`; with what the reader says of the file. */
export async function readSymbols(source: string, options: ReadCsvOptions): Promise<MarketData & { readonly info: CsvInfo }> {
  const csv = await nativeRead(source, JSON.stringify(checkedReadOptions(options)));
  const { symbols, warnings } = csvMarketData(csv, source);
  const isZoneGiven = options.timezone !== undefined && options.timezone !== null;
  return {
    symbols,
    // A zone that came with a calendar is nobody's mistake.
    warnings: isZoneGiven ? warnings : warnings.filter(({ code }) => code !== "data.timezoneNotNeeded"),
    info: csvInfo(csv),
  };
}

async function nativeRead(path: string, options: string) {
  try {
    return await native().readCsv(path, options);
  } catch (error) {
    throw fromNative(error);
  }
}

function symbolUnknown(symbol: string, source: string, found: readonly string[]): DataError {
  return new DataError(`${source}: symbol ${symbol} is not in the file${suggestion(symbol, found)}`, {
    code: "data.symbolUnknown",
    hint: `It has ${found.join(", ")}.`,
    context: { file: source, symbol, found },
  });
}
