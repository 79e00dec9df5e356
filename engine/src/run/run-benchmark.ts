import { ConfigurationError } from "../errors.ts";
import { type LoadedTable, loadedSymbols, type MarketData } from "../market/market-data.ts";
import { suggestion } from "../settings/nearest-name.ts";
import type { LoadedSymbol } from "./run-symbols.ts";

/** What `benchmark` of a run may be: a symbol of the run, or bars of their own that are only measured against. */
export type BenchmarkInput = string | MarketData | null;

/** Bars to measure against, with the name the setting `benchmark` has for them. */
export interface BenchmarkBars {
  readonly name: string;
  readonly table: LoadedTable["table"];
  readonly rows: number;
}

/** The setting's text: a path for bars from a file, else the symbol. Throws `ConfigurationError` for bars of several symbols. */
export function benchmarkBars(benchmark: BenchmarkInput | undefined): BenchmarkBars | undefined {
  if (benchmark === undefined || benchmark === null || typeof benchmark === "string") return undefined;
  const [first, second] = loadedSymbols(benchmark).loaded;
  if (first === undefined || second !== undefined) {
    const seen = second === undefined ? "no symbol" : `several symbols (${first?.symbol}, ${second.symbol})`;
    throw new ConfigurationError(`benchmark has ${seen}, expected one`, {
      code: "settings.benchmark",
      hint: 'Read one of them: readCsv(path, { symbol: "SPY" }).',
    });
  }
  return { name: first.source === "bars" ? first.symbol : first.source, table: first.table, rows: first.rows };
}

/** Throws `ConfigurationError` when the setting names neither a symbol of the run nor bars that were given. */
export function assertBenchmark(name: string | null, bars: BenchmarkBars | undefined, symbols: readonly LoadedSymbol[]): void {
  const known = symbols.map(({ symbol }) => symbol);
  if (name === null || bars !== undefined || known.includes(name)) return;
  throw new ConfigurationError(`benchmark is "${name}", which is no symbol of this run (${known.join(", ")})${suggestion(name, known)}`, {
    code: "settings.benchmark",
    hint: "Name a symbol of the run, or give bars of their own: benchmark: await readCsv(path), on the command line --benchmark PATH.",
    context: { key: "benchmark", value: name, known },
  });
}
