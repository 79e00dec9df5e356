import { type Act, type GoldenRun, golden, inAndOut, off } from "./golden-run.ts";

/** Entries with a target and a stop that wait for them. */
const parents: Act = (ctx) => {
  if (ctx.bars % 12 !== 1) return;
  const [target, stop] = ctx.oto(ctx.order(30, { limit: off(ctx, "-0.01"), tif: "DAY" }), [
    { quantity: -30, limit: off(ctx, "0.015") },
    { quantity: -30, trailPercent: "0.02" },
  ]);
  if (target !== undefined && stop !== undefined) ctx.oco(target, stop);
};

/** A target and a stop of one size, of which one is made larger. */
const pairs: Act = (ctx) => {
  if (ctx.bars % 10 === 1) ctx.order(30);
  if (ctx.bars % 10 === 3 && ctx.position().isLong && ctx.openOrders().length === 0)
    ctx.ouo(ctx.order(-20, { limit: off(ctx, "0.02") }), ctx.order(-20, { stop: off(ctx, "-0.02") }));
  if (ctx.bars % 10 === 5) ctx.openOrders()[0]?.modify({ quantity: 30 });
};

/** Both sides of one price at once. */
const bothSides: Act = (ctx) => {
  if (ctx.bars % 5 !== 1) return;
  ctx.cancelAll();
  ctx.order(30, { limit: off(ctx, "-0.005") });
  if (ctx.position().isLong) ctx.order(-20, { stop: off(ctx, "-0.005") });
};

/** Two purchases a month; sales name the lot they close. */
const lots: Act = (ctx) => {
  if (ctx.bars % 10 === 1) ctx.order(20);
  const dearest = ctx.position().lots.at(-2);
  if (ctx.bars % 30 === 25 && dearest !== undefined) ctx.order(-30, { lots: [dearest.id] });
  if (ctx.bars % 30 === 28) ctx.order(-10, { lots: "hifo" });
};

/** Orders that hang on others, and what own orders do to each other. */
export const linkedRuns: readonly GoldenRun[] = [
  golden(
    "icebergs under a volume limit",
    "minutes",
    inAndOut(
      (ctx) => ({ limit: off(ctx, "-0.002"), display: 6 }),
      (ctx) => ({ limit: off(ctx, "0.002"), display: 5 }),
    ),
    { fills: { volumeLimit: "0.01" } },
  ),
  golden("orders that trigger others", "AAPL", parents),
  golden("orders that trigger others, under a volume limit and at this close", "minutes", parents, {
    fills: { volumeLimit: "0.02", market: "thisClose" },
  }),
  golden("orders that update each other", "AAPL", pairs),
  golden("self-trades, the newer canceled", "MSFT", bothSides, { fills: { selfTrade: "cancelNewest" } }),
  golden("self-trades, the smaller taken from both", "MSFT", bothSides, { fills: { selfTrade: "decrement" } }),
  golden("sales that name their lots", "AAPL", lots),
];
