import { backtest, type Context, Decimal, defineStrategy, isRustyBtError, type RustyBtError } from "rustybt";
import { expect, test } from "vitest";
import { type BarSketch, dailyBars } from "../testing/daily-bars.ts";

/** Runs `use` on the given bar (counted from 1) and answers what it answered. */
async function onBar<T>(bar: number, use: (ctx: Context) => T, sketches: readonly BarSketch[] = [10, 11, 12], settings: object = {}) {
  const seen: T[] = [];
  const strategy = defineStrategy({ onBar: (ctx) => void (ctx.bars === bar && seen.push(use(ctx))) });
  const result = await backtest({ strategy, data: dailyBars(sketches), ...settings });
  return { seen: seen[0] as T, result };
}

async function twoSymbols(use: (ctx: Context) => void) {
  const strategy = defineStrategy({ onBar: (ctx) => void (ctx.bars === 1 && use(ctx)) });
  return backtest({ strategy, data: [dailyBars([10, 11, 12], "AAA"), dailyBars([20, 21, 22], "BBB")] });
}

function refusal(work: () => unknown): RustyBtError {
  try {
    work();
  } catch (error) {
    if (isRustyBtError(error)) return error;
  }
  throw new Error("nothing was refused");
}

test("time, date, bar and bars tell about the bar that has closed", async () => {
  const { seen } = await onBar(2, (ctx) => [ctx.time, ctx.date, ctx.bars, { ...pick(ctx.bar) }], [10, [11, 14, 10, 12]]);
  const time = Date.UTC(2024, 0, 3);
  expect(seen).toEqual([time, "2024-01-03", 2, { time, open: 11, high: 14, low: 10, close: 12, volume: 1000 }]);
});

function pick({ time, open, high, low, close, volume }: Context["bar"]) {
  return { time, open, high, low, close, volume };
}

test("a position is flat, long or short, with exact amounts", async () => {
  const views: unknown[] = [];
  const strategy = defineStrategy({
    onBar(ctx) {
      const position = ctx.position();
      const { isFlat, isLong, isShort } = position;
      const amounts = [position.quantity, position.averagePrice, position.realized, position.unrealized, position.marketValue];
      views.push([isFlat, isLong, isShort, ...amounts.map(String), position.lots.map((lot) => `${lot.quantity} at ${lot.price}`)]);
      if (ctx.bars === 1) ctx.order(3);
      if (ctx.bars === 2) ctx.order(2);
      if (ctx.bars === 3) ctx.order(-9);
    },
  });
  const data = dailyBars([10, 10, 11, [11.5, 11.5, 11.5, 11.5], 12]);
  await backtest({ strategy, data, commission: "percent:0.001", account: { type: "margin" } });
  expect(views).toEqual([
    [true, false, false, "0", "0", "0", "0", "0", []],
    [false, true, false, "3", "10", "0", "0", "30", ["3 at 10"]],
    // 52 / 5 for five shares; 3 x 1 earned on the first lot, nothing on the second.
    [false, true, false, "5", "10.4", "0", "3", "55", ["3 at 10", "2 at 11"]],
    // 57.5 - 52 = 5.5, less 5/9 of the 0.1035 fee of nine sold at 11.5, and less 0.052 paid for the entries: 5.39050 exactly.
    [false, false, true, "-4", "11.5", "5.3905", "0", "-46", ["-4 at 11.5"]],
    [false, false, true, "-4", "11.5", "5.3905", "-2", "-48", ["-4 at 11.5"]],
  ]);
});

test("the portfolio is exact, and follows orders and bars", async () => {
  const views: string[][] = [];
  const strategy = defineStrategy({
    onBar(ctx) {
      const view = () => {
        const { cash, equity, buyingPower, grossExposure, netExposure, leverage } = ctx.portfolio;
        views.push([cash, equity, buyingPower, grossExposure, netExposure, leverage].map(String));
      };
      view();
      if (ctx.bars === 1) {
        ctx.order(50);
        view();
      }
    },
  });
  await backtest({ strategy, data: dailyBars([10, 10, 12]), cash: "1000" });
  expect(views).toEqual([
    ["1000", "1000", "1000", "0", "0", "0"],
    ["1000", "1000", "500", "0", "0", "0"],
    ["500", "1000", "500", "500", "500", "0.5"],
    ["500", "1100", "500", "600", "600", "0.5454545454545454545454545454545454545455"],
  ]);
});

test("[O4] targets take position and open orders into account, and need nothing when they are met", async () => {
  const ids: unknown[] = [];
  const strategy = defineStrategy({
    onBar(ctx) {
      if (ctx.bars === 1) {
        ids.push(ctx.orderTarget(100)?.quantity.toString(), ctx.orderTarget(100), ctx.orderTarget(60)?.side);
        ids.push(ctx.orderTarget(60));
      }
      if (ctx.bars === 2)
        ids.push(ctx.position().quantity.toString(), ctx.orderTargetValue("660"), ctx.orderTargetPercent(0)?.quantity.toString());
    },
  });
  const result = await backtest({ strategy, data: dailyBars([10, 11, 11]), account: { type: "margin" } });
  expect(ids).toEqual(["100", undefined, "sell", undefined, "60", undefined, "60"]);
  expect(result.fills.map((fill) => `${fill.side} ${fill.quantity}`)).toEqual(["buy 100", "sell 40", "sell 60"]);
});

