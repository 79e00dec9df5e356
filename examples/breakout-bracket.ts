// breakout-bracket.ts: a bracket, its stop and target a multiple of the average true range away
import { atr, defineStrategy, highest, param } from "rustybt";

export default defineStrategy({
  name: "Breakout with a bracket",
  params: {
    lookback: param.int(20, { min: 2, max: 250 }),
    risk: param.float(2, { min: 0.5, max: 10 }),
    reward: param.float(3, { min: 0.5, max: 20 }),
  },
  setup: ({ data, params }) => ({
    top: highest(data.high, params.lookback),
    range: atr(data.high, data.low, data.close, 14),
  }),
  onBar(ctx, { top, range }) {
    if (!ctx.position().isFlat || ctx.openOrders().length > 0) return;
    const { close } = ctx.bar;
    if (close <= top.at(1)) return;
    // Signals are numbers; a price of an order lies on the tick, and tick() says in which direction it was moved.
    ctx.bracket(100, {
      takeProfit: ctx.tick(close + ctx.params.reward * range.value, "up"),
      stopLoss: ctx.tick(close - ctx.params.risk * range.value, "down"),
    });
  },
});
