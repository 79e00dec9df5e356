import { calendarIdOf, calendarIds, calendarNames, knownCalendars } from "../market/calendar-names.ts";
import { suggestion } from "./nearest-name.ts";
import { type AssetClass, assetClasses, type InstrumentConfig } from "./run-config.ts";
import { choice, decimal, optional, type Setting, type SourceOf, text } from "./setting.ts";
import { asObject, type Fields, readFields } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";

type Steps = Pick<InstrumentConfig, "tick" | "lot">;

const cents: Steps = { tick: "0.01", lot: "1" };
const coins: Steps = { tick: "0.00000001", lot: "0.00000001" };

/** Order tick and lot when the settings name none. A forex pair quoted in yen needs `tick: "0.001"`. */
export const assetClassSteps: Readonly<Record<AssetClass, Steps>> = {
  equity: cents,
  etf: cents,
  forex: { tick: "0.00001", lot: "1" },
  crypto: coins,
  perpetual: cents,
  future: cents,
  index: cents,
  option: cents,
};

export const currencyCode = (meaning: string, flag?: string): Setting<string | null> =>
  optional(
    text("a currency code in capitals such as USD", (value) => (/^[A-Z][A-Z0-9]{2,9}$/.test(value) ? value : undefined), {
      default: "USD",
      meaning,
      hint: "Currency codes are written in capitals: USD, EUR, USDT.",
      ...(flag === undefined ? {} : { flag }),
    }),
  );

const aCalendar = 'an exchange\'s MIC such as "XNYS", another name of it such as "LSE", "24/7" or "24/5"';

export const calendarId = (meaning: string, flag?: string): Setting<string | null> =>
  optional({
    kind: "choice",
    allowed: aCalendar,
    values: calendarIds,
    names: () => Object.fromEntries(calendarNames().map(({ id, name }) => [id, name])),
    default: "XNYS",
    meaning,
    ...(flag === undefined ? {} : { flag }),
    read(value, key, sourceOf) {
      const id = typeof value === "string" ? calendarIdOf(value) : undefined;
      if (id !== undefined) return id;
      const near = typeof value === "string" ? suggestion(value, knownCalendars()) : "";
      throw settingsError({
        code: "choice",
        place: { key, source: sourceOf(key) },
        value,
        allowed: aCalendar,
        problem: `expected ${aCalendar}${near}`,
        hint: `\`rustybt calendar\` lists all ${calendarIds.length} with their zone and range.`,
      });
    },
  });

const fields: Fields<InstrumentConfig> = {
  assetClass: choice(assetClasses, {
    default: "equity",
    meaning: "Kind of instrument; decides the default tick, lot and calendar, and how profit is settled.",
    flag: "--asset-class",
  }),
  tick: decimal(
    { above: "0", max: "1000000", decimals: 18 },
    { default: "0.01", meaning: "Smallest step of an order price. Prices of the data may be finer." },
  ),
  lot: decimal({ above: "0", max: "1000000000", decimals: 9 }, { default: "1", meaning: "Smallest step of an order quantity." }),
  multiplier: decimal(
    { above: "0", max: "1000000000", decimals: 9 },
    { default: "1", meaning: "Money per point of price and unit of quantity." },
  ),
  pip: optional(
    decimal({ above: "0", max: "1000000", decimals: 9 }, { default: "0.0001", meaning: "A point of swaps; by the quote without it." }),
  ),
  currency: currencyCode("Currency of prices and profit; the account's without it, else USD."),
  calendar: calendarId("Sessions of this instrument; those of the run's calendar without it, else by asset class."),
};

/**
 * `{ "*" or symbol: rules }`. A symbol's entry starts from `"*"`; when it names another asset class, tick, lot and multiplier start
 * from that class instead.
 */
export const instruments: Setting<Readonly<Record<string, InstrumentConfig>>> = {
  kind: "map",
  allowed: 'an object of instrument rules by symbol, "*" for all',
  default: { "*": readFields(fields, {}, "instruments.*", () => "default") },
  meaning: 'Rules of what is traded, by symbol; "*" stands for every symbol without an entry.',
  keys: fields,
  read(value, key, sourceOf) {
    const entries = asObject(value, key, sourceOf, this.allowed);
    const general = readInstrument(entries["*"] ?? {}, undefined, `${key}.*`, sourceOf);
    const symbols = Object.keys(entries)
      .filter((name) => name !== "*")
      .sort();
    return Object.fromEntries([
      ["*", general],
      ...symbols.map((symbol) => [symbol, readInstrument(entries[symbol], general, `${key}.${symbol}`, sourceOf)] as const),
    ]);
  },
};

function readInstrument(value: unknown, general: InstrumentConfig | undefined, key: string, sourceOf: SourceOf): InstrumentConfig {
  const given = Object.fromEntries(
    Object.entries(asObject(value, key, sourceOf, "an object of instrument rules")).filter(([, rule]) => rule !== undefined),
  );
  const assetClass =
    given.assetClass === undefined
      ? (general?.assetClass ?? "equity")
      : fields.assetClass.read(given.assetClass, `${key}.assetClass`, sourceOf);
  const classRules = { assetClass, ...assetClassSteps[assetClass] };
  const rules =
    general?.assetClass === assetClass
      ? general
      : { ...(general && { currency: general.currency, calendar: general.calendar }), ...classRules };
  return readFields(fields, { ...rules, ...given }, key, sourceOf);
}
