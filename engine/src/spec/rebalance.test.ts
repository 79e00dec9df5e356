import type { OrderError } from "rustybt";
import { expect, test } from "vitest";
import { type Bars, run } from "./scenario.ts";

const flat = (price: number): Bars => Array.from({ length: 4 }, () => `${price} ${price} ${price} ${price}`);
const two = { A: flat(30), B: flat(70) };

test("[O24] whole lots come nearest to the weights, and the cash pays for them with fees", async () => {
  const at = { 1: (ctx: Ctx) => void ctx.rebalance({ A: "0.5", B: "0.5" }) };
  const free = await run({ bars: two, cash: "1000", at });
  expect(free.fills).toEqual(["2: #1 buy 17 A at 30 open", "2: #2 buy 7 B at 70 open"]);
  expect(free.endCash).toBe("0");
  const charged = await run({ bars: two, cash: "1000", at, commission: { model: "perTrade", cost: "1" } });
  expect(charged.fills).toEqual(["2: #1 buy 16 A at 30 open", "2: #2 buy 7 B at 70 open"]);
  expect(charged.endCash).toBe("28"); // 1000 - 480 - 490 - 2
});

test("[O24] slippage in basis points is paid for as well", async () => {
  // 17 x 30.03 + 7 x 70.07 = 1001: one A too many.
  const { fills } = await run({
    bars: two,
    cash: "1000",
    slippage: { model: "bps", bps: "10" },
    at: { 1: (ctx) => void ctx.rebalance({ A: "0.5", B: "0.5" }) },
  });
  expect(fills).toEqual(["2: #1 buy 16 A at 30.03 open", "2: #2 buy 7 B at 70.07 open"]);
});

test("[O24] sells come first, what has no weight is closed, and what is in the band is left alone", async () => {
  const bars = { A: flat(30), B: flat(70), C: flat(10) };
  const { fills, orders } = await run({
    bars,
    cash: "1000",
    at: {
      1: (ctx) => void ctx.rebalance({ A: "0.51", C: "0.4" }),
      // A is 0.51 of the equity; C goes; B should be 400, and 6 x 70 = 420 is nearer than 350.
      2: (ctx) => {
        const placed = ctx.rebalance({ A: "0.5", B: { num: 2, den: 5 } }, { band: "0.02" });
        expect(Object.keys(placed)).toEqual(["C", "B"]);
      },
    },
  });
  expect(fills).toEqual([
    "2: #1 buy 17 A at 30 open",
    "2: #2 buy 40 C at 10 open",
    "3: #3 sell 40 C at 10 open",
    "3: #4 buy 6 B at 70 open",
  ]);
  expect(orders).toHaveLength(4);
});

test("[O24] others: keep leaves unnamed positions alone, and open orders count", async () => {
  const { fills } = await run({
    bars: two,
    cash: "1000",
    at: {
      1: (ctx) => {
        ctx.order("A", 10);
        ctx.order("B", 2);
        const { B, A } = ctx.rebalance({ B: "0.35" }, { others: "keep" });
        expect([A, B?.quantity.toString()]).toEqual([undefined, "3"]); // 350 is 5 lots, 2 are on their way
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 10 A at 30 open", "2: #2 buy 2 B at 70 open", "2: #3 buy 3 B at 70 open"]);
});

test("[O24] a margin account may be short and in debt", async () => {
  const { positions } = await run({
    bars: two,
    cash: "1000",
    account: { type: "margin" },
    at: { 1: (ctx) => void ctx.rebalance({ A: "1.2", B: "-0.5" }) },
  });
  expect(positions).toEqual({ A: "40", B: "-7" });
});

type Ctx = Parameters<NonNullable<Parameters<typeof run>[0]["at"]>[number]>[0];

test.each([
  ["{ A: -0.1 }", (ctx: Ctx) => ctx.rebalance({ A: -0.1 }), "order.rebalance", "the weight -0.1 is below 0"],
  ["1.2 in all", (ctx: Ctx) => ctx.rebalance({ A: 0.7, B: 0.5 }), "order.rebalance", "add up to 1.2, more than 1"],
  ["a band of 2", (ctx: Ctx) => ctx.rebalance({ A: 0.7 }, { band: 2 }), "order.rebalance", "band is 2"],
  ["an unknown symbol", (ctx: Ctx) => ctx.rebalance({ Q: 0.7 }), "order.unknownSymbol", 'unknown symbol "Q"'],
  ["no number", (ctx: Ctx) => ctx.rebalance({ A: "half" }), "order.notAnAmount", "half"],
  ["an unknown option", (ctx: Ctx) => ctx.rebalance({ A: 0.5 }, { bands: 1 } as object), "order.rebalance", 'unknown option "bands"'],
] as const)("ctx.rebalance with %s is an OrderError", async (_, call, code, message) => {
  const failed = run({ bars: two, at: { 1: (ctx) => void call(ctx) } });
  const error = await failed.then(
    () => undefined,
    (thrown: OrderError) => thrown,
  );
  expect(error?.code).toBe(code);
  expect(error?.message).toContain(message);
});
