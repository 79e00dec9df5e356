import { ConfigurationError } from "../errors.ts";
import { formatDay } from "../market/calendar-date.ts";
import type { Clock } from "../market/calendar-days.ts";
import type { CommissionConfig, RateConfig, RunConfig } from "../settings/run-config.ts";
import { type DatedRates, type RateSource, readRates } from "./exchange-rates.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableDays } from "./table-days.ts";

/** A currency beside the account's as the native core reads it. */
export interface NativeCurrency {
  readonly currency: string;
  readonly source: string;
  readonly rates?: DatedRates;
  readonly symbol?: number;
  readonly inverse?: boolean;
}

export interface AccountCurrencies {
  readonly native: readonly NativeCurrency[];
  readonly sources: readonly RateSource[];
  readonly warnings: readonly RunWarning[];
}

/** Before every day. */
const always = -(2 ** 31);

const none: AccountCurrencies = { native: [], sources: [], warnings: [] };

/**
 * The currencies beside the account's (SPEC M20): those its instruments trade in, and under `conversion: "hold"` all that have rates.
 * Throws `ConfigurationError` where a weekday of the run has no rate.
 */
export function accountCurrencies(config: RunConfig, own: string, symbols: readonly RunSymbol[], clock: Clock): AccountCurrencies {
  const traded = symbols.flatMap(({ currency }) => (currency === null || currency === own ? [] : currency));
  const held = config.account.conversion === "hold" ? Object.keys(config.rates ?? {}).filter((code) => code !== own) : [];
  const codes = [...new Set([...traded, ...held])].sort();
  if (codes.length === 0) return none;
  if (traded.length > 0) assertCommission(config.commission);
  const sources: RateSource[] = [];
  const warnings: RunWarning[] = [];
  const native = codes.map((currency): NativeCurrency => {
    const set = config.rates?.[currency] as RateConfig;
    if (typeof set === "string") return { currency, source: "rates", rates: [[always, set]] };
    const cover = (rateDays: ArrayLike<number>, source: string) => {
      const aged = agedDays(clock.days, rateDays, set.maxAgeDays, { currency, source });
      if (aged.length > 0) warnings.push(agedWarning(currency, source, aged));
    };
    if ("symbol" in set) {
      const index = symbols.findIndex(({ symbol }) => symbol === set.symbol);
      const symbol = symbols[index];
      if (symbol === undefined) throw unknownPair(currency, set.symbol, symbols);
      const inverse = isInverse(set.symbol, currency, own);
      cover(tableDays(symbol, symbol.isDaily, symbol.calendar).days, set.symbol);
      return { currency, source: set.symbol, symbol: index, inverse };
    }
    const { rates, digest } = readRates(set.file, currency);
    const rateDays = rates.map(([day]) => day);
    cover(rateDays, set.file);
    const dayOf = (at: number) => formatDay(rateDays.at(at) ?? 0);
    sources.push({ currency, source: set.file, sha256: digest, rows: rates.length, from: dayOf(0), to: dayOf(-1) });
    // A path is no part of what the hash covers.
    return { currency, source: "file", rates };
  });
  return { native, sources, warnings };
}

/** EURUSD is dollars for a euro: for a dollar account the rate of EUR, for a euro account one over the rate of USD. */
function isInverse(symbol: string, currency: string, own: string): boolean {
  const name = symbol.replaceAll(/[^A-Z0-9]/g, "");
  if (name === currency + own) return false;
  if (name === own + currency) return true;
  throw new ConfigurationError(`rates.${currency}: ${symbol} is not the pair of ${currency} and ${own}`, {
    code: "rates.symbol",
    hint: `Name a symbol of the run called ${currency}${own} or ${own}${currency}.`,
    context: { key: `rates.${currency}`, symbol, allowed: [currency + own, own + currency] },
  });
}

/** Days of the run whose rate is older than the last weekday, ascending. */
function agedDays(
  days: Int32Array,
  rateDays: ArrayLike<number>,
  maxAge: number | undefined,
  place: { readonly currency: string; readonly source: string },
): readonly number[] {
  const aged: number[] = [];
  const missing: number[] = [];
  let next = 0;
  let before: number | undefined;
  for (const day of days) {
    if (day === before) continue;
    before = day;
    while (next < rateDays.length && (rateDays[next] as number) <= day) next++;
    const last = rateDays[next - 1];
    if (last !== undefined && last >= lastWeekday(day)) continue;
    if (last !== undefined && maxAge !== undefined && day - last <= maxAge) aged.push(day);
    else missing.push(day);
  }
  if (missing.length > 0) throw missingDays(place, missing, maxAge);
  return aged;
}

/** The day itself, or the Friday before a weekend: currencies trade on five days. */
function lastWeekday(day: number): number {
  const ofWeek = (((day + 4) % 7) + 7) % 7;
  return ofWeek === 6 ? day - 1 : ofWeek === 0 ? day - 2 : day;
}

function agedWarning(currency: string, source: string, aged: readonly number[]): RunWarning {
  const [days, have] = aged.length === 1 ? ["1 weekday of the run has", "counts"] : [`${aged.length} weekdays of the run have`, "count"];
  return {
    code: "rates.aged",
    message: `${days} no rate of ${currency} in ${source} and ${have} with the last one before, first ${formatDay(aged[0] as number)}`,
  };
}

function missingDays(
  { currency, source }: { readonly currency: string; readonly source: string },
  missing: readonly number[],
  maxAge: number | undefined,
): ConfigurationError {
  const first = formatDay(missing[0] as number);
  const more = missing.length === 1 ? "" : ` and for ${missing.length - 1} more ${missing.length === 2 ? "day" : "days"}`;
  const young = maxAge === undefined ? "" : ` that is at most ${maxAge} days old`;
  return new ConfigurationError(`${source} has no rate of ${currency}${young} for ${first}${more}`, {
    code: "rates.missing",
    hint: `Add the rates, begin the run later, or allow older ones with rates.${currency}.maxAgeDays.`,
    context: { key: `rates.${currency}`, file: source, currency, date: first, days: missing.length },
  });
}

function unknownPair(currency: string, symbol: string, symbols: readonly RunSymbol[]): ConfigurationError {
  const known = symbols.map((each) => each.symbol);
  return new ConfigurationError(`rates.${currency} names ${symbol}, which is not a symbol of the run (there: ${known.join(", ")})`, {
    code: "rates.symbol",
    hint: "Add its prices to the data, or give a rate or a file.",
    context: { key: `rates.${currency}`, symbol, known },
  });
}

/** Fees are money of what is traded; what would need a second exchange is refused. */
function assertCommission(commission: CommissionConfig): void {
  const rules = commission.model === "schedule" ? commission.entries.map((entry) => entry.commission) : [commission];
  for (const rule of rules) {
    const isByValue = rule.model === "tiered" && rule.by === "value";
    const named = rule.model === "none" ? null : (rule.currency ?? null);
    if (named === null && !isByValue) continue;
    const key = isByValue ? "commission.by" : "commission.currency";
    throw new ConfigurationError(
      isByValue
        ? 'commission.by is "value", and the instruments of the run trade in several currencies'
        : `commission.currency is "${named}", and the instruments of the run trade in several currencies`,
      {
        code: "rates.commission",
        hint: isByValue
          ? "Count tiers by quantity, or run one currency at a time."
          : "Leave it out: with several currencies a fee is in the currency of what is traded.",
        context: { key, value: isByValue ? "value" : named },
      },
    );
  }
}
