import { expect, test } from "vitest";
import { run } from "./scenario.ts";

const fills = { volumeLimit: "0.1" };

test("[F6] all orders of a bar share one budget, and the rest fills at the next open", async () => {
  const outcome = await run({
    bars: ["10 10 10 10 5000", "10 12 10 11 1005", "11 12 10 10 5000"],
    fills,
    at: {
      1: (ctx) => {
        ctx.order(80);
        ctx.order(50);
      },
    },
  });
  expect(outcome.fills).toEqual(["2: #1 buy 80 at 10 open", "2: #2 buy 20 at 10 open", "3: #2 buy 30 at 11 open"]);
  expect(outcome.result.fills.map((fill) => fill.why.liquidity)).toEqual([
    { barVolume: "1005", budget: "100", usedBefore: "0" },
    { barVolume: "1005", budget: "100", usedBefore: "80" },
    { barVolume: "5000", budget: "500", usedBefore: "0" },
  ]);
  expect(outcome.result.fills.map((fill) => fill.id)).toEqual(["1.1", "2.1", "2.2"]);
});

test("[F6] the rest of a limit stays a limit", async () => {
  const outcome = await run({
    bars: ["10 10 10 10 5000", "10 10 9 9 300", "10 10 9.5 10 5000", "10 10 9 10 5000"],
    fills,
    at: { 1: (ctx) => ctx.order(100, { limit: "9.4" }) },
  });
  expect(outcome.fills).toEqual(["2: #1 buy 30 at 9.4 toLow", "4: #1 buy 70 at 9.4 toLow"]);
});

test("[F6] the rest of a triggered stop is a market order at the next open", async () => {
  const outcome = await run({
    bars: ["100 100 100 100 5000", "100 100 100 100 5000", "100 101 94 96 300", "97 98 96 97 5000"],
    fills,
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.order(-100, { stop: "95" }) },
  });
  expect(outcome.fills.slice(1)).toEqual(["3: #2 sell 30 at 95 toLow", "4: #2 sell 70 at 97 open"]);
});

test("[F6] a stop triggers also when others have used the budget up, and fills at the next open", async () => {
  const outcome = await run({
    bars: ["100 100 100 100 5000", "100 100 100 100 5000", "100 101 94 96 300", "97 98 96 97 5000"],
    fills,
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(30);
        ctx.order(-100, { stop: "95" });
      },
    },
  });
  expect(outcome.fills.slice(1)).toEqual(["3: #2 buy 30 at 100 open", "4: #3 sell 100 at 97 open"]);
});

test("[F6] a stop-limit that triggers when the budget is used up rests as a limit", async () => {
  const outcome = await run({
    bars: ["100 100 100 100 5000", "100 100 100 100 5000", "100 101 94 96 300", "97 98 96 97 5000"],
    fills,
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(30);
        ctx.order(-100, { stop: "95", limit: "97.5" });
      },
    },
  });
  expect(outcome.fills.slice(1)).toEqual(["3: #2 buy 30 at 100 open", "4: #3 sell 100 at 97.5 toHigh"]);
});

test("[F6] what thisClose could not fill fills at the next open, whatever the strategy says then", async () => {
  const outcome = await run({
    bars: ["10 10 10 10 300", "11 12 11 12 5000", "13 13 13 13 5000"],
    fills: { ...fills, market: "thisClose" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(outcome.fills).toEqual(["1: #1 buy 30 at 10 close", "2: #1 buy 70 at 11 open"]);
});

test("[F6] under nextClose the rest waits for the next close", async () => {
  const outcome = await run({
    bars: ["10 10 10 10 5000", "10 12 10 11 300", "11 12 10 12 5000"],
    fills: { ...fills, market: "nextClose" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(outcome.fills).toEqual(["2: #1 buy 30 at 11 close", "3: #1 buy 70 at 12 close"]);
});

test("[O11] a bar without volume triggers nothing under a volume limit", async () => {
  const outcome = await run({
    bars: ["100 100 100 100 5000", "100 100 100 100 5000", "100 101 90 96 0", "97 98 96 97 5000", "97 97 94 94 5000"],
    fills,
    at: { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.order(-100, { stop: "95" }) },
  });
  expect(outcome.fills.slice(1)).toEqual(["5: #2 sell 100 at 95 toLow"]);
});

test("[T5] without a volume limit a bar of zero volume trades", async () => {
  const outcome = await run({ bars: ["10 10 10 10 0", "10 10 10 10 0"], at: { 1: (ctx) => ctx.order(100) } });
  expect(outcome.fills).toEqual(["2: #1 buy 100 at 10 open"]);
});

test("[O11] orders at one price act in submission order", async () => {
  const outcome = await run({
    bars: ["100 100 100 100 5000", "100 100 100 100 5000", "100 106 99 104 1000"],
    fills,
    at: {
      1: (ctx) => ctx.order(120),
      2: (ctx) => {
        ctx.order(-60, { limit: "105" });
        ctx.order(-60, { limit: "105" });
      },
    },
  });
  expect(outcome.fills.slice(1)).toEqual(["3: #2 sell 60 at 105 toHigh", "3: #3 sell 40 at 105 toHigh"]);
});

test("[F6] each symbol has its own budget", async () => {
  const bar = "10 10 10 10 500";
  const outcome = await run({
    bars: { A: [bar, bar], B: [bar, bar] },
    fills,
    at: {
      1: (ctx) => {
        ctx.order("A", 50);
        ctx.order("B", 50);
      },
    },
  });
  expect(outcome.fills).toEqual(["2: #1 buy 50 A at 10 open", "2: #2 buy 50 B at 10 open"]);
});
