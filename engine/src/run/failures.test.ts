import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { backtest, type Context, crossOver, defineStrategy, isRustyBtError, type RustyBtError, sma } from "rustybt";
import { expect, test } from "vitest";
import { dailyBars } from "../testing/daily-bars.ts";

const data = dailyBars([10, 11, 12, 13]);
const thisFile = fileURLToPath(import.meta.url);
const lines = readFileSync(thisFile, "utf8").split("\n");

/** The number of the line of this file that ends with the mark. */
function lineOf(mark: string): number {
  return lines.findIndex((line) => line.endsWith(`// ${mark}`)) + 1;
}

type Definition = Parameters<typeof defineStrategy>[0];

async function failureOf(definition: Definition, settings: object = {}): Promise<RustyBtError> {
  try {
    await backtest({ strategy: defineStrategy(definition), data, ...settings });
  } catch (error) {
    if (isRustyBtError(error)) return error;
    throw error;
  }
  throw new Error("the run did not fail");
}

test("[E53] a strategy that throws is named with callback, bar, date, symbol, and file and line of its own code", async () => {
  const cause = new TypeError("boom"); // made here
  const error = await failureOf({
    onBar(ctx) {
      if (ctx.bars === 3) throw cause;
    },
  });
  expect(error.name).toBe("StrategyError");
  expect(error.code).toBe("strategy.threw");
  expect(error.cause).toBe(cause);
  expect(error.context).toMatchObject({ callback: "onBar", bar: 3, date: "2024-01-04", symbols: ["X"], file: thisFile });
  const place = `${thisFile}:${lineOf("made here")}:${error.context.column}`;
  expect(error.message).toBe(`the strategy threw TypeError: boom (in onBar, bar 3 of 2024-01-04, X; ${place})`);
});

test("[E53] an error deep in the user's own functions names the innermost line of theirs", async () => {
  const helper = (digits: number) => (1.5).toFixed(digits); // deep
  const error = await failureOf({ onBar: () => void helper(-1) });
  expect(error.message).toContain("RangeError");
  expect(error.context.line).toBe(lineOf("deep"));
});

test("[O2] an order error ends the run and keeps its class, code and hint", async () => {
  const error = await failureOf({
    onBar(ctx) {
      ctx.order(10, { limit: 9.999 }); // off the tick
    },
  });
  expect(error.name).toBe("OrderError");
  expect(error.code).toBe("order.offTick");
  expect(error.hint).toContain('ctx.tick(9.999, "down") is 9.99');
  const place = `${thisFile}:${lineOf("off the tick")}:${error.context.column}`;
  expect(error.message).toBe(`X: limit 9.999 is not a multiple of the tick 0.01 (in onBar, bar 1 of 2024-01-02, X; ${place})`);
  expect(error.context).toMatchObject({ bar: 1, limit: "9.999", tick: "0.01" });
});

test("what the native core refuses is an OrderError with the same place", async () => {
  const error = await failureOf({ onBar: (ctx) => void ctx.bracket(1, { takeProfit: 9, stopLoss: 11 }) });
  expect([error.name, error.code, error.context.bar]).toEqual(["OrderError", "order.bracket", 1]);
  expect(error.context.file).toBe(thisFile);
});

test("an order error that the strategy catches is its own business", async () => {
  const codes: string[] = [];
  const strategy = defineStrategy({
    onBar(ctx) {
      try {
        ctx.order(0.5);
      } catch (error) {
        if (isRustyBtError(error)) codes.push(error.code);
        ctx.order(1);
      }
    },
  });
  const result = await backtest({ strategy, data });
  expect(codes).toEqual(["order.offLot", "order.offLot", "order.offLot", "order.offLot"]);
  expect(result.orders).toHaveLength(4);
});

test("setup, schedules, onOpen, onFill and onEnd are named when they throw", async () => {
  const fail = () => {
    throw new Error("no");
  };
  const named = async (definition: Definition) => (await failureOf(definition)).context.callback;
  expect(await named({ setup: fail })).toBe("setup");
  expect(await named({ onOpen: fail })).toBe("onOpen");
  expect(await named({ setup: (ctx) => ctx.schedule({ every: "day" }, fail) })).toBe("a schedule");
  expect(await named({ onBar: (ctx) => void ctx.order(1), onFill: fail })).toBe("onFill");
  expect(await named({ onBar: (ctx) => void ctx.order(1), onOrder: fail })).toBe("onOrder");
  expect(await named({ onEnd: fail })).toBe("onEnd");
});

test("the bar an error names is counted as ctx.bars counts, and an opening hook names the bar that opens", async () => {
  const closed = await failureOf({
    onBar(ctx) {
      if (ctx.bars === 2) throw new Error("at the second close");
    },
  });
  expect(closed.context).toMatchObject({ callback: "onBar", bar: 2, date: "2024-01-03" });
  const opening = await failureOf({
    onOpen(ctx) {
      if (ctx.bars === 2) throw new Error("two are closed, the third opens");
    },
  });
  expect(opening.context).toMatchObject({ callback: "onOpen", bar: 3, date: "2024-01-04" });
});

