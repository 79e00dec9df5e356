import { type Context, defineStrategy, verifyResult } from "rustybt";
import { expect, test } from "vitest";
import { runBacktest } from "../run/backtest.ts";
import { minuteBars, minutes } from "./latency-scenario.ts";

const flat = (count: number, bar = "100 100 100 100"): string[] => Array.from({ length: count }, () => bar);

test("[F12] the strategy hears of a fill at the first close after word of it, the account knows at once", async () => {
  const seen: unknown[] = [];
  const look = (ctx: Context) => {
    const [order] = ctx.openOrders();
    seen.push([ctx.bars, order?.status, String(order?.filled), String(ctx.position().quantity)]);
  };
  const heard: string[] = [];
  await minutes({
    bars: flat(5),
    latency: { ack: "30s" },
    onFill: (ctx, fill) => heard.push(`${ctx.bars} fill ${fill.id} ${fill.order.status}`),
    onOrder: (ctx, { status }) => heard.push(`${ctx.bars} ${status}`),
    at: {
      1(ctx) {
        ctx.order(10);
        look(ctx);
      },
      2: look,
      3: look,
      4: look,
    },
  });
  // Accepted at 14:31:00, heard of at 14:32 (bar 2); filled in bar 2, which ends at 14:32:00, heard of at 14:33 (bar 3).
  expect(heard).toEqual(["2 accepted", "3 fill 1.1 filled"]);
  expect(seen).toEqual([
    [1, "submitted", "0", "0"],
    [2, "accepted", "0", "10"],
    [3, undefined, "undefined", "10"],
    [4, undefined, "undefined", "10"],
  ]);
});

test("[F12] word that takes no time is heard at the close of its bar, as without the setting", async () => {
  const heard: string[] = [];
  await minutes({
    bars: flat(4),
    latency: { submit: "20ms" },
    onFill: (ctx, fill) => heard.push(`${ctx.bars} fill ${fill.id}`),
    onOrder: (ctx, { status, reason }) => heard.push([ctx.bars, status, reason].filter((part) => part !== undefined).join(" ")),
    at: { 1: (ctx) => ctx.order(10), 3: (ctx) => ctx.order(-20) },
  });
  expect(heard).toEqual(["1 submitted", "3 accepted", "3 fill 1.1", "3 rejected shortNotAllowed"]);
});

test("[F12] a cancel of an order whose end has not been heard of is sent in vain", async () => {
  const said: unknown[] = [];
  const { lives } = await minutes({
    bars: flat(5),
    latency: { cancel: "1ms", modify: "1ms", ack: "61s" },
    at: {
      1: (ctx) => ctx.order(10),
      2(ctx) {
        const [order] = ctx.openOrders();
        said.push(order?.status, order?.modify({ quantity: 20 }), order?.cancel(), ctx.cancelAll());
      },
      4: (ctx) => said.push(ctx.openOrders().length),
    },
  });
  expect(said).toEqual(["submitted", true, true, 1, 0]);
  expect(lives).toEqual([["1 accepted", "2 filled"]]);
});

test("[F12] a target counts what is on its way, and a close is not said twice", async () => {
  const { result } = await minutes({
    bars: flat(8),
    latency: { submit: "90s" },
    at: {
      1: (ctx) => ctx.orderTarget(10),
      2: (ctx) => ctx.orderTarget(10),
      5: (ctx) => ctx.close(),
      6: (ctx) => ctx.close(),
    },
  });
  expect(result.orders.map(({ side, quantity, status }) => `${side} ${quantity} ${status}`)).toEqual(["buy 10 filled", "sell 10 filled"]);
});

test("[F12] [O25] limits count what is on its way", async () => {
  const { lives } = await minutes({
    bars: flat(4),
    latency: { submit: "20ms" },
    limits: { position: 15, openOrders: 2 },
    at: {
      1(ctx) {
        ctx.order(10, { limit: 90 });
        ctx.order(10, { limit: 90 });
        ctx.order(5, { limit: 90 });
        ctx.order(-5, { limit: 120, reduceOnly: true });
      },
    },
  });
  expect(lives.map((life) => life[0])).toEqual([
    "1 submitted takes 20",
    "1 rejected limitPosition",
    "1 submitted takes 20",
    "1 rejected limitOpenOrders",
  ]);
});

