import { dayMs, weekdayOf } from "../market/calendar-date.ts";
import type { TripleDay } from "../settings/run-config.ts";
import { tripleDays } from "../settings/run-config.ts";

/** A step before whose open positions were rolled over, and for how many nights. */
export type Rollover = readonly [step: number, nights: number];

const hourMs = 3_600_000;

/**
 * Foreign exchange rolls over at 17:00 in New York on every weekday, once a night and three times on the day whose value date steps over the
 * weekend. With daily bars the days since the exchange day before count, each once it is over.
 */
export function rollovers(times: Float64Array, days: Int32Array, isDaily: boolean, tripleDay: TripleDay): readonly Rollover[] {
  const triple = tripleDays.indexOf(tripleDay);
  const nightsOf = (day: number) => (weekdayOf(day) >= 5 ? 0 : weekdayOf(day) === triple ? 3 : 1);
  const found: Rollover[] = [];
  for (let step = 1; step < times.length; step++) {
    let nights = 0;
    if (isDaily) for (let day = days[step - 1] as number; day < (days[step] as number); day++) nights += nightsOf(day);
    else {
      const [before, now] = [times[step - 1] as number, times[step] as number];
      for (let day = Math.floor(before / dayMs); day * dayMs <= now; day++) {
        const at = fiveInNewYork(day);
        if (at > before && at <= now) nights += nightsOf(day);
      }
    }
    if (nights > 0) found.push([step, nights]);
  }
  return found;
}

/** 17:00 in New York on a day, ms UTC. */
function fiveInNewYork(day: number): number {
  return day * dayMs + (isSummer(day) ? 21 : 22) * hourMs;
}

/** Daylight saving time as New York has had it: the days on which it changes are Sundays, early in the morning. */
function isSummer(day: number): boolean {
  const year = new Date(day * dayMs).getUTCFullYear();
  const sunday = (month: number, number: number) => {
    const first = Date.UTC(year, month, 1) / dayMs;
    return first + ((6 - weekdayOf(first) + 7) % 7) + 7 * number;
  };
  const last = (month: number) => {
    const end = Date.UTC(year, month + 1, 0) / dayMs;
    return end - ((weekdayOf(end) + 1) % 7);
  };
  if (year >= 2007) return day >= sunday(2, 1) && day < sunday(10, 0);
  return day >= (year >= 1987 ? sunday(3, 0) : last(3)) && day < last(9);
}
