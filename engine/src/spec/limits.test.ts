import { type BacktestOptions, backtest, barsFrom, type Context, defineStrategy, verifyResult } from "rustybt";
import { expect, test } from "vitest";
import { rateFile } from "./holding.ts";
import { run } from "./scenario.ts";

const ten = "10 10 10 10";

test("[O25] an order beyond orderQuantity or orderValue is rejected, one at the limit is not", async () => {
  const { orders } = await run({
    bars: [ten, ten, ten],
    limits: { orderQuantity: 150, orderValue: "1200" },
    at: {
      1: (ctx) => {
        ctx.order(151);
        ctx.order(121);
        ctx.order(150, { limit: 8 });
        ctx.order(120);
      },
      2: (ctx) => ctx.order(-120, { limit: "10.01" }),
    },
  });
  expect(orders).toEqual([
    "#1 rejected limitOrderQuantity",
    "#2 rejected limitOrderValue",
    "#3 accepted",
    "#4 filled",
    "#5 rejected limitOrderValue",
  ]);
});

test("[O25] a document whose order was refused by a limit that is not set, or that it keeps, contradicts itself", async () => {
  const { result } = await run({ bars: [ten, ten], limits: { orderQuantity: 150 }, at: { 1: (ctx) => ctx.order(151) } });
  const { config } = result.manifest;
  const changed = (limits: object) => ({
    ...result,
    manifest: { ...result.manifest, config: { ...config, limits: { ...config.limits, ...limits } } },
  });
  const found = (document: unknown) =>
    verifyResult(document)
      .findings.filter(({ path }) => path === "orders[0].reason")
      .map(({ message }) => message);
  expect(found(changed({ orderQuantity: null }))).toEqual(["no order breaks limits.orderQuantity, which is not set"]);
  expect(found(changed({ orderQuantity: "151" }))).toEqual(["an order breaks limits.orderQuantity, 151, with more than that"]);
});

