import type { Clock } from "../market/calendar-days.ts";
import { exact, multiply, textOf } from "../result/exact.ts";
import type { BorrowConfig, FinancingConfig, InterestConfig, RunConfig } from "../settings/run-config.ts";
import type { RateFile, RateRow } from "./rate-file.ts";
import { type Rollover, rollovers } from "./rollovers.ts";

/** An annual fraction that holds from a day (since ever without one) until the next of its list. */
export interface DatedRate {
  /** Days since 1970-01-01. */
  readonly from?: number;
  /** Of what the account pays for, and of what it lends. */
  readonly plus: string;
  readonly minus: string;
  readonly available?: string;
}

export interface CarryTerms {
  readonly dayCount: BorrowConfig["dayCount"] | "nights";
  /** By symbol; for interest one list. */
  readonly rates: readonly (readonly DatedRate[])[];
  /** Of `nights`: rates are money a unit and night. */
  readonly nights?: readonly Rollover[];
}

/** What holding costs, by kind; a kind that is not charged is absent. */
export interface Carry {
  readonly borrow?: CarryTerms;
  readonly financing?: CarryTerms;
  readonly interest?: CarryTerms;
}

export interface RateFiles {
  readonly borrow?: RateFile;
  readonly financing?: RateFile;
}

/** The rates of a run's symbols, from its settings and the files they name. Documents of earlier versions have no such settings. */
export function carryTerms(
  config: Partial<RunConfig>,
  symbols: readonly string[],
  files: RateFiles,
  clock: Omit<Clock, "intervalMs">,
): Carry {
  const { financing, interest } = config;
  return {
    ...borrowOf(config, symbols, files),
    ...(financing ? { financing: financingTerms(config, financing, symbols, files.financing, clock) } : {}),
    ...(interest ? { interest: interestTerms(interest) } : {}),
  };
}

/** The part of it that shorts pay. */
export function borrowOf({ borrow }: Partial<RunConfig>, symbols: readonly string[], files: RateFiles): Pick<Carry, "borrow"> {
  return borrow ? { borrow: borrowTerms(borrow, symbols, files.borrow) } : {};
}

/** Rows of a file that are a symbol's: its own, else those of `*`. */
export function rowsOf(file: RateFile | undefined, symbol: string): readonly RateRow[] {
  const of = (name: string) => file?.rows.filter((row) => row.symbol === name) ?? [];
  const own = of(symbol);
  return own.length > 0 ? own : of("*");
}

function borrowTerms({ rate, dayCount, symbols: only }: BorrowConfig, symbols: readonly string[], file: RateFile | undefined): CarryTerms {
  const fixed = (symbol: string) => (rate === null || (only !== null && !only.includes(symbol)) ? [] : [{ plus: rate, minus: rate }]);
  return { dayCount, rates: symbols.map((symbol) => (file === undefined ? fixed(symbol) : rowsOf(file, symbol).map(dated))) };
}

function financingTerms(
  config: Partial<RunConfig>,
  { rate, long, short, dayCount, model, tripleDay = "wednesday" }: FinancingConfig,
  symbols: readonly string[],
  file: RateFile | undefined,
  { times, days, isDaily }: Omit<Clock, "intervalMs">,
): CarryTerms {
  if (model === "swapPoints") {
    const fixed: DatedRate = { plus: long ?? "0", minus: short ?? "0" };
    const rates = symbols.map((symbol) => {
      const pip = exact(pipOf(config, symbol));
      // Points are received: a long position pays less than nothing, a short one, with units below zero, gets its own.
      const money = ({ plus, minus, ...when }: DatedRate): DatedRate => ({
        ...when,
        plus: textOf(multiply({ mantissa: -1n, scale: 0 }, multiply(exact(plus), pip))),
        minus: textOf(multiply(exact(minus), pip)),
      });
      return (file === undefined ? [fixed] : rowsOf(file, symbol).map(dated)).map(money);
    });
    return { dayCount: "nights", rates, nights: rollovers(times, days, isDaily, tripleDay) };
  }
  const fixed = { plus: rate ?? long ?? "0", minus: rate ?? short ?? "0" };
  return { dayCount, rates: symbols.map((symbol) => (file === undefined ? [fixed] : rowsOf(file, symbol).map(dated))) };
}

/** A point of a pair. */
function pipOf({ instruments }: Partial<RunConfig>, symbol: string): string {
  const rules = instruments?.[symbol] ?? instruments?.["*"];
  if (rules?.pip) return rules.pip;
  return rules?.currency === "JPY" || symbol.endsWith("JPY") ? "0.01" : "0.0001";
}

/** The account pays for debt and lends its cash. */
function interestTerms({ rate, credit, debit, dayCount }: InterestConfig): CarryTerms {
  return { dayCount, rates: [[{ plus: rate ?? debit ?? "0", minus: rate ?? credit ?? "0" }]] };
}

function dated({ from, rate = "0", long = rate, short = rate, available }: RateRow): DatedRate {
  return { from: dayOf(from), plus: long, minus: short, ...(available === undefined ? {} : { available }) };
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
