import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";

test("[F3] a limit buy fills at the open when the bar gaps below the limit", async () => {
  const { fills } = await run({ bars: [flat, "95 99 94 98"], at: { 1: (ctx) => ctx.order(10, { limit: "100" }) } });
  expect(fills).toEqual(["2: #1 buy 10 at 95 open"]);
});

test("[F3] a limit buy fills at its price when the path touches it", async () => {
  const { fills } = await run({ bars: [flat, "102 103 100 101"], at: { 1: (ctx) => ctx.order(10, { limit: "100" }) } });
  expect(fills).toEqual(["2: #1 buy 10 at 100 toLow"]);
});

test("[F3] a limit that is not touched rests", async () => {
  const { fills, orders } = await run({
    bars: [flat, "102 103 100.01 101", "101 102 99 100"],
    at: { 1: (ctx) => ctx.order(10, { limit: "100" }) },
  });
  expect(fills).toEqual(["3: #1 buy 10 at 100 toLow"]);
  expect(orders).toEqual(["#1 filled"]);
});

test("[F3] a limit sell fills at its price on the way up and at the open when that is higher", async () => {
  const bars = [flat, flat, "100 106 99 104", "108 109 107 108"];
  const { fills } = await run({
    bars,
    at: {
      1: (ctx) => ctx.order(20),
      2: (ctx) => {
        ctx.order(-10, { limit: "105" });
        ctx.order(-10, { limit: "107" });
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 20 at 100 open", "3: #2 sell 10 at 105 toHigh", "4: #3 sell 10 at 108 open"]);
});

test("[F3] with `through` a touch is not enough, one tick more is, and the price stays the limit", async () => {
  const scenario = (bar: string) =>
    run({ bars: [flat, bar], fills: { limit: "through" }, at: { 1: (ctx) => ctx.order(10, { limit: "100" }) } });
  expect((await scenario("102 103 100 101")).fills).toEqual([]);
  expect((await scenario("102 103 99.99 101")).fills).toEqual(["2: #1 buy 10 at 100 toLow"]);
  expect((await scenario("100 101 100 101")).fills).toEqual([]);
  expect((await scenario("99.99 101 99.99 101")).fills).toEqual(["2: #1 buy 10 at 99.99 open"]);
});

test("[F3] a stop sell fills at the open when the bar gaps below it", async () => {
  const { fills } = await run({
    bars: [flat, flat, "90 95 88 92"],
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { stop: "99" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 100 open", "3: #2 sell 10 at 90 open"]);
});

test("[F3] a stop sell fills at its price when the path reaches it", async () => {
  const { fills } = await run({
    bars: [flat, flat, "102 103 98 101"],
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { stop: "99" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 100 open", "3: #2 sell 10 at 99 toLow"]);
});

test("[F3] a stop buy fills at its price on the way up and at the open through a gap", async () => {
  const { fills } = await run({
    bars: [flat, "100 106 99 104", "112 113 111 112"],
    at: {
      1: (ctx) => {
        ctx.order(10, { stop: "105" });
        ctx.order(10, { stop: "110" });
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 105 toHigh", "3: #2 buy 10 at 112 open"]);
});

test("[F3] a stop-limit whose trigger lies within the limit fills at the trigger", async () => {
  const { fills } = await run({
    bars: [flat, "100 107 99 103"],
    at: { 1: (ctx) => ctx.order(10, { stop: "105", limit: "106" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 105 toHigh"]);
});

test("[F3] a stop-limit triggered past its limit rests as a limit for the rest of that bar", async () => {
  const { fills } = await run({
    bars: [flat, "108 109 105.5 107"],
    at: { 1: (ctx) => ctx.order(10, { stop: "105", limit: "106" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 106 toLow"]);
});

test("[F3] a stop-limit triggered past its limit stays triggered until the limit is reached", async () => {
  const statuses: string[] = [];
  const { fills, orders } = await run({
    bars: [flat, "108 109 107 107", "107 108 104 105"],
    at: {
      1: (ctx) => ctx.order(10, { stop: "105", limit: "106" }),
      2: (ctx) => statuses.push(...ctx.openOrders().map((order) => order.status)),
    },
  });
  expect(statuses).toEqual(["triggered"]);
  expect(fills).toEqual(["3: #1 buy 10 at 106 toLow"]);
  expect(orders).toEqual(["#1 filled"]);
});

test("[F3] with `through` the price stays the limit also when another order acts at that point first", async () => {
  const { fills } = await run({
    bars: [flat, flat, "100 101 95 96"],
    fills: { limit: "through" },
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(-50, { stop: "97" });
        ctx.order(10, { limit: "97.01" });
      },
    },
  });
  expect(fills.slice(1)).toEqual(["3: #2 sell 50 at 97 toLow", "3: #3 buy 10 at 97.01 toLow"]);
});

test("[F3] through asks a stop-limit for one tick at its trigger as well", async () => {
  const scenario = (limit: string) =>
    run({ bars: [flat, "100 107 99 103"], fills: { limit: "through" }, at: { 1: (ctx) => ctx.order(10, { stop: "105", limit }) } });
  expect((await scenario("105.01")).fills).toEqual(["2: #1 buy 10 at 105 toHigh"]);
  expect((await scenario("105")).fills).toEqual(["2: #1 buy 10 at 105 toClose"]);
});

test("[F3] a sell stop-limit is the mirror image", async () => {
  const { fills } = await run({
    bars: [flat, flat, "94 97 93 96"],
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { stop: "98", limit: "96" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 100 open", "3: #2 sell 10 at 96 toHigh"]);
});

test("[E22] a stop through a gap fills at 90, within the bar at 100 (prior close 105)", async () => {
  const scenario = (bar: string) =>
    run({
      bars: ["105 105 105 105", "105 105 105 105", bar],
      at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { stop: "100" }) },
    });
  expect((await scenario("90 95 88 92")).fills[1]).toBe("3: #2 sell 10 at 90 open");
  expect((await scenario("102 103 98 101")).fills[1]).toBe("3: #2 sell 10 at 100 toLow");
});
