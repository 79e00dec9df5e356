import { backtest, barsFrom, defineStrategy } from "rustybt";
import { expect, test } from "vitest";

const strategy = defineStrategy({});

async function warningsOf(times: readonly string[], settings: object = {}, code = "data.outsideSessions") {
  const data = barsFrom(
    times.map((time) => ({ time, open: 1, high: 1, low: 1, close: 1 })),
    { symbol: "X" },
  );
  const { warnings } = await backtest({ strategy, data, ...settings });
  return warnings.filter((warning) => warning.code === code);
}

test("[T5] days that are no session are counted and named", async () => {
  const warnings = await warningsOf(["2024-07-03", "2024-07-04", "2024-07-05", "2024-07-06"]);
  expect(warnings).toEqual([
    {
      code: "data.outsideSessions",
      symbol: "X",
      count: 2,
      message: "X has 2 bars outside the sessions of calendar XNYS, on 2024-07-04, 2024-07-06; they trade as all others.",
      context: { calendar: "XNYS", days: ["2024-07-04", "2024-07-06"] },
    },
  ]);
  expect(await warningsOf(["2024-07-03", "2024-07-04"], { calendar: "24/7" })).toEqual([]);
});

test("[T5] hours outside a session count bar by bar, an early close included", async () => {
  // 2024-07-03 closes at 13:00 New York, 17:00 UTC; the session opens at 13:30 UTC. The bar of 13:00 ends at 14:00 and overlaps it.
  const times = ["12:00", "13:00", "14:00", "15:00", "16:00", "17:00", "18:00"].map((time) => `2024-07-03T${time}:00Z`);
  const warnings = await warningsOf(times);
  expect(warnings.map((warning) => [warning.count, warning.context])).toEqual([[3, { calendar: "XNYS", days: ["2024-07-03"] }]]);
});

const hours = (date: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, hour) => `${date}T${String(from + hour).padStart(2, "0")}:00:00Z`);

test("[T9] sessions without a bar are gaps, holidays and weekends are none", async () => {
  // 2024-07-04 was a holiday, 2024-07-06 a Saturday; nothing on Monday the 8th and Tuesday the 9th.
  const warnings = await warningsOf(["2024-07-02", "2024-07-03", "2024-07-05", "2024-07-10"], {}, "data.gaps");
  expect(warnings).toEqual([
    {
      code: "data.gaps",
      symbol: "X",
      count: 2,
      message: "X has gaps against calendar XNYS, no bar on 2 sessions: 2024-07-08, 2024-07-09. Nothing is filled in.",
      context: { calendar: "XNYS", sessions: 2, days: ["2024-07-08", "2024-07-09"] },
    },
  ]);
  expect(await warningsOf(["2024-07-02", "2024-07-03", "2024-07-05", "2024-07-08"], {}, "data.gaps")).toEqual([]);
});

test("[T9] bars that lack in a session are counted, not before the first bar nor after the last; half days and lunch breaks expect none", async () => {
  // Hong Kong, hours from 01:30 and from 05:00 UTC on: three and three a day, three on the half day of 2019-02-04.
  const day = (date: string, times: readonly string[]) => times.map((time) => `${date}T${time}:00Z`);
  const whole = ["01:30", "02:30", "03:30", "05:00", "06:00", "07:00"];
  const settings = { calendar: "XHKG" };
  const full = [...day("2019-02-01", whole.slice(2)), ...day("2019-02-04", whole.slice(0, 3)), ...day("2019-02-08", whole.slice(0, 4))];
  expect(await warningsOf(full, settings, "data.gaps")).toEqual([]);
  const lacking = [
    ...day("2019-01-31", whole.slice(3)),
    ...day("2019-02-01", ["01:30", "03:30", "07:00"]),
    ...day("2019-02-04", whole.slice(0, 3)),
  ];
  expect(await warningsOf(lacking, settings, "data.gaps")).toEqual([
    {
      code: "data.gaps",
      symbol: "X",
      count: 3,
      message:
        "X has gaps against calendar XHKG, 3 bars of 1 h missing in 1 session: 3 on 2019-02-01 from 2019-02-01T02:30:00Z. Nothing is filled in.",
      context: { calendar: "XHKG", sessions: 0, bars: 3, days: ["2019-02-01"] },
    },
  ]);
});

test("[T5] bars in a lunch break trade and are named", async () => {
  const half = Array.from({ length: 13 }, (_, index) => new Date(Date.parse("2019-02-01T01:30Z") + index * 1_800_000).toISOString());
  const warnings = await warningsOf(half, { calendar: "XHKG" }, "data.lunchBreak");
  expect(warnings.map(({ count, message }) => [count, message])).toEqual([
    [2, "X has 2 bars in the lunch break of calendar XHKG, on 2019-02-01; they trade as all others."],
  ]);
  expect(await warningsOf(hours("2019-02-01", 2, 8), { calendar: "XHKG" }, "data.lunchBreak")).toHaveLength(1);
});

test("[T9] a calendar that was named has to know every day of the data; one by asset class need not", async () => {
  const early = ["1949-12-30", "1950-01-03"];
  await expect(warningsOf(early, { calendar: "XNYS" })).rejects.toMatchObject({
    code: "calendar.coverage",
    message: expect.stringContaining("calendar XNYS knows 1950-01-01 to 2050-12-31, and X has a bar of 1949-12-30"),
    context: { calendar: "XNYS", date: "1949-12-30", bar: 1 },
  });
  expect(await warningsOf(early, { calendar: "XNYS", from: "1950-01-01" })).toEqual([]);
  expect(await warningsOf(early)).toEqual([]);
});

test("[T7] ctx.schedule takes cron and the sessions of a calendar that the settings name", async () => {
  const seen: string[] = [];
  const hourly = defineStrategy({
    setup(ctx) {
      ctx.schedule({ every: "0 11,15 * * *" }, (now) => seen.push(`${now.date} ${now.bars}`));
    },
  });
  const bars = hours("2024-12-23", 8, 17).concat(hours("2024-12-24", 8, 13)); // London closes at 12:30 on Christmas Eve
  const data = barsFrom(
    bars.map((time) => ({ time, open: 1, high: 1, low: 1, close: 1 })),
    { symbol: "X" },
  );
  const { manifest } = await backtest({ strategy: hourly, data, calendar: "LSE" });
  // 11:00 is the end of the third bar of a day, 15:00 of the seventh.
  expect(seen).toEqual(["2024-12-23 3", "2024-12-23 7", "2024-12-24 12"]);
  expect(manifest.config.calendar).toBe("XLON");
});
