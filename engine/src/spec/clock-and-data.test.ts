import {
  type BacktestOptions,
  backtest,
  barsFrom,
  type Context,
  crossOver,
  crossUnder,
  defineStrategy,
  type SetupContext,
  sma,
} from "rustybt";
import { expect, test } from "vitest";
import { run, symbolBars } from "./scenario.ts";

const rows = (closes: readonly number[]) => closes.map((close) => `${close} ${close} ${close} ${close}`);

test("[T2] prices are kept as written, also off the tick", async () => {
  const { fills } = await run({ bars: ["10.5 10.5 10.5 10.5", "10.125 10.125 10.125 10.125"], at: { 1: (ctx) => ctx.order(8) } });
  expect(fills).toEqual(["2: #1 buy 8 at 10.125 open"]);
});

test("[T3] a daily bar is written as the midnight that starts its day", async () => {
  const { result } = await run({ bars: rows([10, 11]), at: { 1: (ctx) => ctx.order(1) } });
  expect(result.equity.map((point) => point.t)).toEqual(["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"]);
  expect(result.fills[0]?.t).toBe("2024-01-03T00:00:00Z");
});

test("[T3] ctx.date is the exchange day and ctx.time the bar's start", async () => {
  const seen: unknown[] = [];
  await run({ bars: rows([10]), at: { 1: (ctx) => seen.push(ctx.date, ctx.time) } });
  expect(seen).toEqual(["2024-01-02", Date.UTC(2024, 0, 2)]);
});

test("[T5] a bar outside the calendar's sessions trades and is a warning", async () => {
  const bar = (time: string) => ({ time, open: "10", high: "10", low: "10", close: "10", volume: "1" });
  const strategy = defineStrategy({
    onBar(ctx) {
      if (ctx.bars === 1) ctx.order(1);
    },
  });
  const data = barsFrom([bar("2024-01-05"), bar("2024-01-06"), bar("2024-01-08")], { symbol: "X" });
  const result = (await backtest({ strategy, data })).toJSON();
  expect(result.fills.map((fill) => fill.t)).toEqual(["2024-01-06T00:00:00Z"]);
  expect(JSON.stringify(result.warnings)).toContain("2024-01-06");
});

test("[T6] a symbol without a bar keeps its last close and its orders wait", async () => {
  const { fills, equity } = await run({
    bars: { A: rows([10, 10, 10, 10]), B: ["20 20 20 20", "30 30 30 30", null, "40 40 40 40"] },
    at: { 1: (ctx) => ctx.order("B", 10), 2: (ctx) => ctx.order("B", 10) },
  });
  expect(fills).toEqual(["2: #1 buy 10 B at 30 open", "4: #2 buy 10 B at 40 open"]);
  expect(equity).toEqual(["100000", "100000", "100000", "100100"]);
});

test("[T6] onBar runs once per timestamp at which any symbol has a bar", async () => {
  const dates: string[] = [];
  const note = (ctx: Context) => dates.push(ctx.date);
  await run({ bars: { A: ["1 1 1 1", null, "1 1 1 1"], B: [null, "2 2 2 2", "2 2 2 2"] }, at: { 1: note, 2: note, 3: note } });
  expect(dates).toEqual(["2024-01-02", "2024-01-03", "2024-01-04"]);
});

/** Daily bars of every weekday from 2024-01-02 to 2024-02-02 that is an XNYS session (15 January is a holiday). */
const january = Array.from({ length: 32 }, (_, index) => new Date(Date.UTC(2024, 0, 2 + index)))
  .filter((date) => date.getUTCDay() % 6 !== 0 && date.getUTCDate() !== 15)
  .map((date) => ({ time: date.toISOString().slice(0, 10), open: "1", high: "1", low: "1", close: "1", volume: "1" }));

async function scheduled(spec: Parameters<SetupContext["schedule"]>[0]) {
  const dates: string[] = [];
  const strategy = defineStrategy({
    setup(ctx) {
      ctx.schedule(spec, (now) => {
        dates.push(now.date);
      });
    },
  });
  await backtest({ strategy, data: barsFrom(january, { symbol: "X" }) });
  return dates;
}

test("[T7] every month runs on its first session, with on: last on its last", async () => {
  expect(await scheduled({ every: "month" })).toEqual(["2024-01-02", "2024-02-01"]);
  expect(await scheduled({ every: "month", on: "last" })).toEqual(["2024-01-31"]);
});

