import { rfc3339 } from "../result/rfc3339.ts";
import { tableColumn } from "../run/table-columns.ts";
import type { AssetClass } from "../settings/run-config.ts";
import { type Calendar, calendarFor, defaultCalendarId } from "./calendar.ts";
import { dayMs } from "./calendar-date.ts";
import { exchangeDays } from "./calendar-days.ts";
import { type LoadedTable, loadedSymbols, type MarketData } from "./market-data.ts";
import { type SessionSlots, sessionSlots } from "./session-slots.ts";

export interface CoverageOptions {
  /** Against which sessions; without it the usual calendar of the asset class. */
  readonly calendar?: string | null;
  /** Equity without it. */
  readonly assetClass?: AssetClass | null;
}

/** How far the bars of a symbol fill the sessions of a calendar between its first and its last bar. */
export interface SymbolCoverage {
  readonly symbol: string;
  readonly calendar: string;
  /** What is counted: one bar a session, or one bar each interval of a session. `null` for bars longer than a day: no calendar says where they belong. */
  readonly unit: "session" | "bar" | null;
  readonly expected: number;
  readonly missing: number;
  /** Bars that lie in no session. */
  readonly outside: number;
  /** Stretches without a bar; of very many the longest, in time order. */
  readonly gaps: readonly Gap[];
  readonly gapCount: number;
  /** Percent present in equal parts of the whole, for drawing. */
  readonly density: readonly number[];
}

export interface Gap {
  /** RFC 3339 of the first and last bar that is missing. */
  readonly from: string;
  readonly to: string;
  readonly missing: number;
}

/** Gaps and parts of all symbols together. */
const mostDetails = 4_000;
const mostParts = 200;
const fewestParts = 10;
/** Friday to Tuesday: bars of days that lie further apart are those of weeks, months or years. */
const mostDays = 4;

/**
 * Compares bars with the sessions they should fill: how many are expected, which are missing, which lie outside.
 *
 * ```ts
 * import { barsFrom, coverageOf } from "rustybt";
 *
 * const bar = { open: 1, high: 1, low: 1, close: 1 };
 * const times = ["2024-01-02", "2024-01-03", "2024-01-08"];
 * const data = barsFrom(
 *   times.map((time) => ({ time, ...bar })),
 *   { symbol: "X" },
 * );
 * coverageOf(data)[0]?.missing; // 2
 * ```
 */
export function coverageOf(data: MarketData, { calendar, assetClass }: CoverageOptions = {}): SymbolCoverage[] {
  const sessions = calendarFor(calendar ?? defaultCalendarId(assetClass ?? "equity"));
  const { loaded } = loadedSymbols(data);
  const parts = Math.min(mostParts, Math.max(fewestParts, Math.floor(mostDetails / Math.max(1, loaded.length))));
  return loaded.map((symbol) => symbolCoverage(symbol, sessions, parts));
}

/** A stretch of missing slots, counted from the first bar's through all sessions. */
interface Run {
  readonly slot: number;
  readonly missing: number;
  readonly from: number;
  readonly to: number;
}

function symbolCoverage(symbol: LoadedTable, calendar: Calendar, parts: number): SymbolCoverage {
  const { isDaily, intervalMs } = symbol;
  const identity = { symbol: symbol.symbol, calendar: calendar.id };
  if (isDaily ? intervalMs > mostDays * dayMs : intervalMs > dayMs || intervalMs === 0) {
    return { ...identity, unit: null, expected: 0, missing: 0, outside: 0, gaps: [], gapCount: 0, density: [] };
  }
  const { runs, slots, outside } = missingRuns(symbol, calendar);
  const missing = runs.reduce((sum, run) => sum + run.missing, 0);
  const longest = runs.toSorted((a, b) => b.missing - a.missing || a.slot - b.slot).slice(0, parts);
  const gaps = longest
    .toSorted((a, b) => a.slot - b.slot)
    .map((run) => ({ from: rfc3339(run.from), to: rfc3339(run.to), missing: run.missing }));
  const density = densityOf(runs, slots, parts);
  return { ...identity, unit: isDaily ? "session" : "bar", expected: slots, missing, outside, gaps, gapCount: runs.length, density };
}

function missingRuns(
  { table, isDaily, intervalMs, rows }: LoadedTable,
  calendar: Calendar,
): { runs: Run[]; slots: number; outside: number } {
  const length = { isDaily, intervalMs };
  const times = tableColumn(table, "time");
  const days = exchangeDays(times, isDaily, calendar);
  const runs: Run[] = [];
  let outside = 0;
  let first: number | undefined;
  let before: { readonly session: SessionSlots; readonly slot: number; readonly place: number } | undefined;
  let at = 0;
  // Where the calendar does not reach, nothing is expected.
  while (at < rows && (days[at] as number) < calendar.firstDay) at++;
  const last = Math.min(calendar.lastDay, days[rows - 1] ?? 0);
  for (let day = days[at] ?? last + 1, base = 0; day <= last; day++) {
    const start = at;
    while (at < rows && days[at] === day) at++;
    if (!calendar.isSession(day)) {
      outside += at - start;
      continue;
    }
    const session = sessionSlots(day, length, calendar);
    for (let bar = start; bar < at; bar++) {
      const time = times[bar] as number;
      const slot = session.slotOf(time);
      if (slot === undefined) {
        outside++;
        continue;
      }
      const place = base + slot;
      first ??= place;
      if (before !== undefined && place > before.place + 1) {
        const missing = place - before.place - 1;
        runs.push({ slot: before.place + 1 - first, missing, from: timeAfter(before.session, before.slot), to: timeBefore(session, slot) });
      }
      before = { session, slot, place };
    }
    base += session.slots;
  }
  return { runs, slots: before === undefined || first === undefined ? 0 : before.place - first + 1, outside };

  function timeAfter({ day, slots, timeOf }: SessionSlots, slot: number): number {
    return slot + 1 < slots ? timeOf(slot + 1) : sessionSlots(calendar.next(day), length, calendar).timeOf(0);
  }

  function timeBefore({ day, timeOf }: SessionSlots, slot: number): number {
    if (slot > 0) return timeOf(slot - 1);
    const previous = sessionSlots(calendar.previous(day), length, calendar);
    return previous.timeOf(previous.slots - 1);
  }
}

function densityOf(runs: readonly Run[], slots: number, parts: number): number[] {
  const count = Math.min(parts, slots);
  // Whole slots, so that a stretch always ends in a part after the one it was cut at.
  const start = (part: number): number => Math.floor((part * slots) / count);
  const missing = new Float64Array(count);
  let part = 0;
  for (const { slot, missing: length } of runs) {
    for (let from = slot; from < slot + length; ) {
      while (start(part + 1) <= from) part++;
      const to = Math.min(slot + length, start(part + 1));
      missing[part] = (missing[part] as number) + to - from;
      from = to;
    }
  }
  return Array.from(missing, (each, at) => Math.round(100 * (1 - each / (start(at + 1) - start(at)))));
}
