import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { sharedData } from "../testing/shared-data.ts";
import { type Calendar, calendarFor, defaultCalendarId } from "./calendar.ts";
import { dayMs, formatDay } from "./calendar-date.ts";
import { calendarIdOf, calendarIds, calendarNames } from "./calendar-names.ts";
import digests from "./fixtures/calendar-answers.json" with { type: "json" };

const nyse = calendarFor("XNYS");
const dayOf = (date: string): number => Date.parse(date) / dayMs;
const iso = (timeMs: number): string => new Date(timeMs).toISOString();

function rowsOf(relativePath: string): string[][] {
  const text = gunzipSync(readFileSync(sharedData(relativePath))).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(","));
}

function sessionsBetween(calendar: Calendar, first: string, last: string): string[] {
  const dates: string[] = [];
  for (let day = dayOf(first); day <= dayOf(last); day++) if (calendar.isSession(day)) dates.push(formatDay(day));
  return dates;
}

/** A session as the answer files write it: date, open, close, break start, break end. */
function answerRow(calendar: Calendar, day: number): string {
  const second = (timeMs: number) => iso(timeMs).replace(".000", "");
  const pause = calendar.breakOf(day);
  const moments = [calendar.open(day), calendar.close(day), ...(pause === undefined ? [] : [pause.open, pause.close])].map(second);
  return [formatDay(day), ...moments, ...(pause === undefined ? ["", ""] : [])].join(",");
}

function answerRows(id: string, first: string, last: string): string[] {
  const calendar = calendarFor(id);
  return sessionsBetween(calendar, first, last).map((date) => answerRow(calendar, dayOf(date)));
}

const recorded = readdirSync(sharedData("calendars")).filter((name) => name.endsWith(".csv.gz"));

test("there are answers of seventeen calendars in the shared data", () => {
  expect(recorded).toHaveLength(17);
});

test.each(recorded)("every session of the recorded answers of %s has its open, close and break, and no other day is one", (file) => {
  const answers = rowsOf(`calendars/${file}`)
    .slice(1)
    .map(([session = "", ...moments]) => [session.slice(0, 10), ...moments].join(","));
  const id = file.replace(".csv.gz", "").toUpperCase().replace("-", "/");
  expect(answerRows(id, answers[0]?.slice(0, 10) ?? "", answers.at(-1)?.slice(0, 10) ?? "")).toEqual(answers);
});

test.each(digests)(
  "all of the source's own answers of $calendar, $first to $last, come to the same",
  ({ calendar, first, last, sessions, sha256 }) => {
    const rows = answerRows(calendar, first, last);
    expect(rows).toHaveLength(sessions);
    expect(createHash("sha256").update(rows.join("\n")).digest("hex")).toBe(sha256);
  },
);

test("the sessions from 1950 to 2012 are the days on which the S&P 500 was published", () => {
  const days = rowsOf("index-daily/sp500-1950-2012-longest.csv.gz").flatMap(([date = ""]) => (/^\d{4}-/.test(date) ? [date] : []));
  expect(days).toHaveLength(15_821);
  expect(sessionsBetween(nyse, "1950-01-03", "2012-11-15")).toEqual(days.toReversed());
});

test("the sessions of 2018 to 2021 are as many as the exchange held", () => {
  const counts = ["2018", "2019", "2020", "2021"].map((year) => sessionsBetween(nyse, `${year}-01-01`, `${year}-12-31`).length);
  expect(counts).toEqual([251, 252, 253, 252]);
  expect(nyse.isSession(dayOf("2018-12-05"))).toBe(false);
});

