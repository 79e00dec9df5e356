import type { RateConfig } from "./run-config.ts";
import { decimal, integer, type Setting, type SourceOf } from "./setting.ts";
import { asObject, isPlainObject } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";

/** What a rate may be, also where a file gives it. */
export const exchangeRate = decimal(
  { above: "0", max: "1000000000", decimals: 10 },
  { default: "1.085", meaning: "Money of the account for one unit of the currency." },
);

/** `{ EUR: "1.085", CHF: { file: "chf.csv" } }`; in a flag `EUR=1.085,CHF=chf.csv`. */
export const rates: Setting<Readonly<Record<string, RateConfig>> | null> = {
  kind: "list",
  allowed: 'rates by currency, { EUR: "1.085", CHF: { file: "chf.csv" }, JPY: { symbol: "USDJPY" } }, or null',
  default: null,
  meaning:
    "Money of the account for one unit of another currency: one rate, a CSV of dated ones (EUR=1.085,CHF=chf.csv), or a pair of the run.",
  flag: "--rates",
  expand: (value, place) => (typeof value === "string" ? ratesOfText(value, place) : value),
  read(value, key, sourceOf) {
    const given = this.expand?.(value, { key, source: sourceOf(key) });
    if (given === null) return null;
    const entries = Object.entries(asObject(given, key, sourceOf, this.allowed)).filter(([, rate]) => rate !== undefined);
    if (entries.length === 0) return null;
    return Object.fromEntries(
      entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, rate]) => [currency, readRate(currency, rate, key, sourceOf)]),
    );
  },
};

function readRate(currency: string, rate: unknown, key: string, sourceOf: SourceOf): RateConfig {
  const at = `${key}.${currency}`;
  const place = { key: at, source: sourceOf(at) };
  if (!/^[A-Z][A-Z0-9]{2,9}$/.test(currency)) {
    const allowed = "a currency code in capitals such as EUR";
    throw settingsError({
      code: "unknownKey",
      place,
      allowed,
      problem: `expected ${allowed}`,
      hint: "Currency codes are written in capitals.",
    });
  }
  if (!isPlainObject(rate)) return exchangeRate.read(rate, at, sourceOf);
  const { file, symbol, maxAgeDays, ...more } = rate;
  const age = maxAgeDays === undefined ? {} : { maxAgeDays: maxAge.read(maxAgeDays, `${at}.maxAgeDays`, sourceOf) };
  if (Object.keys(more).length === 0) {
    if (isName(file) && symbol === undefined) return { file, ...age };
    if (isName(symbol) && file === undefined) return { symbol, ...age };
  }
  const allowed = 'a rate, { "file": "eur.csv" } or { "symbol": "EURUSD" }, the last two also with "maxAgeDays"';
  throw settingsError({ code: "type", place, value: rate, allowed, problem: `expected ${allowed}` });
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

const maxAge = integer({ min: 1, max: 366 }, { default: 4, meaning: "How many days old a rate may be on a weekday that has none." });

function ratesOfText(value: string, place: { key: string; source: string }): Record<string, RateConfig> {
  return Object.fromEntries(
    value.split(",").map((part): [string, RateConfig] => {
      const equals = part.indexOf("=");
      const [currency, rate] = [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
      if (equals < 0 || currency === "" || rate === "") {
        const problem = `cannot read ${JSON.stringify(part)}, expected CURRENCY=RATE or CURRENCY=FILE`;
        throw settingsError({ code: "syntax", place, value, problem, hint: "Write it like EUR=1.085,CHF=chf.csv." });
      }
      return [currency, /^[-+]?[\d.]/.test(rate) && !/[a-z/\\]/i.test(rate) ? rate : { file: rate }];
    }),
  );
}
