import { ConfigurationError } from "../errors.ts";
import type { TableHandle } from "../native.ts";

/** Bars of one symbol, held exactly in native memory; what is known about them. */
export interface SymbolData {
  readonly symbol: string;
  /** Where the bars come from, as given: a path, or `bars` for bars from memory. */
  readonly source: string;
  /** Of the file's bytes, hex. */
  readonly sha256: string;
  readonly rows: number;
  /** RFC 3339 of the start of the first and last bar. */
  readonly from: string;
  readonly to: string;
  /** Zone the times were read in: an IANA name, `UTC`, or `exchange days` for bare dates. */
  readonly timezone: string;
  /** Whether every bar is a day or longer; its time is then that exchange day at 00:00Z. */
  readonly isDaily: boolean;
  /** Most frequent distance of two bars in ms; 0 with a single bar. */
  readonly intervalMs: number;
}

/** Something a reader of the result should know about the data. */
export interface DataWarning {
  /** Stable, such as `data.badRowsSkipped`. */
  readonly code: string;
  readonly message: string;
  readonly count?: number;
  readonly symbol?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Bars of one or several symbols: what `readCsv`, `loadData` and `barsFrom` return and `backtest({ data })` takes. */
export interface MarketData {
  readonly symbols: readonly SymbolData[];
  readonly warnings: readonly DataWarning[];
}

const tables = new WeakMap<SymbolData, TableHandle>();

/** Ties the description of a symbol to its bars in native memory. */
export function withTable(symbol: SymbolData, table: TableHandle): SymbolData {
  tables.set(symbol, table);
  return symbol;
}

/** A symbol with its bars, ready for a run. */
export type LoadedTable = SymbolData & { readonly table: TableHandle };

/**
 * The symbols and warnings of everything handed to a run. Throws `ConfigurationError` `data.notMarketData` for anything that was not made
 * by `readCsv`, `loadData` or `barsFrom`.
 */
export function loadedSymbols(data: MarketData | readonly MarketData[]): { loaded: LoadedTable[]; warnings: DataWarning[] } {
  const parts: readonly unknown[] = Array.isArray(data) ? data : [data];
  const loaded: LoadedTable[] = [];
  const warnings: DataWarning[] = [];
  for (const part of parts) {
    if (!isMarketData(part)) throw notMarketData();
    for (const symbol of part.symbols) {
      const table = tables.get(symbol);
      if (table === undefined) throw notMarketData();
      loaded.push({ ...symbol, table });
    }
    warnings.push(...part.warnings);
  }
  return { loaded, warnings };
}

function isMarketData(value: unknown): value is MarketData {
  return (
    typeof value === "object" &&
    value !== null &&
    "symbols" in value &&
    Array.isArray(value.symbols) &&
    "warnings" in value &&
    Array.isArray(value.warnings)
  );
}

function notMarketData(): ConfigurationError {
  return new ConfigurationError("data is not what readCsv, loadData or barsFrom returned", {
    code: "data.notMarketData",
    hint: 'Pass data: await readCsv("prices.csv"), and await it.',
  });
}
