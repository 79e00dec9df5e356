import { fileURLToPath } from "node:url";
import { type ColumnFileHandle, callNative, fromNative, native } from "../native.ts";
import { loadedSymbols, type MarketData } from "./market-data.ts";

/**
 * Writes bars as a column file (`.rbt`), whole or not at all. `readColumns` gives them back the same, with what was known about their
 * source: a run over them has the hash and the manifest of a run over the source. The same data always gives the same bytes.
 *
 * Rejects with `DataError` `data.cannotWrite` naming the path and the reason.
 *
 * ```ts
 * import { readColumns, readCsv, writeColumns } from "rustybt";
 *
 * await writeColumns(await readCsv("prices.csv", { symbol: "AAPL" }), "prices.rbt");
 * const data = await readColumns("prices.rbt");
 * data.symbols[0]?.source; // "prices.csv"
 * ```
 */
export async function writeColumns(data: MarketData | readonly MarketData[], path: string | URL): Promise<void> {
  const file = await columnFile(data);
  try {
    await native().columnFileWrite(file, path instanceof URL ? fileURLToPath(path) : path);
  } catch (error) {
    throw fromNative(error);
  }
}

/** The bytes that `writeColumns` writes, a mebibyte at a time: for a program that may write no file, or has another place for it. */
export async function* columnsBytes(data: MarketData | readonly MarketData[]): AsyncGenerator<Uint8Array> {
  const file = await columnFile(data);
  const { pieces }: { pieces: number } = JSON.parse(callNative((core) => core.columnFileSize(file)));
  for (let number = 0; number < pieces; number++) yield callNative((core) => core.columnFilePiece(file, number));
}

async function columnFile(data: MarketData | readonly MarketData[]): Promise<ColumnFileHandle> {
  const { loaded, warnings } = loadedSymbols(data);
  const symbols = loaded.map(({ table, ...facts }) => facts);
  try {
    return await native().columnFile(
      loaded.map(({ table }) => table),
      JSON.stringify({ symbols, warnings }),
    );
  } catch (error) {
    throw fromNative(error);
  }
}