test("something thrown that is no error is shown as it is", async () => {
  const error = await failureOf({
    onBar() {
      throw "out of ideas";
    },
  });
  expect(error.message).toBe('the strategy threw "out of ideas" (in onBar, bar 1 of 2024-01-02, X)');
});

test("async callbacks are refused, when they are declared and when they turn out to be", async () => {
  expect(() => defineStrategy({ onBar: async () => undefined })).toThrow(expect.objectContaining({ code: "strategy.definition" }));
  const later = (ctx: Context) => Promise.resolve().then(() => ctx.order(1));
  expect((await failureOf({ onBar: later })).code).toBe("strategy.async");
  expect((await failureOf({ setup: () => Promise.reject(new Error("unseen")) })).code).toBe("strategy.async");
});

test("a definition with an unknown key, or a callback that is none, is refused", () => {
  const define = (definition: object) => () => defineStrategy(definition);
  expect(define({ onbar() {} })).toThrow('unknown key "onbar", did you mean onBar?');
  expect(define({ onBar: 1 })).toThrow("onBar is not a function");
  expect(define({ warmup: "no" })).toThrow('warmup is "no"');
  expect(define({ params: { fast: 10 } })).toThrow("parameter fast is not made by param.int");
});

test("what is no strategy is refused", async () => {
  await expect(backtest({ strategy: {} as never, data })).rejects.toMatchObject({ code: "strategy.notAStrategy" });
});

test("ctx works inside callbacks only", async () => {
  const kept: Context[] = [];
  const strategy = defineStrategy({ onBar: (ctx) => void kept.push(ctx) });
  await backtest({ strategy, data });
  const uses: ((ctx: Context) => unknown)[] = [
    (ctx) => ctx.order(1),
    (ctx) => ctx.position(),
    (ctx) => ctx.portfolio,
    (ctx) => ctx.time,
    (ctx) => ctx.date,
    (ctx) => ctx.bar,
    (ctx) => ctx.bars,
    (ctx) => ctx.random(),
    (ctx) => ctx.log("late"),
    (ctx) => ctx.record("late", 1),
    (ctx) => ctx.tick(1, "up"),
    (ctx) => ctx.openOrders(),
    (ctx) => ctx.cancelAll(),
  ];
  for (const use of uses) {
    expect(() => kept.forEach(use), String(use)).toThrow(expect.objectContaining({ code: "strategy.outsideCallback" }));
  }
});

test("nothing can be ordered in setup or onEnd, and nothing scheduled later than setup", async () => {
  const setup = (use: (ctx: Context) => void) => failureOf({ setup: (ctx) => use(ctx as unknown as Context) });
  expect((await setup((ctx) => ctx.order(1))).code).toBe("strategy.ordersNotPossible");
  expect((await setup((ctx) => ctx.date.length)).code).toBe("strategy.noBarYet");
  expect((await failureOf({ onEnd: (ctx) => void ctx.order(1) })).code).toBe("strategy.ordersNotPossible");
  const late = (ctx: object) => (ctx as { schedule(when: object, handler: () => void): void }).schedule({ every: "day" }, () => {});
  expect((await failureOf({ onBar: late })).code).toBe("strategy.scheduleOutsideSetup");
});

test("indicators are made in setup, of columns of one symbol", async () => {
  expect((await failureOf({ onBar: (ctx) => void sma(ctx.data.close, 2) })).code).toBe("strategy.indicatorOutsideSetup");
  expect((await failureOf({ setup: () => sma(3 as never, 2) })).code).toBe("strategy.notASeries");
  expect((await failureOf({ setup: ({ data: { close } }) => crossOver(close, {} as never) })).code).toBe("strategy.notASeries");
});

test("[O10] an offset that is negative, fractional or no number is refused by name; handles are empty in setup", async () => {
  for (const offset of [-1, 0.5, Number.NaN, "1", undefined, 2 ** 32]) {
    const error = await failureOf({
      setup: ({ data: { close } }) => close,
      onBar: (_, close) => void (close as { at(n: unknown): number }).at(offset),
    });
    expect(error.code).toBe("strategy.badOffset");
    expect(error.message).toContain(`X.close.at(${typeof offset === "string" ? '"1"' : String(offset)})`);
  }
  const seen: number[] = [];
  const strategy = defineStrategy({
    setup({ data: { close } }) {
      seen.push(close.length, close.value, close.at(0));
      return close;
    },
    onBar: (ctx, close) => void (ctx.bars === 2 && seen.push(close.length, close.value, close.at(1), close.at(2))),
  });
  await backtest({ strategy, data });
  expect(seen).toEqual([0, Number.NaN, Number.NaN, 2, 11, 10, Number.NaN]);
});

test("callbacks that answer each other's orders without end are stopped", async () => {
  const error = await failureOf(
    { onBar: (ctx) => void ctx.order(1), onOrder: (ctx, _, { status }) => void (status === "accepted" && ctx.order(1)) },
    { cash: "1000000000" },
  );
  expect(error.code).toBe("strategy.endless");
});
