import { barsFrom, type MarketData } from "rustybt";
import { calendarFor } from "../market/calendar.ts";
import { dayNumber, formatDay } from "../market/calendar-date.ts";

/** `[open, high, low, close]`, or one number for a bar that does not move; `null` is a session without a bar. */
export type BarSketch = number | readonly [open: number, high: number, low: number, close: number] | null;

/** Daily bars on consecutive XNYS sessions from 2024-01-02 on, so that they raise no warnings. Volume 1,000 each. */
export function dailyBars(sketches: readonly BarSketch[], symbol = "X"): MarketData {
  const bars = sketches.flatMap((sketch, index) => {
    if (sketch === null) return [];
    const [open, high, low, close] = typeof sketch === "number" ? [sketch, sketch, sketch, sketch] : sketch;
    return [{ time: sessionDate(index), open, high, low, close, volume: 1_000 }];
  });
  return barsFrom(bars, { symbol });
}

const sessions = [dayNumber(2024, 1, 2)];

/** The date of the session with this number, counted from 0: `"2024-01-02"` is the first. */
export function sessionDate(index: number): string {
  const calendar = calendarFor("XNYS");
  while (sessions.length <= index) sessions.push(calendar.next(sessions.at(-1) ?? 0));
  return formatDay(sessions[index] ?? 0);
}
