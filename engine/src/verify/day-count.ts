import { dayMs } from "../market/calendar-date.ts";
import type { DayCount } from "../settings/run-config.ts";
import { type Fraction, fraction } from "./fraction.ts";

/** Days since 1970-01-01 as a part of a year. */
export function yearFraction(from: number, to: number, dayCount: DayCount): Fraction {
  const days = BigInt(to - from);
  if (dayCount === "actual/360") return fraction(days, 360n);
  if (dayCount === "actual/365") return fraction(days, 365n);
  if (dayCount === "30/360") return fraction(BigInt(thirtyDays(new Date(from * dayMs), new Date(to * dayMs))), 360n);
  let inLeapYears = 0n;
  for (let day = from; day < to; day++) if (isLeap(new Date(day * dayMs).getUTCFullYear())) inLeapYears++;
  return fraction((days - inLeapYears) * 366n + inLeapYears * 365n, 365n * 366n);
}

/** As in the United States: a last day of February counts as the thirtieth. */
function thirtyDays(from: Date, to: Date): number {
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const fromEnd = endsFebruary(from);
  const first = fromEnd ? 30 : Math.min(30, from.getUTCDate());
  const last = fromEnd && endsFebruary(to) ? 30 : to.getUTCDate();
  return months * 30 + (last === 31 && first === 30 ? 30 : last) - first;
}

/** The day after it is the first of March. */
function endsFebruary(date: Date): boolean {
  return date.getUTCMonth() === 1 && new Date(date.getTime() + dayMs).getUTCMonth() === 2;
}

function isLeap(year: number): boolean {
  return new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
}
