import { type BacktestOptions, backtest, barsFrom, defineStrategy, verifyResult } from "rustybt";
import { expect, test } from "vitest";
import { exactSum, exactUnits } from "./exact-sum.ts";
import { type Bars, run } from "./scenario.ts";

const ten = "10 10 10 10";

/** Buys so many at the close before each date, at one price; fees and what `why.fee` says of them. */
async function buys(price: number, fills: readonly (readonly [date: string, quantity: number])[], settings: Partial<BacktestOptions>) {
  const dates = ["2024-01-02", ...fills.map(([date]) => date)];
  const bars = dates.map((time) => ({ time, open: price, high: price, low: price, close: price, volume: 1_000_000_000 }));
  const strategy = defineStrategy({
    onBar(ctx) {
      const next = fills[ctx.bars - 1];
      if (next !== undefined) ctx.order(next[1]);
    },
  });
  const result = await backtest({ strategy, data: barsFrom(bars, { symbol: "X" }), cash: "1000000000", ...settings });
  expect(verifyResult(JSON.parse(JSON.stringify(result))).findings).toEqual([]);
  return {
    fees: result.fills.map(({ fee }) => fee),
    why: result.fills.map(({ why }) => why.fee),
    result,
  };
}

const halves = { model: "tiered", by: "value", charge: "percent", window: "month" } as const;
const twoTiers = [
  { from: "0", rate: "0.01" },
  { from: "1000", rate: "0.005" },
];

test("[M8] the whole fill pays the tier its volume before is in, or is split over the tiers", async () => {
  const at = { 1: (ctx: Ctx) => void [ctx.order(80), ctx.order(40), ctx.order(10)] };
  const whole = await run({ bars: [ten, ten], at, commission: { ...halves, tiers: twoTiers } });
  expect(whole.fees).toEqual(["8", "4", "0.5"]);
  expect(whole.result.fills.map(({ why }) => why.fee)).toEqual([
    { model: "tiered", tier: "0", volume: "0" },
    { model: "tiered", tier: "0", volume: "800" },
    { model: "tiered", tier: "1000", volume: "1200" },
  ]);
  const split = await run({ bars: [ten, ten], at, commission: { ...halves, tiers: twoTiers, marginal: true } });
  // 200 of the second fill's 400 still lie below 1000.
  expect(split.fees).toEqual(["8", "3", "0.5"]);
});

test("[M8] Interactive Brokers' tiers for US shares: by shares of the month, split, at least 0.35 an order", async () => {
  // interactivebrokers.com, tiered: 0.0035 up to 300,000 shares, 0.0020 up to 3,000,000, 0.0015 up to 20,000,000.
  const commission = {
    model: "tiered",
    by: "quantity",
    charge: "perShare",
    window: "month",
    marginal: true,
    minimum: "0.35",
    tiers: [
      { from: "0", rate: "0.0035" },
      { from: "300000", rate: "0.0020" },
      { from: "3000000", rate: "0.0015" },
    ],
  } as const;
  const { fees, why } = await buys(
    1,
    [
      ["2024-01-03", 250_000],
      ["2024-01-31", 100_000],
      ["2024-02-01", 10],
      ["2024-02-02", 1_000_000],
    ],
    { commission },
  );
  // 250,000 x 0.0035; 50,000 x 0.0035 + 50,000 x 0.002; February begins at nothing; 299,990 x 0.0035 + 700,010 x 0.002.
  expect(fees).toEqual(["875", "275", "0.35", "2449.985"]);
  expect(why.map(({ tier, volume }) => [tier, volume])).toEqual([
    ["0", "0"],
    ["0", "250000"],
    ["0", "0"],
    ["0", "10"],
  ]);
});

