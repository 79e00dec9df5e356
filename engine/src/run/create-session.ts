import type { Carry } from "../carry/dated-rates.ts";
import type { Clock } from "../market/calendar-days.ts";
import { type ActionsHandle, callNative, type DaysHandle, type SessionHandle } from "../native.ts";
import type { CommissionConfig, RunConfig } from "../settings/run-config.ts";
import type { NativeCurrency } from "./account-currencies.ts";
import { type DatedRates, dayOfDate } from "./exchange-rates.ts";
import { rangesText } from "./run-clock.ts";
import type { RunDetail } from "./run-detail.ts";
import type { RunLatency } from "./run-latency.ts";
import type { RunSymbol } from "./run-symbols.ts";

export interface SessionExtras {
  readonly actions: ActionsHandle | undefined;
  /** Of the slippage model `custom`. */
  readonly slippage: ((fill: string) => string) | undefined;
  readonly detail: RunDetail | undefined;
  readonly carry: Carry;
  /** Of the commission's own currencies. */
  readonly rates: Readonly<Record<string, DatedRates>>;
  /** Beside the account's own. */
  readonly currencies: readonly NativeCurrency[];
  readonly latency: RunLatency | undefined;
}

/** The native side of a run. Throws what the native core refuses, such as a tick that no number holds. */
export function createSession(
  config: RunConfig,
  symbols: readonly RunSymbol[],
  clock: Clock,
  { actions, slippage, detail, carry, rates, currencies, latency }: SessionExtras,
): SessionHandle {
  const tables = symbols.map((symbol) => symbol.table);
  const finer = detail && symbols.map(({ symbol }) => detail.get(symbol)?.table ?? null);
  return callNative((core) =>
    core.createSession(
      engineConfig(config, symbols, { carry, rates, currencies, latency }),
      tables,
      rangesText(symbols),
      nativeDays(clock.days),
      actions,
      slippage,
      finer,
    ),
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
function engineConfig(
  config: RunConfig,
  symbols: readonly RunSymbol[],
  { carry, rates, currencies, latency }: Pick<SessionExtras, "carry" | "rates" | "currencies" | "latency">,
): string {
  const { cash, currency, slippage, fills, account, limits, closeAtEnd, bounds, seed, dividends } = config;
  const instruments = symbols.map(({ symbol, instrument, currency: quoted }) => ({ ...instrument, symbol, currency: quoted ?? currency }));
  const commission = nativeCommission(config.commission);
  const settings = {
    ...{ cash, currency, instruments, commission, rates, slippage, fills, account, limits, closeAtEnd, bounds, seed, dividends, ...carry },
    ...(currencies.length === 0 ? {} : { currencies }),
    latency: latency?.settings,
  };
  return JSON.stringify(settings, (_, value) => (value === null ? undefined : value));
}

/** The native core counts days. */
function nativeCommission(commission: CommissionConfig) {
  if (commission.model !== "schedule") return commission;
  const entries = commission.entries.map(({ from, commission: rule }) => ({
    from: from === null ? null : dayOfDate(from),
    commission: rule,
  }));
  return { model: commission.model, entries };
}
