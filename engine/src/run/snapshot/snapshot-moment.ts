import { ConfigurationError } from "../../errors.ts";
import { dayMs, formatDay } from "../../market/calendar-date.ts";
import type { RunConfig } from "../../settings/run-config.ts";
import { canonicalTimeBound } from "../../settings/time-bound.ts";

/**
 * How many steps of a run have closed where a snapshot is to be taken: `at` is that number or an exchange day. Throws `ConfigurationError`
 * `snapshot.at` for what is neither, or lies outside the run, or before the `from` steps it has when it begins.
 */
export function snapshotSteps(at: string | number, days: Int32Array, from: number): number {
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  const steps = typeof at === "number" ? at : typeof at === "string" ? stepsUntil(at, days) : undefined;
  if (steps !== undefined && Number.isInteger(steps) && steps >= 1 && steps <= days.length && steps >= from) return steps;
  throw new ConfigurationError(`no snapshot can be taken at ${JSON.stringify(at)}`, {
    code: "snapshot.at",
    hint: `Give a date from ${formatDay(first)} to ${formatDay(last)}, or a number of bars from ${Math.max(1, from)} to ${days.length}.`,
    context: { snapshotAt: at, from: formatDay(first), to: formatDay(last), bars: days.length, closed: from },
  });
}

function stepsUntil(date: string, days: Int32Array): number | undefined {
  if (date.length !== 10 || canonicalTimeBound(date) === undefined) return undefined;
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
  if (day > (days.at(-1) ?? 0)) return undefined;
  return days.findLastIndex((each) => each <= day) + 1;
}

/** Throws `ConfigurationError` `settings.conflict`: the eight further runs of `bounds` have no snapshot of their own. */
export function assertNoBounds({ bounds }: RunConfig, snapshotAt: unknown, continueFrom: unknown): void {
  if (!bounds || (snapshotAt === undefined && continueFrom === undefined)) return;
  const option = snapshotAt === undefined ? "continueFrom" : "snapshotAt";
  throw new ConfigurationError(`bounds cannot be used together with ${option}`, {
    code: "settings.conflict",
    hint: "Leave out one of the two: a snapshot holds one run, bounds takes nine.",
    context: { bounds, option },
  });
}
