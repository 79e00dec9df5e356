import { ConfigurationError } from "../errors.ts";
import { nearestName } from "../settings/nearest-name.ts";
import type { Calendar } from "./calendar.ts";
import { formatDay } from "./calendar-date.ts";
import { calendarIds, calendarNames, knownCalendars } from "./calendar-names.ts";

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

export function unknownCalendar(name: string): ConfigurationError {
  return new ConfigurationError(`calendar: ${JSON.stringify(name)} is not a calendar of this version`, {
    code: "calendar.unknown",
    hint: `${nearCalendars(name)} \`rustybt calendar\` lists all ${calendarIds.length}.`,
    context: { value: name, known: calendarIds },
  });
}

/** The calendars whose identifier, alias or name resembles what was written, as a sentence. */
function nearCalendars(name: string): string {
  const wanted = name.toLowerCase();
  const named = calendarNames()
    .filter((each) => wanted.length > 2 && `${each.name} ${each.timezone}`.toLowerCase().includes(wanted))
    .map(({ id }) => id);
  const nearest = nearestName(name, knownCalendars());
  const near = [...new Set([...(nearest === undefined ? [] : [nearest]), ...named, ...sharingLetters(wanted)])].slice(0, 3);
  return near.length === 0 ? 'Use an exchange\'s MIC such as "XNYS", or "24/7".' : `Did you mean ${near.join(", ")}?`;
}

function sharingLetters(wanted: string): string[] {
  return knownCalendars().filter((known) => wanted.length > 2 && known.toLowerCase().includes(wanted.slice(0, 3)));
}

function seen(day: number): string {
  return Number.isInteger(day) && Math.abs(day) <= 100_000_000 ? formatDay(day) : String(day);
}
