import { monthOf, returnText } from "@rustybt/engine/figures";
import type { Curve } from "./curve.ts";
import type { Amount } from "./drawdown-spans.ts";

/** The return of a calendar year or month: equity at its last exchange day / equity at the last one before it (the start value at first) - 1. */
export interface PeriodReturn {
  readonly year: number;
  /** 1 to 12; absent for a year. */
  readonly month?: number;
  /** 12 decimals half-even; `null` when equity before it was zero or less. */
  readonly value: string | null;
}

export function monthlyReturns(curve: Curve): PeriodReturn[] {
  return returnsBy(curve, monthOf).map(({ period, value }) => ({ year: Math.floor(period / 12), month: (period % 12) + 1, value }));
}

export function annualReturns(curve: Curve): PeriodReturn[] {
  return returnsBy(curve, (day) => Math.floor(monthOf(day) / 12)).map(({ period, value }) => ({ year: period, value }));
}

function returnsBy({ daily, startValue }: Curve, periodOf: (day: number) => number): { period: number; value: string | null }[] {
  const found: { period: number; value: string | null }[] = [];
  let before: Amount = startValue;
  for (const [i, day] of daily.days.entries()) {
    const period = periodOf(day);
    const next = daily.days[i + 1];
    if (next !== undefined && periodOf(next) === period) continue;
    const end: Amount = daily.equity[i] ?? before;
    found.push({ period, value: Number(before) > 0 ? returnText(String(before), String(end)) : null });
    before = end;
  }
  return found;
}
