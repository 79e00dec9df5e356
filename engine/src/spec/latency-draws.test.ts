import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  backtest,
  barsFrom,
  type Context,
  check,
  defineStrategy,
  explain,
  type MarketData,
  type RunSettings,
  symbolBars,
  verifyResult,
} from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { minuteBars, minutes } from "./latency-scenario.ts";

const flat = (count: number): string[] => Array.from({ length: count }, () => "100 100 100 100");

function fixture(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "latency-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "ms.csv");
  writeFileSync(path, text);
  return path;
}

const mask = (1n << 64n) - 1n;
const golden = 0x9e3779b97f4a7c15n;

/** Steele, Lea and Flood's generator, written from its paper. */
function splitmix64(state: bigint): bigint {
  let z = (state + golden) & mask;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  return z ^ (z >> 31n);
}

/** The `k`-th number of message `n`, as SPEC F12 says. */
const number = (seed: bigint, n: bigint, k: bigint): bigint => splitmix64((splitmix64(splitmix64(seed) ^ n) + k * golden) & mask);

const everyBar = (ctx: Context) => ctx.order(1, { limit: 90 });
const script = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [i + 1, everyBar]));

async function latencies(latency: RunSettings["latency"]): Promise<(string | undefined)[]> {
  const { result } = await minutes({ bars: flat(9), latency, at: script });
  return result.orders.map(({ history }) => history[0]?.latency);
}

test("[F12] uniform latencies are those of splitmix64, seed and message number, whole microseconds with both ends", async () => {
  const us = (n: bigint) => 1_000n + ((number(7n, n, 0n) * 4_001n) >> 64n);
  const expected = Array.from({ length: 8 }, (_, i) => String(Number(us(BigInt(i + 1))) / 1_000));
  expect(await latencies({ submit: { model: "uniform", min: "1ms", max: "5ms" }, seed: 7 })).toEqual(expected);
});

test("[F12] normal latencies are the sum of twelve uniform numbers less six, and none is below zero", async () => {
  const us = (n: bigint) => {
    const sum = Array.from({ length: 12 }, (_, k) => number(1n, n, BigInt(k)) >> 32n).reduce((a, b) => a + b);
    const away = 30_000n * (sum - 6n * (1n << 32n));
    const drawn = 20_000n + (away >> 32n);
    return drawn > 0n ? drawn : 0n;
  };
  const drawn = Array.from({ length: 8 }, (_, i) => us(BigInt(i + 1)));
  // One that takes no time is accepted at once, as without the setting.
  const expected = drawn.map((value) => (value === 0n ? undefined : String(Number(value) / 1_000)));
  expect(expected).toContain(undefined);
  expect(await latencies({ submit: { model: "normal", mean: "20ms", sd: "30ms" } })).toEqual(expected);
});

test("[F12] latencies from a file come in its order and then again, and the manifest has its sha256", async () => {
  const text = "ms\n20\n0.125\n\n1500\n";
  const path = fixture(text);
  expect(await latencies({ submit: { model: "file", path } })).toEqual(["20", "0.125", "1500", "20", "0.125", "1500", "20", "0.125"]);
  const { result } = await minutes({ bars: flat(3), latency: { ack: { model: "file", path } }, at: script });
  expect(result.manifest.latency).toEqual({
    bars: [{ symbol: "X", intervalMs: 60_000 }],
    files: [{ path, sha256: createHash("sha256").update(text).digest("hex"), rows: 3 }],
  });
});

test.each([
  ["20\nabc\n", 'line 2: "abc" is no duration in milliseconds'],
  ["20\n-1\n", 'line 2: "-1" is no duration'],
  ["0.0001\n", 'line 1: "0.0001" is no duration'],
  ["ms\n", "holds no duration"],
])("[F12] a file %j is refused by its line", async (text, message) => {
  const latency = { submit: { model: "file", path: fixture(text) } } as const;
  await expect(minutes({ bars: flat(2), latency })).rejects.toThrow(message);
});

