import { expect, test } from "vitest";
import { exactSum, exactUnits } from "./exact-sum.ts";
import { run, type Script } from "./scenario.ts";

const ten = "10 10 10 10 1000";

test("[M1] percent is a fraction of the traded value, exact", async () => {
  const { fees, endCash } = await run({
    bars: ["10.01 10.01 10.01 10.01", "10.01 10.01 10.01 10.01"],
    commission: { model: "percent", rate: "0.0005" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fees).toEqual(["0.5005"]);
  expect(endCash).toBe("98998.4995");
});

test("[M1] a venue's rounding is charged and its residue posted", async () => {
  const { fees, endCash, result } = await run({
    bars: ["10.01 10.01 10.01 10.01", "10.01 10.01 10.01 10.01"],
    commission: { model: "percent", rate: "0.0005", unit: "0.01", rounding: "half-up" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fees).toEqual(["0.5"]);
  expect(endCash).toBe("98998.5");
  const balance = (account: string) => result.ledger.balances.find((row) => row.account === account)?.balance;
  expect([balance("fees"), balance("rounding")]).toEqual(["0.5005", "-0.0005"]);
});

test("[M1] minimum and maximum are per order over its fills", async () => {
  const scenario = (limits: { minimum?: string; maximum?: string }) =>
    run({
      bars: [ten, ten, ten, ten],
      fills: { volumeLimit: "0.1" },
      commission: { model: "perShare", rate: "0.006", ...limits },
      at: { 1: (ctx) => ctx.order(300) },
    });
  expect((await scenario({})).fees).toEqual(["0.6", "0.6", "0.6"]);
  expect((await scenario({ minimum: "1" })).fees).toEqual(["1", "0.2", "0.6"]);
  expect((await scenario({ minimum: "1", maximum: "1.5" })).fees).toEqual(["1", "0.2", "0.3"]);
});

test("[M1] a contract costs its fee, the exchange its own once an order", async () => {
  const { fees } = await run({
    bars: ["10 10 10 10 20", "10 10 10 10 20", "10 10 10 10 20"],
    fills: { volumeLimit: "0.1" },
    commission: { model: "perContract", cost: "2", exchangeFee: "0.5" },
    at: { 1: (ctx) => ctx.order(3) },
  });
  expect(fees).toEqual(["4.5", "2"]);
});

test("[M7] per trade is charged once an order, at its first fill", async () => {
  const { fees } = await run({
    bars: [ten, "10 10 10 10 600", "10 10 10 10 600"],
    fills: { volumeLimit: "0.1" },
    commission: { model: "perTrade", cost: "5" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fees).toEqual(["5", "0"]);
});

test("[M1] a fee is charged on the slipped price", async () => {
  const { fees } = await run({
    bars: [ten, ten],
    slippage: { model: "bps", bps: "100" },
    commission: { model: "percent", rate: "0.001" },
    at: { 1: (ctx) => ctx.order(100) },
  });
  expect(fees).toEqual(["1.01"]);
});

const sides = { commission: { model: "makerTaker", maker: "0.0002", taker: "0.0005" } } as const;

test("[M9] a limit that waited is the maker's, one that meets its price at the first open takes", async () => {
  const limitAt95 = async (...bars: string[]) => {
    const { result } = await run({ ...sides, bars: ["100 100 100 100", ...bars], at: { 1: (ctx) => ctx.order(100, { limit: 95 }) } });
    return result.fills.map(({ fee, price, why }) => [price, fee, why.liquiditySide]);
  };
  expect(await limitAt95("100 101 94 96")).toEqual([["95", "1.9", "maker"]]);
  expect(await limitAt95("94 96 93 95")).toEqual([["94", "4.7", "taker"]]);
  expect(await limitAt95("100 101 96 97", "94 95 93 94")).toEqual([["94", "1.88", "maker"]]);
});

test("[M9] market orders and stops take, also through what they trigger; a bracket's profit limit makes, its stop takes", async () => {
  const { result } = await run({
    ...sides,
    bars: ["100 100 100 100", "100 102 99 101", "101 111 100 110", "110 110 110 110", "110 121 109 120", "120 120 114 115"],
    at: {
      1: (ctx) => ctx.bracket(100, { takeProfit: 110, stopLoss: 90 }),
      4: (ctx) => ctx.order(10, { stop: 115, limit: 116 }),
      5: (ctx) => ctx.close(),
    },
  });
  expect(result.fills.map(({ orderId, price, fee, why }) => [orderId, price, fee, why.liquiditySide])).toEqual([
    [1, "100", "5", "taker"],
    [2, "110", "2.2", "maker"],
    [4, "115", "0.575", "taker"],
    [5, "120", "0.6", "taker"],
  ]);
});

test("[M9] a stop-limit that rests past its trigger becomes the maker's, a rebate is a fee below zero", async () => {
  const { result, endCash } = await run({
    commission: { model: "makerTaker", maker: "-0.0001", taker: "0.0005" },
    bars: ["100 100 100 100", "108 109 107 107", "107 108 106 107"],
    at: { 1: (ctx) => ctx.order(10, { stop: 105, limit: 106 }) },
  });
  expect(result.fills.map(({ price, fee, why }) => [price, fee, why.liquiditySide])).toEqual([["106", "-0.106", "maker"]]);
  // 100000 - 1060 + 0.106
  expect(endCash).toBe("98940.106");
});

test("[M9] a bracket child that acts where its entry fills takes there", async () => {
  const { result } = await run({
    ...sides,
    bars: ["100 100 100 100", "112 113 111 112"],
    at: { 1: (ctx) => ctx.bracket(100, { takeProfit: 110, stopLoss: 90 }) },
  });
  expect(result.fills.map(({ orderId, price, why }) => [orderId, price, why.liquiditySide])).toEqual([
    [1, "112", "taker"],
    [2, "112", "taker"],
  ]);
});

test("[M15] commission, rounding and slippage are together what a free run ends with more", async () => {
  const bars = ["33.33 33.33 33.33 33.33", "33.33 34 33 33.5", "35 36 34 35.5", "35 35 35 35"];
  const at: Script = { 1: (ctx) => ctx.order(100), 2: (ctx) => ctx.close() };
  const commission = { model: "percent", rate: "0.0005", unit: "0.01", rounding: "half-up" } as const;
  const [costly, free] = [await run({ bars, at, commission, slippage: { model: "bps", bps: 2 } }), await run({ bars, at })];
  // Bought at 33.336666, sold at 34.993: fees 1.6668333 and 1.74965, charged as 1.67 and 1.75; slippage 0.6666 and 0.7.
  expect(costly.result.summary.costs).toEqual({ commission: "3.4164833", rounding: "0.0035167", slippage: "1.3666" });
  expect(exactSum([costly.result.summary.endValue, ...Object.values(costly.result.summary.costs)])).toBe(
    exactUnits(free.result.summary.endValue),
  );
});
