import { fileURLToPath } from "node:url";
import { backtest, barsFrom, crossOver, crossUnder, defineStrategy, loadData, type ResultDocument, sma } from "../../index.ts";

const prices = fileURLToPath(new URL("../../../../examples/data/", import.meta.url));

/** A run over the sample prices with trades, dividends, fees and slippage. */
export async function sampleResult(): Promise<ResultDocument> {
  const strategy = defineStrategy({
    name: "Zażółć − Δ <b>cross</b>",
    setup: ({ data }) => ({ fast: sma(data.close, 10), slow: sma(data.close, 30) }),
    onBar(ctx, { fast, slow }) {
      if (crossOver(fast, slow)) ctx.order(100);
      else if (crossUnder(fast, slow)) ctx.close();
    },
  });
  const result = await backtest({
    strategy,
    data: await loadData([`AAPL=${prices}AAPL.csv`]),
    commission: { model: "percent", rate: "0.0005" },
    slippage: { model: "bps", bps: "2" },
  });
  return result.toJSON();
}

/** Buys on the first bar and holds; the closes are the equity's only source. */
export async function heldResult(closes: readonly (readonly [time: string, close: string])[]): Promise<ResultDocument> {
  const strategy = defineStrategy({
    name: "hold",
    onBar(ctx) {
      if (ctx.bars === 1) ctx.order(10);
    },
  });
  const bars = closes.map(([time, close]) => ({ time, open: close, high: close, low: close, close }));
  const result = await backtest({ strategy, data: barsFrom(bars, { symbol: "X" }), cash: "1000" });
  return result.toJSON();
}
