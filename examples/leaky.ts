import { defineStrategy } from "rustybt";

// A leak, for `rustybt check examples/leaky.ts --data examples/data/AAPL.csv` to find. The range of the closes stands beside the strategy,
// "so that it need not be computed again": it outlives the run. The first backtest is honest; every later one in the same process (a sweep,
// an optimizer, a notebook) scales by the lowest and highest close of the whole series, which nobody knew.
const range = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };

export default defineStrategy({
  name: "Leaky range",
  onBar(ctx) {
    const { close } = ctx.bar;
    range.low = Math.min(range.low, close);
    range.high = Math.max(range.high, close);
    const place = (close - range.low) / (range.high - range.low);
    if (place < 0.3 && ctx.position().isFlat && ctx.openOrders().length === 0) ctx.order(100);
    else if (place > 0.7) ctx.close();
  },
});
