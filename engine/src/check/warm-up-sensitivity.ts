import { type Decision, isNewOrder } from "./decisions.ts";

/** How long decisions of a run that started later stay different from those of the whole run. */
export interface LateStart {
  /** Bars left out at the beginning. */
  readonly bars: number;
  /** Time of the last decision that differs; undefined when none does. */
  readonly lastDifference: number | undefined;
  /** Whether they still differ in the last decision of all. */
  readonly neverSettles: boolean;
}

/** Compares what was ordered from the later start on. Numbers of orders, and whatever hangs on them, are left out. */
export function lateStart(bars: number, start: number, whole: readonly Decision[], late: readonly Decision[]): LateStart {
  const [a, b] = [termsOf(whole, start), termsOf(late, start)];
  let same = 0;
  while (same < Math.min(a.length, b.length) && a.at(-1 - same)?.terms === b.at(-1 - same)?.terms) same++;
  const different = [a.at(-1 - same)?.time, b.at(-1 - same)?.time].filter((time) => time !== undefined);
  const lastDifference = different.length === 0 ? undefined : Math.max(...different);
  return { bars, lastDifference, neverSettles: lastDifference !== undefined && same === 0 };
}

const numbered = ["id", "parent", "oco", "ouo"];

function termsOf(decisions: readonly Decision[], start: number): { time: number; terms: string }[] {
  return decisions
    .filter((decision) => decision.time >= start && isNewOrder(decision))
    .map(({ time, line }) => ({
      time,
      terms: JSON.stringify(JSON.parse(line, (key, value: unknown) => (numbered.includes(key) ? undefined : value))),
    }));
}
