import { backtest, defineStrategy, highest, lowest, readCsv, sma } from "rustybt";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";
import { amount, expectedTrades, type ReferenceRun, referenceRun, seenTrades } from "./reference-run.ts";

const load = (reference: ReferenceRun) => readCsv(sharedData(reference.data_file), { timezone: "UTC" });

/** Shares of the trade entered in the next bar; one share where nothing was recorded, which must then not fill. */
const sizeAt = (reference: ReferenceRun, bars: number): number => reference.trades.find((trade) => trade.EntryBar === bars)?.Size ?? 1;

test("backtesting.py Hold: 90 shares bought on the third bar, sold at the last open", async () => {
  const reference = referenceRun(6);
  const strategy = defineStrategy({
    onBar(ctx) {
      if (ctx.bars === 2) ctx.order(90);
      if (ctx.bars === reference.bars - 1) ctx.close();
    },
  });
  const result = (await backtest({ strategy, data: await load(reference), cash: "10000" })).toJSON();
  expect(seenTrades(result)).toEqual(expectedTrades(reference));
  expect(result.summary.endValue).toBe("71834.5");
});

test("backtesting.py Breakout: buy stops at the highest high of 20 bars, 31 trades", async () => {
  const reference = referenceRun(8);
  const n = reference.params.n ?? 20;
  const strategy = defineStrategy({
    setup: ({ data }) => ({ top: highest(data.high, n), bottom: lowest(data.low, n) }),
    onBar(ctx, { top, bottom }) {
      // Its indicator is shifted by one bar, and it first acts on the bar after that is defined.
      if (ctx.bars < n + 2) return;
      if (ctx.bars === reference.bars - 1) return void ctx.close();
      if (!ctx.position().isFlat) {
        if (ctx.bar.close < bottom.at(1)) ctx.close();
        return;
      }
      ctx.cancelAll();
      ctx.order(sizeAt(reference, ctx.bars), { stop: top.at(1) });
    },
  });
  const result = (await backtest({ strategy, data: await load(reference), cash: "10000" })).toJSON();
  expect(seenTrades(result)).toEqual(expectedTrades(reference));
  expect(amount(Number(result.summary.endValue))).toBe(amount(Number(reference.stats["Equity Final [$]"])));
});

test("backtesting.py LimitDip: buy limits 2 % under the close, 51 trades", async () => {
  const reference = referenceRun(9);
  const n = reference.params.n ?? 20;
  const strategy = defineStrategy({
    setup: ({ data }) => ({ mean: sma(data.close, n) }),
    onBar(ctx, { mean }) {
      if (ctx.bars === reference.bars - 1) return void ctx.close();
      if (!ctx.position().isFlat) {
        if (ctx.bar.close > mean.value) ctx.close();
        return;
      }
      ctx.cancelAll();
      if (ctx.bars < n + 1 || ctx.bar.close >= mean.value) return;
      ctx.order(sizeAt(reference, ctx.bars), { limit: ctx.tick(ctx.bar.close * 0.98, "nearest") });
    },
  });
  const instruments = { "*": { tick: "0.0001" } };
  const result = (await backtest({ strategy, data: await load(reference), cash: "10000", instruments })).toJSON();
  expect(seenTrades(result)).toEqual(expectedTrades(reference));
  expect(amount(Number(result.summary.endValue))).toBe(amount(Number(reference.stats["Equity Final [$]"])));
});
