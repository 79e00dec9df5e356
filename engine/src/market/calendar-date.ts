export const dayMs = 86_400_000;

/**
 * Day number of a date of the proleptic Gregorian calendar, month 1 to 12.
 *
 * @example
 * dayNumber(2014, 6, 9); // 16230
 */
export function dayNumber(year: number, month: number, dayOfMonth: number): number {
  return Date.UTC(year, month - 1, dayOfMonth) / dayMs;
}

/**
 * The date of a day number, `"YYYY-MM-DD"`.
 *
 * @example
 * formatDay(16230); // "2014-06-09"
 */
export function formatDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** 0 is Monday, 6 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Counts weeks that start on Monday: two days lie in one week exactly when their numbers are equal. */
export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

/** Counts months: two days lie in one calendar month exactly when their numbers are equal. */
export function monthOf(day: number): number {
  const date = new Date(day * dayMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
