import { add, type Ratio, ratio, zero } from "./ratio.ts";
import type { DayCount } from "./scenario.ts";

const dayLength = 86_400_000;
const ordinal = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayLength;
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const daysBetween = (from: string, to: string): number => ordinal(to) - ordinal(from);

/** The fraction of a year from one date to a later one (SPEC M12). */
export function yearFraction(from: string, to: string, dayCount: DayCount): Ratio {
  const days = daysBetween(from, to);
  switch (dayCount) {
    case "actual/360":
      return ratio(BigInt(days), 360n);
    case "actual/365":
      return ratio(BigInt(days), 365n);
    case "actual/actual":
      return yearByYear(from, days);
    case "30/360":
      return ratio(BigInt(thirtyDays(from, to)), 360n);
  }
}

/** Each day counts as a part of its own year. */
function yearByYear(from: string, days: number): Ratio {
  let sum = zero;
  for (let day = 0; day < days; day++) {
    const year = new Date((ordinal(from) + day) * dayLength).getUTCFullYear();
    sum = add(sum, ratio(1n, isLeap(year) ? 366n : 365n));
  }
  return sum;
}

/** 30/360 as in the United States: months of thirty days, a last day of February counting as the thirtieth. */
export function thirtyDays(from: string, to: string): number {
  const [y1 = 0, m1 = 0, d1 = 0] = from.split("-").map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = to.split("-").map(Number);
  const endOfFebruary = (year: number, month: number, day: number) => month === 2 && day === (isLeap(year) ? 29 : 28);
  let [first, last] = [d1, d2];
  if (endOfFebruary(y1, m1, d1)) {
    if (endOfFebruary(y2, m2, d2)) last = 30;
    first = 30;
  }
  if (last === 31 && first >= 30) last = 30;
  if (first === 31) first = 30;
  return (y2 - y1) * 360 + (m2 - m1) * 30 + (last - first);
}
