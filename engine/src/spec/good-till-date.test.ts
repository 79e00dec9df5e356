import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { day, run } from "./scenario.ts";

const flat = "100 100 100 100";
const dips = [flat, "100 101 96 100", "100 101 96 100", "100 101 94 100"];

test("[O19] an order good till a date lives through that exchange day", async () => {
  const at = (expires: string) => ({ 1: (ctx: Context) => ctx.order(10, { limit: "95", expires }) });
  const short = await run({ bars: dips, at: at(day(3)) });
  expect(short.orders).toEqual(["#1 expired gtdEnd"]);
  expect(short.result.orders[0]).toMatchObject({ tif: "GTD", expires: day(3) });
  expect(short.result.orders[0]?.history.at(-1)).toEqual({ t: `${day(3)}T00:00:00Z`, status: "expired", reason: "gtdEnd" });
  const long = await run({ bars: dips, at: at(day(4)) });
  expect(long.fills).toEqual(["4: #1 buy 10 at 95 toLow"]);
});

test("[O19] an instant lets the order match only in bars that start before it", async () => {
  const at = (expires: string | number | Date) => ({ 1: (ctx: Context) => ctx.order(10, { limit: "95", tif: "GTD", expires }) });
  const start = `${day(4)}T00:00:00Z`;
  const ended = await run({ bars: dips, at: at(`${day(4)}T01:00:00+01:00`) });
  expect(ended.orders).toEqual(["#1 expired gtdEnd"]);
  expect(ended.result.orders[0]?.expires).toBe(start);
  expect(ended.result.orders[0]?.history.at(-1)?.t).toBe(`${day(3)}T00:00:00Z`);
  for (const expires of [Date.parse(start) + 1, new Date(Date.parse(start) + 1)]) {
    expect((await run({ bars: dips, at: at(expires) })).fills).toEqual(["4: #1 buy 10 at 95 toLow"]);
  }
});

test("[O19] an order whose time ends before the next bar expires as it is made, one beyond the data stays open", async () => {
  const { orders } = await run({
    bars: dips,
    at: {
      1: (ctx) => [ctx.order(10, { limit: "95", expires: ctx.date }), ctx.order(10, { limit: "90", expires: "2034-01-01" })],
    },
  });
  expect(orders).toEqual(["#1 expired gtdEnd", "#2 accepted"]);
});

test("[O19] a time that has passed, no time and another time in force are refused", async () => {
  const refusal = (options: object) => run({ bars: [flat, flat], at: { 2: (ctx) => ctx.order(10, { limit: "95", ...options }) } });
  for (const [options, message] of [
    [{ expires: day(1) }, `X: expires ${day(1)} has passed at ${day(2)}: no later bar could match the order`],
    [
      { expires: `${day(2)}T00:00:00Z` },
      `X: expires ${day(2)}T00:00:00Z has passed at ${day(2)}T00:00:00Z: no later bar could match the order`,
    ],
    [{ tif: "GTD" }, 'X: tif "GTD" needs expires'],
    [{ tif: "DAY", expires: day(3) }, 'X: tif "DAY" cannot stand beside expires'],
    [{ expires: Object.create(null) }, "X: expires is {}, which is neither a date nor an instant"],
    [{ expires: "tomorrow" }, 'X: expires is "tomorrow", which is neither a date nor an instant'],
  ] as const) {
    await expect(refusal(options)).rejects.toMatchObject({ code: "order.expires", message: expect.stringContaining(message) });
  }
});