test("[O4] values and shares become whole lots at the last close, and fit the cash at the fill", async () => {
  const { result } = await onBar(1, (ctx) => [ctx.orderValue("1000"), ctx.orderPercent({ num: 1, den: 3 })], [33, 35, 35], {
    cash: "1500",
  });
  // 1000 / 33 = 30.3 and 500 / 33 = 15.15; the second is cut to what 1500 - 30 x 35 = 450 buys at 35.
  expect(result.fills.map((fill) => `${fill.quantity} ${fill.why.cut?.from ?? ""}`)).toEqual(["30 ", "12 15"]);
});

test("[O3] close does nothing when flat, and nothing more when a close is already on its way", async () => {
  const seen: unknown[] = [];
  const strategy = defineStrategy({
    onBar(ctx) {
      if (ctx.bars === 1) {
        seen.push(ctx.close());
        ctx.order(10);
      }
      if (ctx.bars === 2) seen.push(ctx.close()?.quantity.toString(), ctx.close());
    },
  });
  const result = await backtest({ strategy, data: dailyBars([10, 10, 10, 10]) });
  expect(seen).toEqual([undefined, "10", undefined]);
  expect(result.positions).toEqual([]);
});

test("an order's handle follows it: filled, cancelled, changed", async () => {
  const log: string[] = [];
  const strategy = defineStrategy({
    setup: () => ({ orders: [] as ReturnType<Context["order"]>[] }),
    onBar(ctx, { orders }) {
      if (ctx.bars === 1) orders.push(ctx.order(10), ctx.order(5, { limit: 9, tag: "dip" }), ctx.order(5, { limit: 8 }));
      if (ctx.bars === 2)
        log.push(String(orders[1]?.cancel()), String(orders[1]?.cancel()), String(orders[2]?.modify({ limit: "8.5", quantity: 6 })));
      for (const order of orders)
        log.push(`${order.id} ${order.status} ${order.filled}/${order.quantity} ${order.isOpen} ${order.reason ?? ""} ${order.tag ?? ""}`);
    },
  });
  await backtest({ strategy, data: dailyBars([10, 10, [9, 9, 8.4, 9]]) });
  expect(log).toEqual([
    "1 accepted 0/10 true  ",
    "2 accepted 0/5 true  dip",
    "3 accepted 0/5 true  ",
    "true",
    "false",
    "true",
    "1 filled 10/10 false  ",
    "2 canceled 0/5 false userCancel dip",
    "3 accepted 0/6 true  ",
    "1 filled 10/10 false  ",
    "2 canceled 0/5 false userCancel dip",
    "3 filled 6/6 false  ",
  ]);
});

test("openOrders and cancelAll work beyond what fits the shared block", async () => {
  const { seen } = await onBar(1, (ctx) => {
    for (let i = 0; i < 150; i++) ctx.order(1, { limit: 5 });
    const open = ctx.openOrders();
    return [open.length, open[149]?.id, ctx.cancelAll(), ctx.openOrders().length];
  });
  expect(seen).toEqual([150, 150, 150, 0]);
});

test("two orders linked by oco: what one fills, the other loses", async () => {
  const { result } = await onBar(1, (ctx) => ctx.oco(ctx.order(10, { limit: 9.5 }), ctx.order(10, { stop: 10.5 })), [
    10,
    [10, 10.2, 9.4, 10],
    [10, 11, 10, 11],
  ]);
  expect(result.orders.map((order) => `${order.status} ${order.reason ?? ""}`)).toEqual(["filled ", "canceled ocoFilled"]);
  await onBar(1, (ctx) => expect(refusal(() => ctx.oco(ctx.order(1), {} as never)).code).toBe("order.unknown"));
});

test("a bracket answers with its three orders", async () => {
  const { seen } = await onBar(1, (ctx) => {
    const { entry, takeProfit, stopLoss } = ctx.bracket(10, { entry: 9.5, takeProfit: 12, stopLoss: 9, tag: "b" });
    return [entry, takeProfit, stopLoss].map((order) => `${order.id} ${order.side} ${order.status} ${order.tag}`);
  });
  expect(seen).toEqual(["1 buy accepted b", "2 sell initialized b", "3 sell initialized b"]);
});

