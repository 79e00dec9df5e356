// dip-limit.ts: a limit order a little below a falling market, good for the day, asked again while the signal lasts
import { defineStrategy, param, rsi } from "rustybt";

export default defineStrategy({
  name: "RSI dip, limit entry",
  params: {
    low: param.int(35, { min: 5, max: 50 }),
    high: param.int(60, { min: 50, max: 95 }),
    discount: param.float(0.005, { min: 0, max: 0.2 }),
  },
  setup: ({ data }) => ({ strength: rsi(data.close, 14) }),
  onBar(ctx, { strength }) {
    ctx.record("rsi", strength.value);
    const { isFlat, isLong } = ctx.position();
    if (isLong && strength.value > ctx.params.high) ctx.close();
    if (isFlat && strength.value < ctx.params.low) {
      ctx.order(50, { limit: ctx.tick(ctx.bar.close * (1 - ctx.params.discount), "down"), tif: "DAY" });
    }
  },
});
