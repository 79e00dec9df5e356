import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const flat = "100 100 100 100";

test("[F5] basis points move a market fill against buyer and seller", async () => {
  const { fills, result } = await run({
    bars: [flat, flat, flat],
    slippage: { model: "bps", bps: "2" },
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.close() },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 100.02 open", "3: #2 sell 10 at 99.98 open"]);
  expect(result.fills.map((fill) => [fill.slippage, fill.why.reference])).toEqual([
    ["0.02", "100"],
    ["-0.02", "100"],
  ]);
  expect(result.summary.slippage).toBe("0.4");
});

test("[F5] a spread costs half of it a side", async () => {
  const { fills } = await run({
    bars: [flat, flat, flat],
    slippage: { model: "spread", bps: "10" },
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.close() },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 100.05 open", "3: #2 sell 10 at 99.95 open"]);
});

test("[F5] stops and trailing stops slip, limits and stop-limits do not", async () => {
  const { fills } = await run({
    bars: [flat, "100 106 99 104", "104 104 90 91"],
    slippage: { model: "bps", bps: "100" },
    at: {
      1: (ctx) => {
        ctx.order(1, { limit: "99.5" });
        ctx.order(1, { stop: "105" });
        ctx.order(1, { stop: "103", limit: "104" });
      },
      2: (ctx) => ctx.order(-1, { trail: "4" }),
    },
  });
  expect(fills).toEqual([
    "2: #1 buy 1 at 99.5 toLow",
    "2: #3 buy 1 at 103 toHigh",
    "2: #2 buy 1 at 106.05 toHigh",
    "3: #4 sell 1 at 99 toLow",
  ]);
});

test("[F5] a slipped price has at most 8 decimals, rounded against the trader, and says so", async () => {
  const bar = "33.33 33.33 33.33 33.33";
  const { fills, result } = await run({
    bars: [bar, bar, bar],
    slippage: { model: "bps", bps: "0.123456" },
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.close() },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 33.33041148 open", "3: #2 sell 10 at 33.32958852 open"]);
  expect(result.fills.map((fill) => fill.slippage)).toEqual(["0.00041148", "-0.00041148"]);
  expect(result.fills.every((fill) => fill.why.rounded !== undefined)).toBe(true);
});

test("[F5] the range rule is for the price before slippage", async () => {
  const { fills, result } = await run({ bars: [flat, flat], slippage: { model: "bps", bps: "50" }, at: { 1: (ctx) => ctx.order(1) } });
  expect(fills).toEqual(["2: #1 buy 1 at 100.5 open"]);
  expect(result.fills[0]?.why.reference).toBe("100");
});

test("[F5] volume share cuts the quantity and moves the price by the square of the share", async () => {
  const scenario = (bar: string, quantity: number) =>
    run({
      bars: ["3 4 3 3.5 2000", bar, bar],
      account: { type: "margin" },
      fills: { market: "nextClose" },
      slippage: { model: "volumeShare", limit: "0.025", impact: "0.1" },
      at: { 1: (ctx) => ctx.order(quantity) },
    });
  expect((await scenario("3 4 3 3.5 2000", 100)).fills).toEqual(["2: #1 buy 50 at 3.50021875 close", "3: #1 buy 50 at 3.50021875 close"]);
  expect((await scenario("3 4 3 3.5 2000", -100)).fills[0]).toBe("2: #1 sell 50 at 3.49978125 close");
  expect((await scenario("3 3 3 3 200", 100)).fills[0]).toBe("2: #1 buy 5 at 3.0001875 close");
});

test("[F5] volume share counts what earlier orders of the bar took", async () => {
  // 20 of 1000 are 0.02: 10 × (1 + 0.5 × 0.0004) = 10.002; 50 of 1000 are 0.05: 10 × (1 + 0.5 × 0.0025) = 10.0125.
  const bar = "10 10 10 10 1000";
  const { fills } = await run({
    bars: [bar, bar],
    slippage: { model: "volumeShare", limit: "0.1", impact: "0.5" },
    at: {
      1: (ctx) => {
        ctx.order(20);
        ctx.order(30);
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 20 at 10.002 open", "2: #2 buy 30 at 10.0125 open"]);
});

test("[F5] a share that no decimal holds may still give an exact price", async () => {
  // 37 of 2590 are 1/70: 32.34 × 0.1 / 4900 = 0.00066.
  const bar = "32.34 32.34 32.34 32.34 2590";
  const { fills, result } = await run({
    bars: [bar, bar],
    slippage: { model: "volumeShare", limit: "0.05", impact: "0.1" },
    at: { 1: (ctx) => ctx.order(37) },
  });
  expect(fills).toEqual(["2: #1 buy 37 at 32.34066 open"]);
  expect(result.fills[0]?.why.rounded).toBeUndefined();
});
