// momentum-universe.ts: members by date, factors over all of them
import { defineStrategy, param, returns } from "rustybt";

/** Holds the members whose quarter was best next to that of their sector; chosen anew at the first close of each month. */
export default defineStrategy({
  name: "Momentum in a universe",
  params: { lookback: param.int(63, { min: 2, max: 252 }), hold: param.int(2, { min: 1, max: 50 }) },
  setup(ctx) {
    const { pipeline, params } = ctx;
    const momentum = pipeline.factor(({ close }) => returns(close, params.lookback));
    const score = momentum.demean({ groupBy: pipeline.classifier("sector") });
    const longs = score.top(params.hold);
    ctx.schedule({ every: "month", at: "close" }, (ctx) => {
      const share = ctx.one.times("0.9").div(params.hold);
      for (const symbol of ctx.symbols) ctx.orderTargetPercent(symbol, longs.has(symbol) ? share : 0);
    });
  },
});