test("the holidays of 2027 are those the exchange has announced", () => {
  const weekdays: string[] = [];
  for (let day = dayOf("2027-01-01"); day <= dayOf("2027-12-31"); day++) {
    const weekday = new Date(day * dayMs).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !nyse.isSession(day)) weekdays.push(formatDay(day).slice(5));
  }
  expect(weekdays).toEqual(["01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "11-25", "12-24"]);
});

test("early closes and clock changes move the hours in UTC", () => {
  const hours = (date: string): string[] => [nyse.open(dayOf(date)), nyse.close(dayOf(date))].map((time) => iso(time).slice(11, 16));
  expect(hours("2018-07-03")).toEqual(["13:30", "17:00"]);
  expect(hours("2018-11-23")).toEqual(["14:30", "18:00"]);
  expect(hours("2018-03-09")).toEqual(["14:30", "21:00"]);
  expect(hours("2018-03-12")).toEqual(["13:30", "20:00"]);
  expect(hours("2018-11-02")).toEqual(["13:30", "20:00"]);
  expect(hours("2018-11-05")).toEqual(["14:30", "21:00"]);
});

test("next and previous step over weekends and holidays", () => {
  expect(formatDay(nyse.next(dayOf("2011-12-30")))).toBe("2012-01-03");
  expect(formatDay(nyse.previous(dayOf("2012-01-03")))).toBe("2011-12-30");
  expect(formatDay(calendarFor("24/5").next(dayOf("2018-01-05")))).toBe("2018-01-08");
  expect(formatDay(calendarFor("24/7").previous(dayOf("2018-01-08")))).toBe("2018-01-07");
});

test("a moment belongs to the day that the clocks of New York show, from 1950 to 2050", () => {
  const clock = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" });
  for (let day = nyse.firstDay; day <= nyse.lastDay; day += 1) {
    const [hour, minute] = [(day * 7) % 24, (day * 13) % 60];
    const timeMs = day * dayMs + (hour * 60 + minute) * 60_000;
    expect(formatDay(nyse.sessionOf(timeMs)), iso(timeMs)).toBe(clock.format(timeMs));
  }
});

test("a day's span starts and ends at midnight in New York, also when the clocks change", () => {
  const span = (time: string): string[] => {
    const { day, from, to } = nyse.spanOf(Date.parse(time));
    return [formatDay(day), iso(from).slice(0, 16), iso(to).slice(0, 16)];
  };
  expect(span("2018-03-11T12:00Z")).toEqual(["2018-03-11", "2018-03-11T05:00", "2018-03-12T04:00"]);
  expect(span("2018-11-04T03:59Z")).toEqual(["2018-11-03", "2018-11-03T04:00", "2018-11-04T04:00"]);
  expect(span("2018-11-04T04:00Z")).toEqual(["2018-11-04", "2018-11-04T04:00", "2018-11-05T05:00"]);
});

test("foreign exchange at the weekend belongs to the Monday after it", () => {
  const fx = calendarFor("24/5");
  const dates = ["2018-01-05T23:59Z", "2018-01-06T00:00Z", "2018-01-07T22:00Z", "2018-01-08T23:59Z", "2018-01-09T00:00Z"];
  expect(dates.map((time) => formatDay(fx.sessionOf(Date.parse(time))))).toEqual([
    "2018-01-05",
    "2018-01-08",
    "2018-01-08",
    "2018-01-08",
    "2018-01-09",
  ]);
  expect(fx.spanOf(Date.parse("2018-01-07T22:00Z"))).toEqual(fx.spanOf(Date.parse("2018-01-08T10:00Z")));
});

test("asset classes have the calendar of their market", () => {
  const ids = (["equity", "etf", "index", "option", "forex", "crypto", "perpetual", "future"] as const).map(defaultCalendarId);
  expect(ids).toEqual(["XNYS", "XNYS", "XNYS", "XNYS", "24/5", "24/7", "24/7", "24/7"]);
});

test("sessions a year are the mean of the years known", () => {
  expect(["XNYS", "24/7", "24/5", "XHKG", "XTKS", "XLON"].map((id) => calendarFor(id).sessionsPerYear)).toEqual([
    252, 365, 260, 247, 245, 253,
  ]);
});

test("there are 71 calendars, and all other names of the source stand for one of them", () => {
  expect(calendarIds).toHaveLength(71);
  expect(calendarNames().flatMap(({ aliases }) => aliases)).toHaveLength(31);
  expect(["NYSE", "NASDAQ", "LSE", "HKEX", "JPX", "CME", "TSX", "XHKG", "nope"].map(calendarIdOf)).toEqual([
    ...["XNYS", "XNYS", "XLON", "XHKG", "XTKS", "CMES", "XTSE", "XHKG", undefined],
  ]);
  expect(calendarFor("LSE")).toBe(calendarFor("XLON"));
});

test("a list tells each table's range", () => {
  const ranges = calendarNames().flatMap(({ id, first, last }) => (first === null ? [] : [[id, first, last]]));
  expect(ranges).toEqual(calendarIds.slice(2).map((id) => [id, formatDay(calendarFor(id).firstDay), formatDay(calendarFor(id).lastDay)]));
});

test("an unknown calendar is an error with the nearest names", () => {
  expect(errorOf(() => calendarFor("XHGK"))).toEqual([
    "calendar.unknown",
    'calendar: "XHGK" is not a calendar of this version',
    "Did you mean XHKG? `rustybt calendar` lists all 71.",
  ]);
  expect(errorOf(() => calendarFor("tokyo"))[2]).toBe("Did you mean XTKS? `rustybt calendar` lists all 71.");
  expect(errorOf(() => calendarFor("?"))[2]).toBe('Use an exchange\'s MIC such as "XNYS", or "24/7". `rustybt calendar` lists all 71.');
});

test("Hong Kong has a lunch break, none on half days, and was closed by typhoons", () => {
  const hongKong = calendarFor("XHKG");
  const breakOn = (date: string) => {
    const pause = hongKong.breakOf(dayOf(date));
    return pause && [pause.open, pause.close].map((time) => iso(time).slice(11, 16));
  };
  expect(breakOn("2019-02-01")).toEqual(["04:00", "05:00"]);
  expect(breakOn("2019-02-04")).toBeUndefined();
  expect(iso(hongKong.close(dayOf("2019-02-04")))).toBe("2019-02-04T04:00:00.000Z");
  // Typhoons Utor, Nuri, Haima and Hato.
  expect(["2001-07-06", "2008-08-22", "2016-10-21", "2017-08-23"].map((date) => hongKong.isSession(dayOf(date)))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("a session that opens in the evening before begins its exchange day there", () => {
  const chicago = calendarFor("CMES");
  // 2024-07-03 17:00 in Chicago opens the session of the holiday, which closes at noon.
  const [day, hours] = [dayOf("2024-07-04"), (date: number) => [chicago.open(date), chicago.close(date)].map(iso)];
  expect(hours(day)).toEqual(["2024-07-03T22:00:00.000Z", "2024-07-04T17:00:00.000Z"]);
  const dates = ["2024-07-03T21:59Z", "2024-07-03T22:00Z", "2024-07-04T21:59Z", "2024-07-04T22:00Z", "2024-07-07T22:00Z"];
  expect(dates.map((time) => formatDay(chicago.sessionOf(Date.parse(time))))).toEqual([
    ...["2024-07-03", "2024-07-04", "2024-07-04", "2024-07-05", "2024-07-08"],
  ]);
  expect(chicago.isSession(dayOf("2024-07-07"))).toBe(false);
});

test("Tel Aviv trades on Sundays until 2026, then on Fridays", () => {
  const dates = ["2025-12-26", "2025-12-28", "2026-01-04", "2026-01-09", "2026-01-11"];
  expect(dates.map((date) => calendarFor("XTAE").isSession(dayOf(date)))).toEqual([false, true, true, true, false]);
});

test("the clocks of every zone show what the system's show, and where midnight is skipped the day begins with the change", () => {
  for (const id of ["XSGO", "XTAE", "XNZE", "BVMF", "XMOS", "AIXK"]) {
    const calendar = calendarFor(id);
    const clock = new Intl.DateTimeFormat("en-CA", { timeZone: calendar.timezone });
    for (let day = Math.max(calendar.firstDay, dayOf("2000-01-01")); day < dayOf("2025-01-01"); day++) {
      const timeMs = day * dayMs + ((day * 7) % 24) * 3_600_000;
      expect(formatDay(calendar.sessionOf(timeMs)), `${id} ${iso(timeMs)}`).toBe(clock.format(timeMs));
      const { from, to } = calendar.spanOf(timeMs);
      expect(
        [calendar.sessionOf(from), calendar.sessionOf(from - 1), calendar.sessionOf(to - 1)].map(
          (each) => each - calendar.sessionOf(timeMs),
        ),
      ).toEqual([0, -1, 0]);
    }
  }
  // Santiago 2018-08-12: from 24:00 on the clocks showed 01:00.
  expect(iso(calendarFor("XSGO").spanOf(Date.parse("2018-08-12T12:00Z")).from)).toBe("2018-08-12T04:00:00.000Z");
});

test("a day beyond the table and a day without a session are errors that name the day", () => {
  expect(errorOf(() => nyse.isSession(dayOf("2051-01-01")))).toEqual([
    "calendar.range",
    "calendar XNYS: day 2051-01-01 lies outside 1950-01-01 to 2050-12-31",
    "The XNYS table knows the days from 1950-01-01 to 2050-12-31; ask `covers(day)` first.",
  ]);
  expect(errorOf(() => nyse.open(0.5))[1]).toBe("calendar XNYS: day 0.5 lies outside 1950-01-01 to 2050-12-31");
  expect(errorOf(() => nyse.next(nyse.lastDay))[0]).toBe("calendar.range");
  expect(errorOf(() => nyse.close(dayOf("2018-12-05")))).toEqual([
    "calendar.closed",
    "calendar XNYS: 2018-12-05 is not a session",
    "Ask `isSession(day)` first, or take the session after it with `next(day)`.",
  ]);
  expect(errorOf(() => calendarFor("24/5").open(dayOf("2018-01-06")))[0]).toBe("calendar.closed");
});

function errorOf(call: () => unknown): (string | undefined)[] {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.code, error.message, error.hint];
    throw error;
  }
  throw new Error("nothing was thrown");
}
