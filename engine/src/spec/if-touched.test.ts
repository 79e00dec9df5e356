import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
const long = { 1: (ctx: Context) => ctx.order(10) };

test("[O12] a market-if-touched buy acts where the path comes down to its price, or at an open below it", async () => {
  const at = { 1: (ctx: Context) => ctx.order(10, { ifTouched: "97" }) };
  const { result, fills } = await run({ bars: [flat, "100 104 97.01 101", "101 102 96 98"], at });
  expect(fills).toEqual(["3: #1 buy 10 at 97 toLow"]);
  expect(result.orders[0]?.history.map(({ status }) => status)).toEqual(["accepted", "triggered", "filled"]);
  expect(result.orders[0]).toMatchObject({ kind: "marketIfTouched", ifTouched: "97" });
  expect(result.fills[0]?.why).toMatchObject({ rule: "marketIfTouched", trigger: "97", reference: "97" });
  const gap = await run({ bars: [flat, "95 99 94 98"], at });
  expect(gap.fills).toEqual(["2: #1 buy 10 at 95 open"]);
  expect(gap.result.fills[0]?.why).toMatchObject({ gap: true, trigger: "97" });
});

test("[O12] a market-if-touched sell is the mirror image, and slips as market orders do", async () => {
  const { fills } = await run({
    bars: [flat, flat, "100 104 99 101"],
    slippage: { model: "bps", bps: "10" },
    at: { ...long, 2: (ctx) => ctx.order(-10, { ifTouched: "103" }) },
  });
  // 103 - 103 × 0.001
  expect(fills).toEqual(["2: #1 buy 10 at 100.1 open", "3: #2 sell 10 at 102.897 toHigh"]);
});

test("[O12] limit if touched fills where it is touched when the limit allows it, else it rests as a limit for the rest of the bar", async () => {
  const at = (limit: string) => ({ 1: (ctx: Context) => ctx.order(10, { ifTouched: "97", limit }) });
  const within = await run({ bars: [flat, "100 104 96 101"], slippage: { model: "bps", bps: "10" }, at: at("98") });
  expect(within.fills).toEqual(["2: #1 buy 10 at 97 toLow"]);
  expect(within.result.fills[0]?.why).toMatchObject({ rule: "limitIfTouched", trigger: "97" });
  const below = await run({ bars: [flat, "100 104 96 101", "100 100 95 99"], at: at("96") });
  expect(below.fills).toEqual(["2: #1 buy 10 at 96 toLow"]);
  const later = await run({ bars: [flat, "100 104 96 101", "100 100 95 99"], at: at("95.5") });
  expect(later.fills).toEqual(["3: #1 buy 10 at 95.5 toLow"]);
  expect(later.result.orders[0]?.history.map(({ t, status }) => `${t.slice(8, 10)} ${status}`)).toEqual([
    "02 accepted",
    "03 triggered",
    "04 filled",
  ]);
});

test("[O12] what volume leaves of a market-if-touched order is a market order for the next open", async () => {
  const { fills } = await run({
    bars: ["100 100 100 100 9000", "100 101 96 98 300", "99 99 99 99 5000"],
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.order(100, { ifTouched: "97" }) },
  });
  expect(fills).toEqual(["2: #1 buy 30 at 97 toLow", "3: #1 buy 70 at 99 open"]);
});

test("[O12] the touch price can be modified, and a split divides it", async () => {
  const moved = await run({
    bars: [flat, "100 101 97 98", "98 98 95 96"],
    at: {
      1: (ctx) => {
        const order = ctx.order(10, { ifTouched: "97" });
        expect(order.modify({ ifTouched: "96" })).toBe(true);
      },
    },
  });
  expect(moved.fills).toEqual(["3: #1 buy 10 at 96 toLow"]);
});

test("[O12] a price to touch excludes stops, trails, moments and market-to-limit", async () => {
  for (const beside of [{ stop: "105" }, { trail: "1" }, { trailPercent: "0.1" }, { at: "open" }, { marketToLimit: true }]) {
    const options = { ifTouched: "97", ...beside } as object;
    await expect(run({ bars: [flat], at: { 1: (ctx) => ctx.order(10, options) } })).rejects.toMatchObject({
      code: "order.option",
      message: expect.stringMatching(/^X: ifTouched "97" cannot stand beside (stop|trail|trailPercent|at|marketToLimit) /),
    });
  }
});
