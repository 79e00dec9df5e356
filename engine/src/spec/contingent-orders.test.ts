import type { Context, Order } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";
const prices = { takeProfit: "110", stopLoss: "95" };

test("[O8] a bracket makes entry, take profit and stop loss with consecutive ids", async () => {
  const { result } = await run({ bars: [flat, flat], at: { 1: (ctx) => ctx.bracket(100, prices) } });
  expect(result.orders.map((order) => [order.id, order.side, order.kind, order.limit ?? order.stop])).toEqual([
    [1, "buy", "market", undefined],
    [2, "sell", "limit", "110"],
    [3, "sell", "stop", "95"],
  ]);
});

test("[O8] the children act in the bar of the entry's fill, in the order of the path", async () => {
  const bars = [flat, "100 112 94 100"];
  const low = await run({ bars, at: { 1: (ctx) => ctx.bracket(100, prices) } });
  expect(low.fills).toEqual(["2: #1 buy 100 at 100 open", "2: #3 sell 100 at 95 toLow"]);
  expect(low.orders).toEqual(["#1 filled", "#2 canceled ocoFilled", "#3 filled"]);
  const high = await run({ bars, fills: { path: "ohlc" }, at: { 1: (ctx) => ctx.bracket(100, prices) } });
  expect(high.fills).toEqual(["2: #1 buy 100 at 100 open", "2: #2 sell 100 at 110 toHigh"]);
  expect(high.orders).toEqual(["#1 filled", "#2 filled", "#3 canceled ocoFilled"]);
});

test("[O8] the children of a limit entry act on the rest of its path only", async () => {
  const { fills } = await run({
    bars: [flat, "100 101 95 96"],
    at: { 1: (ctx) => ctx.bracket(100, { entry: "98", takeProfit: "100.5", stopLoss: "96" }) },
  });
  // High first: 101 comes before the entry, so the take profit cannot have been reached.
  expect(fills).toEqual(["2: #1 buy 100 at 98 toLow", "2: #3 sell 100 at 96 toLow"]);
});

test("[O8] children wait as initialized until the entry fills", async () => {
  const seen: string[] = [];
  const { fills } = await run({
    bars: [flat, "100 112 99 100", "100 101 97 99"],
    at: {
      1: (ctx) => {
        const { takeProfit, stopLoss } = ctx.bracket(100, { entry: "98", ...prices });
        seen.push(takeProfit.status, stopLoss.status);
      },
      3: (ctx) => seen.push(...ctx.openOrders().map((order) => `${order.id} ${order.status}`)),
    },
  });
  expect(fills).toEqual(["3: #1 buy 100 at 98 toLow"]);
  expect(seen).toEqual(["initialized", "initialized", "2 accepted", "3 accepted"]);
});

test("[O8] children of an entry that is cancelled unfilled are cancelled with it", async () => {
  const { orders } = await run({
    bars: [flat, flat, flat],
    at: { 1: (ctx) => ctx.bracket(100, { entry: "90", ...prices, stopLoss: "85" }), 2: (ctx) => ctx.openOrders()[0]?.cancel() },
  });
  expect(orders).toEqual(["#1 canceled userCancel", "#2 canceled parentClosed", "#3 canceled parentClosed"]);
});

test("[O11] a child already past its price when the entry fills acts at the entry's path point", async () => {
  const { fills, orders } = await run({ bars: [flat, "94 99 93 98"], at: { 1: (ctx) => ctx.bracket(100, prices) } });
  expect(fills).toEqual(["2: #1 buy 100 at 94 open", "2: #3 sell 100 at 94 open"]);
  expect(orders).toEqual(["#1 filled", "#2 canceled ocoFilled", "#3 filled"]);
});

