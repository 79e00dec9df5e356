import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";

test("[F7] closeAtEnd closes at the last close with commission and without slippage", async () => {
  const { fills, fees, orders, endCash, result } = await run({
    bars: ["10 10 10 10", "10 12 10 12"],
    closeAtEnd: true,
    commission: { model: "perTrade", cost: "1" },
    at: {
      1: (ctx) => {
        ctx.order(100);
        ctx.order(5, { limit: "5" });
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 10 open", "2: #3 sell 100 at 12 close"]);
  expect(fees).toEqual(["1", "1"]);
  expect(orders).toEqual(["#1 filled", "#2 expired endOfRun", "#3 filled"]);
  expect(result.fills[1]?.why.rule).toBe("closeAtEnd");
  expect(endCash).toBe("100198");
  expect(result.summary.endValue).toBe("100198");
  expect(result.positions).toEqual([]);
});

test("[F7] the closing fill does not slip", async () => {
  const { fills } = await run({
    bars: [flat, flat],
    closeAtEnd: true,
    slippage: { model: "bps", bps: "100" },
    at: { 1: (ctx) => ctx.order(10) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 101 open", "2: #2 sell 10 at 100 close"]);
});

test("[F7] a single unit is sold, one that is short is bought back", async () => {
  const closing = async (quantity: number) =>
    (await run({ bars: [flat, flat], closeAtEnd: true, account: { type: "margin" }, at: { 1: (ctx) => ctx.order(quantity) } })).fills[1];
  expect(await closing(1)).toBe("2: #2 sell 1 at 100 close");
  expect(await closing(-1)).toBe("2: #2 buy 1 at 100 close");
});

test("[F7] without closeAtEnd positions stay open and are marked", async () => {
  const { positions, endCash, result } = await run({ bars: ["10 10 10 10", "10 12 10 12"], at: { 1: (ctx) => ctx.order(100) } });
  expect(positions).toEqual({ X: "100" });
  expect(endCash).toBe("99000");
  expect(result.summary.endValue).toBe("100200");
});

const buyAtTheLastClose = { bars: [flat, "100 104 99 103"], at: { 2: (ctx: Context) => ctx.order(10) } };

test("[F7] an order made at the last close has no next bar and stays open", async () => {
  const { orders, fills, endCash, result } = await run(buyAtTheLastClose);
  expect(orders).toEqual(["#1 accepted"]);
  expect(fills).toEqual([]);
  expect(endCash).toBe("100000");
  expect(result.orders[0]).toMatchObject({ quantity: "10", filled: "0", history: [{ t: "2024-01-03T00:00:00Z", status: "accepted" }] });
});

test("[F7] with closeAtEnd an order made at the last close expires, and there is nothing to close", async () => {
  const { orders, fills, endCash } = await run({ ...buyAtTheLastClose, closeAtEnd: true });
  expect(orders).toEqual(["#1 expired endOfRun"]);
  expect(fills).toEqual([]);
  expect(endCash).toBe("100000");
});

test("[F7] an order made at the last close fills there when market orders fill at this close", async () => {
  const { orders, fills, endCash } = await run({ ...buyAtTheLastClose, fills: { market: "thisClose" } });
  expect(orders).toEqual(["#1 filled"]);
  expect(fills).toEqual(["2: #1 buy 10 at 103 close"]);
  expect(endCash).toBe("98970");
});

test("[E28] a stop through a gap says rule, point, bar, reference, trigger and gap", async () => {
  const { result } = await run({
    bars: [flat, flat, "90 95 88 92"],
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { stop: "99" }) },
  });
  expect(result.fills[1]?.why).toMatchObject({ rule: "stop", point: "open", bar: 2, reference: "90", trigger: "99", gap: true });
});

test("[E28] a limit inside the bar says the path it was reached on", async () => {
  const { result } = await run({ bars: [flat, "102 103 99 101"], at: { 1: (ctx) => ctx.order(10, { limit: "100" }) } });
  expect(result.fills[0]?.why).toMatchObject({ rule: "limit", point: "toLow", path: "ohlc", bar: 1, reference: "100", trigger: "100" });
});

test("[E28] a market fill says its rule and its fee", async () => {
  const { result } = await run({
    bars: [flat, flat],
    commission: { model: "percent", rate: "0.001" },
    at: { 1: (ctx) => ctx.order(10) },
  });
  const why = result.fills[0]?.why;
  expect(why).toMatchObject({ rule: "nextOpen", point: "open", bar: 1, reference: "100", fee: { model: "percent" } });
  expect(why).not.toHaveProperty("path");
  expect(why).not.toHaveProperty("trigger");
});

test("[E28] each kind of order names its rule", async () => {
  const { result } = await run({
    bars: [flat, "100 106 99 104", "104 105 90 91"],
    at: {
      1: (ctx) => {
        ctx.order(3, { at: "open" });
        ctx.order(3, { at: "close" });
        ctx.order(3, { stop: "103", limit: "104" });
      },
      2: (ctx) => ctx.order(-3, { trailPercent: "0.05" }),
    },
  });
  expect(result.fills.map((fill) => fill.why.rule)).toEqual(["atOpen", "stopLimit", "atClose", "trailingStop"]);
});