test("[M8] Kraken's tiers: maker and taker by the value of the last 30 days, today included", async () => {
  // kraken.com, spot: 0.25 % / 0.40 % from 0, 0.20 % / 0.35 % from 10,000, 0.14 % / 0.24 % from 50,000.
  const commission = {
    model: "tiered",
    by: "value",
    charge: "percent",
    window: "30d",
    tiers: [
      { from: "0", maker: "0.0025", taker: "0.0040" },
      { from: "10000", maker: "0.0020", taker: "0.0035" },
      { from: "50000", maker: "0.0014", taker: "0.0024" },
    ],
  } as const;
  const { fees, result } = await buys(
    100,
    [
      ["2024-01-03", 100],
      ["2024-01-04", 400],
      ["2024-02-01", 10],
      ["2024-02-02", 10],
      ["2024-03-05", 10],
    ],
    { commission, calendar: "24/7" },
  );
  // Volume before: 0; 10,000; 50,000 (30 days back is 01-03); 41,000 without 01-03; nothing since 02-05.
  expect(fees).toEqual(["40", "140", "2.4", "3.5", "4"]);
  expect(result.fills.map(({ why }) => [why.fee.volume, why.liquiditySide])).toEqual([
    ["0", "taker"],
    ["10000", "taker"],
    ["50000", "taker"],
    ["41000", "taker"],
    ["0", "taker"],
  ]);
  const waited = await run({
    bars: ["100 100 100 100", "100 101 94 96"],
    commission,
    at: { 1: (ctx) => void ctx.order(100, { limit: 95 }) },
  });
  expect(waited.result.fills.map(({ fee, why }) => [fee, why.liquiditySide])).toEqual([["23.75", "maker"]]);
});

test("[M8] volume counts all symbols and both sides, and the order's own fills before", async () => {
  const bars: Readonly<Record<string, Bars>> = { A: [ten, ten, ten], B: ["20 20 20 20", "20 20 20 20", "20 20 20 20"] };
  const { fees, result } = await run({
    bars,
    commission: { ...halves, tiers: twoTiers },
    at: { 1: (ctx) => void [ctx.order("A", 60), ctx.order("B", 20)], 2: (ctx) => void [ctx.close("B"), ctx.order("A", 1)] },
  });
  // 600 and 400 stay in the first tier; the sale finds 1000, the last one 1400.
  expect(fees).toEqual(["6", "4", "2", "0.05"]);
  expect(result.fills.map(({ why }) => why.fee.volume)).toEqual(["0", "600", "1000", "1400"]);
  const inParts = await run({
    bars: Array.from({ length: 4 }, () => "10 10 10 10 1000"),
    fills: { volumeLimit: "0.1" },
    commission: { ...halves, tiers: twoTiers, minimum: "12", maximum: "16" },
    at: { 1: (ctx) => void ctx.order(300) },
  });
  // Owed 10, then 15, then 20 by the tiers: the order pays at least 12 and at most 16.
  expect(inParts.fees).toEqual(["12", "3", "1"]);
});

test("[M8] parts of a quantity by value end after 12 decimals; parts of a value by quantity are exact", async () => {
  const tiers = [
    { from: "0", rate: "0.05" },
    { from: "100", rate: "0.01" },
  ];
  const rule = { model: "tiered", window: "5d", marginal: true, tiers } as const;
  const at = { 1: (ctx: Ctx) => void ctx.order(50) };
  const seven = ["7 7 7 7", "7 7 7 7"];
  // 100 of 350 are 14.285714… shares at 0.05, 35.714285… at 0.01: 1.0714285714285…
  expect((await run({ bars: seven, at, commission: { ...rule, by: "value", charge: "perShare" } })).fees).toEqual(["1.071428571429"]);
  // 30 shares at 0.05 and 20 at 0.01 of 7 each.
  const byQuantity = {
    ...rule,
    by: "quantity",
    charge: "percent",
    tiers: [
      { from: "0", rate: "0.05" },
      { from: "30", rate: "0.01" },
    ],
  } as const;
  expect((await run({ bars: seven, at, commission: byQuantity })).fees).toEqual(["11.9"]);
});

