import { barsFrom, defineStrategy } from "../index.ts";
import { type Act, type GoldenRun, golden, inAndOut, minutes, off } from "./golden-run.ts";

const market = inAndOut(() => ({}));
const mixed: Act = (ctx) => {
  if (ctx.bars % 5 !== 1) return;
  ctx.cancelAll();
  ctx.order(20, { limit: off(ctx, "-0.002") });
  if (ctx.position().isLong) ctx.order(-10, { stop: off(ctx, "-0.004") });
  if (ctx.position().isLong) ctx.order(-10);
};

/** Bars of half an hour over the minutes that are their detail. */
const detailed: GoldenRun = {
  name: "brackets along finer bars",
  options: async () => {
    const detail = minutes();
    const start = Date.parse("2024-01-02T14:30:00Z");
    const price = (minute: number) => 100 + (((minute * 37) % 101) * 3 - ((minute * 53) % 89) * 2) / 100;
    const halfHours = Array.from({ length: 13 }, (_, index) => {
      const [open, close] = [price(index * 30), price(index * 30 + 29)];
      const time = new Date(start + index * 1_800_000).toISOString();
      const [high, low] = [Math.max(open, close) + 3, Math.min(open, close) - 3];
      return { time, open: open.toFixed(2), high: high.toFixed(2), low: low.toFixed(2), close: close.toFixed(2), volume: 20_000 };
    });
    const strategy = defineStrategy({
      name: "brackets along finer bars",
      onBar(ctx) {
        if (ctx.position().isFlat) ctx.bracket(10, { takeProfit: off(ctx, "0.01"), stopLoss: off(ctx, "-0.01") });
      },
    });
    return { strategy, data: barsFrom(halfHours, { symbol: "M" }), detail };
  },
};

/** How fills come about beyond price and volume. */
export const modelRuns: readonly GoldenRun[] = [
  detailed,
  golden("chances by order and by size", "minutes", mixed, {
    seed: 11,
    fills: { probability: { market: "0.8", limitTouch: "0.3", limitThrough: "0.7", stop: "0.9", size: "0.03" } },
  }),
  golden("fills in parts", "minutes", mixed, { fills: { partial: "0.4", volumeLimit: "0.05" } }),
  golden("slippage from volatility", "AAPL", market, { slippage: { model: "volatility", coefficient: "0.1", window: 10 } }),
  golden("impact by the root of the share", "minutes", market, { slippage: { model: "squareRoot", coefficient: "0.5" } }),
  golden("slippage of one's own", "MSFT", market, {
    slippage: ({ bar }) => bar.high.minus(bar.low).div(20),
  }),
];
