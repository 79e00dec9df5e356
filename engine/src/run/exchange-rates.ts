import { ConfigurationError, isRustyBtError } from "../errors.ts";
import { dayMs, formatDay } from "../market/calendar-date.ts";
import { nodeFs } from "../node-builtins.ts";
import { sha256 } from "../result/digest.ts";
import { exchangeRate } from "../settings/rate-settings.ts";
import type { CommissionConfig, PlainCommission, RunConfig } from "../settings/run-config.ts";
import { showValue } from "../settings/settings-error.ts";
import { canonicalDay } from "../settings/time-bound.ts";
import { foreignCurrency } from "../verify/fee-rule.ts";

/** Rates by the first day each holds on, ascending. */
export type DatedRates = readonly (readonly [day: number, rate: string])[];

/** A file of rates as the manifest names it. */
export interface RateSource {
  readonly currency: string;
  readonly source: string;
  readonly sha256: string;
  readonly rows: number;
  readonly from: string;
  readonly to: string;
}

export interface RunRates {
  readonly byCurrency: Readonly<Record<string, DatedRates>>;
  readonly sources: readonly RateSource[];
}

/** Before every day. */
const always = -(2 ** 31);

/** The rates that the run's commission needs. Throws `ConfigurationError` where one is missing or a file cannot be used. */
export function runRates(config: RunConfig, currency: string, days: Int32Array): RunRates {
  const byCurrency: Record<string, DatedRates> = {};
  const sources: RateSource[] = [];
  for (const { from, rule } of entriesOf(config.commission)) {
    const foreign = foreignCurrency(rule, currency);
    const last = days.at(-1) ?? 0;
    const first = Math.max(days[0] ?? 0, from ?? always);
    if (foreign === undefined || first > last) continue;
    const set = config.rates?.[foreign];
    if (set === undefined) throw missingRate(foreign, currency, config);
    if (typeof set !== "string" && "symbol" in set) throw pairRate(foreign, set.symbol);
    if (byCurrency[foreign] === undefined) {
      if (typeof set === "string") byCurrency[foreign] = [[always, set]];
      else {
        const { rates, digest } = readRates(set.file, foreign);
        byCurrency[foreign] = rates;
        const dayOf = (index: number) => formatDay(rates.at(index)?.[0] ?? 0);
        sources.push({ currency: foreign, source: set.file, sha256: digest, rows: rates.length, from: dayOf(0), to: dayOf(-1) });
      }
    }
    const begins = byCurrency[foreign]?.[0]?.[0] ?? always;
    if (begins > first) throw lateRates(foreign, typeof set === "string" ? set : set.file, begins, first);
  }
  return { byCurrency, sources };
}

function entriesOf(commission: CommissionConfig): readonly { readonly from: number | null; readonly rule: PlainCommission }[] {
  if (commission.model !== "schedule") return [{ from: null, rule: commission }];
  return commission.entries.map(({ from, commission: rule }) => ({ from: from === null ? null : dayOfDate(from), rule }));
}

export function dayOfDate(date: string): number {
  return Date.parse(date) / dayMs;
}

/** `date,rate` lines by ascending dates, with or without that header. */
export function readRates(file: string, currency: string): { rates: DatedRates; digest: string } {
  const text = readText(file, currency);
  const rates: [number, string][] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || (index === 0 && /^\s*date\s*,\s*rate\s*$/i.test(line))) continue;
    const at = (problem: string, value: string, column: string) =>
      new ConfigurationError(`${file} line ${index + 1}, ${column} ${showValue(value)}: ${problem}`, {
        code: "rates.file",
        hint: "A file of rates has lines such as 2024-01-02,1.0956 by ascending dates, after the header date,rate.",
        context: { file, line: index + 1, column, value, currency },
      });
    const [date = "", rate = "", ...rest] = line.split(",").map((cell) => cell.trim());
    if (rest.length > 0) throw at("expected two columns, date and rate", line, "columns");
    const day = canonicalDay(date);
    if (day === undefined) throw at("expected a date such as 2024-01-02", date, "date");
    const before = rates.at(-1)?.[0];
    if (before !== undefined && dayOfDate(day) <= before)
      throw at(`expected a date after ${formatDay(before)}, of the line before`, date, "date");
    rates.push([dayOfDate(day), rateOf(rate, at)]);
  }
  if (rates.length === 0) throw unusable(file, currency, "has no rates");
  return { rates, digest: sha256(text) };
}

function rateOf(rate: string, at: (problem: string, value: string, column: string) => ConfigurationError): string {
  try {
    return exchangeRate.read(rate, "rate", () => "the file");
  } catch (error) {
    if (!isRustyBtError(error)) throw error;
    throw at(`expected ${exchangeRate.allowed} with at most 10 digits behind the point`, rate, "rate");
  }
}

function readText(file: string, currency: string): string {
  try {
    return nodeFs()
      .readFileSync(file, "utf8")
      .replace(/^\uFEFF/, "");
  } catch (error) {
    throw unusable(file, currency, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unusable(file: string, currency: string, problem: string): ConfigurationError {
  return new ConfigurationError(`rates.${currency}: ${file} ${problem}`, {
    code: "rates.file",
    hint: "Name a CSV with the columns date and rate.",
    context: { key: `rates.${currency}`, file },
  });
}

function pairRate(foreign: string, symbol: string): ConfigurationError {
  return new ConfigurationError(`rates.${foreign} is the close of ${symbol}, and a commission's own currency needs a rate by day`, {
    code: "rates.symbol",
    hint: `Give rates.${foreign} a rate or a CSV of dated ones, or leave commission.currency out.`,
    context: { key: `rates.${foreign}`, symbol },
  });
}

function missingRate(foreign: string, currency: string, config: RunConfig): ConfigurationError {
  const known = Object.keys(config.rates ?? {});
  const there = known.length === 0 ? "rates names no currency" : `rates names ${known.join(", ")}`;
  return new ConfigurationError(`commission.currency is "${foreign}", the account is in ${currency}, and ${there}`, {
    code: "rates.missing",
    hint: `Give the ${currency} for one ${foreign}: "rates": { "${foreign}": "1.085" } or --rates ${foreign}=1.085; a CSV of dated rates is { "file": … }.`,
    context: { key: `rates.${foreign}`, value: foreign, allowed: known },
  });
}

function lateRates(currency: string, file: string, begins: number, first: number): ConfigurationError {
  return new ConfigurationError(`${file} has no rate of ${currency} for ${formatDay(first)}: its first is of ${formatDay(begins)}`, {
    code: "rates.missing",
    hint: `Add an earlier rate, or begin the run later with from: "${formatDay(begins)}".`,
    context: { key: `rates.${currency}`, file, from: formatDay(begins), needed: formatDay(first) },
  });
}
