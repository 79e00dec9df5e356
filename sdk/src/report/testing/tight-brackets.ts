import { defineStrategy } from "rustybt";

/** Brackets so tight that a bar may reach both ends, a dip that never comes, and one order beyond the account's means. */
export default defineStrategy({
  name: "Tight brackets",
  onBar(ctx) {
    const at = (share: number) => (ctx.bar.close * share).toFixed(2);
    if (ctx.bars === 30) ctx.order(10, { limit: at(0.2), tag: "dip" });
    if (ctx.bars === 60) ctx.order(1_000_000, { tag: "too much" });
    if (ctx.bars === 90) ctx.order(10, { limit: at(0.9), tif: "DAY" });
    if (ctx.bars % 3 === 0 && ctx.position().isFlat) ctx.bracket(100, { stopLoss: at(0.99), takeProfit: at(1.01) });
  },
});
