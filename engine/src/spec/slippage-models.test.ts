import { createHash } from "node:crypto";
import { backtest, defineStrategy, type SlippageFunction } from "rustybt";
import { expect, test } from "vitest";
import { run, symbolBars } from "./scenario.ts";

const margin = { account: { type: "margin" } } as const;

test("[F13] the price moves by the volatility of the bars before the one of the fill", async () => {
  const bars = ["100 100 100 100", "100 115 95 110", "100 110 95 99", "100 101 99 100"];
  const { fills } = await run({
    bars,
    ...margin,
    slippage: { model: "volatility", coefficient: "0.5" },
    at: {
      1: (ctx) => ctx.order(1),
      3(ctx) {
        ctx.order(10);
        ctx.order(-10);
      },
    },
  });
  // The sale reduces less than it sells, so it comes in submission order.
  expect(fills).toEqual(["2: #1 buy 1 at 100 open", "4: #2 buy 10 at 105 open", "4: #3 sell 10 at 95 open"]);
});

test("[F13] a volatility that is no decimal is rounded up, and the window may be short", async () => {
  const prices = async (window: number) => {
    const { fills, result } = await run({
      bars: ["100 100 100 100", "110 110 110 110", "132 132 132 132", "100 100 100 100"],
      ...margin,
      slippage: { model: "volatility", coefficient: 1, window },
      at: {
        3(ctx) {
          ctx.order(10);
          ctx.order(-10);
        },
      },
    });
    return [fills, result.fills.map(({ why }) => why.rounded === true)];
  };
  expect(await prices(20)).toEqual([
    ["4: #1 buy 10 at 115.81138831 open", "4: #2 sell 10 at 84.18861169 open"],
    [true, true],
  ]);
  expect(await prices(1)).toEqual([
    ["4: #1 buy 10 at 120 open", "4: #2 sell 10 at 80 open"],
    [false, false],
  ]);
});

test("[F13] a return has twelve decimals, half-even", async () => {
  const { fills } = await run({
    bars: ["3 3 3 3", "4 4 4 4", "3 3 3 3"],
    slippage: "volatility:1",
    at: { 2: (ctx) => ctx.order(1) },
  });
  // 0.333333333333 of 3 is 0.999999999999; the price is rounded up to eight decimals.
  expect(fills).toEqual(["3: #1 buy 1 at 4 open"]);
});

test("[F13] the square root counts what fills took of the bar so far, at most all of it", async () => {
  const filled = async (volume: string, ...quantities: number[]) =>
    (
      await run({
        bars: ["100 100 100 100 0", `100 100 100 100 ${volume}`],
        cash: "1000000",
        slippage: { model: "squareRoot", coefficient: 1, volatility: "0.02" },
        at: { 1: (ctx) => quantities.forEach((quantity) => void ctx.order(quantity)) },
      })
    ).result.fills.map(({ price }) => price);
  expect(await filled("400", 100, 100)).toEqual(["101", "101.41421357"]);
  expect(await filled("400", 800)).toEqual(["102"]);
  expect(await filled("0", 1)).toEqual(["102"]);
});

test("[F13] the square root of the volatility of the last bars", async () => {
  const { fills } = await run({
    bars: ["100 100 100 100 0", "110 110 110 110 0", "99 99 99 99 0", "100 100 100 100 400"],
    slippage: { model: "squareRoot", coefficient: "0.5" },
    at: { 3: (ctx) => ctx.order(100) },
  });
  // Sigma is 0.1, the share a quarter: 0.5 × 0.1 × 0.5.
  expect(fills).toEqual(["4: #1 buy 100 at 102.5 open"]);
});

test("[F13] limits do not slip", async () => {
  const { fills } = await run({
    bars: ["100 100 100 100", "100 115 95 110", "100 110 90 99", "100 101 99 100"],
    slippage: "volatility:1",
    at: { 3: (ctx) => ctx.order(1, { limit: "100" }) },
  });
  expect(fills).toEqual(["4: #1 buy 1 at 100 open"]);
});

