import { dayMs, formatDay } from "../market/calendar-date.ts";
import type { TableHandle } from "../native.ts";
import { rfc3339 } from "../result/rfc3339.ts";
import type { RunWarning } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { type SessionFacts, sessionFacts } from "./session-facts.ts";

const found = new WeakMap<TableHandle, Map<string, SessionFacts>>();
const mostShown = 5;

/**
 * How the bars lie in the sessions of their symbol's calendar: those outside of one or in its lunch break, which trade all the same
 * (semantics T5), and where bars are missing.
 */
export function sessionWarnings(symbols: readonly RunSymbol[], steps: number): RunWarning[] {
  // Symbols with a bar at every step of the clock have the same bars.
  const known = new Map<string, SessionFacts>();
  return symbols.flatMap((symbol) => {
    const isDense = symbol.to - symbol.from === steps;
    const key = `${symbol.calendar.id} ${symbol.isDaily}`;
    const facts = (isDense ? known.get(key) : undefined) ?? knownFacts(symbol);
    if (isDense) known.set(key, facts);
    const { outside, inBreak } = facts;
    const where = `outside the sessions of calendar ${symbol.calendar.id}`;
    return [
      ...(outside.bars === 0 ? [] : [strayWarning("data.outsideSessions", symbol, outside, where)]),
      ...(inBreak.bars === 0
        ? []
        : [strayWarning("data.lunchBreak", symbol, inBreak, `in the lunch break of calendar ${symbol.calendar.id}`)]),
      ...gapWarnings(symbol, facts),
    ];
  });
}

/** Worked out once a table, range and calendar. */
function knownFacts(symbol: RunSymbol): SessionFacts {
  const { table, from, to, calendar, isDaily, intervalMs } = symbol;
  const ofTable = found.get(table) ?? new Map<string, SessionFacts>();
  found.set(table, ofTable);
  const key = `${from} ${to} ${calendar.id} ${isDaily} ${intervalMs}`;
  const facts = ofTable.get(key) ?? sessionFacts(symbol);
  ofTable.set(key, facts);
  return facts;
}

function strayWarning(code: string, { symbol, calendar }: RunSymbol, { bars, days }: SessionFacts["outside"], where: string): RunWarning {
  return {
    code,
    symbol,
    count: bars,
    message: `${symbol} has ${plural(bars, "bar")} ${where}, on ${dayList(days)}; they trade as all others.`,
    context: { calendar: calendar.id, days: days.slice(0, mostShown).map(formatDay) },
  };
}

function gapWarnings(
  { symbol, calendar, isDaily, intervalMs }: RunSymbol,
  { missedSessions, missedBars, gaps }: SessionFacts,
): RunWarning[] {
  const count = missedSessions.length + missedBars;
  if (count === 0) return [];
  const whole = missedSessions.length === 0 ? [] : [`no bar on ${plural(missedSessions.length, "session")}: ${dayList(missedSessions)}`];
  const shown = gaps.slice(0, mostShown).map(({ day, missing, first }) => `${missing} on ${formatDay(day)} from ${rfc3339(first)}`);
  const more = gaps.length > shown.length ? ` and ${gaps.length - shown.length} more` : "";
  const parts =
    gaps.length === 0
      ? []
      : [
          `${plural(missedBars, "bar")} of ${lengthText(intervalMs)} missing in ${plural(gaps.length, "session")}: ${shown.join(", ")}${more}`,
        ];
  return [
    {
      code: "data.gaps",
      symbol,
      count,
      message: `${symbol} has gaps against calendar ${calendar.id}, ${[...whole, ...parts].join("; ")}. Nothing is filled in.`,
      context: {
        calendar: calendar.id,
        sessions: missedSessions.length,
        ...(isDaily ? {} : { bars: missedBars }),
        days: [...missedSessions, ...gaps.map(({ day }) => day)]
          .sort((a, b) => a - b)
          .slice(0, mostShown)
          .map(formatDay),
      },
    },
  ];
}

function dayList(days: readonly number[]): string {
  const more = days.length > mostShown ? ` and ${days.length - mostShown} more days` : "";
  return `${days.slice(0, mostShown).map(formatDay).join(", ")}${more}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function lengthText(ms: number): string {
  if (ms % dayMs === 0) return `${ms / dayMs} d`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
