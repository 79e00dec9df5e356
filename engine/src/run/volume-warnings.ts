import type { RunConfig } from "../settings/run-config.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

/** Symbols whose orders a volume limit keeps from ever filling. */
export function volumeWarnings({ fills, slippage }: RunConfig, symbols: readonly RunSymbol[]): RunWarning[] {
  const setting = fills.volumeLimit !== null ? "fills.volumeLimit" : slippage.model === "volumeShare" ? "slippage.limit" : undefined;
  if (setting === undefined) return [];
  const without = symbols.filter((symbol) => symbol.from < symbol.to && !hasVolume(symbol));
  return without.map(({ symbol }) => ({
    code: "data.noVolume",
    symbol,
    message: `${symbol} has no volume: under a volume limit (${setting}) none of its orders can fill.`,
    context: { setting },
  }));
}

function hasVolume({ table, from, to }: RunSymbol): boolean {
  const volumes = tableColumn(table, "volume").subarray(from, to);
  return volumes.some((volume) => volume > 0);
}
