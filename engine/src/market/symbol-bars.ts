import { tableColumn } from "../run/table-columns.ts";
import { loadedSymbols, type MarketData } from "./market-data.ts";

/** Bars of one symbol as numbers, for drawing; `t` in ms UTC of each bar's start. */
export interface SymbolBars {
  readonly symbol: string;
  readonly t: Float64Array;
  readonly o: Float64Array;
  readonly h: Float64Array;
  readonly l: Float64Array;
  readonly c: Float64Array;
  readonly v: Float64Array;
}

/**
 * The bars of each symbol as columns of numbers. Nearest doubles of exact prices: for charts, not for money.
 *
 * ```ts
 * import { barsFrom, symbolBars } from "rustybt";
 *
 * const data = barsFrom([{ time: "2024-01-02", open: "10", high: "11", low: "9", close: "10.5" }], { symbol: "X" });
 * symbolBars(data)[0]?.c[0]; // 10.5
 * ```
 */
export function symbolBars(data: MarketData): SymbolBars[] {
  return loadedSymbols(data).loaded.map(({ symbol, table }) => {
    // Copies: the engine computes on the columns themselves.
    const column = (name: Parameters<typeof tableColumn>[1]) => tableColumn(table, name).slice();
    return { symbol, t: column("time"), o: column("open"), h: column("high"), l: column("low"), c: column("close"), v: column("volume") };
  });
}
