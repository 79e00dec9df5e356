import { expect, test } from "vitest";
import { run } from "./scenario.ts";

test("[O13] what the first fill of a market-to-limit order leaves open rests at that fill's price before slippage", async () => {
  const { result, fills } = await run({
    bars: ["100 100 100 100 9000", "101.005 103 100 102 400", "103 104 102 103 9000", "102 103 100 101 9000"],
    fills: { volumeLimit: "0.1" },
    slippage: { model: "bps", bps: "10" },
    at: { 1: (ctx) => ctx.order(100, { marketToLimit: true }) },
  });
  // The open has three decimals, no tick: the limit is 101.005 all the same. 101.005 × 1.001 = 101.106005.
  expect(fills).toEqual(["2: #1 buy 40 at 101.106005 open", "4: #1 buy 60 at 101.005 toLow"]);
  expect(result.fills.map(({ why }) => why.rule)).toEqual(["nextOpen", "limit"]);
  expect(result.orders[0]?.history.map(({ status, limit, fill }) => [status, fill ?? limit])).toEqual([
    ["accepted", undefined],
    ["partiallyFilled", "1.1"],
    ["partiallyFilled", "101.005"],
    ["filled", "1.2"],
  ]);
});

test("[O13] it acts at the print a market order would act at, and filled at once it never has a limit", async () => {
  const { result, fills } = await run({
    bars: ["100 100 100 100", "101 103 100 102"],
    fills: { market: "nextClose" },
    at: { 1: (ctx) => ctx.order(100, { marketToLimit: true }) },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 102 close"]);
  expect(result.orders[0]).toMatchObject({ kind: "marketToLimit", status: "filled" });
  expect(result.orders[0]?.limit).toBeUndefined();
});

test("[O13] a market-to-limit order has no price of its own", async () => {
  await expect(
    run({ bars: ["1 1 1 1"], at: { 1: (ctx) => ctx.order(1, { marketToLimit: true, limit: 5 } as object) } }),
  ).rejects.toMatchObject({ code: "order.option", message: expect.stringContaining("X: marketToLimit true cannot stand beside limit 5") });
});
