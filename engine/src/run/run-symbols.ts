import { ConfigurationError, DataError } from "../errors.ts";
import { type Calendar, calendarFor, defaultCalendarId } from "../market/calendar.ts";
import { dayMs, formatDay } from "../market/calendar-date.ts";
import type { TableHandle } from "../native.ts";
import { suggestion } from "../settings/nearest-name.ts";
import type { InstrumentConfig, RunConfig } from "../settings/run-config.ts";
import { tableColumn } from "./table-columns.ts";

/** One symbol's bars as they were loaded, before a run takes its part of them. */
export interface LoadedSymbol {
  readonly symbol: string;
  readonly table: TableHandle;
  readonly source: string;
  readonly sha256: string;
  readonly timezone: string;
  /** Whether times are bare dates. */
  readonly isDaily: boolean;
  /** Most frequent distance of two bars; 0 with a single bar. */
  readonly intervalMs: number;
}

/** A symbol as a run uses it: bars `from` to `to` (excluded) of its table. */
export interface RunSymbol extends LoadedSymbol {
  readonly from: number;
  readonly to: number;
  readonly instrument: InstrumentConfig;
  readonly calendar: Calendar;
  /** What it is quoted in; `null`: the account's currency. */
  readonly currency: string | null;
}

/** The symbols of a run in their order. Throws `ConfigurationError` or `DataError` when there is nothing to run on. */
export function runSymbols(loaded: readonly LoadedSymbol[], config: RunConfig): readonly RunSymbol[] {
  const chosen = config.symbols === null ? loaded : config.symbols.map((symbol) => find(symbol, loaded));
  if (chosen.length === 0) {
    throw new ConfigurationError("there is no data to run on", { code: "data.none", hint: 'Pass data: await readCsv("prices.csv").' });
  }
  const names = new Set<string>();
  for (const { symbol, source } of chosen) {
    if (names.has(symbol)) {
      throw new ConfigurationError(`the symbol ${symbol} is there twice, again in ${source}`, {
        code: "data.duplicateSymbol",
        hint: 'Give one of them another name, for example readCsv(path, { symbol: "…" }) or --data NAME=path.',
        context: { symbol, source },
      });
    }
    names.add(symbol);
  }
  const symbols = chosen.map((each) => runSymbol(each, config));
  if (symbols.every(({ from, to }) => from === to)) throw emptyError(chosen, config);
  return symbols;
}

/** The account's currency. Throws `ConfigurationError` when a symbol is quoted in one that has no rate. */
export function accountCurrency(symbols: readonly RunSymbol[], config: RunConfig): string {
  const currency = config.currency ?? symbols.flatMap((symbol) => symbol.currency ?? [])[0] ?? "USD";
  const rated = Object.keys(config.rates ?? {});
  const other = symbols.find((symbol) => symbol.currency !== null && symbol.currency !== currency && !rated.includes(symbol.currency));
  if (other === undefined) return currency;
  const there = rated.length === 0 ? "rates names no currency" : `rates names ${rated.join(", ")}`;
  throw new ConfigurationError(`${other.symbol} is quoted in ${other.currency}, the account is in ${currency}, and ${there}`, {
    code: "settings.currency",
    hint: `Give the ${currency} for one ${other.currency}: rates: { "${other.currency}": "1.08" }, or { "${other.currency}": { file: "rates.csv" } }, or set currency to ${other.currency}.`,
    context: { symbol: other.symbol, instrument: other.currency, account: currency },
  });
}

/** A pair such as EURUSD names its quote last; that counts where the settings speak of currencies at all. */
function quoteCurrency(symbol: string, { assetClass, currency }: InstrumentConfig, config: RunConfig): string | null {
  if (currency !== null) return currency;
  const speaks = config.currency !== null || (config.rates ?? null) !== null;
  const pair = assetClass === "forex" && speaks ? /^[A-Z]{3}[./_-]?([A-Z]{3})$/.exec(symbol) : null;
  return pair?.[1] ?? null;
}

