import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Calendar, calendarFor } from "../market/calendar.ts";
import { dayMs } from "../market/calendar-date.ts";
import { type Clock, exchangeDays } from "../market/calendar-days.ts";
import { sharedData } from "../testing/shared-data.ts";
import { planSchedule, type SchedulePlan } from "./schedule.ts";
import type { ScheduleSpec } from "./schedule-spec.ts";

const minuteMs = 60_000;
const nyse = calendarFor("XNYS");

function dailyClock(dates: readonly string[], calendar = nyse, intervalMs = dayMs): Clock {
  const times = Float64Array.from(dates, (date) => Date.parse(date));
  return { times, days: exchangeDays(times, true, calendar), intervalMs, isDaily: true };
}

function intradayClock(starts: readonly string[], intervalMs = minuteMs, calendar = nyse): Clock {
  const times = Float64Array.from(starts, (start) => Date.parse(start));
  return { times, days: exchangeDays(times, false, calendar), intervalMs, isDaily: false };
}

/** Starts of bars from one moment up to another, the latter left out. */
function bars(from: string, to: string, intervalMs = minuteMs): string[] {
  const starts: string[] = [];
  for (let time = Date.parse(from); time < Date.parse(to); time += intervalMs) starts.push(new Date(time).toISOString());
  return starts;
}

function weekdays(from: string, to: string): string[] {
  return bars(from, to, dayMs)
    .map((start) => start.slice(0, 10))
    .filter((date) => new Date(date).getUTCDay() % 6 !== 0);
}

/** When the schedule runs, as the starts of its bars: dates for daily bars, minutes else. */
function runsOn(spec: ScheduleSpec, clock: Clock, calendar = nyse): string[] {
  const steps = planSchedule(spec, clock, calendar).flatMap((plan) => [...plan.steps]);
  return steps.map((step) => new Date(clock.times[step] ?? Number.NaN).toISOString().slice(0, clock.isDaily ? 10 : 16));
}

/** The one plan of a schedule that is no cron. */
function planOf(spec: ScheduleSpec, clock: Clock, calendar: Calendar): SchedulePlan {
  const [plan, ...others] = planSchedule(spec, clock, calendar);
  if (plan === undefined || others.length > 0) throw new Error("one plan was expected");
  return plan;
}

const turnOfYear = ["2011-12-29", "2011-12-30", "2012-01-03", "2012-01-04", "2012-01-31", "2012-02-01", "2012-02-02"];

test("[T7] a month begins with its first session: 2012-01-02 was a holiday", () => {
  expect(runsOn({ every: "month" }, dailyClock(turnOfYear))).toEqual(["2012-01-03", "2012-02-01"]);
});

test("[T7] a run that begins in the middle of a week or month waits for the next one", () => {
  const clock = dailyClock(weekdays("2014-01-15", "2014-02-05").filter((date) => date !== "2014-01-20"));
  expect(runsOn({ every: "week" }, clock)).toEqual(["2014-01-21", "2014-01-27", "2014-02-03"]);
  expect(runsOn({ every: "month" }, clock)).toEqual(["2014-02-03"]);
});

test("[T7] a run that begins on the first session of a week or month, or on a day without a session before it, runs at once", () => {
  expect(runsOn({ every: "month" }, dailyClock(["2014-01-02", "2014-01-03"]))).toEqual(["2014-01-02"]);
  expect(runsOn({ every: "week" }, dailyClock(["2014-01-21", "2014-01-22"]))).toEqual(["2014-01-21"]);
  // 2014-01-01 was a holiday: the run had begun, and the first session has no bar.
  expect(runsOn({ every: "month" }, dailyClock(["2014-01-01", "2014-01-03", "2014-01-06"]))).toEqual(["2014-01-03"]);
});

