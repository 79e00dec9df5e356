import { backtest, barsFrom, defineStrategy } from "rustybt";
import { expect, test } from "vitest";

const strategy = defineStrategy({});

async function warningsOf(times: readonly string[], settings: object = {}) {
  const data = barsFrom(
    times.map((time) => ({ time, open: 1, high: 1, low: 1, close: 1 })),
    { symbol: "X" },
  );
  const { warnings } = await backtest({ strategy, data, ...settings });
  return warnings.filter((warning) => warning.code === "data.outsideSessions");
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
