import type { Calendar } from "../market/calendar.ts";
import { dayMs, monthOf, weekOf } from "../market/calendar-date.ts";
import { type Clock, hoursOf } from "../market/calendar-days.ts";
import { listSessions, type Session } from "./schedule-sessions.ts";
import { type ParsedSchedule, parseSchedule, type ScheduleSpec } from "./schedule-spec.ts";

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
 * Plans a schedule over a run's clock (semantics T7).
 *
 * - `every: "week" | "month"` means the first session of the period by the calendar, `on: "last"` the last; when it has no bar, the nearest
 *   session of the period that has one stands for it. A period that the run begins in after its first session does not run, nor with
 *   `on: "last"` one that the data ends in before its last session. Weeks start on Monday.
 * - `at: "open"` runs before the session's first bar. `"close"` (the default), `"open+30m"` and `"close-5m"` run once the bar that ends
 *   at that moment has closed: the first one that ends then or later, else the session's last. Early closes move the close, and a moment
 *   beyond the session is its nearest end.
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
 * planSchedule({ every: "month" }, clock, calendar).steps; // Int32Array [1]: 2012-01-02 was a holiday, and the run begins after 2011-12-01
 */
export function planSchedule(spec: ScheduleSpec, clock: Clock, calendar: Calendar): SchedulePlan {
  const schedule = parseSchedule(spec);
  const { sessions, notes } = listSessions(clock, calendar);
  const chosen = schedule.every === "day" ? sessions : onePerPeriod(sessions, schedule, clock, calendar);
  if (clock.isDaily && schedule.at.offsetMs !== 0) {
    notes.push(`schedule at ${JSON.stringify(schedule.at.text)}: the bars are daily, so it runs at the close of the day`);
  }
  const steps = Int32Array.from(chosen, (session) => stepAt(session, schedule, clock));
  return { phase: schedule.at.phase, steps, notes };
}

function stepAt(session: Session, { at }: ParsedSchedule, clock: Clock): number {
  if (at.phase === "open") return session.first;
  if (clock.isDaily) return session.last;
  const moment = at.anchor === "open" ? session.open + at.offsetMs : session.close - at.offsetMs;
  let step = session.first;
  while (step < session.last && (clock.times[step] ?? 0) + clock.intervalMs < moment) step++;
  return step;
}

function onePerPeriod(sessions: readonly Session[], schedule: ParsedSchedule, clock: Clock, calendar: Calendar): readonly Session[] {
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
