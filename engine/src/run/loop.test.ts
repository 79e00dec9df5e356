import { backtest, type Context, type defineStrategy as Define, defineStrategy, sma } from "rustybt";
import { expect, test } from "vitest";
import { type BarSketch, dailyBars, sessionDate } from "../testing/daily-bars.ts";
import { runBacktest } from "./backtest.ts";

type Strategy = ReturnType<typeof Define>;

/** A walk that goes up and down by whole cents, the same every time. */
function walk(length: number, seed = 7): BarSketch[] {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % below;
  };
  let price = 10_000;
  return Array.from({ length }, () => {
    const open = price + next(21) - 10;
    const close = open + next(41) - 20;
    price = close;
    return [open / 100, (Math.max(open, close) + next(15)) / 100, (Math.min(open, close) - next(15)) / 100, close / 100];
  });
}

async function bothWays(strategy: Strategy, sketches: readonly (readonly BarSketch[])[], settings: object = {}) {
  const data = sketches.map((each, index) => dailyBars(each, "ABC"[index]));
  const lazy = await runBacktest({ strategy, data, ...settings });
  const stepwise = await runBacktest({ strategy, data, ...settings }, { horizon: 1 });
  expect(stepwise.eventsText()).toBe(lazy.eventsText());
  expect(stepwise.hash).toBe(lazy.hash);
  expect(stepwise.equity).toEqual(lazy.equity);
  return lazy;
}

test("advancing on every step gives the same bytes as running to the horizon: every kind of order", async () => {
  const strategy = defineStrategy({
    onBar(ctx) {
      const { close } = ctx.bar;
      const below = ctx.tick(close * 0.99, "down");
      const above = ctx.tick(close * 1.01, "up");
      switch (ctx.bars % 23) {
        case 1:
          ctx.order(10, { limit: below, tif: "DAY" });
          break;
        case 3:
          ctx.order(10, { limit: below });
          break;
        case 5:
          ctx.bracket(7, { takeProfit: above, stopLoss: below });
          break;
        case 8:
          ctx.order(5, { stop: above, limit: ctx.tick(close * 1.02, "up") });
          break;
        case 11:
          if (ctx.position().isLong) ctx.order(-1, { trailPercent: "0.02" });
          break;
        case 13:
          if (ctx.position().isLong) ctx.order(-1, { trail: "0.5" });
          break;
        case 17:
          ctx.order(3, { at: "close" });
          break;
        case 19:
          ctx.openOrders()[0]?.modify({ quantity: 4 });
          break;
        case 21:
          ctx.cancelAll();
          break;
        case 22:
          ctx.close();
          break;
      }
    },
  });
  const result = await bothWays(strategy, [walk(400)], { commission: "percent:0.001", slippage: "bps:2" });
  expect(result.fills.length).toBeGreaterThan(50);
  expect(new Set(result.orders.map((order) => order.kind))).toEqual(new Set(["market", "limit", "stop", "stopLimit", "trailingStop"]));
});

test("advancing on every step gives the same bytes with symbols that miss bars, schedules and onOpen", async () => {
  const strategy = defineStrategy({
    setup(ctx) {
      ctx.schedule({ every: "week", at: "open" }, (ctx) => ctx.orderTargetPercent("A", "0.4"));
      ctx.schedule({ every: "month", on: "last" }, (ctx) => ctx.cancelAll());
      return { mean: sma(ctx.data.of("B").close, 5) };
    },
    onOpen(ctx, { mean }) {
      if (ctx.bars % 9 === 0) ctx.order("B", mean.value > 100 ? 3 : 2);
    },
    onBar(ctx) {
      if (ctx.bars % 6 === 0) ctx.order("A", 1, { limit: ctx.tick("A", ctx.data.of("A").close.value, "down") });
    },
  });
  const holes = walk(200, 3).map((bar, index) => (index % 4 === 3 ? null : bar));
  const result = await bothWays(strategy, [walk(200), holes]);
  expect(result.fills.length).toBeGreaterThan(30);
});