test("[F12] a file that is not there is refused by its name", async () => {
  const latency = { submit: { model: "file", path: "/nowhere/ms.csv" } } as const;
  await expect(minutes({ bars: flat(2), latency })).rejects.toThrow("the latency file /nowhere/ms.csv cannot be read");
});

test.each([
  [{ submit: "20" }, 'latency.submit is "20" (from backtest()): expected a duration'],
  [{ submit: 20 }, "latency.submit is 20 (from backtest()): expected a duration"],
  [{ submit: "0.0001us" }, "latency.submit"],
  [{ cancel: "800h" }, "expected a duration from 0 to 31 days"],
  [{ modify: { model: "uniform", min: "5ms", max: "1ms" } }, 'latency.modify.min is "5ms" (from backtest()): above max, which is 1ms'],
  [{ modify: { model: "uniform", min: "5ms" } }, "latency.modify.max (from backtest()): missing"],
  [{ ack: { model: "gamma" } }, 'latency.ack.model is "gamma" (from backtest()): unknown model'],
  [{ ack: { network: "1ms", brokers: "2ms" } }, "latency.ack.brokers (from backtest()): unknown setting, did you mean broker?"],
  [{ submits: "1ms" }, "latency.submits (from backtest()): unknown setting, did you mean submit?"],
])("[F12] latency %j is refused", async (latency, message) => {
  await expect(minutes({ bars: flat(2), latency: latency as RunSettings["latency"] })).rejects.toThrow(message);
});

test("[F12] thisClose beside orders that take time is a contradiction, beside cancels it is none", async () => {
  const fills = { market: "thisClose" } as const;
  await expect(minutes({ bars: flat(2), fills, latency: { submit: "1us" } })).rejects.toMatchObject({
    code: "settings.conflict",
    context: { key: "latency.submit", value: '"1us"' },
  });
  const { fills: filled } = await minutes({
    bars: flat(2),
    fills,
    latency: { submit: "0ms", cancel: "1s" },
    at: { 1: (ctx) => ctx.order(1) },
  });
  expect(filled).toEqual(["1: #1 1 at 100 close"]);
});

test("[F12] explain says when a message arrived, and because of which latency", async () => {
  const { result } = await minutes({
    bars: flat(5),
    latency: { submit: "20ms", cancel: { network: "61s" } },
    at: { 1: (ctx) => ctx.order(10, { limit: 90 }), 3: (ctx) => void ctx.openOrders()[0]?.cancel(), 4: (ctx) => ctx.order(1) },
  });
  const life = explain(result, 1).life.map(({ text }) => text);
  expect(life[0]).toContain(": sent, the order takes 20 ms.");
  expect(life[1]).toContain(": accepted, the order arrived before the open of this bar, because it took 20 ms (latency.submit, SPEC F12).");
  expect(life[2]).toContain("its cancellation was on the way, the cancel takes 61000 ms");
  expect(explain(result, 2).whyNot).toEqual([
    "What was sent at 2024-01-02 14:33:00 UTC took 20 ms, and no later bar of X opened once it had arrived (SPEC F12).",
  ]);
});

test("[F12] verify finds a latency, an arrival or a bar that does not belong", async () => {
  const { result } = await minutes({
    bars: flat(6),
    latency: { submit: "20ms", cancel: "30s" },
    at: { 1: (ctx) => ctx.order(10, { limit: 90 }), 3: (ctx) => void ctx.openOrders()[0]?.cancel() },
  });
  expect(result.orders[0]?.history.map(({ status }) => status)).toEqual(["submitted", "accepted", "pendingCancel", "canceled"]);
  const change = (index: number, change: object) => {
    const document = JSON.parse(JSON.stringify(result));
    Object.assign(document.orders[0].history[index], change);
    return verifyResult(JSON.parse(JSON.stringify(document))).findings.map(({ path }) => path);
  };
  expect(change(0, { latency: "21" })).toContain("orders[0].history[0].latency");
  expect(change(1, { t: "2024-01-02T14:33:00Z" })).toContain("orders[0].history[1].t");
  expect(change(1, { arrived: undefined })).toContain("orders[0].history[3].status");
  expect(change(3, { t: "2024-01-02T14:33:00Z" })).toContain("orders[0].history[3].t");
  const other = { ...result, manifest: { ...result.manifest, config: { ...result.manifest.config, latency: null } } };
  expect(verifyResult(other).findings.map(({ path }) => path)).toContain("manifest.latency");
});

