import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
const margin = { account: { type: "margin" } } as const;
const buy = (ctx: Context) => ctx.order(100);

test("[O21] without a position against it a reduce-only order is rejected", async () => {
  const { orders } = await run({
    bars: [flat, flat, flat],
    ...margin,
    at: { 1: (ctx) => [ctx.order(10, { reduceOnly: true }), buy(ctx)], 2: (ctx) => ctx.order(10, { limit: "90", reduceOnly: true }) },
  });
  expect(orders).toEqual(["#1 rejected reduceOnly", "#2 filled", "#3 rejected reduceOnly"]);
});

test("[O21] a reduce-only order is cut to the position at the fill, on a cash account too", async () => {
  for (const account of [{}, margin]) {
    const { fills, orders, result } = await run({
      bars: [flat, flat, "100 105 100 104"],
      ...account,
      at: { 1: buy, 2: (ctx) => ctx.order(-150, { limit: "104", reduceOnly: true }) },
    });
    expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 100 at 104 toHigh"]);
    expect(orders).toEqual(["#1 filled", "#2 filled reduceOnly"]);
    expect(result.fills[1]?.why.cut).toEqual({ from: "150", reason: "reduceOnly" });
  }
});

test("[O21] it expires when the position becomes flat or crosses zero", async () => {
  const { orders } = await run({
    bars: [flat, flat, flat],
    ...margin,
    at: { 1: buy, 2: (ctx) => [ctx.order(-100, { stop: "90", reduceOnly: true }), ctx.order(-150)] },
  });
  expect(orders).toEqual(["#1 filled", "#2 expired positionFlat", "#3 filled"]);
});

test("[O21] it sets no buying power aside", async () => {
  const { orders } = await run({
    bars: [flat, flat, flat],
    cash: "10000",
    ...margin,
    at: {
      1: (ctx) => ctx.order(-100),
      2: (ctx) => [ctx.order(100, { reduceOnly: true }), ctx.order(500, { limit: "50", reduceOnly: true })],
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 expired positionFlat"]);
});
