import { fileURLToPath } from "node:url";
import { DataError } from "../errors.ts";
import { type ColumnsHandle, callNative, fromNative, native } from "../native.ts";
import { suggestion } from "../settings/nearest-name.ts";
import { type MarketData, type SymbolData, withTable } from "./market-data.ts";

export interface ReadColumnsOptions {
  /** Another name for the one symbol of the file, or which one of several to take. */
  readonly symbol?: string | null;
  /** Only these, in the order of the file. */
  readonly symbols?: readonly string[] | null;
}

/**
 * Reads a column file (`.rbt`) of `writeColumns`. Every part is checked against its sha256.
 *
 * Rejects with `DataError`: `data.notColumns`, `data.columnsVersion` (written by a newer version), `data.columnsTruncated`,
 * `data.columnsDamaged`, each with the place and the next step; `data.symbolUnknown` for a symbol that is not in the file.
 *
 * ```ts
 * import { barsFrom, readColumns, writeColumns } from "rustybt";
 *
 * await writeColumns(barsFrom([{ time: "2024-01-02", open: 10, high: 12, low: 9, close: 11 }], { symbol: "X" }), "x.rbt");
 * const data = await readColumns("x.rbt");
 * data.symbols[0]?.rows; // 1
 * ```
 */
export async function readColumns(path: string | URL, { symbol, symbols }: ReadColumnsOptions = {}): Promise<MarketData> {
  const file = path instanceof URL ? fileURLToPath(path) : path;
  const handle = await nativeRead(file);
  const { symbols: stored, warnings }: MarketData = JSON.parse(callNative((core) => core.columnsInfo(handle)));
  const wanted = typeof symbol === "string" ? [symbol] : (symbols ?? undefined);
  const isRenamed = typeof symbol === "string" && stored.length === 1;
  const names = stored.map((each) => each.symbol);
  const missing = isRenamed ? undefined : wanted?.find((name) => !names.includes(name));
  if (missing !== undefined) throw symbolUnknown(missing, file, names);
  const taken = stored.flatMap((facts, index): SymbolData[] => {
    if (wanted !== undefined && !isRenamed && !wanted.includes(facts.symbol)) return [];
    const named = isRenamed ? { ...facts, symbol } : facts;
    return [
      withTable(
        named,
        callNative((core) => core.columnsTable(handle, index)),
      ),
    ];
  });
  return { symbols: taken, warnings };
}

async function nativeRead(path: string): Promise<ColumnsHandle> {
  try {
    return await native().readColumns(path);
  } catch (error) {
    throw fromNative(error);
  }
}

function symbolUnknown(symbol: string, file: string, found: readonly string[]): DataError {
  return new DataError(`${file}: symbol ${symbol} is not in the file${suggestion(symbol, found)}`, {
    code: "data.symbolUnknown",
    hint: `It has ${found.join(", ")}.`,
    context: { symbol, file, found },
  });
}