test("[T7] minute bars that begin after the close of a month's first session have missed it", () => {
  const evening = bars("2018-07-02T20:00Z", "2018-07-02T20:03Z");
  const next = bars("2018-07-03T13:30Z", "2018-07-03T17:00Z");
  expect(runsOn({ every: "month" }, intradayClock([...evening, ...next]))).toEqual([]);
  expect(runsOn({ every: "month" }, intradayClock(["2018-07-02T19:59Z", ...evening, ...next]))).toEqual(["2018-07-02T19:59"]);
});

test("[T7] a month ends with its last session, and a month the data leaves before does not run", () => {
  expect(runsOn({ every: "month", on: "last" }, dailyClock(turnOfYear))).toEqual(["2011-12-30", "2012-01-31"]);
  expect(runsOn({ every: "month", on: "last" }, dailyClock(["2012-01-27", "2012-01-30"]))).toEqual([]);
  expect(runsOn({ every: "month", on: "last" }, dailyClock(["2012-01-30", "2012-01-31"]))).toEqual(["2012-01-31"]);
});

test("[T7] a week begins on Tuesday when Monday is a holiday, and ends on Thursday before Good Friday", () => {
  const january = dailyClock(weekdays("2012-01-09", "2012-01-28"));
  expect(runsOn({ every: "week" }, january)).toEqual(["2012-01-09", "2012-01-17", "2012-01-23"]);
  const easter = dailyClock(weekdays("2012-04-02", "2012-04-14"));
  expect(runsOn({ every: "week", on: "last" }, easter)).toEqual(["2012-04-05", "2012-04-13"]);
});

test("[T7] when the first or last session of a period has no bar, the nearest one with a bar stands for it", () => {
  expect(runsOn({ every: "month" }, dailyClock(["2011-12-30", "2012-01-04", "2012-01-05"]))).toEqual(["2012-01-04"]);
  expect(runsOn({ every: "month", on: "last" }, dailyClock(["2012-01-27", "2012-01-30", "2012-02-01"]))).toEqual(["2012-01-30"]);
});

test("on daily bars every moment but the open is the close of the bar, and a note says so", () => {
  const clock = dailyClock(["2018-07-02", "2018-07-03"]);
  expect(planOf({ every: "day" }, clock, nyse)).toEqual({ phase: "close", steps: Int32Array.of(0, 1), notes: [] });
  expect(planOf({ every: "day", at: "open" }, clock, nyse)).toEqual({ phase: "open", steps: Int32Array.of(0, 1), notes: [] });
  expect(planOf({ every: "day", at: "open+30m" }, clock, nyse)).toEqual({
    phase: "close",
    steps: Int32Array.of(0, 1),
    notes: ['schedule at "open+30m": the bars are daily, so it runs at the close of the day'],
  });
});

test("bars on days without a session run no schedule, and a note counts them", () => {
  const plan = planOf({ every: "day" }, dailyClock(["2018-12-04", "2018-12-05", "2018-12-06", "2018-12-08"]), nyse);
  expect([...plan.steps]).toEqual([0, 2]);
  expect(plan.notes).toEqual(["schedules skip 2 days whose bars lie outside the sessions of calendar XNYS, the first on 2018-12-05"]);
});

// Clocks in New York went forward on Sunday 2018-03-11: the open moved from 14:30 to 13:30 UTC.
const clockChange = intradayClock([...bars("2018-03-09T14:30Z", "2018-03-09T21:00Z"), ...bars("2018-03-12T13:30Z", "2018-03-12T20:00Z")]);

test("[T7] minute bars: each moment is the bar that ends there, in the week the clocks change too", () => {
  const at = (moment: NonNullable<ScheduleSpec["at"]>): string[] => runsOn({ every: "day", at: moment }, clockChange);
  expect(at("open")).toEqual(["2018-03-09T14:30", "2018-03-12T13:30"]);
  expect(at("open+30m")).toEqual(["2018-03-09T14:59", "2018-03-12T13:59"]);
  expect(at("open+1h")).toEqual(["2018-03-09T15:29", "2018-03-12T14:29"]);
  expect(at("close-5m")).toEqual(["2018-03-09T20:54", "2018-03-12T19:54"]);
  expect(at("close")).toEqual(["2018-03-09T20:59", "2018-03-12T19:59"]);
});

