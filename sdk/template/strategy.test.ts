import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { backtest, readCsv } from "rustybt";
import strategy from "./strategy.ts";

const prices = fileURLToPath(new URL("prices.csv", import.meta.url));
const run = async (fast: number) => backtest({ strategy, data: await readCsv(prices, { symbol: "MSFT" }), params: { fast } });

test("the averages cross eight times in 2012 and 2013, for a profit of 156 dollars with dividends", async () => {
  const result = await run(10);
  assert.equal(result.trades.length, 8);
  assert.equal(result.summary.endValue, "100156");
});

test("the same run gives the same hash, other parameters give another", async () => {
  const [first, again, other] = [await run(10), await run(10), await run(20)];
  assert.equal(first.hash, again.hash);
  assert.notEqual(first.hash, other.hash);
});
