import { defineStrategy, sma } from "../index.ts";
import { type Act, beside, csv, type GoldenRun, golden, inAndOut, off } from "./golden-run.ts";
import { linkedRuns } from "./linked-runs.ts";
import { modelRuns } from "./model-runs.ts";

const market = inAndOut(() => ({}));
const limits = inAndOut(
  (ctx) => ({ limit: off(ctx, "-0.01") }),
  (ctx) => ({ limit: off(ctx, "0.01") }),
);
const stops = inAndOut(
  (ctx) => ({ stop: off(ctx, "0.01") }),
  (ctx) => ({ stop: off(ctx, "-0.01") }),
);
const brackets: Act = (ctx) => {
  if (ctx.bars % 15 === 1) ctx.bracket(10, { takeProfit: off(ctx, "0.04"), stopLoss: off(ctx, "-0.03") });
};
const weights: Act = (ctx) => {
  if (ctx.bars % 21 !== 1) return;
  for (const [index, symbol] of ctx.symbols.entries()) ctx.orderTargetPercent(symbol, { num: index + 1, den: 7 });
};
const turns: Act = (ctx) => {
  if (ctx.bars % 12 === 1) ctx.orderTarget(ctx.bars % 24 === 1 ? 50 : -50);
};

const averages: GoldenRun = {
  name: "averages that cross, with a schedule, records and random numbers",
  options: async () => ({
    data: await csv("AAPL"),
    seed: 7,
    strategy: defineStrategy({
      setup(ctx) {
        ctx.schedule({ every: "month", on: "last" }, (ctx) => ctx.record("draw", ctx.random()));
        return { fast: sma(ctx.data.close, 10), slow: sma(ctx.data.close, 30) };
      },
      onBar(ctx, { fast, slow }) {
        ctx.record("gap", fast.value - slow.value);
        if (fast.value > slow.value && ctx.position().isFlat) ctx.orderPercent(ctx.random() < 0.5 ? "0.5" : "0.9");
        if (fast.value < slow.value) ctx.close();
      },
    }),
  }),
};