test("[T7] minute bars: autumn moves the open back to 14:30 UTC", () => {
  const starts = [...bars("2018-11-02T13:30Z", "2018-11-02T20:00Z"), ...bars("2018-11-05T14:30Z", "2018-11-05T21:00Z")];
  expect(runsOn({ every: "day", at: "open+30m" }, intradayClock(starts))).toEqual(["2018-11-02T13:59", "2018-11-05T14:59"]);
  expect(runsOn({ every: "week", at: "close-5m" }, intradayClock(starts))).toEqual(["2018-11-05T20:54"]);
});

test("[T7] an early close moves the close, and a moment beyond the session is its end", () => {
  const clock = intradayClock(bars("2018-07-03T13:30Z", "2018-07-03T17:00Z"));
  const at = (moment: NonNullable<ScheduleSpec["at"]>): string[] => runsOn({ every: "day", at: moment }, clock);
  expect(at("close")).toEqual(["2018-07-03T16:59"]);
  expect(at("close-5m")).toEqual(["2018-07-03T16:54"]);
  expect(at("open+5h")).toEqual(["2018-07-03T16:59"]);
  expect(at("close-5h")).toEqual(["2018-07-03T13:30"]);
});

test("bars before the open and after the close are not part of the session", () => {
  const clock = intradayClock(bars("2018-07-03T12:00Z", "2018-07-03T21:00Z"));
  expect(runsOn({ every: "day", at: "open" }, clock)).toEqual(["2018-07-03T13:30"]);
  expect(runsOn({ every: "day", at: "close" }, clock)).toEqual(["2018-07-03T16:59"]);
  const night = planOf({ every: "day" }, intradayClock(bars("2018-07-03T22:00Z", "2018-07-03T22:03Z")), nyse);
  expect([...night.steps]).toEqual([]);
  expect(night.notes).toEqual(["schedules skip 1 day whose bars lie outside the sessions of calendar XNYS, the first on 2018-07-03"]);
});

test("without a bar that ends at the moment the first one that ends later runs, else the session's last", () => {
  const thin = intradayClock(["2018-07-02T13:31Z", "2018-07-02T13:50Z", "2018-07-02T14:05Z", "2018-07-02T19:40Z"]);
  const at = (moment: NonNullable<ScheduleSpec["at"]>): string[] => runsOn({ every: "day", at: moment }, thin);
  expect(at("open")).toEqual(["2018-07-02T13:31"]);
  expect(at("open+30m")).toEqual(["2018-07-02T14:05"]);
  expect(at("close-30m")).toEqual(["2018-07-02T19:40"]);
  expect(at("close")).toEqual(["2018-07-02T19:40"]);
});

test("hourly bars on the hour: the first overlaps the open, the last ends at the close", () => {
  const clock = intradayClock(bars("2018-07-02T08:00Z", "2018-07-03T00:00Z", 3_600_000), 3_600_000);
  expect(runsOn({ every: "day", at: "open" }, clock)).toEqual(["2018-07-02T13:00"]);
  expect(runsOn({ every: "day", at: "open+30m" }, clock)).toEqual(["2018-07-02T13:00"]);
  expect(runsOn({ every: "day", at: "close-5m" }, clock)).toEqual(["2018-07-02T19:00"]);
  expect(runsOn({ every: "day", at: "close" }, clock)).toEqual(["2018-07-02T19:00"]);
});

