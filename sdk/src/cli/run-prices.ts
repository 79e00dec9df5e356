import { existsSync } from "node:fs";
import { loadData, type MarketData, readCsv } from "@rustybt/engine";
import type { ReadConfig, RunConfig } from "@rustybt/engine/settings";

export interface Prices {
  readonly data: MarketData;
  readonly detail?: MarketData;
  readonly benchmark: string | MarketData | null;
}

/** The run's data, and that of the benchmark where it names a price file and no symbol of the run. */
export async function readPrices(
  paths: { readonly data: readonly string[]; readonly detail: readonly string[] },
  read: ReadConfig,
  { symbols, instruments, calendar, benchmark }: RunConfig,
): Promise<Prices> {
  const data = await loadData(paths.data, { ...read, symbols, instruments, calendar });
  const detail = paths.detail.length === 0 ? {} : { detail: await loadData(paths.detail, { ...read, instruments, calendar }) };
  const isFile = benchmark !== null && !data.symbols.some(({ symbol }) => symbol === benchmark) && existsSync(benchmark);
  return { data, ...detail, benchmark: isFile ? await readCsv(benchmark, read) : benchmark };
}
