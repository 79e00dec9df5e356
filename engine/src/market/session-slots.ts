import type { Calendar } from "./calendar.ts";
import { dayMs } from "./calendar-date.ts";
import type { Hours } from "./calendar-days.ts";

/** The places of a session's bars: one a day for daily bars, else one each interval from the open, and from the end of the lunch break, on. */
export interface SessionSlots {
  readonly day: number;
  readonly slots: number;
  /** The slot of a bar by its start; `undefined` for one that lies in no part of the session. */
  slotOf(time: number): number | undefined;
  /** When a slot begins. */
  timeOf(slot: number): number;
}

export interface BarLength {
  readonly isDaily: boolean;
  readonly intervalMs: number;
}

export function sessionSlots(day: number, { isDaily, intervalMs }: BarLength, calendar: Calendar): SessionSlots {
  if (isDaily) return slotsOf(day, [{ open: day * dayMs, close: (day + 1) * dayMs }], dayMs);
  const [open, close, pause] = [calendar.open(day), calendar.close(day), calendar.breakOf(day)];
  const parts =
    pause === undefined
      ? [{ open, close }]
      : [
          { open, close: pause.open },
          { open: pause.close, close },
        ];
  return slotsOf(day, parts, intervalMs);
}

function slotsOf(day: number, parts: readonly Hours[], stepMs: number): SessionSlots {
  const counts = parts.map(({ open, close }) => Math.ceil((close - open) / stepMs));
  const before = (part: number): number => (part === 0 ? 0 : (counts[0] ?? 0));
  return {
    day,
    slots: counts.reduce((sum, count) => sum + count, 0),
    slotOf(time) {
      const part = parts.findIndex(({ open, close }) => time > open - stepMs && time < close);
      const found = parts[part];
      // A bar that begins before the open and reaches into the session is its first.
      return found && before(part) + Math.max(0, Math.floor((time - found.open) / stepMs));
    },
    timeOf(slot) {
      const part = slot < (counts[0] ?? 0) ? 0 : 1;
      return (parts[part]?.open ?? Number.NaN) + (slot - before(part)) * stepMs;
    },
  };
}
