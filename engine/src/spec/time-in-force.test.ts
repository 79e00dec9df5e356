import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";

test("[O6] orders are good till cancelled by default", async () => {
  const { fills } = await run({
    bars: [flat, flat, flat, "100 101 94 95"],
    at: { 1: (ctx) => ctx.order(10, { limit: "95" }) },
  });
  expect(fills).toEqual(["4: #1 buy 10 at 95 toLow"]);
});

test("[O6] DAY lives until the end of the session of the first bar in which it is eligible", async () => {
  const statuses: string[] = [];
  const { fills, orders } = await run({
    bars: [flat, "100 101 96 100", "100 101 94 95"],
    at: {
      1: (ctx) => ctx.order(10, { limit: "95", tif: "DAY" }),
      2: (ctx) => statuses.push(...ctx.openOrders().map((order) => order.status)),
    },
  });
  expect(statuses).toEqual([]);
  expect(fills).toEqual([]);
  expect(orders).toEqual(["#1 expired dayEnd"]);
});

test("[O6] IOC acts at the first open only and the rest is cancelled", async () => {
  const { fills, orders } = await run({
    bars: [flat, "100 101 95 100"],
    at: {
      1: (ctx) => {
        ctx.order(10, { limit: "99", tif: "IOC" });
        ctx.order(10, { limit: "100", tif: "IOC" });
      },
    },
  });
  expect(fills).toEqual(["2: #2 buy 10 at 100 open"]);
  expect(orders).toEqual(["#1 canceled immediateOrCancel", "#2 filled"]);
});

test("[O6] IOC keeps the part it got under a volume limit", async () => {
  const { fills, orders } = await run({
    bars: [flat, "100 100 100 100 500", "100 100 100 100 500"],
    fills: { volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.order(80, { tif: "IOC" }) },
  });
  expect(fills).toEqual(["2: #1 buy 50 at 100 open"]);
  expect(orders).toEqual(["#1 canceled immediateOrCancel"]);
});

test("[O6] FOK fills the whole quantity at the first open or nothing", async () => {
  const { fills, orders } = await run({
    bars: [flat, "100 100 100 100 500", "100 100 100 100 5000"],
    fills: { volumeLimit: "0.1" },
    at: {
      1: (ctx) => {
        ctx.order(80, { tif: "FOK" });
        ctx.order(50, { tif: "FOK" });
      },
    },
  });
  expect(fills).toEqual(["2: #2 buy 50 at 100 open"]);
  expect(orders).toEqual(["#1 canceled fillOrKill", "#2 filled"]);
});

test("[O6] a cancelled order never acts, a modified one acts with its new price from the next bar on", async () => {
  const { fills, orders } = await run({
    bars: [flat, "100 101 97 100", "100 101 97 100"],
    at: {
      1: (ctx) => {
        ctx.order(10, { limit: "98" }).cancel();
        ctx.order(10, { limit: "96" });
      },
      2: (ctx) => ctx.openOrders()[0]?.modify({ limit: "98", quantity: 20 }),
    },
  });
  expect(fills).toEqual(["3: #2 buy 20 at 98 toLow"]);
  expect(orders).toEqual(["#1 canceled userCancel", "#2 filled"]);
});

test("[E12] the history of an order begins with the status it came to at once", async () => {
  const { result } = await run({ bars: [flat, flat], at: { 1: (ctx) => ctx.order(10) } });
  expect(result.orders[0]?.history.map((change) => `${change.t.slice(8, 10)} ${change.status}`)).toEqual(["02 accepted", "03 filled"]);
});

test("[E12] a final order cannot be cancelled or modified", async () => {
  const answers: boolean[] = [];
  await run({
    bars: [flat, flat, flat],
    at: {
      1: (ctx) => {
        const order = ctx.order(10, { limit: "90" });
        answers.push(order.cancel(), order.cancel(), order.modify({ limit: "91" }));
      },
    },
  });
  expect(answers).toEqual([true, false, false]);
});

test("[E12] a refused order begins and ends as rejected", async () => {
  const { result } = await run({ cash: "1", bars: [flat, flat], at: { 1: (ctx) => ctx.order(10) } });
  expect(result.orders[0]?.history.map((change) => change.status)).toEqual(["rejected"]);
});

test("[O6] under thisClose the one chance of an IOC or FOK market order is the close it is said at", async () => {
  const at = (tif: "IOC" | "FOK") => ({
    bars: ["10 10 10 10 500", "10 10 10 10 9000"],
    fills: { market: "thisClose" as const, volumeLimit: "0.1" },
    at: { 1: (ctx: Context) => ctx.order(80, { tif }) },
  });
  expect(await run(at("IOC"))).toMatchObject({ fills: ["1: #1 buy 50 at 10 close"], orders: ["#1 canceled immediateOrCancel"] });
  expect(await run(at("FOK"))).toMatchObject({ fills: [], orders: ["#1 canceled fillOrKill"] });
});