test("round the clock, days, weeks and months are those of UTC", () => {
  const calendar = calendarFor("24/7");
  const hours = intradayClock(bars("2021-10-31T22:00Z", "2021-11-02T00:00Z", 3_600_000), 3_600_000, calendar);
  expect(runsOn({ every: "day", at: "open" }, hours, calendar)).toEqual(["2021-10-31T22:00", "2021-11-01T00:00"]);
  expect(runsOn({ every: "month", on: "last" }, hours, calendar)).toEqual(["2021-10-31T23:00"]);
  const days = dailyClock(
    bars("2021-10-28", "2021-11-09", dayMs).map((start) => start.slice(0, 10)),
    calendar,
  );
  expect(runsOn({ every: "week" }, days, calendar)).toEqual(["2021-11-01", "2021-11-08"]);
  expect(runsOn({ every: "week", on: "last" }, days, calendar)).toEqual(["2021-10-31", "2021-11-07"]);
});

test("foreign exchange that reopens on Sunday evening opens its week there", () => {
  const calendar = calendarFor("24/5");
  const hours = intradayClock(bars("2018-01-07T22:00Z", "2018-01-09T00:00Z", 3_600_000), 3_600_000, calendar);
  expect(runsOn({ every: "week", at: "close" }, hours, calendar)).toEqual(["2018-01-08T23:00"]);
  expect([...new Set(hours.days)]).toEqual([Date.parse("2018-01-08") / dayMs]);
});

test("where the calendar does not reach, the days of the data are the sessions, and the first of them runs", () => {
  const clock = dailyClock(["1949-11-30", "1949-12-01", "1949-12-31", "1950-01-01", "1950-01-03"]);
  expect(runsOn({ every: "month" }, clock)).toEqual(["1949-11-30", "1949-12-01", "1950-01-03"]);
  expect(runsOn({ every: "month", on: "last" }, dailyClock(["2051-01-30", "2051-01-31", "2051-02-01"]))).toEqual([
    "2051-01-31",
    "2051-02-01",
  ]);
});

test("bars of a week run once each, whatever day they are dated", () => {
  const clock = dailyClock(["2012-01-01", "2012-01-08", "2012-01-15", "2012-02-05"], nyse, 7 * dayMs);
  expect(runsOn({ every: "week" }, clock)).toEqual(["2012-01-01", "2012-01-08", "2012-01-15", "2012-02-05"]);
  expect(runsOn({ every: "month" }, clock)).toEqual(["2012-01-01", "2012-02-05"]);
});

test("thirty-seven years of recorded AAPL run once a month, on the first date of each but the one they begin in", () => {
  const text = gunzipSync(readFileSync(sharedData("equities-daily/quandl-wiki/WIKI-AAPL.csv.gz"))).toString();
  const dates = text
    .split("\n")
    .flatMap((line) => line.match(/\d{4}-\d{2}-\d{2}/)?.[0] ?? [])
    .sort();
  const clock = dailyClock(dates);
  const firsts = dates.filter((date, index) => date.slice(0, 7) !== dates[index - 1]?.slice(0, 7));
  expect(firsts.length).toBeGreaterThan(440);
  expect(runsOn({ every: "month" }, clock)).toEqual(firsts.slice(1));
  // Hurricane Gloria closed New York that day; NASDAQ, where AAPL trades, stayed open.
  expect(planOf({ every: "month" }, clock, nyse).notes).toEqual([
    "schedules skip 1 day whose bars lie outside the sessions of calendar XNYS, the first on 1985-09-27",
  ]);
});

test("no bars, no runs", () => {
  expect(planOf({ every: "month", on: "last" }, dailyClock([]), nyse)).toEqual({
    phase: "close",
    steps: new Int32Array(),
    notes: [],
  });
});