test("[F12] verify knows the bar a message arrives at also beside other symbols", async () => {
  const daily = (symbol: string, days: readonly number[]) =>
    barsFrom(
      days.map((day) => ({ time: `2024-01-0${day}`, open: 100, high: 100, low: 100, close: 100 })),
      { symbol },
    );
  const strategy = defineStrategy({ name: "two", onBar: (ctx: Context) => void (ctx.bars === 1 && ctx.order("X", 10, { limit: 90 })) });
  const data = [daily("X", [2, 3, 4, 5, 8]), daily("Y", [2, 4, 8])];
  // Said at the close of Tuesday, 30 hours are over on Thursday before the open.
  const result = (await backtest({ strategy, data, latency: { submit: "30h" } })).toJSON();
  expect(result.orders[0]?.history.map(({ status, t }) => `${status} ${t.slice(8, 10)}`)).toEqual(["submitted 02", "accepted 04"]);
  const late = JSON.parse(JSON.stringify(result));
  late.orders[0].history[1].t = "2024-01-05T00:00:00Z";
  const arrivals = verifyResult(late).findings.filter(({ message }) => message.startsWith("takes effect at the first bar"));
  expect(arrivals.map(({ expected, found }) => [expected, found])).toEqual([["2024-01-04T00:00:00Z", "2024-01-05T00:00:00Z"]]);
});

const honest = defineStrategy({
  name: "honest",
  onBar(ctx: Context) {
    if (ctx.bars % 3 === 1) ctx.order(1, { limit: Number(ctx.bar.close) - 1 });
    if (ctx.bars % 5 === 4) ctx.cancelAll();
  },
});
const walk = Array.from({ length: 60 }, (_, i) => {
  const [open, close] = [100 + ((i * 7) % 11), 100 + ((i * 5) % 13)];
  return `${open} ${Math.max(open, close) + 1} ${Math.min(open, close) - 1} ${close}`;
});
const slow = { submit: { model: "uniform", min: "0s", max: "3m" }, cancel: "70s", ack: "90s" } as const;

test("[F12] check passes a clean strategy whose messages take time", async () => {
  const report = await check({ strategy: honest, data: minuteBars(walk), latency: slow });
  expect(report.findings).toEqual([]);
});

test("[F12] check finds a strategy that knows the next close, also when its orders take time", async () => {
  const strategy = (data: MarketData) => {
    const closes = symbolBars(data)[0]?.c ?? [];
    return defineStrategy({
      name: "leaky",
      onBar(ctx: Context) {
        if ((closes[ctx.bars] ?? 0) > Number(ctx.bar.close)) ctx.order(1);
      },
    });
  };
  const report = await check({ strategy, data: minuteBars(walk), latency: slow });
  expect(report.findings[0]?.kind).toMatch(/^(lookAhead|futureNoise)$/);
});

test("[F12] [F9] bounds hold for a run whose messages take time", async () => {
  const { result } = await minutes({
    bars: walk,
    latency: slow,
    bounds: true,
    at: Object.fromEntries(walk.map((_, i) => [i + 1, honest.onBar as (ctx: Context) => void])),
  });
  const { low, high } = result.bounds ?? { low: "", high: "" };
  expect(Number(low)).toBeLessThanOrEqual(Number(result.summary.endValue));
  expect(Number(high)).toBeGreaterThanOrEqual(Number(result.summary.endValue));
});
