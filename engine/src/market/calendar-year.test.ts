import { expect, test } from "vitest";
import { calendarSummary, calendarYear } from "./calendar-year.ts";

test("a year has its sessions, what is unusual about them, and the holidays", () => {
  const { sessions, local, holidays } = calendarYear("HKEX", 2019);
  expect(sessions).toHaveLength(246);
  const noted = local.flatMap(({ notes, ...hours }, index) =>
    notes.length === 0 ? [] : [[sessions[index]?.session, hours.close, ...notes]],
  );
  expect(noted).toEqual(["2019-02-04", "2019-12-24", "2019-12-31"].map((date) => [date, "12:00", "early close", "no break"]));
  expect(sessions[0]).toEqual({
    session: "2019-01-02",
    ...{
      open: "2019-01-02T01:30:00Z",
      close: "2019-01-02T08:00:00Z",
      breakStart: "2019-01-02T04:00:00Z",
      breakEnd: "2019-01-02T05:00:00Z",
    },
  });
  // The fifteen general holidays of 2019 that fell on weekdays, with the days in lieu.
  expect(holidays.map((day) => day.slice(5)).join(" ")).toBe(
    "01-01 02-05 02-06 02-07 04-05 04-19 04-22 05-01 05-13 06-07 07-01 10-01 10-07 12-25 12-26",
  );
});

test("a change of the regular hours is nothing unusual: Tokyo closes at 15:30 from 2024-11-05 on", () => {
  const { sessions, local } = calendarYear("XTKS", 2024);
  expect(local.flatMap(({ notes }) => notes)).toEqual([]);
  const close = (date: string) => local[sessions.findIndex(({ session }) => session === date)]?.close;
  expect(["2024-11-01", "2024-11-05"].map(close)).toEqual(["15:00", "15:30"]);
});

test("a table that begins within a year gives the rest of it; a year beyond names the range", () => {
  expect(calendarYear("XSHG", 1990).sessions[0]?.session).toBe("1990-12-03");
  expect(() => calendarYear("XSHG", 1989)).toThrow("calendar XSHG: the year 1989 lies outside 1990-12-03 to 2026-12-31");
  expect(() => calendarYear("24/7", 10_000)).toThrow("1000-01-01 to 9999-12-31");
  expect(calendarSummary("LSE")).toMatchObject({ id: "XLON", timezone: "Europe/London", sessionsPerYear: 253, aliases: ["LSE"] });
});
