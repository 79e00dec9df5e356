import { verifyResult } from "rustybt";
import { expect, test } from "vitest";
import { hashOfEvents, sealOf } from "../result/seal.ts";
import { run } from "./scenario.ts";

// Numbers drawn with seed 1, worked out with Python's integers and decimal (splitmix64 as its authors publish it):
// order 1, bars 1 to 4: 0.341631310667 0.439784939364 0.267873221873 0.458309568691
// order 2, bars 3 to 6: 0.910899137073 0.814259011529 0.762017328650 0.417558059504
const flat = "100 100 100 100";

test("[F10] a market order that misses waits for the next bar, and its fill says what was drawn", async () => {
  const { fills, result } = await run({
    bars: [flat, "101 101 101 101", "102 102 102 102"],
    fills: { probability: { market: "0.3" } },
    at: { 1: (ctx) => ctx.order(10) },
  });
  expect(fills).toEqual(["3: #1 buy 10 at 102 open"]);
  expect(result.fills[0]?.why.chance).toEqual({ probability: "0.3", drawn: "0.267873221873" });
});

test("[F10] an order that is certain draws nothing", async () => {
  const { result } = await run({
    bars: [flat, flat],
    fills: { probability: { limitTouch: 0 } },
    at: { 1: (ctx) => ctx.order(10) },
  });
  expect(result.fills[0]?.why).not.toHaveProperty("chance");
});

test("[F10] what thisClose misses is tried at the next opens", async () => {
  const { fills } = await run({
    bars: [flat, "101 101 101 101", "102 102 102 102"],
    fills: { market: "thisClose", probability: { market: "0.3" } },
    at: { 1: (ctx) => ctx.order(10) },
  });
  expect(fills).toEqual(["3: #1 buy 10 at 102 open"]);
});

test("[F10] a limit that is touched has one chance, one that is passed by a tick another", async () => {
  const filled = async (low: string) =>
    (
      await run({
        bars: [flat, `100 101 ${low} 98`, "98 99 97 98"],
        fills: { probability: { limitTouch: "0.3", limitThrough: "0.45" } },
        at: { 1: (ctx) => ctx.order(10, { limit: "97" }) },
      })
    ).fills;
  expect(await filled("97")).toEqual(["3: #1 buy 10 at 97 toLow"]);
  expect(await filled("96.99")).toEqual(["2: #1 buy 10 at 97 toLow"]);
});