export const goldenRuns: readonly GoldenRun[] = [
  golden("market orders at the next open", "AAPL", market),
  golden("market orders at the next close", "AAPL", market, { fills: { market: "nextClose" } }),
  golden("market orders at this close", "AAPL", market, { fills: { market: "thisClose" } }),
  golden("limits that a touch fills", "AAPL", limits),
  golden("limits that need a tick more", "AAPL", limits, { fills: { limit: "through" } }),
  golden("messages that take time, drawn and by legs", "minutes", limits, {
    latency: {
      submit: { network: "5ms", broker: { model: "normal", mean: "40s", sd: "30s" } },
      cancel: { model: "uniform", min: "0s", max: "3m" },
      ack: "20ms",
      seed: 11,
    },
  }),
  golden(
    "limits for the day",
    "MSFT",
    inAndOut((ctx) => ({ limit: off(ctx, "-0.01"), tif: "DAY" })),
  ),
  golden(
    "limits, immediate or cancelled",
    "MSFT",
    inAndOut((ctx) => ({ limit: off(ctx, "0.002"), tif: "IOC" })),
    {
      fills: { volumeLimit: "0.000001" },
    },
  ),
  golden(
    "limits, all or nothing",
    "MSFT",
    inAndOut((ctx) => ({ limit: off(ctx, "0.002"), tif: "FOK" })),
    {
      fills: { volumeLimit: "0.000001" },
    },
  ),
  golden(
    "limits until a date",
    "AAPL",
    inAndOut((ctx) => ({ limit: off(ctx, "-0.01"), expires: ctx.time + 3 * 86_400_000 })),
  ),
  golden(
    "limits that only make",
    "AAPL",
    inAndOut((ctx) => ({ limit: off(ctx, "-0.003"), postOnly: true })),
  ),
  golden("stops", "AAPL", stops),
  golden(
    "stop-limits",
    "AAPL",
    inAndOut((ctx) => ({ stop: off(ctx, "0.01"), limit: off(ctx, "0.015") })),
  ),
  golden(
    "orders if touched, at the market and at a limit",
    "AAPL",
    inAndOut(
      (ctx) => ({ ifTouched: off(ctx, "-0.01") }),
      (ctx) => ({ ifTouched: off(ctx, "0.01"), limit: off(ctx, "0.012") }),
    ),
  ),
  golden(
    "market to limit under a volume limit",
    "MSFT",
    inAndOut(() => ({ marketToLimit: true })),
    { fills: { volumeLimit: "0.0000003" } },
  ),
  golden(
    "orders for the open and the close",
    "AAPL",
    inAndOut(
      () => ({ at: "close" }),
      () => ({ at: "open" }),
    ),
  ),
  golden(
    "limits for the open and the close",
    "AAPL",
    inAndOut(
      (ctx) => ({ at: "open", limit: off(ctx, "0.001") }),
      (ctx) => ({ at: "close", limit: off(ctx, "-0.05") }),
    ),
  ),
  golden(
    "trailing stops by an amount",
    "AAPL",
    inAndOut(
      () => ({}),
      () => ({ trail: "2.5", reduceOnly: true }),
    ),
  ),
  golden(
    "trailing stops by a fraction that wake and end in limits",
    "AAPL",
    inAndOut(
      () => ({}),
      (ctx) => ({ trailPercent: "0.02", activation: off(ctx, "0.005"), trailLimit: "0.5" }),
    ),
  ),
  golden("brackets, low or high first as the bar suggests", "MSFT", brackets),
  golden("brackets, high first", "MSFT", brackets, { fills: { path: "ohlc" } }),
  golden("brackets, low first", "MSFT", brackets, { fills: { path: "olhc" } }),
  golden("brackets, the worse first", "MSFT", brackets, { fills: { path: "worst" } }),
  golden("brackets, the better first", "MSFT", brackets, { fills: { path: "best" } }),
  golden("orders that cancel each other", "AAPL", (ctx) => {
    if (ctx.bars % 10 === 1) ctx.order(30);
    if (ctx.bars % 10 === 3 && ctx.position().isLong && ctx.openOrders().length === 0)
      ctx.oco(ctx.order(-30, { limit: off(ctx, "0.02") }), ctx.order(-30, { stop: off(ctx, "-0.02") }));
  }),
  golden("orders that are changed", "AAPL", (ctx) => {
    const [order] = ctx.openOrders();
    if (order !== undefined) order.modify({ limit: off(ctx, "-0.001"), quantity: 40 });
    else if (ctx.bars % 8 === 1) ctx.order(20, { limit: off(ctx, "-0.04") });
  }),
  golden("a fee in percent, to the cent", "AAPL", market, { commission: { model: "percent", rate: "0.0005", unit: "0.01" } }),
  golden("a fee a share with a least and a highest", "AAPL", market, {
    commission: { model: "perShare", rate: "0.005", minimum: "1", maximum: "3" },
  }),
  golden("a fee a trade and basis points of slippage", "MSFT", market, {
    commission: { model: "perTrade", cost: "4.95" },
    slippage: { model: "bps", bps: "2.5" },
  }),
  golden("a fee a contract and half the spread", "MSFT", market, {
    commission: { model: "perContract", cost: "0.85", exchangeFee: "1.2" },
    slippage: { model: "spread", bps: "3" },
  }),
  golden("fees by the side that waited", "AAPL", limits, { commission: { model: "makerTaker", maker: "-0.0001", taker: "0.0004" } }),
  golden("fees by tiers of the month's volume, split over them", "AAPL", market, {
    commission: {
      model: "tiered",
      by: "quantity",
      charge: "perShare",
      window: "month",
      marginal: true,
      minimum: "0.35",
      tiers: [
        { from: "0", rate: "0.0035" },
        { from: "50", rate: "0.002" },
      ],
    },
  }),
  golden("tiers by the value of the last days and by side, later another model, each in its currency", "MSFT", limits, {
    rates: { EUR: "1.0856", GBP: "1.27" },
    commission: {
      model: "schedule",
      entries: [
        {
          commission: {
            model: "tiered",
            by: "value",
            charge: "percent",
            window: "10d",
            currency: "EUR",
            unit: "0.01",
            tiers: [
              { from: "0", maker: "0.0025", taker: "0.004" },
              { from: "2500", maker: "-0.0001", taker: "0.0035" },
            ],
          },
        },
        { from: "2014-01-02", commission: { model: "percent", rate: "0.0005", currency: "GBP" } },
      ],
    },
  }),
  golden("impact by share of the volume", "minutes", market, { slippage: { model: "volumeShare", limit: "0.025", impact: "0.1" } }),
  golden("a margin account that goes short", "MSFT", turns, { account: { type: "margin" } }),
  golden("shorts that are borrowed, and cash that earns or costs", "MSFT", turns, {
    account: { type: "margin" },
    borrow: { rate: "0.0275", dayCount: "actual/365" },
    interest: { credit: "0.0125", debit: "0.055", dayCount: "actual/actual" },
  }),
  golden("positions that are financed overnight", "MSFT", turns, {
    account: { type: "margin" },
    financing: { long: "0.0475", short: "-0.0075", dayCount: "30/360" },
  }),
  golden("shorts that lenders want back", "MSFT", turns, { account: { type: "margin" }, borrow: { file: beside("borrow.csv") } }),
  golden("lots last in first out, closed at the end", "AAPL", market, { account: { lots: "lifo" }, closeAtEnd: true }),
  golden("lots of highest cost first", "AAPL", market, { account: { lots: "hifo" } }),
  golden("lots at average cost", "AAPL", market, { account: { lots: "average" } }),
  golden("weights of three symbols through dividends and splits", "three", weights, { from: "2014-04-04" }),
  golden(
    "a rebalance with a band and fees",
    "three",
    (ctx) => {
      if (ctx.bars % 21 === 1) ctx.rebalance({ AAPL: "0.4", MSFT: "0.35", GOOGL: "0.25" }, { band: "0.01" });
    },
    { from: "2014-04-04", commission: { model: "perShare", rate: "0.01", minimum: "1" } },
  ),
  golden("minutes with limits and stops", "minutes", (ctx) => (ctx.bars % 20 < 10 ? limits(ctx) : stops(ctx))),
  averages,
  ...linkedRuns,
  ...modelRuns,
];
