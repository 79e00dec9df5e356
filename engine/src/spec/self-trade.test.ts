import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
// At close 2 a position of 100 and two orders that both fill at 98 on the way down of bar 3.
const at = {
  1: (ctx: Context) => ctx.order(100),
  2: (ctx: Context) => [ctx.order(40, { limit: "98" }), ctx.order(-100, { stop: "98" })],
};
const bars = [flat, flat, "100 101 97 100", "103 103 102 103"];
const with_ = (selfTrade: "allow" | "cancelNewest" | "cancelOldest" | "cancelBoth" | "decrement") =>
  run({ bars, fills: { selfTrade }, at });

test("[O22] own orders of both sides at one point are settled as fills.selfTrade says", async () => {
  expect((await with_("allow")).orders).toEqual(["#1 filled", "#2 filled", "#3 filled"]);
  const newest = await with_("cancelNewest");
  expect(newest.orders).toEqual(["#1 filled", "#2 filled", "#3 canceled selfTrade"]);
  const oldest = await with_("cancelOldest");
  expect(oldest.orders).toEqual(["#1 filled", "#2 canceled selfTrade", "#3 filled"]);
  expect(oldest.fills[1]).toBe("3: #3 sell 100 at 98 toLow");
  expect((await with_("cancelBoth")).orders).toEqual(["#1 filled", "#2 canceled selfTrade", "#3 canceled selfTrade"]);
});

test("[O22] decrement takes the smaller open quantity from both, and what survives fills what it has", async () => {
  const { orders, fills, result } = await with_("decrement");
  expect(orders).toEqual(["#1 filled", "#2 canceled selfTrade", "#3 filled"]);
  expect(fills[1]).toBe("3: #3 sell 60 at 98 toLow");
  expect(result.orders[2]?.quantity).toBe("60");
});

test("[O22] market orders meet at the open too; orders at different prices do not meet", async () => {
  const open = await run({
    bars: [flat, flat, flat],
    fills: { selfTrade: "cancelNewest" },
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => [ctx.order(-50), ctx.order(10)] },
  });
  expect(open.orders).toEqual(["#1 filled", "#2 filled", "#3 canceled selfTrade"]);
  const apart = await run({
    bars,
    fills: { selfTrade: "cancelBoth" },
    at: { 1: at[1], 2: (ctx) => [ctx.order(40, { limit: "98" }), ctx.order(-100, { limit: "101" })] },
  });
  expect(apart.orders).toEqual(["#1 filled", "#2 filled", "#3 filled"]);
});