test("[F10] a stop that misses its bar triggers where it is reached next", async () => {
  const { fills, orders } = await run({
    bars: [flat, flat, "100 100 94 96", "96 96 96 96", "96 97 96 96", "94 95 93 94"],
    fills: { probability: { stop: "0.5" } },
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { stop: "95" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 100 open", "6: #2 sell 10 at 94 open"]);
  expect(orders).toEqual(["#1 filled", "#2 filled"]);
});

test("[F10] a stop-limit has the chance of a stop to trigger and that of a limit to fill", async () => {
  const { fills, orders } = await run({
    bars: [flat, flat, "100 100 94 96", "96 96 96 96"],
    fills: { probability: { limitTouch: 0, limitThrough: 0 } },
    at: { 1: (ctx) => ctx.order(10), 2: (ctx) => ctx.order(-10, { stop: "95", limit: "94" }) },
  });
  expect(fills).toEqual(["2: #1 buy 10 at 100 open"]);
  expect(orders).toEqual(["#1 filled", "#2 triggered"]);
});

test("[F10] an order that is large for its bar has less of a chance", async () => {
  const { fills, result } = await run({
    bars: ["100 100 100 100 1000", "100 100 100 100 1000", "101 101 101 101 2000"],
    fills: { probability: { size: "0.1" } },
    at: { 1: (ctx) => ctx.order(400) },
  });
  // A quarter in bar 2 (0.44 is drawn), a half in bar 3.
  expect(fills).toEqual(["3: #1 buy 400 at 101 open"]);
  expect(result.fills[0]?.why.chance).toEqual({ probability: "0.5", drawn: "0.267873221873" });
});

test("[F10] an order that misses its one bar is canceled", async () => {
  const { fills, orders } = await run({
    bars: [flat, flat, flat],
    fills: { probability: { market: "0.3" } },
    at: { 1: (ctx) => ctx.order(10, { tif: "IOC" }) },
  });
  expect([fills, orders]).toEqual([[], ["#1 canceled immediateOrCancel"]]);
});

test("[F10] another seed draws other numbers, and a forged draw is found", async () => {
  const scenario = { bars: [flat, flat, flat, flat], fills: { probability: { market: "0.5" } } } as const;
  const { result } = await run({ ...scenario, seed: 1, at: { 1: (ctx) => ctx.order(10) } });
  const other = await run({ ...scenario, seed: 2, at: { 1: (ctx) => ctx.order(10) } });
  expect(other.result.fills[0]?.why.chance?.drawn).not.toBe(result.fills[0]?.why.chance?.drawn);
  const forged = JSON.parse(JSON.stringify(result).replaceAll("0.439784939364", "0.439784939365"));
  const hashed = { ...forged, hash: hashOfEvents(forged.events) };
  const { findings } = verifyResult({ ...hashed, seal: sealOf(hashed) });
  expect(findings.map(({ path }) => path)).toEqual(["events[2].why.chance.drawn"]);
});

test("[F11] an order gets its part of what it could fill, once a bar, and at least a lot", async () => {
  const { result, fills } = await run({
    bars: [flat, flat, flat, flat, flat, flat, flat, flat, flat],
    fills: { partial: "0.5" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(result.fills.map(({ quantity }) => quantity)).toEqual(["50", "25", "12", "6", "3", "2", "1", "1"]);
  expect(fills[7]).toBe("9: #1 buy 1 at 100 open");
});

test("[F11] a limit fills once in a bar, the rest waits as a limit", async () => {
  const { fills, orders } = await run({
    bars: [flat, "95 99 90 98", "98 99 98 98", "98 99 97 98"],
    fills: { partial: "0.4" },
    at: { 1: (ctx) => ctx.order(10, { limit: "97" }) },
  });
  expect(fills).toEqual(["2: #1 buy 4 at 95 open", "4: #1 buy 2 at 97 toLow"]);
  expect(orders).toEqual(["#1 partiallyFilled"]);
});

test("[F11] the part is one of what the volume lets through", async () => {
  const { fills } = await run({
    bars: [`${flat} 500`, `${flat} 500`, `${flat} 1000`],
    fills: { partial: "0.5", volumeLimit: "0.1" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  // Half of 50; then half of the 75 left, of which the volume lets all through.
  expect(fills).toEqual(["2: #1 buy 25 at 100 open", "3: #1 buy 37 at 100 open"]);
});

test("[F11] IOC loses its rest, FOK all but an order that its part fills whole", async () => {
  const { fills, orders } = await run({
    bars: [flat, flat, flat],
    fills: { partial: "0.5" },
    at: {
      1(ctx) {
        ctx.order(100, { tif: "IOC" });
        ctx.order(100, { tif: "FOK" });
        ctx.order(1, { tif: "FOK" });
      },
    },
  });
  expect(fills).toEqual(["2: #1 buy 50 at 100 open", "2: #3 buy 1 at 100 open"]);
  expect(orders).toEqual(["#1 canceled immediateOrCancel", "#2 canceled fillOrKill", "#3 filled"]);
});

test("[F11] under nextClose the rest fills at the next closes, and what is left of a stop at the next open", async () => {
  const closes = await run({
    bars: [flat, "100 101 99 101", "101 102 101 102"],
    fills: { partial: "0.5", market: "nextClose" },
    at: { 1: (ctx) => ctx.order(10) },
  });
  expect(closes.fills).toEqual(["2: #1 buy 5 at 101 close", "3: #1 buy 2 at 102 close"]);
  const stopped = await run({
    bars: [flat, "100 106 100 104", "103 103 103 103"],
    fills: { partial: "0.5" },
    at: { 1: (ctx) => ctx.order(10, { stop: "105" }) },
  });
  expect(stopped.fills).toEqual(["2: #1 buy 5 at 105 toHigh", "3: #1 buy 2 at 103 open"]);
});

test("[F10] a limit order for a print has the chance of a market order", async () => {
  const { fills, result } = await run({
    bars: [flat, flat],
    seed: 1,
    fills: { probability: { market: "0.5", limitTouch: "0", limitThrough: "0" } },
    at: { 1: (ctx) => ctx.order(10, { at: "close", limit: "101" }) },
  });
  // Order 1 draws 0.4398 in bar 2.
  expect(fills).toEqual(["2: #1 buy 10 at 100 close"]);
  expect(result.fills[0]?.why.chance?.probability).toBe("0.5");
});

test("[F10] the chance in `why` is that of the quantity the order had when it was lucky", async () => {
  const { result } = await run({
    bars: ["100 100 100 100 1000", "100 100 100 100 1000"],
    seed: 1,
    cash: "12000",
    fills: { probability: { size: "0.1" } },
    at: { 1: (ctx) => ctx.orderTarget(150) },
  });
  // 150 wanted, 120 paid for: 0.1 × 1000 / 150.
  expect(result.fills[0]).toMatchObject({ quantity: "120", why: { chance: { probability: "0.666666666667" } } });
});