test("[M8] an order that fits is cut to what cash pays with the fee of its tier", async () => {
  const commission = {
    ...halves,
    tiers: [
      { from: "0", rate: "0.1" },
      { from: "500", rate: "0" },
    ],
  } as const;
  const { fills, endCash } = await run({
    bars: [ten, ten, ten],
    cash: "1100",
    commission,
    at: { 1: (ctx) => void ctx.order(50), 2: (ctx) => void ctx.orderTargetPercent("1") },
  });
  // 500 and 50 of fee; then 550 buy 55 without a fee, of which the target wants (1050 / 10) - 50.
  expect(fills).toEqual(["2: #1 buy 50 at 10 open", "3: #2 buy 55 at 10 open"]);
  expect(endCash).toBe("0");
});

test("[M8] a rebalance knows the tier of the deciding close", async () => {
  const flat = (price: number): Bars => Array.from({ length: 4 }, () => `${price} ${price} ${price} ${price}`);
  const commission = {
    ...halves,
    charge: "perShare",
    tiers: [
      { from: "0", rate: "1" },
      { from: "500", rate: "0" },
    ],
  } as const;
  const { fills, endCash } = await run({
    bars: { A: flat(30), B: flat(70) },
    cash: "1010",
    commission,
    at: {
      // With 1 a share 17 A and 7 B would cost 1024: 16 and 7 are the nearest that 1010 pay for. From 500 of value on nothing is charged.
      1: (ctx) => void ctx.rebalance({ A: "0.5", B: "0.5" }),
      2: (ctx) => void ctx.rebalance({ A: 0, B: 1 }),
    },
  });
  expect(fills).toEqual([
    "2: #1 buy 16 A at 30 open",
    "2: #2 buy 7 B at 70 open",
    "3: #3 sell 16 A at 30 open",
    "3: #4 buy 7 B at 70 open",
  ]);
  // 1010 - 16 x 31 - 7 x 71 = 17, then + 480 - 490 without a fee.
  expect(endCash).toBe("7");
});

test("[M8] tiers and their rounding are part of the costs, which sum to what a free run has more", async () => {
  const at = { 1: (ctx: Ctx) => void ctx.order(123), 2: (ctx: Ctx) => void ctx.close() };
  const bars = ["33.33 33.33 33.33 33.33", "33.33 34 33 33.5", "35 36 34 35.5"];
  const commission = {
    ...halves,
    tiers: [
      { from: "0", rate: "0.00123" },
      { from: "4000", rate: "0.00077" },
    ],
    unit: "0.01",
  } as const;
  const [costly, free] = [await run({ bars, at, commission }), await run({ bars, at })];
  // 4099.59 x 0.00123 = 5.0424957, 4305 x 0.00077 = 3.31485.
  expect(costly.fees).toEqual(["5.04", "3.31"]);
  expect(costly.result.summary.costs).toEqual({ commission: "8.3573457", rounding: "-0.0073457", slippage: "0" });
  expect(exactSum([costly.result.summary.endValue, ...Object.values(costly.result.summary.costs)])).toBe(
    exactUnits(free.result.summary.endValue),
  );
});

const perTrade = (cost: string) => ({ model: "perTrade", cost }) as const;

test("[M10] the entry of the schedule in force on the day of the order's first fill charges all its fills", async () => {
  const commission = {
    model: "schedule",
    entries: [{ commission: perTrade("5") }, { from: "2024-01-04", commission: perTrade("1") }],
  } as const;
  const { fees, result } = await run({
    bars: [ten, ten, ten],
    commission,
    at: { 1: (ctx) => void ctx.order(1), 2: (ctx) => void ctx.order(1) },
  });
  expect(fees).toEqual(["5", "1"]);
  expect(result.fills.map(({ why }) => why.fee)).toEqual([
    { model: "perTrade", cost: "5" },
    { model: "perTrade", cost: "1" },
  ]);
  const shares = { model: "perShare", rate: "0.01", minimum: "1.5" } as const;
  const inParts = await run({
    bars: Array.from({ length: 4 }, () => "10 10 10 10 1000"),
    fills: { volumeLimit: "0.1" },
    commission: { model: "schedule", entries: [{ commission: shares }, { from: "2024-01-04", commission: perTrade("7") }] },
    at: { 1: (ctx) => void ctx.order(200), 3: (ctx) => void ctx.order(10) },
  });
  // 100 on 01-03 owe the minimum, 100 on 01-04 bring it to 2 under the same model; the next order pays by the new one.
  expect(inParts.fees).toEqual(["1.5", "0.5", "7"]);
});

