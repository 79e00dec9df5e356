import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
const entry = (ctx: Context, quantity = 100) => ctx.order(quantity, { limit: "98" });

test("[O16] a described child has the part of its size that the parent has filled, and acts from that path point on", async () => {
  const { fills, orders, result } = await run({
    bars: ["100 100 100 100 9000", "99 103 97 102 400", "101 101 97 100 9000"],
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.oto(entry(ctx), { quantity: -50, limit: "102.5" }) },
  });
  // 40 of 100 fill: the child has 20 of its 50, but the bar's volume is used up. Bar 3 fills the rest at 98 after its open at 101.
  expect(fills).toEqual(["2: #1 buy 40 at 98 toLow", "3: #1 buy 60 at 98 toLow"]);
  expect(orders).toEqual(["#1 filled", "#2 accepted"]);
  expect(result.orders[1]?.history.map(({ status, quantity }) => [status, quantity])).toEqual([
    ["initialized", "50"],
    ["accepted", "20"],
    ["accepted", "50"],
  ]);
  expect(result.orders[1]?.parent).toBe(1);
});

test("[O16] a child past its price acts at its parent's path point, a market child at the next open", async () => {
  const { fills } = await run({
    bars: [flat, "100 101 97 99", "103 104 102 103"],
    at: {
      1: (ctx) =>
        ctx.oto(entry(ctx), [
          { quantity: -40, limit: "97.5" },
          { quantity: -60, tag: "out" },
        ]),
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 98 toLow", "2: #2 sell 40 at 98 toLow", "3: #3 sell 60 at 103 open"]);
});

test("[O16] under thisClose a market child fills at the close of the bar in which its parent filled", async () => {
  const { fills, result } = await run({
    bars: [flat, "100 101 97 99", "103 104 102 103"],
    fills: { market: "thisClose" },
    at: { 1: (ctx) => ctx.oto(entry(ctx), { quantity: -60 }) },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 98 toLow", "2: #2 sell 60 at 99 close"]);
  expect(result.fills[1]?.why.rule).toBe("thisClose");
});

test("[O16] a handle goes on hold, gives back what it set aside, and is canceled with a parent that never filled", async () => {
  const seen: string[] = [];
  const { orders, result } = await run({
    bars: [flat, flat, flat],
    cash: "20000",
    at: {
      1(ctx) {
        const second = ctx.order(100, { limit: "97" });
        const first = ctx.order(100, { limit: "96" });
        seen.push(ctx.portfolio.buyingPower.toString());
        const [held] = ctx.oto(first, second);
        seen.push(ctx.portfolio.buyingPower.toString(), `${held?.id} ${held?.status}`);
      },
      2: (ctx) => ctx.cancelAll(),
    },
  });
  expect(seen).toEqual(["700", "10400", "1 initialized"]);
  expect(orders).toEqual(["#1 canceled parentClosed", "#2 canceled userCancel"]);
  expect(result.orders[0]?.history.map(({ status, parent }) => [status, parent])).toEqual([
    ["accepted", undefined],
    ["initialized", 2],
    ["canceled", undefined],
  ]);
});

test("[O16] the account judges a child when it becomes active", async () => {
  const { orders, fills } = await run({
    bars: [flat, flat, flat],
    cash: "10000",
    at: { 1: (ctx) => ctx.oto(ctx.order(90), [{ quantity: 50, limit: "99" }, { quantity: -100 }]) },
  });
  expect(fills).toEqual(["2: #1 buy 90 at 100 open"]);
  expect(orders).toEqual(["#1 filled", "#2 canceled insufficientCash", "#3 canceled shortNotAllowed"]);
});

test("[O16] a child of another symbol begins with that symbol's next bar, and stays when the position is flat", async () => {
  const { fills, orders } = await run({
    bars: { A: [flat, "100 101 97 98", flat, flat], B: ["50 50 50 50", "50 50 40 50", "50 50 44 45", "50 50 50 50"] },
    at: {
      1: (ctx) =>
        ctx.oto(ctx.order("A", 100, { limit: "98" }), [
          { symbol: "B", quantity: 10, limit: "45" },
          { quantity: -50, limit: "120" },
        ]),
      2: (ctx) => ctx.close("A"),
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 A at 98 toLow", "3: #4 sell 100 A at 100 open", "3: #2 buy 10 B at 45 toLow"]);
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 accepted", "#4 filled"]);
});

test("[O16] a chain follows its links, and children linked with each other follow both rules", async () => {
  const { fills, orders } = await run({
    bars: [flat, "100 101 97 99", "99 106 98 105", "104 104 89 90"],
    at: {
      1(ctx) {
        const first = entry(ctx);
        const [second] = ctx.oto(first, { quantity: -100, limit: "105" });
        if (second === undefined) throw new Error("no child");
        const [stop, limit] = ctx.oto(second, [
          { quantity: 100, stop: "110" },
          { quantity: 100, limit: "90" },
        ]);
        if (stop !== undefined && limit !== undefined) ctx.oco(stop, limit);
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 98 toLow", "3: #2 sell 100 at 105 toHigh", "4: #4 buy 100 at 90 toLow"]);
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 canceled ocoFilled", "#4 filled"]);
});

test("[O16] a parent that has filled already feeds its children at once, from the next bar on", async () => {
  let filled: ReturnType<Context["order"]> | undefined;
  const { fills } = await run({
    bars: [flat, flat, "104 106 103 105"],
    at: {
      1: (ctx) => {
        filled = ctx.order(100);
      },
      2: (ctx) => filled && ctx.oto(filled, { quantity: -30, limit: "103.5" }),
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 30 at 104 open"]);
});

test("[O16] such a child follows fills.limit like any order, and modified it has the new size", async () => {
  let filled: ReturnType<Context["order"]> | undefined;
  const { fills, orders } = await run({
    bars: [flat, flat, "103.5 103.5 103 103.2", "103 103.6 103 103.5"],
    fills: { limit: "through" },
    at: {
      1: (ctx) => {
        filled = ctx.order(100);
      },
      2: (ctx) => {
        const [child] = filled ? ctx.oto(filled, { quantity: -30, limit: "103.5" }) : [];
        expect(child?.status).toBe("accepted");
        expect(child?.modify({ quantity: 40 })).toBe(true);
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "4: #2 sell 40 at 103.5 toHigh"]);
  expect(orders).toEqual(["#1 filled", "#2 filled"]);
});

test("[O16] a handle that is not open, a circle and a child that belongs to another order are refused", async () => {
  const refused = (said: (ctx: Context) => void, cash = "1000000") => run({ bars: [flat, flat], cash, at: { 1: said } });
  await expect(refused((ctx) => ctx.oto(ctx.order(1), ctx.order(1000)), "1000")).rejects.toMatchObject({
    code: "order.oto",
    message: expect.stringContaining(
      "order 2 is rejected (insufficientCash): only an open order that has not filled or triggered can wait",
    ),
    hint: expect.stringContaining("description"),
  });
  await expect(
    refused((ctx) => {
      const [a, b] = [entry(ctx), entry(ctx)];
      ctx.oto(a, b);
      ctx.oto(b, a);
    }),
  ).rejects.toMatchObject({ code: "order.oto", message: expect.stringContaining("order 1 cannot wait for order 2") });
  await expect(
    refused((ctx) => {
      const [a, b] = [entry(ctx), entry(ctx)];
      ctx.oto(a, b);
      ctx.oto(entry(ctx), b);
    }),
  ).rejects.toMatchObject({ code: "order.oto", message: expect.stringContaining("order 2 belongs to an order already") });
});

test("[O16] an iceberg among the children goes on by turns where it is born, behind all that acts at that price", async () => {
  const { fills, result } = await run({
    bars: [flat, "99 99 97 97"],
    account: { type: "margin" },
    commission: { model: "makerTaker", maker: "0", taker: "0.0001" },
    at: {
      1: (ctx) =>
        ctx.oto(entry(ctx, 65), [
          { quantity: -65, limit: "97.5", display: 40 },
          { quantity: -65, limit: "97" },
        ]),
    },
  });
  const at98 = (text: string) => `2: ${text} at 98 toLow`;
  expect(fills).toEqual([at98("#1 buy 65"), at98("#2 sell 40"), at98("#3 sell 65"), at98("#2 sell 25")]);
  // Only the parent had waited.
  expect(result.fills.map((fill) => fill.why.liquiditySide)).toEqual(["maker", "taker", "taker", "taker"]);

  // A sell stop of the same price is older than the second part.
  const others = await run({
    bars: [flat, flat, "99 99 97 97"],
    at: {
      1: (ctx) => ctx.order(10),
      2(ctx) {
        ctx.oto(entry(ctx, 60), { quantity: -60, limit: "97.5", display: 40 });
        ctx.order(-10, { stop: "98" });
      },
    },
  });
  expect(others.fills.slice(1)).toEqual(
    ["3: #2 buy 60", "3: #3 sell 40", "3: #4 sell 10", "3: #3 sell 20"].map((text) => `${text} at 98 toLow`),
  );
});

test("[O16] under thisClose a market child gets what each fill of its parent brings at that very close", async () => {
  const { fills } = await run({
    bars: [`${flat} 9000`, "100 100 100 100 200", "101 101 101 101 200", "102 102 102 102 9000"],
    fills: { market: "thisClose", volumeLimit: "0.1" },
    account: { type: "margin" },
    at: { 1: (ctx) => ctx.oto(ctx.order(20, { at: "close" }), { quantity: -10 }) },
  });
  // Each close has 20: the parent takes them; what the child could not sell waits for the next open.
  expect(fills).toEqual(["2: #1 buy 20 at 100 close", "3: #2 sell 10 at 101 open"]);
  const halves = await run({
    bars: [`${flat} 9000`, "100 100 100 100 300", "101 101 101 101 9000"],
    fills: { market: "thisClose", volumeLimit: "0.1" },
    account: { type: "margin" },
    at: { 1: (ctx) => ctx.oto(ctx.order(40, { at: "close" }), { symbol: "X", quantity: -40 }) },
  });
  expect(halves.fills).toEqual([
    "2: #1 buy 30 at 100 close",
    "3: #2 sell 30 at 101 open",
    "3: #1 buy 10 at 101 close",
    "3: #2 sell 10 at 101 close",
  ]);
});

test("[O16] a child that has nothing open begins anew with what its parent fills next", async () => {
  // A trailing stop has sold 40 at 95; when 40 more are bought at 97 it trails from 97, not from the 100 of before.
  const trailing = await run({
    bars: [`${flat} 9000`, "100 100 100 100 400", "95 95 95 95 400", "97 97 97 97 400", "97 97 91 91 9000"],
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.oto(ctx.order(100, { limit: "100" }), { quantity: -100, trail: "5" }) },
  });
  expect(trailing.fills.slice(0, 4)).toEqual([
    "2: #1 buy 40 at 100 open",
    "3: #2 sell 40 at 95 open",
    "4: #1 buy 40 at 97 open",
    "5: #1 buy 20 at 97 open",
  ]);
  expect(trailing.fills.slice(4)).toEqual(["5: #2 sell 60 at 92 toLow"]);

  // One of another symbol waits for that symbol's next bar.
  const other = await run({
    bars: {
      A: [`${flat} 9000`, "100 100 100 100 400", null, "100 100 100 100 400", "100 100 100 100 0"],
      B: ["50 50 50 50 9000", "50 50 50 50 9000", "50 50 50 50 9000", "52 52 52 52 9000", "55 56 54 55 9000"],
    },
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.oto(ctx.order("A", 80, { at: "open" }), { symbol: "B", quantity: 80, stop: "50" }) },
  });
  expect(other.fills).toEqual([
    "2: #1 buy 40 A at 100 open",
    "3: #2 buy 40 B at 50 open",
    "4: #1 buy 40 A at 100 open",
    "5: #2 buy 40 B at 55 open",
  ]);
});

test("[O16] DAY and IOC children that begin at a close have had their day", async () => {
  const { orders } = await run({
    bars: [flat, "103 104 102 103"],
    fills: { market: "thisClose" },
    account: { type: "margin" },
    at: {
      1: (ctx) =>
        ctx.oto(ctx.order(10), [
          { quantity: -10, limit: "102", tif: "DAY" },
          { quantity: -10, limit: "102", expires: "2024-01-02" },
          { quantity: -10, limit: "102", tif: "IOC" },
          { quantity: -10, limit: "102" },
        ]),
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 expired dayEnd", "#3 expired gtdEnd", "#4 canceled immediateOrCancel", "#5 filled"]);
});
