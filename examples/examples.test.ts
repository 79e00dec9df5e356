import { fileURLToPath } from "node:url";
import { backtest, check, loadData, readCsv, readUniverse } from "rustybt";
import { describe, expect, test } from "vitest";
import breakoutBracket from "./breakout-bracket.ts";
import buyAndHold from "./buy-and-hold.ts";
import dipLimit from "./dip-limit.ts";
import momentumUniverse from "./momentum-universe.ts";
import monthlyEqualWeight from "./monthly-equal-weight.ts";
import pairsFx from "./pairs-fx.ts";
import rebalance from "./rebalance.ts";
import smaCross from "./sma-cross.ts";
import trailingStop from "./trailing-stop.ts";

const path = (file: string) => fileURLToPath(new URL(`data/${file}`, import.meta.url));
const read = (symbol: string) => readCsv(path(`${symbol}.csv`), { symbol });

// These numbers were printed by expected.py: the same rules in exact fractions, without the engine.
describe("dividends and the 7:1 split pass through to the last digit", () => {
  test.each([
    ["AAPL", "0.0005", { endValue: "113750.419365", cash: "113750.419365", fees: "640.310635", dividends: "1754", fills: 40 }],
    ["MSFT", "0", { endValue: "102414.49", cash: "96866.49", fees: "0", dividends: "279", fills: 33 }],
    ["GOOGL", "0", { endValue: "117002", cash: "39201", fees: "0", dividends: "0", fills: 21 }],
  ])("sma-cross.ts on %s with a fee of %s", async (symbol, rate, expected) => {
    const { summary } = await backtest({ strategy: smaCross, data: await read(symbol), commission: { model: "percent", rate } });
    expect(summary).toMatchObject(expected);
  });

  test.each([
    ["AAPL", { endValue: "144897.05", cash: "55741.83", dividends: "5351.83", fills: 1 }],
    ["MSFT", { endValue: "161457.3868", cash: "57820.7468", dividends: "7920.32", fills: 1 }],
  ])("buy-and-hold.ts on %s", async (symbol, expected) => {
    const { summary } = await backtest({ strategy: buyAndHold, data: await read(symbol) });
    expect(summary).toMatchObject(expected);
  });

  test("monthly-equal-weight.ts on three symbols", async () => {
    const data = await loadData(["AAPL.csv", "GOOGL.csv", "MSFT.csv"].map(path));
    const { summary } = await backtest({ strategy: monthlyEqualWeight, data, from: "2014-04-04" });
    expect(summary).toMatchObject({ endValue: "140962.978", cash: "165.578", dividends: "3133.83", fills: 54 });
  });
});

test("momentum-universe.ts picks the best members of each month next to their sector, and knows no later bar", async () => {
  const data = await readCsv(fileURLToPath(new URL("universe/prices.csv", import.meta.url)));
  const universe = await readUniverse(fileURLToPath(new URL("universe/members.csv", import.meta.url)));
  const { summary, warnings } = await backtest({ strategy: momentumUniverse, data, universe });
  expect(summary).toMatchObject({ endValue: "119531.7675", cash: "12016.2675", dividends: "1098.63", fills: 52 });
  expect(warnings.filter(({ code }) => code.startsWith("universe"))).toEqual([]);
  const { findings } = await check({ strategy: momentumUniverse, data, universe, from: "2017-03-01", to: "2017-08-15" });
  expect(findings).toEqual([]);
});

test("pairs-fx.ts converts what both pairs make in dollars to euros, to the last digit of expected.py", async () => {
  const data = await loadData(["EURUSD.csv", "GBPUSD.csv"].map((file) => path(`../fx/${file}`)));
  const { summary } = await backtest({
    strategy: pairsFx,
    data,
    cash: 10_000,
    currency: "EUR",
    instruments: { "*": { assetClass: "forex" } },
    rates: { USD: { symbol: "EURUSD", maxAgeDays: 4 } },
    account: { type: "margin", initialMargin: "0.05" },
    commission: { model: "percent", rate: "0.00002" },
  });
  expect(summary).toMatchObject({
    currency: "EUR",
    endValue: "10920.26683786012157",
    cash: "7304.89388050148357",
    fees: "30.36542421837156",
    fx: "6.89457586755113",
    fills: 70,
  });
});

test("rebalance.ts trades less often than monthly-equal-weight.ts, and never more than its cash pays for", async () => {
  const data = await loadData(["AAPL.csv", "GOOGL.csv", "MSFT.csv"].map(path));
  const settings = { data, from: "2014-04-04", commission: { model: "perTrade", cost: "5" } } as const;
  const { orders, fills } = await backtest({ strategy: rebalance, ...settings });
  expect(fills.length).toBeGreaterThan(5);
  expect(fills.length).toBeLessThan((await backtest({ strategy: monthlyEqualWeight, ...settings })).fills.length);
  const perDay = Map.groupBy(fills, ({ t }) => t);
  for (const [, day] of perDay) {
    const sides = day.map(({ side }) => side);
    expect(sides).toEqual(sides.toSorted((a, b) => (a === b ? 0 : a === "sell" ? -1 : 1)));
  }
  expect(orders.every(({ status }) => status === "filled")).toBe(true);
});

test("trailing-stop.ts sells eight percent below the highest price since the entry", async () => {
  const { trades, orders } = await backtest({ strategy: trailingStop, data: await read("AAPL"), from: "2014-06-09" });
  // Bought at the open of 2014-10-09; the highest high since is 119.75 of 2014-11-25, and 119.75 x 0.92 = 110.17.
  expect(trades[0]).toMatchObject({
    entryTime: "2014-10-09T00:00:00Z",
    entryPrice: "101.54",
    exitTime: "2014-12-09T00:00:00Z",
    exitPrice: "110.17",
  });
  expect(orders.filter(({ tag }) => tag === "trail").map(({ quantity }) => quantity)).toEqual(trades.map(({ quantity }) => quantity));
});

test("breakout-bracket.ts closes each entry by exactly one of its two children, at its price or at a worse or better open", async () => {
  const { orders } = await backtest({ strategy: breakoutBracket, data: await read("MSFT") });
  const entries = orders.filter(({ parent, status }) => parent === undefined && status === "filled");
  expect(entries.length).toBeGreaterThan(10);
  for (const entry of entries) {
    const children = orders.filter(({ parent }) => parent === entry.id);
    expect(children.map(({ kind }) => kind)).toEqual(["limit", "stop"]);
    const [filled = entry, ...more] = children.filter(({ status }) => status === "filled");
    expect(more).toEqual([]);
    expect(filled.filled).toBe("100");
    const paid = Number(filled.averagePrice);
    expect(filled.kind === "limit" ? paid >= Number(filled.limit) : paid <= Number(filled.stop)).toBe(true);
  }
});

test("dip-limit.ts fills at its limit or better, and what does not fill on its day expires", async () => {
  const { orders, fills, records } = await backtest({ strategy: dipLimit, data: await read("AAPL") });
  const limits = orders.filter(({ kind }) => kind === "limit");
  expect(new Set(limits.map(({ status }) => status))).toEqual(new Set(["filled", "expired"]));
  for (const { orderId, price } of fills) {
    const limit = limits.find(({ id }) => id === orderId)?.limit;
    if (limit !== undefined) expect(Number(price)).toBeLessThanOrEqual(Number(limit));
  }
  // 1,006 bars, of which rsi(14) leaves the first 14 undefined.
  expect(records.rsi?.length).toBe(992);
});
