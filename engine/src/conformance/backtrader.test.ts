import { readFileSync } from "node:fs";
import { type BacktestOptions, backtest, crossOver, crossUnder, defineStrategy, readCsv, sma } from "rustybt";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";

interface Reference {
  readonly data_file: string;
  readonly buy_fill_open: readonly string[];
  readonly sell_fill_open: readonly string[];
}

const reference: Reference = JSON.parse(readFileSync(sharedData("reference/backtests/backtrader-sma-cross.json"), "utf8"));

/** SMA(15) cross of the close, one unit, decided at the close, filled at the next open; the last position stays open. */
const strategy = defineStrategy({
  name: "backtrader SMA cross",
  setup: ({ data }) => ({ line: sma(data.close, 15) }),
  onBar(ctx, { line }) {
    if (crossOver(ctx.data.close, line) && ctx.position().isFlat) ctx.order(1);
    else if (crossUnder(ctx.data.close, line)) ctx.close();
  },
});

async function run(settings: Omit<BacktestOptions, "strategy" | "data">) {
  const data = await readCsv(sharedData(reference.data_file));
  return (await backtest({ strategy, data, cash: "10000", ...settings })).toJSON();
}

const prices = (fills: readonly { side: string; price: string }[], side: string) =>
  fills.filter((fill) => fill.side === side).map((fill) => Number(fill.price).toFixed(2));

test("backtrader stock-like: 12 buys, 11 sells, value 10284.10, cash 6164.16", async () => {
  const { fills, summary } = await run({});
  expect(prices(fills, "buy")).toEqual(reference.buy_fill_open);
  expect(prices(fills, "sell")).toEqual(reference.sell_fill_open);
  expect([summary.endValue, summary.cash]).toEqual(["10284.1", "6164.16"]);
});

test("backtrader futures-like: multiplier 10, 2 a contract, value 12795.00", async () => {
  const { fills, summary } = await run({
    account: { type: "margin", initialMargin: "0.01" },
    instruments: { "*": { assetClass: "future", multiplier: "10" } },
    commission: { model: "perContract", cost: "2" },
  });
  expect(prices(fills, "buy")).toEqual(reference.buy_fill_open);
  expect(prices(fills, "sell")).toEqual(reference.sell_fill_open);
  expect(summary.endValue).toBe("12795");
  expect(summary.fees).toBe("46");
});