function find(symbol: string, loaded: readonly LoadedSymbol[]): LoadedSymbol {
  const found = loaded.find((each) => each.symbol === symbol);
  if (found !== undefined) return found;
  const known = loaded.map((each) => each.symbol);
  throw new ConfigurationError(
    `symbols names ${symbol}, which is not in the data${suggestion(symbol, known)} (there: ${known.join(", ")})`,
    {
      code: "data.unknownSymbol",
      hint: "Leave symbols out to run on all of them.",
      context: { symbol, known },
    },
  );
}

function runSymbol(loaded: LoadedSymbol, config: RunConfig): RunSymbol {
  const instrument = config.instruments[loaded.symbol] ?? config.instruments["*"];
  if (instrument === undefined) throw new TypeError(`no instrument for ${loaded.symbol}`);
  const named = instrument.calendar ?? config.calendar;
  const calendar = calendarFor(named ?? defaultCalendarId(instrument.assetClass));
  const times = tableColumn(loaded.table, "time");
  const day = (time: number) => (loaded.isDaily ? Math.floor(time / dayMs) : calendar.sessionOf(time));
  const from = config.from === null ? 0 : firstIndex(times, reaches(config.from, day));
  const to = config.to === null ? times.length : firstIndex(times, exceeds(config.to, day));
  const currency = quoteCurrency(loaded.symbol, instrument, config);
  const symbol = { ...loaded, instrument, calendar, from: Math.min(from, to), to, currency };
  if (named !== null) assertCovers(symbol, day);
  return symbol;
}

/** A calendar that somebody named has to know every day of the data. */
function assertCovers({ symbol, source, table, from, to, calendar }: RunSymbol, dayOf: (time: number) => number): void {
  const times = tableColumn(table, "time");
  const days = from === to ? [] : [times[from], times[to - 1]].map((time) => dayOf(time ?? 0));
  const beyond = days.find((day) => !calendar.covers(day));
  if (beyond === undefined) return;
  const [first, last] = [calendar.firstDay, calendar.lastDay].map(formatDay);
  throw new ConfigurationError(
    `calendar ${calendar.id} knows ${first} to ${last}, and ${symbol} has a bar of ${formatDay(beyond)} (in ${source})`,
    {
      code: "calendar.coverage",
      hint: `Run it from ${first} to ${last} (settings from and to), or name another calendar: \`rustybt calendar\` lists them with their ranges.`,
      context: {
        calendar: calendar.id,
        first,
        last,
        symbol,
        source,
        date: formatDay(beyond),
        bar: (beyond === days[0] ? from : to - 1) + 1,
      },
    },
  );
}

type Test = (time: number) => boolean;

function reaches(bound: string, day: (time: number) => number): Test {
  const at = Date.parse(bound);
  return isDate(bound) ? (time) => day(time) >= at / dayMs : (time) => time >= at;
}

function exceeds(bound: string, day: (time: number) => number): Test {
  const at = Date.parse(bound);
  return isDate(bound) ? (time) => day(time) > at / dayMs : (time) => time > at;
}

function isDate(bound: string): boolean {
  return bound.length === 10;
}

/** Index of the first time that passes; the times before it do not, those after it do. */
function firstIndex(times: Float64Array, passes: Test): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(times[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function emptyError(chosen: readonly LoadedSymbol[], { from, to }: RunConfig): DataError {
  const spans = chosen.slice(0, 5).map(({ symbol, table }) => {
    const times = tableColumn(table, "time");
    const [first, last] = [times[0], times[times.length - 1]];
    return first === undefined || last === undefined ? `${symbol} has no bars` : `${symbol} ${dateOf(first)} to ${dateOf(last)}`;
  });
  return new DataError(`no bar lies between from ${from ?? "the start"} and to ${to ?? "the end"} (${spans.join(", ")})`, {
    code: "data.empty",
    hint: "Choose from and to within the data, or leave them out.",
    context: { from, to, data: spans },
  });
}

function dateOf(time: number): string {
  return formatDay(Math.floor(time / dayMs));
}
