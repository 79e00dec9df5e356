// rebalance.ts: portfolio targets in whole lots that the cash can pay for
import { defineStrategy, param } from "rustybt";

export default defineStrategy({
  name: "Rebalance",
  params: { band: param.decimal("0.02", { min: 0, max: 1 }) },
  setup(ctx) {
    ctx.schedule({ every: "month", at: "close" }, (ctx) => {
      const each = { num: 1, den: ctx.symbols.length };
      ctx.rebalance(Object.fromEntries(ctx.symbols.map((symbol) => [symbol, each])), { band: ctx.params.band });
    });
  },
});
