import type { Clock } from "../market/calendar-days.ts";
import { type ActionsHandle, callNative, type DaysHandle, type SessionHandle } from "../native.ts";
import type { RunConfig } from "../settings/run-config.ts";
import { rangesText } from "./run-clock.ts";
import type { RunSymbol } from "./run-symbols.ts";

/** The native side of a run. Throws what the native core refuses, such as a tick that no number holds. */
export function createSession(config: RunConfig, symbols: readonly RunSymbol[], clock: Clock, actions?: ActionsHandle): SessionHandle {
  const tables = symbols.map((symbol) => symbol.table);
  return callNative((core) =>
    core.createSession(engineConfig(config, symbols), tables, rangesText(symbols), nativeDays(clock.days), actions),
  );
}

const known = new WeakMap<Int32Array, DaysHandle>();

/** The native copy of a clock's days, which nobody changes; runs over a whole table have the same (`tableDays`). */
function nativeDays(days: Int32Array): DaysHandle {
  const found = known.get(days);
  if (found !== undefined) return found;
  const made = callNative((core) => core.clockDays(days));
  known.set(days, made);
  return made;
}

/** The settings as the native core reads them: one instrument a symbol, and nothing where a setting is `null`. */
function engineConfig(config: RunConfig, symbols: readonly RunSymbol[]): string {
  const { cash, currency, commission, slippage, fills, account, limits, closeAtEnd, bounds } = config;
  const instruments = symbols.map(({ symbol, instrument }) => ({ ...instrument, symbol, currency }));
  return JSON.stringify({ cash, currency, instruments, commission, slippage, fills, account, limits, closeAtEnd, bounds }, (_, value) =>
    value === null ? undefined : value,
  );
}
