import type { BacktestOptions, Context } from "rustybt";
import { expect, test } from "vitest";
import {
  amount,
  equityPairs,
  expectedTrades,
  type ReferenceRun,
  type ReferenceTrade,
  referenceRun,
  reproduceCross,
  seenTrades,
} from "./reference-run.ts";

type Settings = Omit<BacktestOptions, "strategy" | "data">;

/** Margin low enough that only backtesting.py's own rules decide what is traded. */
const shortable: Settings = { account: { type: "margin", initialMargin: "0.01" } };

const enterAtMarket = (ctx: Context, trade: ReferenceTrade) => {
  ctx.order(trade.Size);
};

/** An order that fits is not refused at the close for what the next open may cost: backtesting.py sizes at the fill. */
const enterFitting = (ctx: Context, trade: ReferenceTrade) => {
  ctx.orderTarget(trade.Size);
};

async function expectReproduced(reference: ReferenceRun, settings: Settings, enter = enterAtMarket) {
  const result = await reproduceCross(reference, enter, settings);
  expect(seenTrades(result)).toEqual(expectedTrades(reference));
  expect(amount(Number(result.summary.endValue))).toBe(amount(Number(reference.stats["Equity Final [$]"])));
  const { recorded, seen } = equityPairs(reference, result);
  expect(seen).toEqual(recorded);
}

test("backtesting.py SmaCross 10/30 on GOOG: 66 trades, 51422.99", async () => {
  await expectReproduced(referenceRun(0), shortable);
});

test("backtesting.py SmaCross 20/50 on GOOG with 0.2 % commission: 40 trades", async () => {
  await expectReproduced(referenceRun(1), { ...shortable, commission: { model: "percent", rate: "0.002" } });
});

test("backtesting.py SmaCross 10/30 long only on GOOG with 0.1 % commission, on a cash account: 33 trades", async () => {
  await expectReproduced(referenceRun(2), { commission: { model: "percent", rate: "0.001" } }, enterFitting);
});

test("backtesting.py SmaCross 10/30 on GOOG with trade_on_close: 66 trades", async () => {
  await expectReproduced(referenceRun(4), shortable);
});

test("backtesting.py SmaCross 10/30 on 5000 hours of EURUSD at 5 % margin: 167 trades", async () => {
  await expectReproduced(referenceRun(10), { ...shortable, instruments: { "*": { assetClass: "forex" } } });
});

test("backtesting.py SmaCross 10/30 long only on EURUSD with 0.02 % commission, on a cash account: 83 trades", async () => {
  const instruments = { "*": { assetClass: "forex" } } as const;
  await expectReproduced(referenceRun(11), { instruments, commission: { model: "percent", rate: "0.0002" } }, enterFitting);
});

test("backtesting.py SmaCross with [fixed, fraction] commission: all fills; the fixed part of 5 an order comes on top", async () => {
  const reference = referenceRun(3);
  const result = await reproduceCross(reference, enterAtMarket, { ...shortable, commission: { model: "percent", rate: "0.0005" } });
  // One commission model at a time: each trade has two orders, 10 in all.
  const expected = expectedTrades(reference).map((trade) => ({ ...trade, fees: amount(trade.fees - 10), pnl: amount(trade.pnl + 10) }));
  expect(seenTrades(result)).toEqual(expected);
});

test("backtesting.py SmaCross with a spread: its entries; it lets exits go free, we charge every fill", async () => {
  const reference = referenceRun(5);
  const result = await reproduceCross(reference, enterAtMarket, { ...shortable, slippage: { model: "bps", bps: "10" } });
  const entries = (trades: readonly { quantity: number; entryTime: string; entryPrice: number }[]) =>
    trades.map(({ quantity, entryTime, entryPrice }) => ({ quantity, entryTime, entryPrice }));
  expect(entries(seenTrades(result))).toEqual(entries(expectedTrades(reference)));
});

test("backtesting.py SmaCross with stop-loss and take-profit: every bracket exit at its price and bar", async () => {
  const reference = referenceRun(7);
  const bracket = (ctx: Context, trade: ReferenceTrade) => {
    ctx.bracket(trade.Size, { stopLoss: amount(trade.SL ?? 0), takeProfit: amount(trade.TP ?? 0) });
  };
  const result = await reproduceCross(reference, bracket, { ...shortable, instruments: { "*": { tick: "0.0001" } } });
  expect(seenTrades(result)).toEqual(expectedTrades(reference));
  expect(amount(Number(result.summary.endValue))).toBe(amount(Number(reference.stats["Equity Final [$]"])));
});
