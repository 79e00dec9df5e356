import { backtest, barsFrom, defineStrategy, verifyResult } from "rustybt";
import { expect, test } from "vitest";
import { charges, rateFile } from "./holding.ts";

/** Holds units of a pair from the open of the second bar on; prices stay. */
async function held(times: readonly string[], units: number, financing: object, { symbol = "EURUSD", price = "1.1", ...more } = {}) {
  const strategy = defineStrategy({
    onBar(ctx) {
      if (ctx.bars === 1) ctx.order(units);
    },
  });
  const data = barsFrom(
    times.map((time) => ({ time, open: price, high: price, low: price, close: price })),
    { symbol, assetClass: "forex" },
  );
  const settings = { instruments: { "*": { assetClass: "forex" as const, lot: "1000" } }, account: { type: "margin" as const }, ...more };
  const result = (
    await backtest({ strategy, data, cash: 100_000, financing: { model: "swapPoints", ...financing }, ...settings })
  ).toJSON();
  expect(verifyResult(JSON.parse(JSON.stringify(result))).findings).toEqual([]);
  return charges(result);
}

// Tuesday to Monday.
const week = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"];

test("[M25] a long position pays its points each night, three times on Wednesday's and once over the weekend", async () => {
  // 10000 units at -0.8 pips of 0.0001 are 0.8 a night.
  expect(await held(week, 10_000, { long: "-0.8", short: "0.3" })).toEqual([
    "01-04 financing EURUSD 3 days of 10000 at 0.00008: 2.4",
    "01-05 financing EURUSD 1 day of 10000 at 0.00008: 0.8",
    "01-08 financing EURUSD 1 day of 10000 at 0.00008: 0.8",
    "01-09 financing EURUSD 1 day of 10000 at 0.00008: 0.8",
  ]);
});

test("[M25] a short one receives its own, another day counts three times, and dated points come from a file", async () => {
  expect(await held(week, -10_000, { long: "-0.8", short: "0.3", tripleDay: "thursday" })).toEqual([
    "01-04 financing EURUSD 1 day of -10000 at 0.00003: -0.3",
    "01-05 financing EURUSD 3 days of -10000 at 0.00003: -0.9",
    "01-08 financing EURUSD 1 day of -10000 at 0.00003: -0.3",
    "01-09 financing EURUSD 1 day of -10000 at 0.00003: -0.3",
  ]);
  const file = rateFile("symbol,from,long,short\nUSDJPY,2024-01-01,1.2,-2\nUSDJPY,2024-01-05,1.5,-2\n");
  // A pip of yen is 0.01: 1000 x 1.2 x 0.01 = 12 a night are received.
  expect(await held(week, 1000, { file }, { symbol: "USDJPY", price: "145" })).toEqual([
    "01-04 financing USDJPY 3 days of 1000 at -0.012: -36",
    "01-05 financing USDJPY 1 day of 1000 at -0.012: -12",
    "01-08 financing USDJPY 1 day of 1000 at -0.015: -15",
    "01-09 financing USDJPY 1 day of 1000 at -0.015: -15",
  ]);
});

test("[M25] within a day the rollover is at 17:00 in New York, in summer and in winter", async () => {
  const winter = ["2024-01-02T19:00:00Z", "2024-01-02T20:00:00Z", "2024-01-02T21:00:00Z", "2024-01-02T22:00:00Z", "2024-01-02T23:00:00Z"];
  expect(await held(winter, 10_000, { long: "-1", short: "0" })).toEqual(["01-02 financing EURUSD 1 day of 10000 at 0.0001: 1"]);
  const summer = ["2024-07-03T19:00:00Z", "2024-07-03T20:00:00Z", "2024-07-03T21:00:00Z", "2024-07-03T22:00:00Z"];
  expect(await held(summer, 10_000, { long: "-1", short: "0" })).toEqual(["07-03 financing EURUSD 3 days of 10000 at 0.0001: 3"]);
});

test("[M25] points and annual rates are told apart", async () => {
  const refused = (financing: object) => held(week, 10_000, financing);
  await expect(refused({ rate: "0.05" })).rejects.toMatchObject({ code: "settings.conflict", context: { key: "financing.rate" } });
  await expect(refused({ model: "rate", long: "-25", short: "1" })).rejects.toMatchObject({
    code: "settings.range",
    context: { key: "financing.long" },
  });
});
