import type { Calendar } from "./calendar.ts";
import { dayMs } from "./calendar-date.ts";

export interface SessionTimes {
  readonly opens: readonly number[];
  readonly closes: readonly number[];
}

/** Open and close, in ms UTC, of the session that bars of bare dates stand for; where there is none they last from midnight to midnight. */
export function sessionTimes(times: Float64Array, calendar: Calendar): SessionTimes {
  const [opens, closes]: [number[], number[]] = [[], []];
  for (const time of times) {
    const day = time % dayMs === 0 ? time / dayMs : calendar.sessionOf(time);
    const isSession = calendar.covers(day) && calendar.isSession(day);
    opens.push(isSession ? calendar.open(day) : day * dayMs);
    closes.push(isSession ? calendar.close(day) : (day + 1) * dayMs);
  }
  return { opens, closes };
}
