import { crossOver, crossUnder, defineStrategy, param, sma } from "rustybt";

// Buys when the fast average crosses above the slow one, sells when it crosses back.
export default defineStrategy({
  name: "SMA cross",
  params: { fast: param.int(10, { min: 2, max: 60 }), slow: param.int(30, { min: 5, max: 250 }) },
  setup: ({ data, params }) => ({ fast: sma(data.close, params.fast), slow: sma(data.close, params.slow) }),
  onBar(ctx, { fast, slow }) {
    if (crossOver(fast, slow)) ctx.order(100);
    else if (crossUnder(fast, slow)) ctx.close();
  },
});
