import fc from "fast-check";
import { type BarInput, barsFrom, coverageOf, readCsv } from "rustybt";
import { expect, test } from "vitest";
import { docExamples, importExample } from "../testing/doc-examples.ts";
import { sharedData } from "../testing/shared-data.ts";

function at(times: readonly string[]) {
  return barsFrom(
    times.map((time): BarInput => ({ time, open: 1, high: 1, low: 1, close: 1 })),
    { symbol: "X" },
  );
}

test("daily bars are compared with the sessions of New York between the first and the last", () => {
  // Sessions: 2 to 5 and 8 to 12 January 2024, and none on Saturday the 6th.
  const [coverage] = coverageOf(at(["02", "03", "06", "08", "09", "10", "12"].map((day) => `2024-01-${day}`)));
  expect(coverage).toEqual({
    symbol: "X",
    calendar: "XNYS",
    unit: "session",
    expected: 9,
    missing: 3,
    outside: 1,
    gapCount: 2,
    gaps: [
      { from: "2024-01-04T00:00:00Z", to: "2024-01-05T00:00:00Z", missing: 2 },
      { from: "2024-01-11T00:00:00Z", to: "2024-01-11T00:00:00Z", missing: 1 },
    ],
    density: [100, 100, 0, 0, 100, 100, 100, 0, 100],
  });
});

test("intraday bars are compared with the hours of each session, early closes and nights included", () => {
  // Hours of half-hour bars: 3 July 2018 closes at 13:00 (17:00Z), the 4th is a holiday, the 5th opens at 9:30 (13:30Z).
  const [coverage] = coverageOf(
    at([
      "2018-07-03T15:00:00Z",
      "2018-07-03T15:30:00Z",
      "2018-07-03T16:00:00Z",
      "2018-07-03T17:00:00Z",
      "2018-07-05T14:00:00Z",
      "2018-07-05T14:30:00Z",
    ]),
  );
  expect(coverage).toMatchObject({
    unit: "bar",
    expected: 7,
    missing: 2,
    outside: 1,
    gaps: [{ from: "2018-07-03T16:30:00Z", to: "2018-07-05T13:30:00Z", missing: 2 }],
  });
});

test("a year of minutes round the clock lacks what it has not", async () => {
  const data = await readCsv(sharedData("crypto/bitfinex-1m/BTCUSD-2015-1m.csv.gz"), { columns: "time,open,close,high,low,volume" });
  const [coverage] = coverageOf(data, { assetClass: "crypto" });
  // 366,710 rows from the first minute of 2015 to its last, of 365 days.
  expect(coverage).toMatchObject({ calendar: "24/7", expected: 525_600, missing: 525_600 - 366_710, outside: 0 });
  expect(coverage?.gaps).toHaveLength(200);
  expect(coverage?.density).toHaveLength(200);
  const mean = (coverage?.density ?? []).reduce((sum, part) => sum + part, 0) / 200;
  expect(mean).toBeCloseTo((100 * 366_710) / 525_600, 0);
});

test("whatever is missing, the parts say how much of each is there", () => {
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 40_000 }), { minLength: 2, maxLength: 400 });
  fc.assert(
    fc.property(minutes, (given) => {
      // A minute beside another, so that the usual distance is one.
      const first = Math.min(...given) - 1000;
      const starts = [...Array.from({ length: 450 }, (_, at) => first - at), ...given].sort((a, b) => a - b);
      const data = barsFrom(
        starts.map((minute): BarInput => ({ time: 1_700_000_040_000 + minute * 60_000, open: 1, high: 1, low: 1, close: 1 })),
        { symbol: "X" },
      );
      const [coverage] = coverageOf(data, { calendar: "24/7" });
      const { expected = 0, missing = 0, density = [], gapCount = 0 } = coverage ?? {};
      expect(expected).toBe((starts.at(-1) ?? 0) - (starts[0] ?? 0) + 1);
      expect(missing).toBe(expected - starts.length);
      expect(gapCount).toBe(starts.filter((minute, at) => at > 0 && minute > (starts[at - 1] ?? 0) + 1).length);
      const widths = density.map((_, at) => Math.floor(((at + 1) * expected) / 200) - Math.floor((at * expected) / 200));
      const present = density.reduce((sum, percent, at) => sum + (percent / 100) * (widths[at] ?? 0), 0);
      expect(Math.abs(present - starts.length)).toBeLessThan(expected / 200 + 1);
    }),
    { seed: 20261125, numRuns: 60 },
  );
});

test("bars longer than a day and a single intraday bar are compared with nothing", () => {
  expect(coverageOf(at(["2024-01-31", "2024-02-29", "2024-03-31"]))[0]).toMatchObject({ unit: null, expected: 0, gaps: [] });
  expect(coverageOf(at(["2024-01-31T15:00:00Z"]))[0]).toMatchObject({ unit: null });
  expect(coverageOf(at(["2024-01-31"]))[0]).toMatchObject({ unit: "session", expected: 1, missing: 0 });
});

test("an unknown calendar is refused", () => {
  expect(() => coverageOf(at(["2024-01-31"]), { calendar: "XXXX" })).toThrow(/calendar/);
});

test("the example of coverageOf runs and gives what it says", async () => {
  const [example = ""] = docExamples(new URL("./coverage.ts", import.meta.url));
  const { data } = await importExample(`${example}\nexport { data };`);
  expect(coverageOf(data as never)[0]?.missing).toBe(2);
});
