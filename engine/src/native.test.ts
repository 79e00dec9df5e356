import { Worker } from "node:worker_threads";
import { backtest, barsFrom, defineStrategy, InternalError, RustyBtError } from "rustybt";
import { expect, test } from "vitest";
import { callNative, fromNative, native } from "./native.ts";
import { flag, word } from "./run/block.ts";
import { dailyBars } from "./testing/daily-bars.ts";

test("both sides of the boundary name the same places, flags and states", () => {
  const vocabulary = JSON.parse(native().vocabulary());
  expect(vocabulary.words).toEqual(word);
  expect(vocabulary.flags).toEqual(flag);
  expect(vocabulary.statuses).toContain("partiallyFilled");
  expect(new Set(vocabulary.reasons).size).toBe(vocabulary.reasons.length);
});

test("[E51] errors of the native core come back as ours, with code, hint and context", () => {
  const thrown = (body: object) => fromNative(new Error(JSON.stringify(body)));
  const order = thrown({ code: "order.offTick", message: "m", hint: "h", context: { symbol: "X" } });
  expect(order).toMatchObject({ name: "OrderError", code: "order.offTick", message: "m", hint: "h", context: { symbol: "X" } });
  expect(thrown({ code: "data.badRow", message: "m" })).toMatchObject({ name: "DataError", hint: undefined });
  expect(thrown({ code: "configuration.instrument", message: "m", hint: null })).toMatchObject({ name: "ConfigurationError" });
  expect(thrown({ code: "money.overflow", message: "m", hint: "" })).toMatchObject({ name: "RustyBtError", code: "money.overflow" });
  expect(thrown({ code: "engine.finished", message: "m" })).toBeInstanceOf(InternalError);
  const foreign = new Error("a user's own");
  expect(fromNative(foreign)).toBe(foreign);
  expect(fromNative("text")).toBe("text");
});

test("[E51] handles of the wrong kind are refused, not believed", () => {
  const core = native() as unknown as Record<string, (...values: unknown[]) => unknown>;
  for (const handle of [undefined, null, {}, 1, "x", Symbol("x")]) {
    expect(() => core.sessionHash?.(handle), String(handle)).toThrow();
    expect(() => core.tableColumn?.(handle, "close"), String(handle)).toThrow();
  }
  const csv = native().barsFromText(
    JSON.stringify({ symbol: "X", times: ["2024-01-02"], open: ["1"], high: ["1"], low: ["1"], close: ["1"], volume: null }),
  );
  expect(() => core.sessionHash?.(csv)).toThrow();
  expect(() => core.tableColumn?.(core.csvTable?.(csv, 0), "wrong")).toThrow(/no column wrong/);
  expect(() => core.csvTable?.(csv, 7)).toThrow();
});

test("[E51] calls on a run at the wrong moment are errors, and the run can go on", () => {
  const csv = native().barsFromText(
    JSON.stringify({ symbol: "X", times: ["2024-01-02"], open: ["1"], high: ["1"], low: ["1"], close: ["1"], volume: null }),
  );
  const table = native().csvTable(csv, 0);
  const instruments = [{ symbol: "X", assetClass: "equity", tick: "0.01", lot: "1", multiplier: "1", currency: "USD" }];
  const config = JSON.stringify({ cash: "100", currency: "USD", instruments });
  const session = native().createSession(config, [table], "[[0,1]]", native().clockDays(new Int32Array([19_724])), undefined);
  const hot = native().bindSession(session);
  const numbers = new Float64Array(hot.block);
  numbers[word.order] = 99;
  expect(() => hot.order()).toThrow(/order.unknown/);
  expect(() => hot.cancel()).toThrow(/order.unknown/);
  numbers[word.symbol] = 5;
  numbers[word.quantity] = 1;
  expect(() => hot.submit()).toThrow(/order.unknownSymbol/);
  numbers[word.closed] = 1_000_000;
  hot.advance();
  hot.finish();
  numbers[word.symbol] = 0;
  expect(() => hot.submit()).toThrow(/engine.finished/);
  expect(callNative((core) => core.sessionHash(session))).toMatch(/^[0-9a-f]{64}$/);
  expect(() => native().createSession("{}", [table], "[[0,1]]", native().clockDays(new Int32Array(1)), undefined)).toThrow(
    /configuration.invalid/,
  );
  expect(() => native().createSession(config, [], "[[0,1]]", native().clockDays(new Int32Array(1)), undefined)).toThrow();
  expect(() => native().createSession(config, [table], "[[0,1]]", native().clockDays(new Int32Array(3)), undefined)).toThrow(
    /engine.setup/,
  );
});

test("[E1] an amount beyond the exact number type ends the run with an error that names the operation", async () => {
  const strategy = defineStrategy({ onBar: (ctx) => void ctx.order(9_000_000_000_000_000_000n) });
  const run = backtest({ strategy, data: dailyBars([1e12, 1e12]), cash: "1" });
  await expect(run).rejects.toBeInstanceOf(RustyBtError);
  await expect(run).rejects.toMatchObject({
    code: "money.overflow",
    message: expect.stringContaining("larger than the exact number type can hold"),
  });
});

test("[E51] two worker threads run at the same time and agree with the main thread", async () => {
  const bars = Array.from({ length: 400 }, (_, i) => {
    const price = 100 + ((i * 7) % 31) - ((i * 3) % 17);
    return { time: i * 86_400_000, open: price, high: price + 2, low: price - 2, close: price + 1 };
  });
  const strategy = defineStrategy({
    onBar: (ctx) => void (ctx.bars % 5 === 0 && ctx.orderTargetPercent(ctx.bars % 10 === 0 ? "0.8" : "0.2")),
  });
  const { hash } = await backtest({ strategy, data: barsFrom(bars, { symbol: "X" }) });
  const code = `
    import { parentPort, workerData } from "node:worker_threads";
    const { backtest, barsFrom, defineStrategy } = await import(workerData.engine);
    const strategy = defineStrategy({ onBar: (ctx) => void (ctx.bars % 5 === 0 && ctx.orderTargetPercent(ctx.bars % 10 === 0 ? "0.8" : "0.2")) });
    const hashes = [];
    for (let i = 0; i < 20; i++) hashes.push((await backtest({ strategy, data: barsFrom(workerData.bars, { symbol: "X" }) })).hash);
    parentPort.postMessage(hashes);
  `;
  const workerData = { engine: new URL("./index.ts", import.meta.url).href, bars };
  const workers = [0, 1].map(() => new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { workerData }));
  const answers = await Promise.all(
    workers.map(
      (worker) =>
        new Promise<string[]>((resolve, reject) => {
          worker.once("message", resolve);
          worker.once("error", reject);
        }),
    ),
  );
  await Promise.all(workers.map((worker) => worker.terminate()));
  for (const answer of answers) expect(new Set(answer)).toEqual(new Set([hash]));
});
