// monthly-equal-weight.ts: several symbols
import { defineStrategy } from "rustybt";

export default defineStrategy({
  setup(ctx) {
    ctx.schedule({ every: "month", at: "close" }, (ctx) => {
      for (const symbol of ctx.symbols) ctx.orderTargetPercent(symbol, ctx.one.div(ctx.symbols.length));
    });
  },
});
