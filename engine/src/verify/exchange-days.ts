import { calendarFor, defaultCalendarId } from "../market/calendar.ts";
import { dayMs } from "../market/calendar-date.ts";
import { exchangeDays } from "../market/calendar-days.ts";
import type { Manifest } from "../result/document.ts";

/** Exchange day of each point as the run counts it: the date itself when every time is a bare date, else by the first symbol's calendar. */
export function daysOfClock(times: Float64Array, { data, config }: Manifest): Int32Array {
  const first = data[0]?.symbol ?? "*";
  const instrument = config.instruments[first] ?? config.instruments["*"];
  const calendar = calendarFor(instrument?.calendar ?? config.calendar ?? defaultCalendarId(instrument?.assetClass ?? "equity"));
  const isDaily = times.every((time) => time % dayMs === 0);
  return exchangeDays(times, isDaily, calendar);
}
