// trailing-stop.ts: every entry is protected, from its first fill on, by a stop that follows the price up
import { crossOver, defineStrategy, ema, param } from "rustybt";

export default defineStrategy({
  name: "EMA entry, trailing stop",
  params: { trail: param.decimal("0.08", { min: "0.01", max: "0.5" }) },
  setup: ({ data }) => ({ fast: ema(data.close, 12), slow: ema(data.close, 26) }),
  onBar(ctx, { fast, slow }) {
    if (crossOver(fast, slow) && ctx.position().isFlat) ctx.orderTargetPercent("0.9", { tag: "entry" });
  },
  onFill(ctx, _, fill) {
    if (fill.side === "buy") ctx.order(fill.quantity.neg(), { trailPercent: ctx.params.trail, tag: "trail" });
  },
});
