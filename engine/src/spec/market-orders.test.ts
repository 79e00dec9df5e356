import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const bars = ["10 12 9 11", "20 22 19 21", "30 32 29 31"];

test("[F1] a market order fills at the next bar's open by default", async () => {
  const { fills } = await run({ bars, at: { 1: (ctx) => ctx.order(5) } });
  expect(fills).toEqual(["2: #1 buy 5 at 20 open"]);
});

test("[F1] nextClose fills at the next bar's close", async () => {
  const { fills } = await run({ bars, fills: { market: "nextClose" }, at: { 1: (ctx) => ctx.order(5) } });
  expect(fills).toEqual(["2: #1 buy 5 at 21 close"]);
});

test("[F1] thisClose fills at the close it was decided on, and the result says that this is optimistic", async () => {
  const { fills, result } = await run({ bars, fills: { market: "thisClose" }, at: { 1: (ctx) => ctx.order(5) } });
  expect(fills).toEqual(["1: #1 buy 5 at 11 close"]);
  expect(result.assumptions.some((assumption) => /optimistic/i.test(assumption.message))).toBe(true);
});

test("[F1] a thisClose order of a symbol without a bar fills at the symbol's next open", async () => {
  const { fills } = await run({
    bars: { A: ["1 1 1 1", "1 1 1 1", "1 1 1 1"], B: ["10 10 10 10", null, "12 13 12 13"] },
    fills: { market: "thisClose" },
    at: { 2: (ctx) => ctx.order("B", 5) },
  });
  expect(fills).toEqual(["3: #1 buy 5 B at 12 open"]);
});

test("[F1] limits and stops do not move with fills.market", async () => {
  const { fills } = await run({
    bars,
    fills: { market: "nextClose" },
    at: {
      1: (ctx) => {
        ctx.order(5, { limit: "19.5" });
        ctx.order(5, { stop: "21.5" });
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 5 at 19.5 toLow", "2: #2 buy 5 at 21.5 toHigh"]);
});

test("[F1] an order for the open or the close fills there whatever fills.market says", async () => {
  const order = (market: "nextOpen" | "nextClose", at: "open" | "close") =>
    run({ bars, fills: { market }, at: { 1: (ctx) => ctx.order(5, { at }) } });
  expect((await order("nextClose", "open")).fills).toEqual(["2: #1 buy 5 at 20 open"]);
  expect((await order("nextOpen", "close")).fills).toEqual(["2: #1 buy 5 at 21 close"]);
});

test("[E20] an order made on a bar never fills inside that bar", async () => {
  const { fills } = await run({ bars, at: { 1: (ctx) => ctx.order(5, { limit: "9" }) } });
  expect(fills).toEqual([]);
});

test("[E20] the strategy sees the position of a fill at the close of its bar", async () => {
  const seen: string[] = [];
  await run({
    bars,
    at: {
      1: (ctx) => ctx.order(5),
      2: (ctx) => seen.push(ctx.position().quantity.toString(), ctx.portfolio.cash.toString(), ctx.portfolio.equity.toString()),
    },
  });
  expect(seen).toEqual(["5", "99900", "100005"]);
});

test("[E20] at one open, orders that reduce come first across all symbols", async () => {
  const flat = "10 10 10 10";
  const { fills, endCash } = await run({
    cash: "1000",
    bars: { A: [flat, flat, flat], B: [flat, flat, flat] },
    at: {
      1: (ctx) => ctx.order("A", 100),
      2: (ctx) => {
        ctx.orderTarget("B", 100);
        ctx.order("A", -100);
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 A at 10 open", "3: #3 sell 100 A at 10 open", "3: #2 buy 100 B at 10 open"]);
  expect(endCash).toBe("0");
});

test("[E20] at one close, orders that reduce come first too", async () => {
  const flat = "10 10 10 10";
  const { fills } = await run({
    cash: "1000",
    fills: { market: "nextClose" },
    bars: { A: [flat, flat, flat], B: [flat, flat, flat] },
    at: {
      1: (ctx) => ctx.order("A", 100),
      2: (ctx) => {
        ctx.orderTarget("B", 100);
        ctx.order("A", -100);
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 A at 10 close", "3: #3 sell 100 A at 10 close", "3: #2 buy 100 B at 10 close"]);
});