const tenth: SlippageFunction = ({ bar }) => bar.high.minus(bar.low).div(10);
const [flat, wide] = ["100 100 100 100 50", "100 104 96 100 70"];

test("[F13] a function of one's own says how much, and is told the fill", async () => {
  const told: unknown[] = [];
  const { fills, result } = await run({
    bars: [flat, flat, wide],
    ...margin,
    slippage(fill) {
      const { quantity, reference, bar, ...rest } = fill;
      told.push({ ...rest, quantity: quantity.toString(), reference: reference.toString(), volume: bar.volume.toString() });
      return tenth(fill);
    },
    at: {
      2(ctx) {
        ctx.order(10);
        ctx.order(-10);
      },
    },
  });
  expect(fills).toEqual(["3: #1 buy 10 at 100.8 open", "3: #2 sell 10 at 99.2 open"]);
  const fill = { symbol: "X", time: Date.UTC(2024, 0, 4), rule: "nextOpen", quantity: "10", reference: "100", volume: "70" };
  expect(told).toContainEqual({ ...fill, side: "buy" });
  expect(told).toContainEqual({ ...fill, side: "sell" });
  expect(result.manifest.config.slippage).toEqual({ model: "custom" });
  expect(result.assumptions.map(({ code }) => code)).toContain("slippage.custom");
});

const data = symbolBars("X", [flat, wide]);
const buyer = (slippage?: SlippageFunction) =>
  defineStrategy({
    ...(slippage && { slippage }),
    onBar(ctx) {
      if (ctx.bars === 1) ctx.order(10);
    },
  });

test("[F13] the strategy's own function is used by the model custom alone, and its source is in the manifest", async () => {
  const result = await backtest({ strategy: buyer(tenth), data, slippage: "custom" });
  expect(result.fills[0]?.price).toBe("100.8");
  const given = await backtest({ strategy: buyer(), data, slippage: tenth });
  expect(given.manifest.slippage).toEqual({ sha256: createHash("sha256").update(String(tenth)).digest("hex") });
  const unused = await backtest({ strategy: buyer(tenth), data });
  expect([unused.fills[0]?.price, unused.manifest.slippage]).toEqual(["100", undefined]);
  const without = backtest({ strategy: buyer(), data, slippage: "custom" });
  await expect(without).rejects.toMatchObject({ name: "ConfigurationError", code: "settings.missingKey" });
});

test("[F13] an amount finer than a price is rounded against the trader", async () => {
  const result = await backtest({ strategy: buyer(), data, slippage: () => 1e-21 });
  expect([result.fills[0]?.price, result.fills[0]?.why.rounded]).toEqual(["100.00000001", true]);
});

test.each([
  ["-1", () => "-1", /returned "-1" for the fill buy 10 X at 100 \(nextOpen, bar 2024-01-03T00:00:00.000Z\): expected a decimal of zero/],
  ["no number", () => Number.NaN, /returned NaN for the fill/],
  ["nothing", () => undefined, /returned undefined for the fill/],
  [
    "an error",
    () => {
      throw new TypeError("no rate");
    },
    /threw TypeError: no rate for the fill buy 10 X/,
  ],
])("[F13] a function that answers %s ends the run as a StrategyError that names the fill", async (_, slippage, message) => {
  const failing = backtest({ strategy: buyer(), data, slippage: slippage as SlippageFunction });
  await expect(failing).rejects.toMatchObject({
    name: "StrategyError",
    code: "strategy.slippage",
    message: expect.stringMatching(message),
    context: { symbol: "X", side: "buy", quantity: "10", reference: "100", rule: "nextOpen" },
  });
});

test("[F13] a sale is not pushed below zero", async () => {
  const seller = defineStrategy({
    onBar(ctx) {
      if (ctx.bars === 1) ctx.order(-10);
    },
  });
  const failing = backtest({ strategy: seller, data, slippage: () => 101, account: { type: "margin" } });
  await expect(failing).rejects.toThrow(/a sale below zero/);
});
