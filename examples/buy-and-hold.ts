// buy-and-hold.ts
import { defineStrategy } from "rustybt";

export default defineStrategy({
  onBar(ctx) {
    if (ctx.position().isFlat && ctx.openOrders().length === 0) ctx.orderTargetPercent("0.5");
  },
});