test("onBar is called first on the first bar on which every indicator of setup is defined", async () => {
  const called: number[] = [];
  const warm = (warmup?: "call") =>
    defineStrategy({
      ...(warmup === undefined ? {} : { warmup }),
      setup: ({ data }) => ({ fast: sma(data.close, 2), slow: sma(data.close, 4) }),
      onBar: (ctx) => void called.push(ctx.bars),
    });
  await backtest({ strategy: warm(), data: dailyBars([1, 2, 3, 4, 5, 6]) });
  expect(called.splice(0)).toEqual([4, 5, 6]);
  await backtest({ strategy: warm("call"), data: dailyBars([1, 2, 3]) });
  expect(called.splice(0)).toEqual([1, 2, 3]);
  const result = await backtest({ strategy: warm(), data: dailyBars([1, 2, 3]) });
  expect(called).toEqual([]);
  expect(result.warnings.map((warning) => warning.code)).toEqual(["strategy.neverCalled"]);
  expect(result.equity).toHaveLength(3);
});

test("the warm-up of a symbol with holes is counted in its own bars", async () => {
  const called: number[] = [];
  const strategy = defineStrategy({
    setup: ({ data }) => ({ mean: sma(data.of("B").close, 2) }),
    onBar: (ctx, { mean }) => void called.push(ctx.bars, mean.value, mean.length),
  });
  await backtest({ strategy, data: [dailyBars([1, 1, 1, 1], "A"), dailyBars([null, 10, null, 20], "B")] });
  expect(called).toEqual([4, 15, 2]);
});

test("[E20] onOpen runs before the bar, sees the one before, and its orders fill at that very open", async () => {
  const seen: unknown[] = [];
  const strategy = defineStrategy({
    onOpen(ctx) {
      seen.push(["open", ctx.date, ctx.bars, ctx.bar.close]);
      if (ctx.bars === 1) ctx.order(5);
    },
    onBar: (ctx) => void seen.push(["bar", ctx.date, ctx.bars, ctx.bar.close]),
  });
  const result = await backtest({ strategy, data: dailyBars([10, [11, 13, 11, 12], 20]) });
  expect(seen).toEqual([
    ["open", "2024-01-02", 0, Number.NaN],
    ["bar", "2024-01-02", 1, 10],
    ["open", "2024-01-03", 1, 10],
    ["bar", "2024-01-03", 2, 12],
    ["open", "2024-01-04", 2, 12],
    ["bar", "2024-01-04", 3, 20],
  ]);
  expect(result.fills.map((fill) => [fill.t, fill.price, fill.why.point])).toEqual([["2024-01-03T00:00:00Z", "11", "open"]]);
});

test("callbacks come in order: fills and order changes of a bar, then onBar, then its schedules, and onEnd last", async () => {
  const seen: string[] = [];
  const strategy = defineStrategy({
    setup(ctx) {
      ctx.schedule({ every: "day" }, (ctx) => void seen.push(`schedule ${ctx.bars}`));
    },
    onBar(ctx) {
      seen.push(`bar ${ctx.bars}`);
      if (ctx.bars === 1) ctx.order(2, { tag: "first" });
    },
    onOrder: (ctx, _, { order, status }) => void seen.push(`order ${order.id} ${status} ${ctx.bars}`),
    onFill: (ctx, _, fill) => void seen.push(`fill ${fill.id} ${fill.quantity} at ${fill.price} ${fill.order.tag} ${ctx.bars}`),
    onEnd: (ctx) => void seen.push(`end ${ctx.bars} ${ctx.position().quantity}`),
  });
  await backtest({ strategy, data: dailyBars([10, 11]) });
  expect(seen).toEqual(["bar 1", "schedule 1", "order 1 accepted 1", "fill 1.1 2 at 11 first 2", "bar 2", "schedule 2", "end 2 2"]);
});