test("[O25] the position counts open orders on its side; what reduces passes", async () => {
  const { orders } = await run({
    bars: [ten, ten, ten],
    limits: { position: 150 },
    at: {
      1: (ctx) => ctx.order(100),
      2: (ctx) => {
        ctx.order(60);
        ctx.order(30, { limit: 9 });
        ctx.order(30, { limit: 9 });
        ctx.order(-100);
      },
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 rejected limitPosition", "#3 accepted", "#4 rejected limitPosition", "#5 filled"]);
});

test("[O25] a short position is measured by its size", async () => {
  const { orders } = await run({
    bars: [ten, ten],
    account: { type: "margin" },
    limits: { positionValue: 1000 },
    at: {
      1: (ctx) => {
        ctx.order(-101);
        ctx.order(-100);
      },
    },
  });
  expect(orders).toEqual(["#1 rejected limitPositionValue", "#2 filled"]);
});

test("[O25] exposure adds up all symbols with what is ordered", async () => {
  const { orders } = await run({
    bars: { A: [ten, ten], B: ["20 20 20 20", "20 20 20 20"] },
    cash: 10000,
    limits: { exposure: "0.5" },
    at: {
      1: (ctx) => {
        ctx.order("A", 300);
        // 3000 of A are ordered: 101 B would come to 5020, 100 to 5000.
        ctx.order("B", 101);
        ctx.order("B", 100);
      },
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 rejected limitExposure", "#3 filled"]);
});

test("[O25] no more orders are open than openOrders, a closed one makes room", async () => {
  const { orders } = await run({
    bars: [ten, ten],
    limits: { openOrders: 1 },
    at: {
      1: (ctx) => {
        const first = ctx.order(1, { limit: 5 });
        ctx.order(1, { limit: 6 });
        first?.cancel();
        ctx.order(1, { limit: 7 });
      },
    },
  });
  expect(orders).toEqual(["#1 canceled userCancel", "#2 rejected limitOpenOrders", "#3 accepted"]);
});

test("[O25] a change beyond a limit is refused and leaves the order as it was, a smaller stake passes", async () => {
  const said: unknown[] = [];
  const { result } = await run({
    bars: [ten, ten],
    limits: { orderValue: 900 },
    at: {
      1: (ctx) => {
        const order = ctx.order(100, { limit: 9 });
        said.push(order?.modify({ quantity: 101 }), order?.modify({ limit: "9.01" }), order?.modify({ quantity: 90, limit: 10 }));
      },
    },
  });
  expect(said).toEqual([false, false, true]);
  expect(result.orders[0]).toMatchObject({ quantity: "90", limit: "10", status: "filled" });
});

test("[O25] a change of a bracket child is not checked", async () => {
  const { orders } = await run({
    bars: [ten, ten, ten, "10 10 8 8"],
    limits: { orderQuantity: 150 },
    at: {
      1: (ctx) => ctx.bracket(100, { takeProfit: 12, stopLoss: 9 }),
      2: (ctx) => {
        ctx.order(100);
        expect(ctx.openOrders()[1]?.modify({ quantity: 200 })).toBe(true);
      },
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 canceled ocoFilled", "#3 filled", "#4 filled"]);
});

test("[O25] an order that waits for another is checked when it begins", async () => {
  const { orders } = await run({
    bars: [ten, ten, ten],
    limits: { position: 150 },
    at: {
      1: (ctx) => {
        const parent = ctx.order(100);
        if (parent !== undefined)
          ctx.oto(parent, [
            { quantity: 60, limit: 9 },
            { quantity: 50, limit: 9 },
          ]);
      },
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 canceled limitPosition", "#3 accepted"]);
});

test("[O25] [M6] on the day of a split equity counts new shares at the divided close", async () => {
  const { orders } = await run({
    bars: [ten, ten, "5 5 5 5"],
    actions: rateFile("symbol,type,ex_date,pay_date,amount,ratio\nX,split,2024-01-04,,,2:1\n"),
    cash: 1000,
    limits: { exposure: "0.75" },
    at: {
      1: (ctx) => ctx.order(50),
      // On day 3: 100 held, 10 bought, and 100 at 4 would be 840 of 1000.
      2: (ctx) => ctx.oto(ctx.order(5), [{ quantity: 50, limit: 8 }]),
    },
  });
  expect(orders).toEqual(["#1 filled", "#2 filled", "#3 canceled limitExposure"]);
});

/** Hourly bars: 100 units bought on day 1 are worth what is written here at each close. */
async function hourly(closes: readonly number[], at: Readonly<Record<number, (ctx: Context) => void>>, settings: Partial<BacktestOptions>) {
  const times = ["02T14:30", "02T15:30", "03T14:30", "03T15:30", "03T16:30", "04T14:30", "04T15:30"];
  const bars = closes.map((close, i) => {
    const open = closes[i - 1] ?? close;
    const [high, low] = [Math.max(open, close), Math.min(open, close)];
    return { time: `2024-01-${times[i]}:00Z`, open, high, low, close, volume: 0 };
  });
  const strategy = defineStrategy({
    name: "hourly",
    onBar(ctx) {
      at[ctx.bars]?.(ctx);
    },
  });
  const result = (await backtest({ strategy, data: barsFrom(bars, { symbol: "X" }), cash: 100000, ...settings })).toJSON();
  expect(verifyResult(JSON.parse(JSON.stringify(result))).findings).toEqual([]);
  return result.orders.map(({ id, status, reason }) => [`#${id}`, status, reason].filter((part) => part !== undefined).join(" "));
}

test("[O25] a day that has lost more than dailyLoss takes only orders that reduce, until the next day", async () => {
  const orders = await hourly(
    [100, 100, 79, 90, 90, 90, 90],
    {
      1: (ctx) => ctx.order(100),
      // Day 1 ends with 100000; at 79 it is 97900, at 90 it is 99000 again.
      3: (ctx) => ctx.order(1),
      4: (ctx) => {
        ctx.order(1);
        ctx.order(-10);
      },
      6: (ctx) => ctx.order(1),
    },
    { limits: { dailyLoss: "0.02" } },
  );
  expect(orders).toEqual(["#1 filled", "#2 rejected limitDailyLoss", "#3 rejected limitDailyLoss", "#4 filled", "#5 filled"]);
});

test("[O25] a day's loss counts when nobody ordered at its low", async () => {
  const quiet = (dailyLoss: string, then: (ctx: Context) => unknown) =>
    hourly([100, 100, 79, 90, 90, 90, 90], { 1: (ctx) => ctx.order(100), 4: (ctx) => void then(ctx) }, { limits: { dailyLoss } });
  const order = (ctx: Context) => ctx.order(1);
  expect(await quiet("0.02", order)).toEqual(["#1 filled", "#2 rejected limitDailyLoss"]);
  expect(await quiet("0.021", order)).toEqual(["#1 filled", "#2 filled"]);
  const bracket = (ctx: Context) => ctx.bracket(1, { takeProfit: 200, stopLoss: 1 });
  expect((await quiet("0.02", bracket))[1]).toBe("#2 rejected limitDailyLoss");
});
