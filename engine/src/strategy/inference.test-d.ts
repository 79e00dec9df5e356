import type { MarketData } from "../market/market-data.ts";
import { backtest } from "../run/backtest.ts";
import { crossOver } from "./cross.ts";
import { defineStrategy } from "./define-strategy.ts";
import { param } from "./param.ts";

const strategy = defineStrategy({
  params: { fast: param.int(10), share: param.decimal("0.5"), side: param.choice("long", ["long", "both"]), on: param.bool(true) },
  setup: ({ data, params }) => ({ close: data.close, slow: data.of("MSFT").high, length: params.fast }),
  onBar(ctx, { close, slow, length }) {
    const n: number = length;
    const side: "long" | "both" = ctx.params.side;
    const on: boolean = ctx.params.on;
    if (crossOver(close, slow) && side === "long" && on) ctx.order(n);
    ctx.orderTargetPercent(ctx.params.share.div(2));
    ctx.orderTargetPercent("MSFT", { num: 1, den: 7 });
    // @ts-expect-error: a wrong parameter name
    ctx.params.fats;
    // @ts-expect-error: a column that does not exist
    ctx.data.clsoe;
    // @ts-expect-error: schedules are made in setup
    ctx.schedule({ every: "day" }, () => {});
    // @ts-expect-error: an unknown order option
    ctx.order(1, { limt: 3 });
    // @ts-expect-error: Contradiction<"postOnly needs limit">
    ctx.order(1, { postOnly: true });
    // @ts-expect-error: Contradiction<"at cannot stand beside stop">
    ctx.order("MSFT", 1, { at: "open", stop: 90 });
    // @ts-expect-error: Contradiction<"tif GTD needs expires">
    ctx.orderTarget("MSFT", 1, { tif: "GTD" });
    ctx.order(1, { limit: 99, postOnly: true, expires: "2024-06-28" });
    ctx.order(1, { limit: 99, postOnly: on, ...(on ? { tif: "DAY" } : {}) });
    // @ts-expect-error: a value that the parameter does not have
    ctx.params.side === "short";
  },
});
strategy.params.fast.default satisfies number;

defineStrategy({
  setup(ctx) {
    ctx.schedule({ every: "month", at: "close" }, (ctx) => {
      for (const symbol of ctx.symbols) ctx.orderTargetPercent(symbol, ctx.one.div(ctx.symbols.length));
    });
  },
});

defineStrategy({
  onBar(ctx) {
    if (ctx.position().isFlat && ctx.openOrders().length === 0) ctx.orderTargetPercent("0.5");
    // @ts-expect-error: this strategy has no parameters
    ctx.params.fast;
  },
  onFill(ctx, state, fill) {
    ctx.log(fill.price.toString(), state satisfies undefined);
  },
});

defineStrategy({
  setup({ data }) {
    const mean = data.close;
    return { mean, seen: 0 };
  },
  onBar: (ctx, s) => {
    s.seen += 1;
    // @ts-expect-error: a field that the state does not have
    s.sen;
    if (ctx.bar.close > s.mean.at(1)) ctx.close();
  },
  onEnd: (ctx, s) => ctx.log(s.seen),
});

defineStrategy({
  setup({ pipeline }) {
    const momentum = pipeline.factor(({ close }) => close);
    const sector = pipeline.classifier({ AAPL: "Technology", MSFT: { "2014-06-09": "Technology" } });
    // @ts-expect-error: a method of ranking that does not exist
    momentum.rank({ method: "best" });
    // @ts-expect-error: a factor is no filter
    momentum.top(5, { mask: momentum });
    // @ts-expect-error: a column that does not exist
    pipeline.factor(({ clsoe }) => clsoe);
    return { longs: momentum.zscore({ groupBy: sector }).top(5, { mask: pipeline.volume.gt(1000) }), momentum };
  },
  onBar(ctx, { longs, momentum }) {
    for (const symbol of longs.symbols) if (momentum.value(symbol) > 0 && ctx.isMember(symbol)) ctx.orderTargetPercent(symbol, "0.1");
    // @ts-expect-error: factors are made in setup
    ctx.pipeline;
  },
});

const withState = defineStrategy({
  params: { length: param.int(3) },
  setup: ({ data, params }) => ({ close: data.close, length: params.length }),
  onBar: (ctx, { close }) => void ctx.record("close", close.value),
});
declare const data: MarketData;
void backtest({ strategy: withState, data, params: { length: 5 }, cash: 1000n, fills: { market: "nextClose" } });
// @ts-expect-error: a parameter that the strategy does not have
void backtest({ strategy: withState, data, params: { lenght: 5 } });
// @ts-expect-error: a setting that does not exist
void backtest({ strategy: withState, data, cahs: "1000" });
// @ts-expect-error: a value that the setting does not have
void backtest({ strategy: withState, data, fills: { market: "lastClose" } });

void backtest({ strategy, data, commission: { model: "percent", rate: "0.0005" }, slippage: { model: "bps", bps: 2 } });
void backtest({ strategy, data, commission: { model: "perShare", rate: 0.005, minimum: 1 }, slippage: { model: "volumeShare" } });
void backtest({ strategy, data, commission: { model: "perContract", cost: "0.85" }, slippage: { model: "none" } });
void backtest({ strategy, data, commission: "percent:0.0005" });
// @ts-expect-error: a share of the traded value without the share
void backtest({ strategy, data, commission: { model: "percent" } });
// @ts-expect-error: a price a share without the price
void backtest({ strategy, data, commission: { model: "perShare", minimum: "1" } });
// @ts-expect-error: a price an order without the price
void backtest({ strategy, data, commission: { model: "perTrade" } });
// @ts-expect-error: what another model needs
void backtest({ strategy, data, commission: { model: "perTrade", rate: "0.0005" } });
// @ts-expect-error: a spread without its width
void backtest({ strategy, data, slippage: { model: "spread" } });
// @ts-expect-error: a model that does not exist
void backtest({ strategy, data, commission: { model: "perYear", cost: "1" } });
