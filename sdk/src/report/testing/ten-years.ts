import { type BarInput, backtest, barsFrom, defineStrategy, type ResultDocument } from "../../index.ts";

const dayMs = 86_400_000;

/** Ten years of daily bars of ten symbols, with more than 5,000 closed trades. */
export async function tenYears(): Promise<ResultDocument> {
  const symbols = Array.from({ length: 10 }, (_, k) => `S${k}`);
  const data = symbols.map((symbol, k) => {
    const bars: BarInput[] = [];
    for (let day = 14_613; bars.length < 2520; day++) {
      if ((day + 3) % 7 > 4) continue;
      const close = 100 + 40 * Math.sin(bars.length / (60 + 7 * k)) + 3 * Math.sin(bars.length * (1.7 + k / 10));
      const text = close.toFixed(2);
      bars.push({
        time: day * dayMs,
        open: text,
        high: (close + 0.5).toFixed(2),
        low: (close - 0.5).toFixed(2),
        close: text,
        volume: "100000",
      });
    }
    return barsFrom(bars, { symbol });
  });
  const strategy = defineStrategy({
    name: "flip",
    onBar(ctx) {
      for (const [i, symbol] of ctx.symbols.entries()) {
        if ((ctx.bars + i) % 2 !== 0) continue;
        if (ctx.position(symbol).quantity.isZero()) ctx.order(symbol, 100);
        else ctx.close(symbol);
      }
    },
  });
  const result = await backtest({
    strategy,
    data,
    cash: "1000000",
    commission: { model: "perShare", rate: "0.005", minimum: "1" },
    slippage: { model: "bps", bps: "2" },
  });
  return result.toJSON();
}
