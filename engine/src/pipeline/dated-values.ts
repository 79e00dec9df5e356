import { dayMs } from "../market/calendar-date.ts";
import { isPlainObject } from "../settings/setting-groups.ts";
import { showValue } from "../settings/settings-error.ts";
import { canonicalDay } from "../settings/time-bound.ts";
import { argumentError } from "./arguments.ts";

/** Values by ascending days; the first of them may stand before every day. */
export type DatedList<T> = readonly (readonly [day: number, value: T])[];

/** What a symbol was given, checked: one value for good, or dated ones. */
export function datedList<T>(
  call: string,
  symbol: string,
  given: unknown,
  check: (value: unknown) => value is T,
  allowed: string,
): DatedList<T> {
  const place = `${call}(…).${symbol}`;
  if (check(given)) return [[Number.NEGATIVE_INFINITY, given]];
  if (!isPlainObject(given)) throw argumentError(place, given, `${allowed}, or dated ones such as { "2014-06-09": … }`);
  const dated = Object.entries(given).map(([date, value]): readonly [number, T] => {
    if (canonicalDay(date) === undefined) throw argumentError(place, date, "dates such as 2014-06-09");
    if (!check(value)) throw argumentError(`${place} of ${showValue(date)}`, value, allowed);
    return [Date.parse(date) / dayMs, value];
  });
  return dated.sort(([a], [b]) => a - b);
}

/** Asked for days that never decrease, the last value known on each. */
export function lastKnown<T>(list: DatedList<T>): (day: number) => T | undefined {
  let next = 0;
  return (day) => {
    while (next < list.length && (list[next]?.[0] as number) <= day) next++;
    return list[next - 1]?.[1];
  };
}
