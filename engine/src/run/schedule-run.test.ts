import { backtest, defineStrategy, readCsv } from "rustybt";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";

const spy = () => readCsv(sharedData("equities-intraday/SPY-2020-12-15-intraday.csv"), { symbol: "SPY", timezone: "America/New_York" });

/** Clock of New York in December. */
const newYork = (timeMs: number): string => new Date(timeMs - 5 * 3_600_000).toISOString().slice(5, 16);

test("[T7] schedules over recorded minutes run on the bar that ends at their moment", async () => {
  const seen: string[] = [];
  const strategy = defineStrategy({
    setup(ctx) {
      for (const at of ["open+30m", "close-5m", "close"] as const) {
        ctx.schedule({ every: "day", at }, (ctx) => void seen.push(`${at} ${newYork(ctx.time)}`));
      }
      ctx.schedule({ every: "week", on: "last", at: "open+1h" }, (ctx) => void seen.push(`week ${newYork(ctx.time)}`));
    },
  });
  await backtest({ strategy, data: await spy() });
  expect(seen.toSorted()).toEqual([
    "close 12-15T15:59",
    "close 12-16T15:59",
    "close 12-17T15:59",
    "close 12-18T15:59",
    "close-5m 12-15T15:54",
    "close-5m 12-16T15:54",
    "close-5m 12-17T15:54",
    "close-5m 12-18T15:54",
    "open+30m 12-15T09:59",
    "open+30m 12-16T09:59",
    "open+30m 12-17T09:59",
    "open+30m 12-18T09:59",
    "week 12-18T10:29",
  ]);
});

test("[T7] an order made at the open fills at that bar's open, one made at the close at the next bar's", async () => {
  const strategy = defineStrategy({
    setup(ctx) {
      ctx.schedule({ every: "day", at: "open" }, (ctx) => void ctx.order(10));
      ctx.schedule({ every: "day", at: "close" }, (ctx) => void ctx.order(-10));
    },
  });
  const { fills } = (await backtest({ strategy, data: await spy() })).toJSON();
  // The file's bars 2020-12-15 09:30 and 16:00; the latter begins as the session ends.
  expect(fills.slice(0, 2).map(({ t, side, price }) => [t, side, price])).toEqual([
    ["2020-12-15T14:30:00Z", "buy", "367.4"],
    ["2020-12-15T21:00:00Z", "sell", "369.55"],
  ]);
});