test("with several symbols the symbol is named, and leaving it out lists them", async () => {
  const codes: string[] = [];
  await twoSymbols((ctx) => {
    for (const use of [
      () => ctx.order(1),
      () => ctx.position(),
      () => ctx.close(),
      () => ctx.data.close,
      () => ctx.bar,
      () => ctx.tick(1, "up"),
    ]) {
      const error = refusal(use);
      codes.push(error.code);
      expect(error.message).toBe("the run has 2 symbols, name the one that is meant: AAA, BBB");
    }
    expect(refusal(() => ctx.order("BBBB", 1)).message).toBe('unknown symbol "BBBB", did you mean BBB? (known: AAA, BBB)');
    expect(refusal(() => ctx.order("BBB", undefined as never)).code).toBe("order.notAnAmount");
    expect(ctx.order("BBB", 2).symbol).toBe("BBB");
    expect(ctx.orderTargetPercent("AAA", { num: 1, den: 10 })?.quantity.toString()).toBe("1000");
    expect([ctx.position("BBB").symbol, ctx.data.of("BBB").close.value, ctx.tick("AAA", 9.999, "down").toString()]).toEqual([
      "BBB",
      20,
      "9.99",
    ]);
    expect(ctx.openOrders("AAA").map((order) => order.id)).toEqual([2]);
  });
  expect(codes).toEqual(Array(6).fill("order.missingSymbol"));
});

test("with one symbol it may be named, and a numeral alone is a quantity", async () => {
  const { result } = await onBar(1, (ctx) => [
    ctx.order("5"),
    ctx.order("X", "6"),
    ctx.order("X", 7n, { tag: "t" }),
    ctx.order(new Decimal(8)),
  ]);
  expect(result.fills.map((fill) => fill.quantity)).toEqual(["5", "6", "7", "8"]);
});

test("unknown options and values that options do not have are refused by name", async () => {
  await onBar(1, (ctx) => {
    const order = (options: object) => refusal(() => ctx.order(1, options));
    expect(order({ limti: 9 }).message).toBe(
      'X: unknown order option "limti", did you mean limit? (known: limit, stop, ifTouched, trail, trailPercent, activation, trailLimit, marketToLimit, at, tif, expires, postOnly, reduceOnly, display, lots, tag)',
    );
    expect(order({ tif: "gtc" }).message).toBe('X: tif is "gtc"');
    expect(order({ at: Object.create(null) }).message).toBe("X: at is {}");
    expect(order({ at: "noon" }).hint).toBe('Use "open" or "close".');
    expect(order({ trailPercent: 10 }).hint).toBe('Ratios are fractions: "0.1" is ten percent.');
    expect(order({ trail: 1, trailPercent: "0.1" }).message).toBe("X: trail and trailPercent exclude each other");
    expect(order({ tag: 1 }).code).toBe("order.option");
    expect(refusal(() => ctx.order(1, "GTC" as never)).code).toBe("order.option");
    expect(refusal(() => ctx.tick(9.999, "near" as never)).code).toBe("order.tickMode");
    expect(ctx.order(1, { limit: undefined } as object).id).toBe(1);
  });
});

test("the functions of ctx work when they are taken out of it, and ctx cannot be changed", async () => {
  const { seen } = await onBar(1, ({ order, position, openOrders }) => [order(1).id, position().isFlat, openOrders().length]);
  expect(seen).toEqual([1, true, 1]);
  await onBar(1, (ctx) => {
    expect(() => Object.assign(ctx, { order: () => undefined })).toThrow(TypeError);
    expect(() => Object.assign(ctx.params, { fast: 1 })).toThrow(TypeError);
  });
});

test("record keeps the last value of a bar, NaN as null and amounts as text; log joins its parts", async () => {
  const { result } = await onBar(2, (ctx) => {
    ctx.record("a", 1);
    ctx.record("a", 2.5);
    ctx.record({ b: Number.NaN, c: new Decimal("0.10"), d: 7n, e: true, f: "x" });
    ctx.log("at", ctx.bar.close, new Decimal("1.50"), { n: 1n }, [1, 2]);
    expect(refusal(() => ctx.record("", 1)).code).toBe("strategy.record");
    expect(refusal(() => ctx.record("g", {} as never)).code).toBe("strategy.record");
  });
  const t = "2024-01-03T00:00:00Z";
  expect(result.records).toEqual({ a: [[t, 2.5]], b: [[t, null]], c: [[t, "0.1"]], d: [[t, "7"]], e: [[t, 1]], f: [[t, "x"]] });
  expect(result.logs).toEqual([{ t, bar: 1, message: 'at 11 1.5 {"n":"1"} [1,2]' }]);
});

test("random numbers follow the seed alone", async () => {
  const draw = async (seed: number) => (await onBar(3, (ctx) => [ctx.random(), ctx.random()], [1, 2, 3], { seed })).seen;
  expect(await draw(1)).toEqual(await draw(1));
  expect(await draw(2)).not.toEqual(await draw(1));
});

test("a target for a symbol that has no bar yet orders nothing and is a warning", async () => {
  const strategy = defineStrategy({
    onBar(ctx) {
      for (const symbol of ctx.symbols) ctx.orderTargetPercent(symbol, "0.5");
    },
  });
  const result = await backtest({ strategy, data: [dailyBars([10, 10, 10], "AAA"), dailyBars([null, 20, 20], "BBB")] });
  expect(result.fills.map((fill) => `${fill.symbol} ${fill.t.slice(0, 10)}`)).toEqual(["AAA 2024-01-03", "BBB 2024-01-04"]);
  expect(result.warnings.find((warning) => warning.code === "order.noPriceYet")).toMatchObject({ symbol: "BBB", count: 1 });
});
