import { dayMs } from "@rustybt/engine/figures";
import type { Tick } from "./chart-spec.ts";

/** One way to divide time: `key` changes where a tick stands, `text` names it, `major` is the text where a larger unit begins too. */
interface Division {
  key(time: Date): number;
  text(time: Date): string;
  larger?(time: Date): number;
  largerText?(time: Date): string;
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const year = (time: Date): number => time.getUTCFullYear();
const yearText = (time: Date): string => String(time.getUTCFullYear()).padStart(4, "0");
const monthIndex = (time: Date): number => year(time) * 12 + time.getUTCMonth();
const dayIndex = (time: Date): number => Math.floor(time.getTime() / dayMs);
const dayText = (time: Date): string => `${time.getUTCDate()} ${monthNames[time.getUTCMonth()]}`;

const years = (step: number): Division => ({ key: (time) => Math.floor(year(time) / step), text: yearText });
const months = (step: number): Division => ({
  key: (time) => Math.floor(monthIndex(time) / step),
  text: (time) => monthNames[time.getUTCMonth()] ?? "",
  larger: year,
  largerText: yearText,
});
const days = (step: number): Division => ({
  // Steps of several days begin anew each month, so that they fall on the same dates.
  key: (time) => monthIndex(time) * 40 + Math.min(Math.floor((time.getUTCDate() - 1) / step), Math.floor(30 / step) - 1),
  text: dayText,
  larger: year,
  largerText: (time) => `${dayText(time)} ${yearText(time)}`,
});
const minutes = (step: number): Division => ({
  key: (time) => Math.floor(time.getTime() / (step * 60_000)),
  text: (time) => time.toISOString().slice(11, 16),
  larger: dayIndex,
  largerText: dayText,
});

const divisions: readonly Division[] = [
  ...[100, 50, 20, 10, 5, 2, 1].map(years),
  ...[6, 3, 1].map(months),
  ...[15, 10, 5, 2, 1].map(days),
  ...[720, 360, 180, 60, 30, 15, 5, 1].map(minutes),
];

/** Ticks at the first position of each year, month, day or minute: the finest division with at most `most` of them. */
export function calendarTicks(times: Float64Array, most: number): Tick[] {
  let best: Tick[] = [];
  for (const division of divisions) {
    const ticks = ticksOf(division, times, most);
    if (ticks === undefined) return best;
    best = ticks;
  }
  return best;
}

/** `undefined` when there are more than `most`. The first position has none: its year or day began before. */
function ticksOf({ key, text, larger, largerText }: Division, times: Float64Array, most: number): Tick[] | undefined {
  const ticks: Tick[] = [];
  let before: Date | undefined;
  for (const [at, timeMs] of times.entries()) {
    const time = new Date(timeMs);
    if (before !== undefined && key(before) !== key(time)) {
      if (ticks.length === most) return undefined;
      const beginsLarger = larger !== undefined && larger(before) !== larger(time);
      ticks.push({ at, text: beginsLarger && largerText !== undefined ? largerText(time) : text(time) });
    }
    before = time;
  }
  return ticks;
}
