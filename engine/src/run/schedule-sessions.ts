import type { Calendar } from "../market/calendar.ts";
import { formatDay } from "../market/calendar-date.ts";
import { type Clock, type Hours, hoursOf } from "../market/calendar-days.ts";

/** A session with at least one bar in it. */
export interface Session {
  readonly day: number;
  /** First and last step whose bar overlaps the session. */
  readonly first: number;
  readonly last: number;
  /** Milliseconds UTC. */
  readonly open: number;
  readonly close: number;
  readonly pause: Hours | undefined;
}

/** The sessions of a clock in order, and a sentence about the bars that belong to none. */
export function listSessions(clock: Clock, calendar: Calendar): { readonly sessions: Session[]; readonly notes: string[] } {
  const sessions: Session[] = [];
  let daysLeftOut = 0;
  let firstLeftOut = 0;
  const steps = clock.days.length;
  for (let start = 0; start < steps; ) {
    const day = clock.days[start] ?? 0;
    let end = start + 1;
    while (end < steps && clock.days[end] === day) end++;
    const session = sessionOf(day, start, end - 1, clock, calendar);
    if (session !== undefined) sessions.push(session);
    else if (daysLeftOut++ === 0) firstLeftOut = day;
    start = end;
  }
  const notes: string[] = [];
  if (daysLeftOut > 0) {
    notes.push(
      `schedules skip ${daysLeftOut} ${daysLeftOut === 1 ? "day" : "days"} whose bars lie outside the sessions of calendar ${calendar.id}, the first on ${formatDay(firstLeftOut)}`,
    );
  }
  return { sessions, notes };
}

function sessionOf(day: number, first: number, last: number, clock: Clock, calendar: Calendar): Session | undefined {
  const hours = hoursOf(day, clock, calendar);
  if (hours === undefined) return undefined;
  const start = (step: number): number => clock.times[step] ?? 0;
  let from = first;
  while (from <= last && start(from) + clock.intervalMs <= hours.open) from++;
  let to = last;
  while (to >= from && start(to) >= hours.close) to--;
  if (from > to) return undefined;
  // Where no calendar tells the hours, the bars do.
  const open = Number.isFinite(hours.open) ? hours.open : start(from);
  const close = Number.isFinite(hours.close) ? hours.close : start(to) + clock.intervalMs;
  return { day, first: from, last: to, open, close, pause: hours.pause };
}
