import { ConfigurationError } from "../errors.ts";
import { type LoadedTable, loadedSymbols, type MarketData } from "../market/market-data.ts";
import { callNative, type SessionHandle } from "../native.ts";
import { suggestion } from "../settings/nearest-name.ts";
import type { RunWarning } from "./run-output.ts";

/** Finer bars by symbol of the run. */
export type RunDetail = ReadonlyMap<string, LoadedTable>;

/**
 * The finer bars of the run's symbols. With one symbol on either side the name does not matter. Throws `ConfigurationError` for a symbol
 * that is not in the run or is there twice.
 */
export function runDetail(detail: MarketData | readonly MarketData[] | undefined, symbols: readonly string[]): RunDetail | undefined {
  if (detail === undefined) return undefined;
  const { loaded } = loadedSymbols(detail);
  const [only, ...others] = symbols;
  if (only !== undefined && others.length === 0 && loaded.length === 1) return new Map(loaded.map((table) => [only, table]));
  const found = new Map<string, LoadedTable>();
  for (const table of loaded) {
    const { symbol, source } = table;
    if (!symbols.includes(symbol)) {
      throw detailError(`detail has ${symbol} (${source}), which is not in this run${suggestion(symbol, symbols)}`, symbol, symbols);
    }
    if (found.has(symbol)) throw detailError(`detail has ${symbol} twice, again in ${source}`, symbol, symbols);
    found.set(symbol, table);
  }
  return found;
}

function detailError(message: string, symbol: string, symbols: readonly string[]): ConfigurationError {
  return new ConfigurationError(message, {
    code: "settings.detail",
    hint: `Name the symbol its finer bars belong to: SYMBOL=path with one of ${symbols.slice(0, 20).join(", ")}.`,
    context: { key: "detail", symbol, known: symbols },
  });
}

/** How finer bars do not fit those of the run. */
export function detailWarnings(session: SessionHandle, symbols: readonly string[]): RunWarning[] {
  const fits: [symbol: number, covered: number, mismatched: number][] = JSON.parse(callNative((core) => core.sessionDetailFits(session)));
  return fits.flatMap(([index, covered, mismatched]): RunWarning[] => {
    const symbol = symbols[index] ?? "";
    if (covered === 0) {
      return [
        { code: "detail.outsideData", symbol, message: `No detail bar of ${symbol} lies within a bar of the run: they change nothing.` },
      ];
    }
    if (mismatched === 0) return [];
    const message = `The detail bars of ${symbol} leave the range of their bar, or begin or end at another price, in ${mismatched} of ${covered} bars.`;
    return [{ code: "detail.mismatch", symbol, count: mismatched, message }];
  });
}
