import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
const at = { 1: (ctx: Context) => ctx.order(10, { limit: "99", postOnly: true }) };

test("[O20] a post-only order that would fill at the first open it meets is canceled, also on a mere touch", async () => {
  for (const bar of ["98 101 97 100", "99 101 98 100"]) {
    for (const limit of ["touch", "through"] as const) {
      const { orders, result } = await run({ bars: [flat, bar], fills: { limit }, at });
      expect(orders).toEqual(["#1 canceled wouldTake"]);
      expect(result.orders[0]?.postOnly).toBe(true);
    }
  }
});

test("[O20] once it rests it fills like any limit, also through a later gap", async () => {
  expect((await run({ bars: [flat, "100 101 98 100"], at })).fills).toEqual(["2: #1 buy 10 at 99 toLow"]);
  expect((await run({ bars: [flat, "100 101 99.5 100", "97 98 96 97"], at })).fills).toEqual(["3: #1 buy 10 at 97 open"]);
});

test("[O20] only a plain limit order can be post-only", async () => {
  for (const [options, message] of [
    [{}, "X: postOnly true needs limit"],
    [{ limit: "99", stop: "101" }, 'X: postOnly true cannot stand beside stop "101"'],
    [{ limit: "99", at: "open" }, 'X: postOnly true cannot stand beside at "open"'],
    [{ trail: "1" }, 'X: postOnly true cannot stand beside trail "1"'],
  ] as const) {
    const made = run({ bars: [flat], at: { 1: (ctx) => ctx.order(10, { postOnly: true, ...options } as object) } });
    await expect(made).rejects.toMatchObject({ code: "order.postOnly", message: expect.stringContaining(message) });
  }
});
