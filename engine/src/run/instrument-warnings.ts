import { suggestion } from "../settings/nearest-name.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { RunWarning } from "./run-output.ts";

/** Rules for a symbol that the run does not have: a mistyped name, or a settings file for several runs. */
export function instrumentWarnings({ instruments }: RunConfig, symbols: readonly string[]): RunWarning[] {
  const unused = Object.keys(instruments).filter((symbol) => symbol !== "*" && !symbols.includes(symbol));
  return unused.map((symbol) => ({
    code: "settings.unusedInstrument",
    message: `The setting instruments has rules for ${symbol}, which is not in this run${suggestion(symbol, symbols)}`,
    symbol,
  }));
}