/** Orders of many kinds, with callbacks that answer what they hear. */
const busy = {
  bars: Array.from({ length: 40 }, (_, i) => {
    const [open, close] = [100 + ((i * 7) % 11), 100 + ((i * 5) % 13)];
    return `${open} ${Math.max(open, close) + (i % 4)} ${Math.min(open, close) - (i % 3)} ${close} ${900 + i * 10}`;
  }),
  act(ctx: Context) {
    const close = Number(ctx.bar.close);
    if (ctx.bars % 5 === 0) ctx.bracket(20, { entry: close - 1, takeProfit: close + 4, stopLoss: close - 5 });
    if (ctx.bars % 4 === 1) ctx.order(7, { limit: close - 2 });
    if (ctx.bars % 6 === 2) ctx.order(-5, { trail: 2 });
    if (ctx.bars % 7 === 3) for (const order of ctx.openOrders().slice(0, 1)) order.modify({ quantity: order.quantity.plus(2) });
    if (ctx.bars % 8 === 4) ctx.openOrders()[0]?.cancel();
    if (ctx.bars % 9 === 5) ctx.orderTargetPercent(0.3);
  },
};

test("[F12] advancing lazily, bar by bar and over tried paths is one run", async () => {
  const heard: string[][] = [];
  const go = (internals: { horizon?: 1 }, path: "adaptive" | "worst") => {
    const list: string[] = [];
    heard.push(list);
    const strategy = defineStrategy({
      name: "busy",
      onBar: (ctx: Context) => busy.act(ctx),
      onFill: (ctx: Context, _: undefined, fill) => void list.push(`${ctx.bars} ${fill.id} ${fill.order.status}`),
      onOrder: (ctx: Context, _: undefined, { order, status }) => {
        list.push(`${ctx.bars} ${order.id} ${status}`);
        if (status === "filled" && order.id % 3 === 0) ctx.order(1);
      },
    });
    const latency = {
      submit: { model: "uniform", min: "0us", max: "2m" },
      cancel: "70s",
      modify: { model: "normal", mean: "30s", sd: "40s" },
      ack: { network: "1s", broker: { model: "uniform", min: "0s", max: "3m" } },
      seed: 5,
    } as const;
    const settings = { latency, fills: { path, volumeLimit: "0.02" }, account: { type: "margin" } } as const;
    return runBacktest({ strategy, data: minuteBars(busy.bars), ...settings }, internals);
  };
  for (const path of ["adaptive", "worst"] as const) {
    const [lazy, stepwise] = [await go({}, path), await go({ horizon: 1 }, path)];
    expect(lazy.hash).toBe(stepwise.hash);
    expect(verifyResult(JSON.parse(JSON.stringify(lazy.toJSON()))).findings).toEqual([]);
    expect(heard.at(-2)).toEqual(heard.at(-1));
    expect(heard.at(-1)?.length).toBeGreaterThan(30);
  }
});

test("[F12] [E7] a run kept at any bar, with messages on their way, continues to the same bytes", async () => {
  const strategy = defineStrategy({
    name: "busy",
    setup: (): { heard: string[] } => ({ heard: [] }),
    onBar: (ctx: Context) => busy.act(ctx),
    onFill: (ctx: Context, state, fill) => void state.heard.push(`${ctx.bars} ${fill.id}`),
    onOrder(ctx: Context, state, { order, status }) {
      state.heard.push(`${ctx.bars} ${order.id} ${status}`);
      ctx.log(state.heard.at(-1) ?? "");
    },
  });
  const latency = { submit: "70s", cancel: "70s", modify: "20s", ack: { model: "uniform", min: "0s", max: "4m" } } as const;
  const options = { strategy, data: minuteBars(busy.bars), latency, account: { type: "margin" } } as const;
  const whole = await runBacktest(options);
  const told = (result: typeof whole) => JSON.stringify([result.hash, result.logs, result.toJSON().orders, result.toJSON().unfilled]);
  for (let bars = 1; bars < busy.bars.length; bars += 3) {
    const { snapshot } = await runBacktest({ ...options, snapshotAt: bars });
    const continued = await runBacktest({ ...options, continueFrom: JSON.parse(JSON.stringify(snapshot)) });
    expect(told(continued), `kept after bar ${bars}`).toBe(told(whole));
  }
});