test("[M10] entries may be tiers and sides; what is not asked is not said", async () => {
  const sides = { model: "makerTaker", maker: "0.0002", taker: "0.0005" } as const;
  const commission = {
    model: "schedule",
    entries: [{ commission: sides }, { from: "2024-01-04", commission: { ...halves, tiers: twoTiers } }],
  } as const;
  const { result } = await run({
    bars: [ten, ten, ten],
    commission,
    at: { 1: (ctx) => void ctx.order(150), 2: (ctx) => void ctx.order(10) },
  });
  // The volume of 01-03 counts although tiers were not in force yet.
  expect(result.fills.map(({ fee, why }) => [fee, why.fee, why.liquiditySide])).toEqual([
    ["0.75", { model: "makerTaker", maker: "0.0002", taker: "0.0005" }, "taker"],
    ["0.5", { model: "tiered", tier: "1000", volume: "1500" }, undefined],
  ]);
});

test("[M10] what is closed at the end says its side only where the entry of that day asks for it", async () => {
  const sides = { model: "makerTaker", maker: "0.0002", taker: "0.0005" } as const;
  const closedUnder = async (first: typeof sides | "none", second: typeof sides | "none") => {
    const commission = { model: "schedule", entries: [{ commission: first }, { from: "2024-01-04", commission: second }] } as const;
    const { result } = await run({ bars: [ten, ten, ten], commission, closeAtEnd: true, at: { 1: (ctx) => void ctx.order(100) } });
    return result.fills.map(({ fee, why }) => [why.rule, fee, why.liquiditySide]);
  };
  expect(await closedUnder(sides, "none")).toEqual([
    ["nextOpen", "0.5", "taker"],
    ["closeAtEnd", "0", undefined],
  ]);
  expect(await closedUnder("none", sides)).toEqual([
    ["nextOpen", "0", undefined],
    ["closeAtEnd", "0.5", "taker"],
  ]);
});

test("[M10] buying power is reckoned with the entry of the day", async () => {
  const commission = {
    model: "schedule",
    entries: [{ commission: perTrade("500") }, { from: "2024-01-04", commission: perTrade("0") }],
  } as const;
  const { orders } = await run({
    bars: [ten, ten, ten, ten],
    cash: "1000",
    commission,
    at: { 1: (ctx) => void ctx.order(60), 2: (ctx) => void ctx.order(60), 3: (ctx) => void ctx.order(60) },
  });
  expect(orders).toEqual(["#1 rejected insufficientCash", "#2 rejected insufficientCash", "#3 filled"]);
});

type Ctx = Parameters<NonNullable<Parameters<typeof defineStrategy>[0]["onBar"]>>[0];

test("[M10] a closing fill says its side only when the entry in force asks for it", async () => {
  const { result } = await run({
    bars: ["10 10 10 10", "10 10 10 10"],
    closeAtEnd: true,
    commission: {
      model: "schedule",
      entries: [
        { commission: { model: "perTrade", cost: "1" } },
        { from: "2030-01-02", commission: { model: "makerTaker", maker: "0", taker: "0.001" } },
      ],
    },
    at: { 1: (ctx) => ctx.order(10) },
  });
  expect(result.fills.map(({ why }) => [why.rule, why.liquiditySide])).toEqual([
    ["nextOpen", undefined],
    ["closeAtEnd", undefined],
  ]);
});
