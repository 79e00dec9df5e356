import { callNative, type SessionHandle } from "../native.ts";
import type { SparseSymbol } from "./loop.ts";
import type { SymbolBars } from "./market-view.ts";
import type { RunSymbol } from "./run-symbols.ts";
import type { Cursor } from "./series.ts";

export interface RunBars {
  /** In symbol order. */
  readonly bars: readonly SymbolBars[];
  readonly sparse: readonly SparseSymbol[];
}

/** Symbols with a bar at every timestamp share the clock's cursor; the others have one of their own that follows their bars. */
export function runBars(symbols: readonly RunSymbol[], steps: number, clock: Cursor, session: SessionHandle): RunBars {
  const sparse: SparseSymbol[] = [];
  const bars = symbols.map(({ table, from, to }, index): SymbolBars => {
    if (to - from === steps) return { table, from, to, cursor: clock };
    const cursor: Cursor = { index: -1 };
    sparse.push({ cursor, lastBars: callNative((core) => core.sessionLastBars(session, index)) });
    return { table, from, to, cursor };
  });
  return { bars, sparse };
}
