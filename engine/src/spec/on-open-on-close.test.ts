import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
const slippage = { model: "bps", bps: "10" } as const;

test("[O14] a limit on the open fills at the open's price when that is within it, and never slips", async () => {
  const at = { 1: (ctx: Context) => ctx.order(10, { at: "open", limit: "99" }) };
  const within = await run({ bars: [flat, "98.5 103 98 101"], slippage, at });
  expect(within.fills).toEqual(["2: #1 buy 10 at 98.5 open"]);
  expect(within.result.fills[0]?.why).toMatchObject({ rule: "limitOnOpen", trigger: "99", gap: true });
  expect(within.result.orders[0]).toMatchObject({ kind: "limit", at: "open", limit: "99" });
});

test("[O14] what the print does not fill is canceled, although the path reaches the limit", async () => {
  const { orders, fills } = await run({
    bars: [flat, "100 103 97 98"],
    at: { 1: (ctx) => [ctx.order(10, { at: "open", limit: "99" }), ctx.order(10, { at: "close", limit: "97.99" })] },
  });
  expect(fills).toEqual([]);
  expect(orders).toEqual(["#1 canceled missedPrint", "#2 canceled missedPrint"]);
});

test("[O14] a limit on the close waits for the close", async () => {
  const { fills, result } = await run({
    bars: [flat, "95 103 94 98"],
    slippage,
    at: { 1: (ctx) => ctx.order(10, { at: "close", limit: "98" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 98 close"]);
  expect(result.fills[0]?.why).toMatchObject({ rule: "limitOnClose", trigger: "98" });
});

test("[O14] `through` asks the print for one tick beyond the limit", async () => {
  const at = { 1: (ctx: Context) => ctx.order(10, { at: "close", limit: "98" }) };
  const touched = await run({ bars: [flat, "95 103 94 98"], fills: { limit: "through" }, at });
  expect(touched.orders).toEqual(["#1 canceled missedPrint"]);
  const beyond = await run({ bars: [flat, "95 103 94 97.99"], fills: { limit: "through" }, at });
  expect(beyond.fills).toEqual(["2: #1 buy 10 at 97.99 close"]);
});

test("[O14] a print's order waits for the symbol's next bar, and a volume limit's rest is canceled", async () => {
  const { fills, orders } = await run({
    bars: { A: [flat, flat, flat], X: ["100 100 100 100 900", null, "99 100 98 99 400"] },
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.order("X", 100, { at: "open", limit: "99" }) },
  });
  expect(fills).toEqual(["3: #1 buy 40 X at 99 open"]);
  expect(orders).toEqual(["#1 canceled missedPrint"]);
});

test("[O14] a moment excludes stops, trails and prices to touch", async () => {
  for (const [beside, code] of [
    [{ stop: "105" }, "order.at"],
    [{ trail: "1" }, "order.at"],
    [{ ifTouched: "99" }, "order.option"],
  ] as const) {
    const options = { at: "open", ...beside } as object;
    await expect(run({ bars: [flat], at: { 1: (ctx) => ctx.order(10, options) } })).rejects.toMatchObject({ code });
  }
});