test("an order made in onFill is eligible from the next bar on", async () => {
  const strategy = defineStrategy({
    onBar: (ctx) => void (ctx.bars === 1 && ctx.order(2)),
    onFill: (ctx, _, fill) => void (fill.side === "buy" && ctx.order(-2)),
  });
  const result = await backtest({ strategy, data: dailyBars([10, 11, 12, 13]) });
  expect(result.fills.map((fill) => `${fill.side} ${fill.t.slice(0, 10)} ${fill.price}`)).toEqual([
    "buy 2024-01-03 11",
    "sell 2024-01-04 12",
  ]);
});

test("closeAtEnd tells onFill about the closing fill before onEnd", async () => {
  const seen: string[] = [];
  const strategy = defineStrategy({
    onBar: (ctx) => void (ctx.bars === 1 && ctx.order(2)),
    onFill: (_, __, fill) => void seen.push(`${fill.side} ${fill.price} order ${fill.order.id} ${fill.order.side}`),
    onEnd: (ctx) => void seen.push(`end ${ctx.position().isFlat}`),
  });
  await backtest({ strategy, data: dailyBars([10, 11, 12]), closeAtEnd: true });
  expect(seen).toEqual(["buy 11 order 1 buy", "sell 12 order 2 sell", "end true"]);
});

/** Computes for about a tenth of a millisecond. */
function think(): number {
  let sum = 0;
  for (let i = 0; i < 50_000; i++) sum += i % 7;
  return sum;
}

test("the host gets its turns while a long run goes on, and is told how far it is", async () => {
  const data = dailyBars(walk(5_000));
  const strategy = defineStrategy({ onBar: () => void think() });
  // In time of this process's own, so that a busy machine does not count.
  const busyMs = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  const longestGap = async (): Promise<number> => {
    const gaps: number[] = [];
    const seen: number[] = [];
    let last = busyMs();
    let isOver = false;
    const watch = () => {
      const now = busyMs();
      gaps.push(now - last);
      last = now;
      if (!isOver) setImmediate(watch);
    };
    setImmediate(watch);
    await backtest({
      strategy,
      data,
      onProgress({ bar, bars, date, equity }) {
        seen.push(bar);
        expect([bars, date, equity]).toEqual([5_000, sessionDate(bar - 1), "100000"]);
      },
    });
    isOver = true;
    expect(seen.at(-1)).toBe(5_000);
    expect(seen.length).toBeGreaterThan(4);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    return Math.max(...gaps.slice(1));
  };
  // A collection of garbage may fall into one run, not into the same place of three.
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && least >= 50; run++) least = Math.min(least, await longestGap());
  expect(least).toBeLessThan(50);
});

test("an aborted signal stops the run with its reason", async () => {
  const strategy = defineStrategy({ onBar: () => void think() });
  const controller = new AbortController();
  const reason = new Error("not needed any more");
  let done = 0;
  const run = backtest({
    strategy,
    data: dailyBars(walk(5_000)),
    signal: controller.signal,
    onProgress: ({ bar }) => {
      // From a turn of the host's, once the run is under way.
      if (done === 0) setImmediate(() => controller.abort(reason));
      done = bar;
    },
  });
  await expect(run).rejects.toBe(reason);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(4_000);
  await expect(backtest({ strategy, data: dailyBars([1]), signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test("runs that overlap in time do not disturb each other", async () => {
  const strategy = defineStrategy({
    onBar(ctx: Context) {
      if (ctx.bars % 10 === 0) ctx.orderTargetPercent(ctx.random() < 0.5 ? "0.3" : "0.6");
    },
  });
  const data = dailyBars(walk(3_000));
  const alone = (await backtest({ strategy, data })).hash;
  const hashes = await Promise.all(Array.from({ length: 4 }, async () => (await backtest({ strategy, data })).hash));
  expect(hashes).toEqual([alone, alone, alone, alone]);
});
