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

test("[O22] only what acts at the very same close meets: not an order for another close, nor one said after the bar", async () => {
  // A sale for the close, made active by a fill in bar 2, is one for the close of bar 3.
  const next = await run({
    bars: [flat, flat, flat],
    account: { type: "margin" },
    fills: { market: "nextClose", selfTrade: "cancelOldest" },
    at: {
      1(ctx) {
        ctx.oto(ctx.order(10, { at: "open" }), { quantity: -10 });
        ctx.order(30);
      },
    },
  });
  expect(next.fills).toEqual(["2: #1 buy 10 at 100 open", "2: #3 buy 30 at 100 close", "3: #2 sell 10 at 100 close"]);

  // An order for the close said today waits for tomorrow's.
  const today = await run({
    bars: [flat, flat],
    fills: { market: "thisClose", selfTrade: "cancelOldest" },
    at: { 1: (ctx) => [ctx.order(10, { at: "close" }), ctx.order(5)], 2: (ctx) => ctx.close() },
  });
  expect(today.fills).toEqual(["1: #2 buy 5 at 100 close", "2: #1 buy 10 at 100 close", "2: #3 sell 15 at 100 close"]);
});

test("[O22] a stop-limit that fills where it triggers meets the other side; a fill or kill order without room does not", async () => {
  const stopLimit = await run({
    bars,
    fills: { selfTrade: "cancelNewest" },
    at: { 1: at[1], 2: (ctx) => [ctx.order(40, { limit: "98" }), ctx.order(-100, { stop: "98", limit: "97.5" })] },
  });
  expect(stopLimit.orders).toEqual(["#1 filled", "#2 filled", "#3 canceled selfTrade"]);

  const noRoom = await run({
    bars: [`${flat} 1000`, `${flat} 1000`, `${flat} 100`],
    fills: { selfTrade: "cancelBoth", volumeLimit: "0.5" },
    at: { 1: (ctx) => ctx.order(80), 2: (ctx) => [ctx.order(90, { tif: "FOK" }), ctx.order(-40)] },
  });
  // Of 90 only 50 could be bought: nothing is, so the sale meets nobody.
  expect(noRoom.orders).toEqual(["#1 filled", "#2 canceled fillOrKill", "#3 filled"]);
});

test("[O22] what decrement takes has not filled: links and children go by the size the order was given", async () => {
  // The parent of 100 loses 60 to a sale of 60: it fills 40, and its child of 100 has 40.
  const parent = await run({
    bars: [flat, flat, flat],
    fills: { selfTrade: "decrement" },
    at: {
      1: (ctx) => ctx.order(60),
      2(ctx) {
        ctx.order(-60, { at: "close", limit: "90" });
        ctx.oto(ctx.order(100, { at: "close" }), { quantity: -100, limit: "120" });
      },
    },
  });
  expect(parent.fills).toEqual(["2: #1 buy 60 at 100 open", "3: #3 buy 40 at 100 close"]);
  expect(parent.result.orders[3]).toMatchObject({ status: "accepted", quantity: "40" });

  // Of a pair of 100 and 100 one loses 60 to a buy and sells 40: the other keeps 60.
  const pair = await run({
    bars: [flat, flat, "100 105 100 104", flat],
    fills: { selfTrade: "decrement" },
    at: {
      1: (ctx) => ctx.order(100),
      2(ctx) {
        ctx.oco(ctx.order(-100, { limit: "105" }), ctx.order(-100, { stop: "90" }));
        ctx.order(60, { stop: "105" });
      },
    },
  });
  expect(pair.fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 40 at 105 toHigh"]);
  expect(pair.orders).toEqual(["#1 filled", "#2 filled", "#3 accepted", "#4 canceled selfTrade"]);
  expect(pair.result.orders[2]?.quantity).toBe("60");
});

test("[O22] a child meets the next part of the iceberg that fed it, also where the path went a tick through the limit", async () => {
  const bought = async (selfTrade: "allow" | "cancelNewest") =>
    run({
      bars: [flat, "100 101 96 100"],
      fills: { limit: "through", selfTrade },
      at: { 1: (ctx) => ctx.oto(ctx.order(60, { limit: "98", display: 30 }), { quantity: -60, limit: "97.97" }) },
    });
  const parts = ["2: #1 buy 30 at 98 toLow", "2: #1 buy 30 at 98 toLow"];
  const newest = await bought("cancelNewest");
  expect(newest.fills).toEqual(parts);
  expect(newest.orders).toEqual(["#1 filled", "#2 canceled selfTrade"]);
  expect((await bought("allow")).fills).toContain("2: #2 sell 30 at 98 toLow");
});