test("[T7] a moment in the lunch break is the break's beginning; half days have none", () => {
  const hongKong = calendarFor("XHKG");
  // 2019-02-01: 01:30 to 04:00 and 05:00 to 08:00 UTC; 2019-02-04, the eve of the new year: 01:30 to 04:00.
  const half = 30 * minuteMs;
  const starts = ["2019-02-01T01:30Z/2019-02-01T04:00Z", "2019-02-01T05:00Z/2019-02-01T08:00Z", "2019-02-04T01:30Z/2019-02-04T04:00Z"];
  const clock = intradayClock(
    starts.flatMap((span) => bars(span.slice(0, 17), span.slice(18), half)),
    half,
    hongKong,
  );
  const at = (moment: ScheduleSpec["at"]) => runsOn({ every: "day", at: moment as "open" }, clock, hongKong);
  // 12:00 and 12:30 and 13:00 in Hong Kong: the bar that ends at 12:00.
  expect(at("open+150m")).toEqual(["2019-02-01T03:30", "2019-02-04T03:30"]);
  expect(at("open+3h")).toEqual(["2019-02-01T03:30", "2019-02-04T03:30"]);
  expect(at("open+210m")).toEqual(["2019-02-01T03:30", "2019-02-04T03:30"]);
  expect(at("open+4h")).toEqual(["2019-02-01T05:00", "2019-02-04T03:30"]);
  expect(at("close-30m")).toEqual(["2019-02-01T07:00", "2019-02-04T03:00"]);
});

test("[T7] cron is due by the exchange's clocks within its sessions, early closes and changes of clocks included", () => {
  // 10:30 in New York is 15:30 UTC before 2018-03-11 and 14:30 UTC after.
  expect(runsOn({ every: "30 10 * * *" }, clockChange)).toEqual(["2018-03-09T15:29", "2018-03-12T14:29"]);
  expect(runsOn({ every: "30 10 * * MON" }, clockChange)).toEqual(["2018-03-12T14:29"]);
  // The open is before the first bar, the close after the last one; 08:00 lies in no session.
  expect(planSchedule({ every: "30 9 * * *" }, clockChange, nyse)).toEqual([
    { phase: "open", steps: Int32Array.of(0, 390), notes: [] },
    { phase: "close", steps: new Int32Array(), notes: [] },
  ]);
  expect(runsOn({ every: "0 16 * * *" }, clockChange)).toEqual(["2018-03-09T20:59", "2018-03-12T19:59"]);
  expect(planSchedule({ every: "0 8 * * *" }, clockChange, nyse)[0]?.notes).toEqual([
    'schedule every "0 8 * * *": none of its moments lies in a session of calendar XNYS that has bars, it never runs',
  ]);
  // 2018-07-03 closes at 13:00, 2018-07-04 is a holiday.
  const july = intradayClock([...bars("2018-07-02T13:30Z", "2018-07-02T20:00Z"), ...bars("2018-07-03T13:30Z", "2018-07-03T20:00Z")]);
  expect(runsOn({ every: "0,30 13-14 * * *" }, july)).toEqual([
    "2018-07-02T16:59",
    "2018-07-02T17:29",
    "2018-07-02T17:59",
    "2018-07-02T18:29",
    "2018-07-03T16:59",
  ]);
});

test("[T7] on daily bars cron runs at the close of each session in which it is due, at its open when that is the moment", () => {
  const clock = dailyClock(["2018-07-02", "2018-07-03", "2018-07-05", "2018-07-06", "2018-07-09"]);
  expect(runsOn({ every: "0 15 * * *" }, clock)).toEqual(["2018-07-02", "2018-07-05", "2018-07-06", "2018-07-09"]);
  expect(runsOn({ every: "0 12 * * 1" }, clock)).toEqual(["2018-07-02", "2018-07-09"]);
  const [opens, closes] = planSchedule({ every: "30 9 5 7 *" }, clock, nyse);
  expect([[...(opens?.steps ?? [])], [...(closes?.steps ?? [])]]).toEqual([[2], []]);
});

test("[T7] round the clock, midnight belongs to the day that it begins", () => {
  const calendar = calendarFor("24/7");
  const clock = intradayClock(bars("2024-01-01T00:00Z", "2024-01-03T00:00Z", 3_600_000), 3_600_000, calendar);
  const [opens, closes] = planSchedule({ every: "0 */12 * * *" }, clock, calendar);
  expect([[...(opens?.steps ?? [])], [...(closes?.steps ?? [])]]).toEqual([
    [0, 24],
    [11, 35],
  ]);
});
