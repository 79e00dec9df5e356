import { calendarFor, defaultCalendarId } from "../market/calendar.ts";
import type { Manifest } from "../result/document.ts";

const dayMs = 86_400_000;

/** Exchange day of each timestamp, as the run counted them: the date itself for daily data, else by the first symbol's calendar. */
export function exchangeDays(times: Float64Array, { data, config }: Manifest): Int32Array {
  if (data.every(({ timezone }) => timezone === "exchange days")) return Int32Array.from(times, (time) => Math.floor(time / dayMs));
  const first = data[0]?.symbol ?? "*";
  const instrument = config.instruments[first] ?? config.instruments["*"];
  const calendar = calendarFor(instrument?.calendar ?? config.calendar ?? defaultCalendarId(instrument?.assetClass ?? "equity"));
  return Int32Array.from(times, (time) => calendar.sessionOf(time));
}
