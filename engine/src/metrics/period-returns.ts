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

export interface EquityCurve {
  readonly startValue: number;
  /** One value per step of the clock. */
  readonly equity: Float64Array;
  /** Exchange day of each step as days since 1970-01-01, ascending. */
  readonly days: Int32Array;
}

/**
 * Samples an equity curve at the last point of each exchange day. The first sample is the start value. When the first day has one
 * point only (daily, weekly, monthly bars) that point is the start's own and not a sample of its own: nothing was held before it.
 */
export function periodReturns({ startValue, equity, days }: EquityCurve): PeriodReturns {
  const last = lastStepOfDays(days);
  const opensWithOnePoint = last.length > 0 && last[0] === 0;
  const steps = opensWithOnePoint ? last : prepend(-1, last);
  const returns = new Float64Array(Math.max(steps.length - 1, 0));
  let ruinedAt: number | undefined;
  let before = startValue;
  for (let k = 1; k < steps.length; k++) {
    const step = steps[k] as number;
    const now = equity[step] as number;
    returns[k - 1] = now / before - 1;
    if (ruinedAt === undefined && now <= 0) ruinedAt = step;
    before = now;
  }
  const first = days[0] ?? 0;
  const spanned = (days[days.length - 1] ?? 0) - first + (opensWithOnePoint ? 0 : 1);
  const years = days.length === 0 ? 0 : spanned / daysPerYear;
  return { returns, steps, days: days.length === 0 ? 0 : spanned, years, periodsPerYear: returns.length / years, ruinedAt };
}

function lastStepOfDays(days: Int32Array): Int32Array {
  const end = days.length - 1;
  if (end < 0) return new Int32Array(0);
  const steps = new Int32Array(days.length);
  let count = 0;
  for (let i = 0; i < end; i++) if (days[i] !== days[i + 1]) steps[count++] = i;
  steps[count++] = end;
  return steps.subarray(0, count);
}

function prepend(first: number, rest: Int32Array): Int32Array {
  const all = new Int32Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}
