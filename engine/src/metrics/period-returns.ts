/** Days of a year wherever days become years. */
export const daysPerYear = 365.25;

/** Returns of the account from one exchange day to the next. */
export interface PeriodReturns {
  /** `equity[k] / equity[k-1] - 1` over the samples; they compound to end value / start value. */
  readonly returns: Float64Array;
  /** Steps of the clock the returns run between, one more than returns; -1 is the start, before the first bar. */
  readonly steps: Int32Array;
  /** Calendar days from the first sample to the last. */
  readonly days: number;
  /** `days / 365.25` */
  readonly years: number;
  /** `returns.length / years`; `NaN` without a return. */
  readonly periodsPerYear: number;
  /** First sample whose equity is zero or less: returns after it mean nothing. */
  readonly ruinedAt: number | undefined;
}

export interface DailyEquity {
  readonly startValue: number;
  /** Exchange day of each step as days since 1970-01-01, ascending. */
  readonly days: Int32Array;
  /** Last step of each exchange day, and the equity at it. */
  readonly ends: Int32Array;
  readonly equity: Float64Array;
}

/**
 * Samples an equity curve at the last point of each exchange day. The first sample is the start value. When the first day has one
 * point only (daily, weekly, monthly bars) that point is the start's own and not a sample of its own: nothing was held before it.
 */
export function periodReturns({ startValue, days, ends, equity }: DailyEquity): PeriodReturns {
  const opensWithOnePoint = ends.length > 0 && ends[0] === 0;
  const steps = opensWithOnePoint ? ends : prepend(-1, ends);
  const returns = new Float64Array(Math.max(steps.length - 1, 0));
  let ruinedAt: number | undefined;
  let before = startValue;
  const offset = opensWithOnePoint ? 0 : -1;
  for (let k = 1; k < steps.length; k++) {
    const now = equity[k + offset] as number;
    returns[k - 1] = now / before - 1;
    if (ruinedAt === undefined && now <= 0) ruinedAt = steps[k];
    before = now;
  }
  const first = days[0] ?? 0;
  const spanned = (days[days.length - 1] ?? 0) - first + (opensWithOnePoint ? 0 : 1);
  const years = days.length === 0 ? 0 : spanned / daysPerYear;
  return { returns, steps, days: days.length === 0 ? 0 : spanned, years, periodsPerYear: returns.length / years, ruinedAt };
}

function prepend(first: number, rest: Int32Array): Int32Array {
  const all = new Int32Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}
