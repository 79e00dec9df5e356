import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const bars = ["10 10 10 10", "10 10 10 10", "14 14 14 14", "12 12 12 12", "13 13 13 13", "13 13 13 13"];
// Lots 1.1 of 100 at 10, 2.1 of 100 at 14, 3.1 of 100 at 12.
const buys = Object.fromEntries([1, 2, 3].map((close) => [close, (ctx: Context) => ctx.order(100)]));
const sell = (lots: "fifo" | "lifo" | "hifo" | readonly string[]) => run({ bars, at: { ...buys, 4: (ctx) => ctx.order(-150, { lots }) } });

test("[O23] an order's own rule or list of lots comes before the account's", async () => {
  expect((await sell("lifo")).trades).toEqual(["long 100 from 12 to 13: 100", "long 50 from 14 to 13: -50"]);
  expect((await sell("hifo")).trades).toEqual(["long 100 from 14 to 13: -100", "long 50 from 12 to 13: 50"]);
  const named = await sell(["3.1"]);
  expect(named.trades).toEqual(["long 100 from 12 to 13: 100", "long 50 from 10 to 13: 150"]);
  expect(named.result.orders[3]?.lots).toEqual(["3.1"]);
  expect(named.result.positions[0]?.lots.map(({ id, quantity }) => [id, quantity])).toEqual([
    ["1.1", "50"],
    ["2.1", "100"],
  ]);
});

test("[O23] a strategy sees the ids of its lots", async () => {
  const seen: string[] = [];
  await run({ bars, at: { ...buys, 4: (ctx) => seen.push(...ctx.position().lots.map(({ id }) => id)) } });
  expect(seen).toEqual(["1.1", "2.1", "3.1"]);
});

test("[O23] unknown lots, the average rule and other values are refused", async () => {
  await expect(sell(["9.1"])).rejects.toMatchObject({ code: "order.lots", message: expect.stringContaining("X: no open lot 9.1") });
  await expect(sell(["last"])).rejects.toMatchObject({ code: "order.lots", message: expect.stringContaining(`X: lots is ["last"]`) });
  const average = run({ bars, account: { lots: "average" }, at: { ...buys, 4: (ctx) => ctx.order(-150, { lots: "fifo" }) } });
  await expect(average).rejects.toMatchObject({ code: "order.lots", message: expect.stringContaining("account.lots is average") });
});
