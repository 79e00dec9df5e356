import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";
import { MetricInput } from "./metric-input.ts";
import { computeMetrics } from "./registry.ts";
import { factsOf } from "./testing-facts.ts";

interface Trade {
  Size: number;
  EntryBar: number;
  ExitBar: number;
  EntryPrice: number;
  ExitPrice: number;
}

// Prices of the file have at most two decimals, so whole cents are exact.
const cents = (value: number) => Math.round(value * 100);
const money = (value: number) => (value / 100).toString();

test("the trades backtesting.py publishes for SmaCross on GOOG give its published statistics", () => {
  const [run] = JSON.parse(gunzipSync(readFileSync(sharedData("reference/backtests/backtesting.py-runs.json.gz"))).toString());
  const bars = readFileSync(sharedData("equities-daily/yahoo/backtesting.py-GOOG.csv"), "utf8").trim().split(/\r?\n/).slice(1);
  const trades: Trade[] = run.trades;
  let realized = cents(10_000);
  let open: Trade | undefined;
  const gross: number[] = [];
  const equity = bars.map((line, bar) => {
    for (const trade of trades) {
      if (trade.ExitBar === bar) {
        realized += trade.Size * (cents(trade.ExitPrice) - cents(trade.EntryPrice));
        open = undefined;
      }
      if (trade.EntryBar === bar) open = trade;
    }
    const close = cents(Number(line.split(",")[4]));
    gross.push(open === undefined ? 0 : Math.abs(open.Size) * (close / 100));
    return money(realized + (open === undefined ? 0 : open.Size * (close - cents(open.EntryPrice))));
  });
  const facts = factsOf({
    startValue: "10000",
    equity,
    days: bars.map((line) => Date.parse(line.slice(0, 10)) / 86_400_000),
    gross,
    trades: trades.map(({ Size, EntryPrice, ExitPrice }) => ({
      quantity: String(Math.abs(Size)),
      entryPrice: String(EntryPrice),
      multiplier: "1",
      pnl: money(Size * (cents(ExitPrice) - cents(EntryPrice))),
    })),
  });
  const values = Object.fromEntries(computeMetrics(new MetricInput(facts)).map(({ id, value }) => [id, value]));

  expect(facts.endValue).toBe("51422.99");
  // Its statistics, in percent and as floats: Return 414.2298999999996, CAGR 21.160245705962623, Max. Drawdown -47.98012705007588,
  // Win Rate 46.96969696969697, Best 53.59595229490424, Worst -18.39887353835481, Expectancy 3.274807806674883 (mean of the returns).
  expect(values.totalReturn).toBe("4.142299");
  expect(values.annualReturn).toBe("0.21160245706");
  expect(values.maxDrawdown).toBe("0.479801270501");
  expect(values.trades).toBe(66);
  expect(values.winRate).toBe(0.469696969697);
  expect(values.bestTradeReturn).toBe("0.535959522949");
  expect(values.worstTradeReturn).toBe("-0.183988735384");
  expect(values.averageTradeReturn).toBe(0.0327480780667);
  // Its bar of the exit counts as exposed, and the close of the last one does not here: 96.74115456238361 % of 2148 bars are 2078.
  expect(values.timeInMarket).toBe(Number((2077 / 2148).toPrecision(12)));
  // In money, from the same trades with Python's decimal; its own profit factor is of returns in percent.
  expect(values.profitFactor).toBe("1.477841002097");
  expect(values.expectancy).toBe("627.621060606061");
  expect(values.averageWin).toBe("4132.606451612903");
  expect(values.averageLoss).toBe("-2476.794571428571");
  expect(values.bestTrade).toBe("16279.2");
  expect(values.worstTrade).toBe("-11089.68");
});