test("[O11] a child already past its price when the entry fills at the close acts at that close", async () => {
  const { fills } = await run({
    bars: [flat, "100 101 93 94", "97 98 96 97"],
    fills: { market: "nextClose" },
    at: { 1: (ctx) => ctx.bracket(100, prices) },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 94 close", "2: #3 sell 100 at 94 close"]);
});

test("[O11] a child that acts at the open comes after the other orders of that open", async () => {
  const { fills } = await run({
    bars: [flat, "94 99 93 98"],
    at: {
      1: (ctx) => {
        ctx.bracket(100, prices);
        ctx.order(10);
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 94 open", "2: #4 buy 10 at 94 open", "2: #3 sell 100 at 94 open"]);
});

test("[O8] while the entry is open, a stop that has filled all it had stands again for what comes", async () => {
  const { fills, orders } = await run({
    bars: [flat, "98 98 98 98 400", "90 91 89 90 400", "97 97 97 97 400", "100 101 94 96 9000"],
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.bracket(100, { entry: "98", takeProfit: "110", stopLoss: "95" }) },
  });
  expect(fills).toEqual([
    "2: #1 buy 40 at 98 open",
    "3: #3 sell 40 at 90 open",
    "4: #1 buy 40 at 97 open",
    "5: #1 buy 20 at 98 toLow",
    "5: #3 sell 60 at 95 toLow",
  ]);
  expect(orders).toEqual(["#1 filled", "#2 canceled ocoFilled", "#3 filled"]);
});

test("[O8] a stop that stands again triggers in the same bar, also without volume left", async () => {
  const { fills } = await run({
    bars: [flat, "98 98 98 98 400", "98 98 94 96 400", "97 97 94 96 1000", "99 99 99 99 9000"],
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.bracket(100, { entry: "98", takeProfit: "110", stopLoss: "95" }) },
  });
  // Bar 3: the entry takes the budget, the stop triggers. Bar 4: it sells 80, the entry buys the last 20, the path reaches the stop again.
  expect(fills).toEqual([
    "2: #1 buy 40 at 98 open",
    "3: #1 buy 40 at 98 open",
    "4: #3 sell 80 at 97 open",
    "4: #1 buy 20 at 97 open",
    "5: #3 sell 20 at 99 open",
  ]);
});

test("[O8] a stop with nothing left does not trigger", async () => {
  const { fills } = await run({
    bars: ["98 98 98 98 900", "98 98 98 98 900", "94 94 94 94 400", "94 94 94 94 630", "94 94 94 94 9000"],
    fills: { volumeLimit: "0.1" },
    at: {
      1: (ctx) => {
        ctx.order(50);
        ctx.bracket(100, { takeProfit: "110", stopLoss: "95" });
      },
    },
  });
  // Bar 4 opens below the stop, which has nothing yet; the entry's last 60 bring it back to life with 3 of the budget left.
  expect(fills).toEqual([
    "2: #1 buy 50 at 98 open",
    "2: #2 buy 40 at 98 open",
    "3: #4 sell 40 at 94 open",
    "4: #2 buy 60 at 94 open",
    "4: #4 sell 3 at 94 open",
    "5: #4 sell 57 at 94 open",
  ]);
});

test("[O8] a stop stands again when its sibling has taken all it had", async () => {
  const { fills } = await run({
    bars: ["105 105 105 105 100", "101 101 94 94 8", "112 112 99 99 12", "99 99 99 99 100"],
    fills: { volumeLimit: "0.5" },
    at: { 1: (ctx) => ctx.bracket(10, { entry: "100", takeProfit: "110", stopLoss: "95" }) },
  });
  // Bar 2: the entry takes the budget, the stop triggers. Bar 3: the take profit sells all there is; what the entry buys then waits for 95.
  expect(fills).toEqual(["2: #1 buy 4 at 100 toLow", "3: #2 sell 4 at 112 open", "3: #1 buy 2 at 100 toLow", "4: #1 buy 4 at 99 open"]);
});

test("[O8] when the entry ends, a child that has filled all it had is filled", async () => {
  const { orders } = await run({
    bars: [flat, "98 98 98 98 400", "90 91 89 90 400", "90 90 90 90 400"],
    fills: { volumeLimit: "0.1" },
    at: {
      1: (ctx) => ctx.bracket(100, { entry: "98", takeProfit: "110", stopLoss: "95" }),
      3: (ctx) => ctx.openOrders()[0]?.cancel(),
    },
  });
  expect(orders).toEqual(["#1 canceled userCancel", "#2 canceled ocoFilled", "#3 filled"]);
});

test("[O11] children expire when another order makes the position flat", async () => {
  const { orders } = await run({
    bars: [flat, flat, flat],
    at: { 1: (ctx) => ctx.bracket(100, prices), 2: (ctx) => ctx.close() },
  });
  expect(orders).toEqual(["#1 filled", "#2 expired positionFlat", "#3 expired positionFlat", "#4 filled"]);
});

test("[O11] children expire when another order takes the position across zero", async () => {
  const { orders, positions } = await run({
    bars: [flat, flat, flat],
    account: { type: "margin" },
    at: { 1: (ctx) => ctx.bracket(100, prices), 2: (ctx) => ctx.order(-150) },
  });
  expect(orders).toEqual(["#1 filled", "#2 expired positionFlat", "#3 expired positionFlat", "#4 filled"]);
  expect(positions).toEqual({ X: "-50" });
});

test("[E13] the children of a partly filled entry have the filled quantity and grow with it", async () => {
  const sizes: string[] = [];
  const children = (ctx: Context) => {
    const working = ctx.openOrders().filter((order) => order.id > 1);
    sizes.push(working.map((order) => `${order.id}: ${order.quantity}`).join(", "));
  };
  const { fills } = await run({
    bars: [flat, "100 100 100 100 400", "100 100 100 100 600", "96 96 90 92 9000"],
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.bracket(100, prices), 2: children, 3: children },
  });
  expect(sizes).toEqual(["2: 40, 3: 40", "2: 100, 3: 100"]);
  expect(fills).toEqual(["2: #1 buy 40 at 100 open", "3: #1 buy 60 at 100 open", "4: #3 sell 100 at 95 toLow"]);
});

test("[E13] a short bracket buys back", async () => {
  const { fills } = await run({
    bars: [flat, "100 106 99 104"],
    account: { type: "margin" },
    at: { 1: (ctx) => ctx.bracket(-100, { takeProfit: "90", stopLoss: "105" }) },
  });
  expect(fills).toEqual(["2: #1 sell 100 at 100 open", "2: #3 buy 100 at 105 toHigh"]);
});

test("[E13] of two linked orders one fill cancels the other", async () => {
  const { orders } = await run({
    bars: [flat, flat, "100 112 99 111"],
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => ctx.oco(ctx.order(-100, { limit: "110" }), ctx.order(-100, { stop: "90" })),
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 canceled ocoFilled"]);
});

test("[E13] an order linked to one that has filled is cancelled", async () => {
  const made: Order[] = [];
  const { orders } = await run({
    bars: [flat, flat, flat],
    at: {
      1: (ctx) => made.push(ctx.order(10), ctx.order(10, { limit: "90" })),
      2: (ctx) => made[0] && made[1] && ctx.oco(made[0], made[1]),
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 canceled ocoFilled"]);
});

test("[E13] what one of two linked orders fills is taken from the other", async () => {
  const { fills, orders, positions } = await run({
    bars: [flat, "100 100 100 100 5000", "100 112 99 108 400", "100 100 88 90 9000"],
    fills: { volumeLimit: "0.1" },
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => ctx.oco(ctx.order(-100, { limit: "110" }), ctx.order(-100, { stop: "90" })),
    },
  });
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 40 at 110 toHigh", "4: #3 sell 60 at 90 toLow"]);
  expect(orders).toEqual(["#1 filled", "#2 canceled ocoFilled", "#3 filled"]);
  expect(positions).toEqual({});
});

test("[E13] linked orders of different size keep the share the other has not filled", async () => {
  const { fills, positions } = await run({
    bars: [flat, "100 100 100 100 5000", "100 112 99 108 200", "100 100 88 90 9000"],
    fills: { volumeLimit: "0.1" },
    at: {
      1: (ctx) => ctx.order(150),
      2: (ctx) => ctx.oco(ctx.order(-50, { limit: "110" }), ctx.order(-100, { stop: "90" })),
    },
  });
  expect(fills).toEqual(["2: #1 buy 150 at 100 open", "3: #2 sell 20 at 110 toHigh", "4: #3 sell 60 at 90 toLow"]);
  expect(positions).toEqual({ X: "70" });
});

test("[E13] cancelling one of two linked orders leaves the other", async () => {
  const { orders } = await run({
    bars: [flat, flat, flat],
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        const [limit, stop] = [ctx.order(-100, { limit: "110" }), ctx.order(-100, { stop: "90" })];
        ctx.oco(limit, stop);
        limit.cancel();
      },
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 canceled userCancel", "#3 accepted"]);
});

test("[O8] both children have what the entry fills next, also when the stop has sold what they had before", async () => {
  const { fills, orders } = await run({
    bars: [flat, "98 98 98 98 400", "94 94 94 94 400", "97 97 97 97 400", "100 112 100 111 9000"],
    fills: { volumeLimit: "0.1" },
    at: {
      1: (ctx) => ctx.bracket(100, { entry: "98", takeProfit: "110", stopLoss: "95" }),
      4: (ctx) => ctx.openOrders()[0]?.cancel(),
    },
  });
  // 40 bought, 40 stopped out, 40 bought again: the take profit sells these 40.
  expect(fills).toEqual(["2: #1 buy 40 at 98 open", "3: #3 sell 40 at 94 open", "4: #1 buy 40 at 97 open", "5: #2 sell 40 at 110 toHigh"]);
  expect(orders).toEqual(["#1 canceled userCancel", "#2 filled", "#3 canceled ocoFilled"]);
});

test("[O8] a child whose quantity is modified before its entry fills has what the entry fills, and shares by that", async () => {
  const { fills, result } = await run({
    bars: [flat, flat, "100 112 100 105 100", "105 105 94 95 1000"].map((bar, index) => (index < 2 ? `${bar} 1000` : bar)),
    fills: { volumeLimit: "0.4" },
    at: {
      1(ctx) {
        const { takeProfit } = ctx.bracket(100, prices);
        takeProfit.modify({ quantity: 30 });
      },
    },
  });
  // The take profit sells 40 of 100 in bar 3: the stop keeps 60.
  expect(fills).toEqual(["2: #1 buy 100 at 100 open", "3: #2 sell 40 at 110 toHigh", "4: #3 sell 60 at 95 toLow"]);
  expect(result.orders[1]).toMatchObject({ status: "canceled", reason: "ocoFilled" });
});