test("[T7] every week runs on its first session, which is Tuesday after a holiday", async () => {
  expect(await scheduled({ every: "week", at: "close" })).toEqual(["2024-01-02", "2024-01-08", "2024-01-16", "2024-01-22", "2024-01-29"]);
  expect(await scheduled({ every: "week", on: "last" })).toEqual(["2024-01-05", "2024-01-12", "2024-01-19", "2024-01-26", "2024-02-02"]);
});

test("[T7] what a schedule orders at the close is eligible from the next bar", async () => {
  const strategy = defineStrategy({
    setup(ctx) {
      ctx.schedule({ every: "month", at: "close" }, (now) => {
        now.order(1);
      });
    },
  });
  const result = (await backtest({ strategy, data: barsFrom(january, { symbol: "X" }) })).toJSON();
  expect(result.fills.map((fill) => fill.t.slice(0, 10))).toEqual(["2024-01-03", "2024-02-02"]);
});

test("[T7] open+30m runs when the bar that ends there has closed", async () => {
  // 2024-01-03, ten-minute bars from the open of XNYS at 14:30 UTC.
  const bars = ["14:30", "14:40", "14:50", "15:00"].map((time) => ({
    time: `2024-01-03T${time}:00Z`,
    open: "1",
    high: "1",
    low: "1",
    close: "1",
    volume: "1",
  }));
  const times: string[] = [];
  const strategy = defineStrategy({
    setup(ctx) {
      ctx.schedule({ every: "day", at: "open+30m" }, (now) => {
        times.push(new Date(now.time).toISOString());
      });
    },
  });
  await backtest({ strategy, data: barsFrom(bars, { symbol: "X" }) });
  expect(times).toEqual(["2024-01-03T14:50:00.000Z"]);
});

test("[T8] the equity curve starts with the first bar, warm-up included", async () => {
  const calls: number[] = [];
  const strategy = defineStrategy({
    setup: ({ data }) => ({ slow: sma(data.close, 3) }),
    onBar(ctx) {
      calls.push(ctx.bars);
    },
  });
  const result = (await backtest({ strategy, data: symbolBars("X", rows([1, 2, 3, 4, 5])) })).toJSON();
  expect(calls).toEqual([3, 4, 5]);
  expect(result.equity.map((point) => point.equity)).toEqual(["100000", "100000", "100000", "100000", "100000"]);
});

test("[O7] a cross over needs at or below before and above now; NaN before is no cross", async () => {
  const seen: string[] = [];
  const strategy = defineStrategy({
    warmup: "call",
    setup: ({ data }) => ({ line: sma(data.close, 2) }),
    onBar(ctx, { line }) {
      if (crossOver(ctx.data.close, line)) seen.push(`${ctx.bars} over`);
      if (crossUnder(ctx.data.close, line)) seen.push(`${ctx.bars} under`);
    },
  });
  // Averages: NaN, 10.5, 11, 10, 9.5. Closes against them: -, above (NaN before), equal, below, above.
  await backtest({ strategy, data: symbolBars("X", rows([10, 11, 11, 9, 10])) });
  expect(seen).toEqual(["4 under", "5 over"]);
});

test("[O9] the same seed gives the same random numbers, another seed others", async () => {
  const numbers = async (settings: Partial<BacktestOptions>) => {
    const seen: number[] = [];
    await run({ bars: rows([1, 1]), ...settings, at: { 1: (ctx) => seen.push(ctx.random(), ctx.random()) } });
    return seen;
  };
  const first = await numbers({ seed: 1 });
  expect(await numbers({})).toEqual(first);
  expect(await numbers({ seed: 2 })).not.toEqual(first);
  expect(first.every((number) => number >= 0 && number < 1)).toBe(true);
});

test("[O10] a handle looks back, never forward, and is empty in setup", async () => {
  const seen: unknown[] = [];
  const strategy = defineStrategy({
    setup({ data }) {
      seen.push(data.close.length, data.close.value);
    },
    onBar(ctx) {
      if (ctx.bars !== 2) return;
      seen.push(ctx.data.close.value, ctx.data.close.at(0), ctx.data.close.at(1), ctx.data.close.at(2), ctx.data.close.length);
    },
  });
  await backtest({ strategy, data: symbolBars("X", rows([10, 11, 12])) });
  expect(seen).toEqual([0, Number.NaN, 11, 11, 10, Number.NaN, 2]);
});

test.each([-1, 0.5, Number.NaN])("[O10] at(%d) is an error that names the offset", async (offset) => {
  await expect(run({ bars: rows([1, 1]), at: { 1: (ctx) => ctx.data.close.at(offset) } })).rejects.toThrow(String(offset));
});
