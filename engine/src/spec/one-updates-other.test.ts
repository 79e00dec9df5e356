import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
const exits = (ctx: Context) => {
  const [limit, stop] = [ctx.order(-100, { limit: "110" }), ctx.order(-100, { stop: "90" })];
  ctx.ouo(limit, stop);
  return { limit, stop };
};

test("[O17] what one fills is taken from the other, and the end of one ends the other", async () => {
  const { fills, orders, result } = await run({
    bars: ["100 100 100 100 9000", "100 100 100 100 9000", "100 111 99 105 400", "105 105 89 90 9000"],
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.order(100), 2: exits },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 40 at 110 toHigh", "4: #3 sell 60 at 90 toLow"]);
  expect(orders).toEqual(["#1 filled", "#2 canceled ouoClosed", "#3 filled"]);
  expect(result.orders[2]).toMatchObject({ ouo: 2, quantity: "60" });
});

test("[O17] cancelling one cancels the other, and a modified quantity is both's", async () => {
  const sizes: string[] = [];
  const { orders } = await run({
    bars: [flat, flat, flat],
    at: {
      1: (ctx) => ctx.order(100),
      2(ctx) {
        const { limit, stop } = exits(ctx);
        limit.modify({ quantity: 70 });
        sizes.push(limit.quantity.toString(), stop.quantity.toString());
        stop.cancel();
      },
    },
  });
  expect(sizes).toEqual(["70", "70"]);
  expect(orders).toEqual(["#1 filled", "#2 canceled ouoClosed", "#3 canceled userCancel"]);
});

test("[O17] only open orders of one open quantity can be linked", async () => {
  const refused = (said: (ctx: Context) => void) => run({ bars: [flat, flat], at: { 1: said } });
  await expect(refused((ctx) => ctx.ouo(ctx.order(10, { limit: 90 }), ctx.order(20, { limit: 80 })))).rejects.toMatchObject({
    code: "order.ouo",
    message: expect.stringContaining("order 1 has 10 open and order 2 has 20"),
  });
  await expect(
    refused((ctx) => {
      const order = ctx.order(10, { limit: 90 });
      order.cancel();
      ctx.ouo(order, ctx.order(10, { limit: 80 }));
    }),
  ).rejects.toMatchObject({ code: "order.ouo", message: expect.stringContaining("order 1 is canceled") });
});

test("[O17] orders on hold can be linked; as their parent fills they grow by the same, whatever one has filled", async () => {
  const { fills, orders } = await run({
    bars: ["100 100 100 100 9000", "99 99 97 98 400", "99 110 99 105 240", "99 99 97 98 600", "105 105 89 90 9000"],
    fills: { volumeLimit: "0.1" },
    at: {
      1(ctx) {
        const [limit, stop] = ctx.oto(ctx.order(100, { limit: "98" }), [
          { quantity: -100, limit: "110" },
          { quantity: -100, stop: "90" },
        ]);
        if (limit !== undefined && stop !== undefined) ctx.ouo(limit, stop);
      },
    },
  });
  // 40 bought: both have 40. The limit sells 24, both have 16. 60 more bought: both have 76, which the stop sells.
  expect(fills).toEqual([
    "2: #1 buy 40 at 98 toLow",
    "3: #2 sell 24 at 110 toHigh",
    "4: #1 buy 60 at 98 toLow",
    "5: #3 sell 76 at 90 toLow",
  ]);
  expect(orders).toEqual(["#1 filled", "#2 canceled ouoClosed", "#3 filled"]);
});
