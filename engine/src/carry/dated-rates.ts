import type { BorrowConfig, FinancingConfig, InterestConfig, RunConfig } from "../settings/run-config.ts";
import type { RateFile, RateRow } from "./rate-file.ts";

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
  readonly dayCount: BorrowConfig["dayCount"];
  /** By symbol; for interest one list. */
  readonly rates: readonly (readonly DatedRate[])[];
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
export function carryTerms(config: Partial<RunConfig>, symbols: readonly string[], files: RateFiles): Carry {
  const { borrow, financing, interest } = config;
  return {
    ...(borrow ? { borrow: borrowTerms(borrow, symbols, files.borrow) } : {}),
    ...(financing ? { financing: financingTerms(financing, symbols, files.financing) } : {}),
    ...(interest ? { interest: interestTerms(interest) } : {}),
  };
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
  { rate, long, short, dayCount }: FinancingConfig,
  symbols: readonly string[],
  file: RateFile | undefined,
): CarryTerms {
  const fixed = { plus: rate ?? long ?? "0", minus: rate ?? short ?? "0" };
  return { dayCount, rates: symbols.map((symbol) => (file === undefined ? [fixed] : rowsOf(file, symbol).map(dated))) };
}

/** The account pays for debt and lends its cash. */
function interestTerms({ rate, credit, debit, dayCount }: InterestConfig): CarryTerms {
  return { dayCount, rates: [[{ plus: rate ?? debit ?? "0", minus: rate ?? credit ?? "0" }]] };
}

function dated({ from, rate = "0", long = rate, short = rate, available }: RateRow): DatedRate {
  return { from: dayOf(from), plus: long, minus: short, ...(available === undefined ? {} : { available }) };
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
