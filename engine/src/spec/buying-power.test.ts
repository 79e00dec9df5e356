import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const ten = "10 10 10 10";
const cash = "1000";

test("[O5] an order beyond the cash is rejected when submitted, and the run goes on", async () => {
  const { orders, fills } = await run({ cash, bars: [ten, ten, ten], at: { 1: (ctx) => ctx.order(101), 2: (ctx) => ctx.order(100) } });
  expect(orders).toEqual(["#1 rejected insufficientCash", "#2 filled"]);
  expect(fills).toEqual(["3: #2 buy 100 at 10 open"]);
});

test("[O5] open buys reserve their cash: a limit its limit price", async () => {
  const { orders } = await run({
    cash,
    bars: [ten, "11 11 11 11"],
    at: {
      1: (ctx) => {
        ctx.order(60, { limit: "10" });
        ctx.order(50);
        ctx.order(40, { limit: "10" });
      },
    },
  });
  expect(orders).toEqual(["#1 accepted", "#2 rejected insufficientCash", "#3 accepted"]);
});

test("[O5] a stop reserves the higher of close and stop", async () => {
  const { orders } = await run({
    cash,
    bars: [ten, ten],
    at: {
      1: (ctx) => {
        ctx.order(84, { stop: "12" });
        ctx.order(83, { stop: "12" });
      },
    },
  });
  expect(orders).toEqual(["#1 rejected insufficientCash", "#2 accepted"]);
});

test("[O5] slippage and fee are part of what an order needs", async () => {
  const scenario = (amount: string) =>
    run({
      cash: amount,
      bars: [ten, ten],
      slippage: { model: "bps", bps: "100" },
      commission: { model: "perTrade", cost: "5" },
      at: { 1: (ctx) => ctx.order(100) },
    });
  expect((await scenario("1014.99")).orders).toEqual(["#1 rejected insufficientCash"]);
  expect((await scenario("1015")).orders).toEqual(["#1 filled"]);
});

test("[O5] a limit reserves no slippage", async () => {
  const { orders } = await run({
    cash,
    bars: [ten, ten],
    slippage: { model: "bps", bps: "100" },
    at: { 1: (ctx) => ctx.order(100, { limit: "10" }) },
  });
  expect(orders).toEqual(["#1 filled"]);
});

test("[O5] a cancelled order gives its reserve back", async () => {
  const { orders } = await run({
    cash,
    bars: [ten, ten],
    at: {
      1: (ctx) => {
        const order = ctx.order(60, { limit: "9" });
        order.cancel();
        ctx.order(100);
      },
    },
  });
  expect(orders).toEqual(["#1 canceled userCancel", "#2 filled"]);
});

test("[O5] a pending sale at the market pays for a buy made after it", async () => {
  const { fills, orders } = await run({
    cash,
    bars: { A: [ten, ten, ten], B: [ten, ten, ten] },
    at: {
      1: (ctx) => ctx.order("A", 100),
      2: (ctx) => {
        ctx.close("A");
        ctx.order("B", 90);
      },
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 filled"]);
  expect(fills.slice(1)).toEqual(["3: #2 sell 100 A at 10 open", "3: #3 buy 90 B at 10 open"]);
});

test("[O5] a pending sale with a limit pays for nothing yet", async () => {
  const { orders } = await run({
    cash,
    bars: { A: [ten, ten, ten], B: [ten, ten, ten] },
    at: {
      1: (ctx) => ctx.order("A", 100),
      2: (ctx) => {
        ctx.order("A", -100, { limit: "10" });
        ctx.order("B", 1);
      },
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 rejected insufficientCash"]);
});

test("[O5] an order that fits is not refused when submitted", async () => {
  const { orders, fills } = await run({ cash, bars: [ten, "5 5 5 5"], at: { 1: (ctx) => ctx.orderTarget(150) } });
  expect(orders).toEqual(["#1 filled"]);
  expect(fills).toEqual(["2: #1 buy 150 at 5 open"]);
});

test("[O5] a margin account needs the initial margin of what it opens", async () => {
  const scenario = (quantity: number) =>
    run({ cash, account: { type: "margin" }, bars: [ten, ten], at: { 1: (ctx) => ctx.order(quantity) } });
  expect((await scenario(200)).orders).toEqual(["#1 filled"]);
  expect((await scenario(201)).orders).toEqual(["#1 rejected insufficientMargin"]);
  expect((await scenario(-200)).orders).toEqual(["#1 filled"]);
  expect((await scenario(-201)).orders).toEqual(["#1 rejected insufficientMargin"]);
});

test("[O5] a margin account that is fully used may still reduce", async () => {
  const { fills } = await run({
    cash,
    account: { type: "margin" },
    bars: [ten, ten, "6 6 6 6", "6 6 6 6"],
    at: { 1: (ctx) => ctx.order(200), 3: (ctx) => ctx.close() },
  });
  expect(fills[1]).toBe("4: #2 sell 200 at 6 open");
});

test("[O5] buying power of a margin account is free equity over the initial margin", async () => {
  const seen: string[] = [];
  await run({
    cash,
    account: { type: "margin", initialMargin: "0.5" },
    bars: [ten, ten, ten],
    at: {
      1: (ctx) => {
        seen.push(ctx.portfolio.buyingPower.toString());
        ctx.order(50);
      },
      2: (ctx) => seen.push(ctx.portfolio.buyingPower.toString()),
    },
  });
  expect(seen).toEqual(["2000", "1500"]);
});

test("[O5] a change the cash cannot carry is refused and leaves the order as it was", async () => {
  const answers: boolean[] = [];
  const { fills } = await run({
    cash,
    bars: [ten, "10 10 9 9", "9 9 8 9"],
    at: {
      1: (ctx) => {
        const order = ctx.order(100, { limit: "9" });
        answers.push(order.modify({ limit: "10.01" }), order.modify({ limit: "10" }), order.modify({ limit: "8.5" }));
      },
    },
  });
  expect(answers).toEqual([false, true, true]);
  expect(fills).toEqual(["3: #1 buy 100 at 8.5 toLow"]);
});

test("[O5] two pending sales bring no more than the position", async () => {
  const { orders } = await run({
    cash,
    bars: { A: [ten, ten, ten], B: [ten, ten, ten] },
    at: {
      1: (ctx) => ctx.order("A", 100),
      2: (ctx) => {
        ctx.order("A", -60);
        ctx.order("A", -60);
        ctx.order("B", 61);
        ctx.order("B", 60);
      },
    },
  });
  expect(orders.slice(3)).toEqual(["#4 rejected insufficientCash", "#5 filled"]);
});

test("[O5] under thisClose the other positions of a margin account count at the closes of this bar", async () => {
  const { fills } = await run({
    cash: "1000",
    account: { type: "margin" },
    fills: { market: "thisClose" },
    bars: { A: [ten, "20 20 20 20"], B: [ten, ten] },
    at: { 1: (ctx) => ctx.order("A", 100), 2: (ctx) => ctx.orderTarget("B", 300) },
  });
  // Equity 2000, half of A's 2000 is held: 1000 are free, margin for 200 of B at 10.
  expect(fills).toEqual(["1: #1 buy 100 A at 10 close", "2: #2 buy 200 B at 10 close"]);
});
