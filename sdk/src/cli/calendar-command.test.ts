import { expect, test } from "vitest";
import { runCommandLine } from "./command-line.ts";
import { rustybt } from "./testing/command-line-process.ts";

/** The command in this process: what it printed, and its exit code. */
async function calendar(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: (text: string) => err.push(text), isScreen: false, columns: 80 };
  const strayErrors = { during: <T>(task: () => Promise<T>) => task() };
  const code = await runCommandLine(["calendar", ...args], { terminal, version: "0", now: () => 0, strayErrors });
  return { code, out: out.join(""), err: err.join("") };
}

test("rustybt calendar XHKG 2019 --json has sessions and lunch breaks in UTC, closed days left out", async () => {
  const { code, stdout, stderr } = await rustybt(["calendar", "XHKG", "2019", "--json"]);
  expect([code, stderr]).toEqual([0, ""]);
  const sessions = JSON.parse(stdout);
  expect(sessions).toHaveLength(246);
  const of = (date: string) => sessions.find(({ session }: { session: string }) => session === date);
  expect(of("2019-02-01")).toEqual({
    session: "2019-02-01",
    ...{
      open: "2019-02-01T01:30:00Z",
      close: "2019-02-01T08:00:00Z",
      breakStart: "2019-02-01T04:00:00Z",
      breakEnd: "2019-02-01T05:00:00Z",
    },
  });
  expect(of("2019-02-04")).toEqual({ session: "2019-02-04", open: "2019-02-04T01:30:00Z", close: "2019-02-04T04:00:00Z" });
  expect(of("2019-02-05")).toBeUndefined();
});

test("for people it is a table with local hours, notes, a count and the holidays", async () => {
  const { out } = await calendar("NYSE", "2018");
  expect(out).toContain("XNYS 2018, local times in America/New_York");
  expect(out).toContain("2018-07-03 Tue  09:30-13:00  13:30-17:00  early close\n");
  expect(out).toContain("251 sessions, 3 with unusual hours");
  // 2018-12-05 was a day of mourning.
  expect(out).toContain(
    "10 holidays: 01-01 Mon, 01-15 Mon, 02-19 Mon, 03-30 Fri, 05-28 Mon, 07-04 Wed,\n  09-03 Mon, 11-22 Thu, 12-05 Wed, 12-25 Tue",
  );
});

test("alone it lists all calendars with name, zone and range; with a MIC what that one is", async () => {
  const { out } = await calendar();
  expect(out).toMatch(/^XLON +Europe\/London +1980-01-01 to 2035-12-31 +London Stock Exchange \(LSE\)$/m);
  expect(out).toContain("71 calendars, from exchange_calendars 4.13.2");
  expect(JSON.parse((await calendar("--json")).out)).toHaveLength(71);
  expect((await calendar("XTKS")).out).toMatch(/sessions a year +245/);
});

test("an unknown exchange, a year beyond the table and no year at all are errors that say what there is", async () => {
  const unknown = await calendar("XHGK", "2019");
  expect([unknown.code, unknown.err]).toEqual([
    2,
    'error: calendar: "XHGK" is not a calendar of this version\n  next: Did you mean XHKG? `rustybt calendar` lists all 71.\n',
  ]);
  expect((await calendar("XSHG", "2030")).err).toContain("calendar XSHG: the year 2030 lies outside 1990-12-03 to 2026-12-31");
  expect((await calendar("XSHG", "soon")).err).toContain('the year is "soon", expected four digits');
});
