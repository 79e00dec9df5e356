import { ConfigurationError } from "../errors.ts";
import type { Calendar } from "./calendar.ts";
import { formatDay } from "./calendar-date.ts";

export function assertCovered(calendar: Calendar, day: number): void {
  if (calendar.covers(day)) return;
  const first = formatDay(calendar.firstDay);
  const last = formatDay(calendar.lastDay);
  throw new ConfigurationError(`calendar ${calendar.id}: day ${seen(day)} lies outside ${first} to ${last}`, {
    code: "calendar.range",
    hint: `The ${calendar.id} table knows the days from ${first} to ${last}; ask \`covers(day)\` first.`,
    context: { calendar: calendar.id, day, first, last },
  });
}

export function noSession(calendar: Calendar, day: number): ConfigurationError {
  return new ConfigurationError(`calendar ${calendar.id}: ${formatDay(day)} is not a session`, {
    code: "calendar.closed",
    hint: "Ask `isSession(day)` first, or take the session after it with `next(day)`.",
    context: { calendar: calendar.id, date: formatDay(day) },
  });
}

function seen(day: number): string {
  return Number.isInteger(day) && Math.abs(day) <= 100_000_000 ? formatDay(day) : String(day);
}
