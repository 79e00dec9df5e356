import type { Calendar } from "../market/calendar.ts";
import { dayMs, monthOf, weekOf } from "../market/calendar-date.ts";
import { type Clock, type Hours, hoursOf } from "../market/calendar-days.ts";
import { firstAtOrAfter } from "../market/first-at-or-after.ts";
import { listSessions, type Session } from "./schedule-sessions.ts";
import { type CronSchedule, parseSchedule, type ScheduleSpec, type SessionSchedule } from "./schedule-spec.ts";

/** When a schedule runs, known before the first bar. */
export interface SchedulePlan {
  /** `"open"`: before the bar of the step, its orders are eligible at that bar's open. `"close"`: once that bar has closed. */
  readonly phase: "open" | "close";
  /** Steps of the clock, ascending, without repeats. */
  readonly steps: Int32Array;
  /** What was assumed, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Plans a schedule over a run's clock (semantics T7): one plan, or two for cron, whose moments may be opens and others.
 *
 * - `every: "week" | "month"` means the first session of the period by the calendar, `on: "last"` the last; when it has no bar, the nearest
 *   session of the period that has one stands for it. A period that the run begins in after its first session does not run, nor with
 *   `on: "last"` one that the data ends in before its last session. Weeks start on Monday.
 * - `at: "open"` runs before the session's first bar. `"close"` (the default), `"open+30m"` and `"close-5m"` run once the bar that ends
 *   at that moment has closed: the first one that ends then or later, else the session's last. Early closes move the close, a moment
 *   beyond the session is its nearest end, and one in the lunch break is the beginning of the break.
 * - `every: "30 10 * * 1-5"` is due whenever the exchange's clocks show it within a session, open and close included.
 * - On daily bars every moment but `"open"` is the close of the bar.
 * - Bars on days that are no session of the calendar run no schedule. Where the calendar does not reach, and for bars longer than a day,
 *   the days of the data are the sessions, and the first period, be it whole or not, runs on the first of them.
 *
 * Throws `ConfigurationError` `schedule.invalid` when `spec` is not a schedule.
 *
 * @example
 * const calendar = calendarFor("XNYS");
 * const times = Float64Array.from(["2011-12-30", "2012-01-03", "2012-01-04"], (date) => Date.parse(date));
 * const clock = { times, days: exchangeDays(times, true, calendar), intervalMs: 86_400_000, isDaily: true };
 * planSchedule({ every: "month" }, clock, calendar)[0].steps; // Int32Array [1]: 2012-01-02 was a holiday, and the run begins after 2011-12-01
 */
export function planSchedule(spec: ScheduleSpec, clock: Clock, calendar: Calendar): SchedulePlan[] {
  const schedule = parseSchedule(spec);
  const { sessions, notes } = listSessions(clock, calendar);
  if (schedule.every === "cron") return planCron(schedule, sessions, { clock, calendar, notes });
  const chosen = schedule.every === "day" ? sessions : onePerPeriod(sessions, schedule, clock, calendar);
  if (clock.isDaily && schedule.at.offsetMs !== 0) notes.push(dailyNote(`at ${JSON.stringify(schedule.at.text)}`));
  const steps = Int32Array.from(chosen, (session) => stepAt(session, schedule, clock));
  return [{ phase: schedule.at.phase, steps, notes }];
}

function dailyNote(when: string): string {
  return `schedule ${when}: the bars are daily, so it runs at the close of the day`;
}

function stepAt(session: Session, { at }: SessionSchedule, clock: Clock): number {
  if (at.phase === "open") return session.first;
  return stepEnding(session, at.anchor === "open" ? session.open + at.offsetMs : session.close - at.offsetMs, clock);
}

/** The step whose bar has closed at a moment of the session: the first that ends then or later, else the last. */
function stepEnding({ first, last, pause }: Session, moment: number, clock: Clock): number {
  if (clock.isDaily) return last;
  // Nothing happens in a lunch break: what is known then is known when it begins, and orders wait for its end.
  const at = pause !== undefined && moment > pause.open && moment <= pause.close ? pause.open : moment;
  return firstAtOrAfter(clock.times, at - clock.intervalMs, first, last);
}

interface CronPlace {
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly notes: string[];
}

function planCron(schedule: CronSchedule, sessions: readonly Session[], { clock, calendar, notes }: CronPlace): SchedulePlan[] {
  const opens = new Set<number>();
  const closes = new Set<number>();
  for (const session of sessions) {
    const hours = cronHours(session, clock, calendar);
    for (const moment of momentsOf(schedule, hours, calendar)) {
      if (moment <= hours.open) opens.add(session.first);
      else closes.add(stepEnding(session, moment, clock));
    }
  }
  if (opens.size + closes.size === 0) {
    notes.push(
      `schedule every ${JSON.stringify(schedule.text)}: none of its moments lies in a session of calendar ${calendar.id} that has bars, it never runs`,
    );
  } else if (clock.isDaily && closes.size > 0) notes.push(dailyNote(`every ${JSON.stringify(schedule.text)}`));
  return [
    { phase: "open", steps: Int32Array.from(opens), notes },
    { phase: "close", steps: Int32Array.from(closes), notes: [] },
  ];
}

/** Daily bars are stamped with a date: the hours of their session are the calendar's. */
function cronHours(session: Session, clock: Clock, calendar: Calendar): Hours {
  const { day } = session;
  if (!clock.isDaily || clock.intervalMs > dayMs || !calendar.covers(day)) return session;
  return { open: calendar.open(day), close: calendar.close(day) };
}

/** The moments of a session at which a cron expression is due, ascending. A close at which the next session opens belongs to that one. */
function* momentsOf({ cron }: CronSchedule, { open, close }: Hours, calendar: Calendar): Generator<number> {
  const lastDate = Math.floor(calendar.localOf(close) / dayMs);
  for (let date = Math.floor(calendar.localOf(open) / dayMs); date <= lastDate; date++) {
    const shown = new Date(date * dayMs);
    if (!cron.onDate(shown.getUTCDate(), shown.getUTCMonth() + 1, shown.getUTCDay())) continue;
    for (const minute of cron.minutes) {
      const moment = calendar.momentOf(date * dayMs + minute * 60_000);
      if (moment >= open && (moment < close || (moment === close && !opensAt(moment, calendar)))) yield moment;
    }
  }
}

function opensAt(moment: number, calendar: Calendar): boolean {
  const day = calendar.sessionOf(moment);
  return calendar.covers(day) && calendar.isSession(day) && calendar.open(day) === moment;
}

function onePerPeriod(sessions: readonly Session[], schedule: SessionSchedule, clock: Clock, calendar: Calendar): readonly Session[] {
  const periodOf = schedule.every === "week" ? weekOf : monthOf;
  return sessions.filter((session, index) => {
    const period = periodOf(session.day);
    if (schedule.on === "first") {
      const before = index === 0 ? lastDayMissed(clock, calendar) : sessions[index - 1]?.day;
      return before === undefined || period !== periodOf(before);
    }
    const following = sessions[index + 1];
    if (following !== undefined) return period !== periodOf(following.day);
    return clock.intervalMs > dayMs || !calendar.covers(session.day + 31) || periodOf(calendar.next(session.day)) !== period;
  });
}

/** The last session that was over before the run began; `undefined` where the calendar does not tell. */
function lastDayMissed(clock: Clock, calendar: Calendar): number | undefined {
  const day = clock.days[0];
  if (day === undefined || clock.intervalMs > dayMs || !calendar.covers(day) || !calendar.covers(day - 31)) return undefined;
  const hours = hoursOf(day, clock, calendar);
  const isOver = hours !== undefined && (clock.times[0] ?? 0) >= hours.close;
  return isOver ? day : calendar.previous(day);
}
