import type { Calendar } from "../market/calendar.ts";
import { dayMs } from "../market/calendar-date.ts";
import { firstAtOrAfter } from "../market/first-at-or-after.ts";
import { type SessionSlots, sessionSlots } from "../market/session-slots.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

/** How bars lie in the sessions of a calendar. */
export interface SessionFacts {
  readonly outside: StrayBars;
  readonly inBreak: StrayBars;
  /** Sessions between the first bar and the last without one. */
  readonly missedSessions: readonly number[];
  /** Bars that lack in sessions that have some. */
  readonly missedBars: number;
  readonly gaps: readonly SessionGap[];
}

/** Bars that lie in no session or in its break, and the days they lie on. */
interface StrayBars {
  bars: number;
  readonly days: number[];
}

interface SessionGap {
  readonly day: number;
  readonly missing: number;
  /** When the first missing bar would begin. */
  readonly first: number;
}

/** Friday to Tuesday: bars of days that lie further apart are those of weeks, months or years. */
const mostDays = 4;

/** Looks at days, not at bars: a day that has as many bars as its session has places for is whole. */
export function sessionFacts(symbol: RunSymbol): SessionFacts {
  const { table, from, to, calendar, isDaily, intervalMs } = symbol;
  const [outside, inBreak]: [StrayBars, StrayBars] = [
    { bars: 0, days: [] },
    { bars: 0, days: [] },
  ];
  const missedSessions: number[] = [];
  const gaps: SessionGap[] = [];
  let missedBars = 0;
  let before: number | undefined;
  if (!isDaily && intervalMs > dayMs) return { outside, inBreak, missedSessions, missedBars, gaps }; // stamped with the first day of a period
  const hasPlaces = intervalMs > 0 && intervalMs <= (isDaily ? mostDays * dayMs : dayMs);
  const times = tableColumn(table, "time");
  for (let i = from; i < to; ) {
    const time = times[i] as number;
    const { day, to: after } = isDaily ? { day: Math.floor(time / dayMs), to: time + 1 } : calendar.spanOf(time);
    const end = firstAtOrAfter(times, after, i + 1, to);
    const { inside, stray, pausing } = barsOf(day, i, end);
    if (stray > 0) note(outside, day, stray);
    if (pausing > 0) note(inBreak, day, pausing);
    if (hasPlaces && inside > 0) {
      if (before !== undefined && day - before > 1) missedSessions.push(...sessionsBetween(before, day, calendar));
      before = day;
      if (!isDaily && calendar.covers(day)) lookForGap(sessionSlots(day, symbol, calendar), i, end, inside);
    }
    i = end;
  }
  return { outside, inBreak, missedSessions, missedBars, gaps };

  /** Bars of an exchange day: those that overlap its session (all where the calendar does not reach), those in its break, and the others. */
  function barsOf(day: number, first: number, end: number): { inside: number; stray: number; pausing: number } {
    const all = end - first;
    if (intervalMs > dayMs) return { inside: all, stray: 0, pausing: 0 };
    if (!calendar.covers(day)) return { inside: all, stray: 0, pausing: 0 };
    if (!calendar.isSession(day)) return { inside: 0, stray: all, pausing: 0 };
    if (isDaily) return { inside: all, stray: 0, pausing: 0 };
    // Times are whole milliseconds: a bar that ends at the open starts an interval before it, and is outside.
    const opened = firstAtOrAfter(times, calendar.open(day) - intervalMs + 1, first, end);
    const inSession = Math.max(0, firstAtOrAfter(times, calendar.close(day), opened, end) - opened);
    const pause = calendar.breakOf(day);
    const paused = pause === undefined ? end : firstAtOrAfter(times, pause.open, opened, end);
    const pausing = pause === undefined ? 0 : Math.max(0, firstAtOrAfter(times, pause.close - intervalMs + 1, paused, end) - paused);
    return { inside: inSession - pausing, stray: all - inSession, pausing };
  }

  /** Data may begin and end within a session: there the places before its first bar and after its last are none that lack. */
  function lookForGap(session: SessionSlots, first: number, end: number, inside: number): void {
    let start = 0;
    let stop = session.slots;
    if (first === from) start = slotFrom(session, first, end, 1) ?? 0;
    if (end === to) stop = (slotFrom(session, end - 1, first - 1, -1) ?? stop - 1) + 1;
    const missing = stop - start - inside;
    if (missing <= 0) return;
    missedBars += missing;
    gaps.push({ day: session.day, missing, first: session.timeOf(firstEmpty(session, first, end, start)) });
  }

  function slotFrom(session: SessionSlots, first: number, end: number, by: 1 | -1): number | undefined {
    for (let bar = first; bar !== end; bar += by) {
      const slot = session.slotOf(times[bar] as number);
      if (slot !== undefined) return slot;
    }
    return undefined;
  }

  function firstEmpty(session: SessionSlots, first: number, end: number, start: number): number {
    let expected = start;
    for (let bar = first; bar < end; bar++) {
      const slot = session.slotOf(times[bar] as number);
      if (slot === undefined) continue;
      if (slot > expected) break;
      expected = slot + 1;
    }
    return expected;
  }
}

function note(stray: StrayBars, day: number, bars: number): void {
  stray.bars += bars;
  if (stray.days.at(-1) !== day) stray.days.push(day);
}

function sessionsBetween(before: number, after: number, calendar: Calendar): number[] {
  const days: number[] = [];
  for (let day = before + 1; day < after; day++) if (calendar.covers(day) && calendar.isSession(day)) days.push(day);
  return days;
}
