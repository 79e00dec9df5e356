import { expect, test } from "vitest";
import { barsFrom } from "../market/bars-from.ts";
import { symbolBars } from "../market/symbol-bars.ts";
import { seededRandom } from "../run/random.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import { alteredData } from "./altered-data.ts";
import { check } from "./check.ts";

const dayMs = 86_400_000;
const start = Date.UTC(2020, 0, 1);

/** A random walk of whole cents, the same in every run. */
function walk(bars: number) {
  const random = seededRandom(7);
  let price = 10_000;
  return Array.from({ length: bars }, (_, i) => {
    const open = price;
    const close = open + Math.round((random() - 0.5) * 300);
    price = close;
    const [high, low] = [Math.max(open, close) + 20, Math.min(open, close) - 20];
    const cents = (value: number): string => (value / 100).toFixed(2);
    return { time: start + i * dayMs, open: cents(open), high: cents(high), low: cents(low), close: cents(close), volume: 1000 + i };
  });
}

const rows = walk(150);
const data = barsFrom(rows, { symbol: "X", timezone: "UTC" });
const settings = { data, instruments: { X: { calendar: "24/7" } } } as const;

test("a host's column that knows the future is found where the strategy is made from the data it is to see", async () => {
  const { ok, findings } = await check({
    ...settings,
    strategy: (seen) => {
      const [bars] = symbolBars(seen);
      // A mean centred on the bar: half of it lies ahead.
      const centred = bars?.c.map((_, i) => bars.c.slice(Math.max(0, i - 2), i + 3).reduce((a, b) => a + b, 0) / 5) ?? [];
      return defineStrategy({
        onBar(ctx) {
          if ((centred[ctx.bars - 1] ?? 0) > ctx.bar.close && ctx.position().isFlat) ctx.order(1);
          else ctx.close();
        },
      });
    },
  });
  expect(ok).toBe(false);
  expect(findings[0]?.kind).toMatch(/^(lookAhead|futureNoise)$/);
  expect(findings[0]?.place).toMatch(/check\.test\.ts:\d+$/);
  expect(findings[0]?.message).toMatch(/^bar \d+, 2020-\d\d-\d\d: a decision depends on bars that had not closed.*with the future: /);
});

test("the same column made of closed bars passes", async () => {
  const { ok, findings, work } = await check({
    ...settings,
    strategy: (seen) => {
      const [bars] = symbolBars(seen);
      const trailing = bars?.c.map((_, i) => bars.c.slice(Math.max(0, i - 4), i + 1).reduce((a, b) => a + b, 0) / Math.min(5, i + 1)) ?? [];
      return defineStrategy({
        onBar(ctx) {
          if ((trailing[ctx.bars - 1] ?? 0) > ctx.bar.close && ctx.position().isFlat) ctx.order(1);
          else ctx.close();
        },
      });
    },
  });
  expect([ok, findings]).toEqual([true, []]);
  expect(work).toMatchObject({ bars: 150, cuts: 149, noises: 149, sampled: false });
});

test("a column that a strategy closes over gives itself away by what its orders are followed by, or is named with columns", async () => {
  const next = rows.map(({ close }, i) => Number(rows[i + 1]?.close ?? close) - Number(close));
  const strategy = defineStrategy({
    onBar(ctx) {
      if ((next[ctx.bars - 1] ?? 0) > 0 && ctx.position().isFlat) ctx.order(1);
      else if ((next[ctx.bars - 1] ?? 0) < 0) ctx.close();
    },
  });
  const seen = await check({ ...settings, strategy });
  expect(seen.findings).toMatchObject([{ kind: "foreknowledge" }]);
  const named = await check({ ...settings, strategy, columns: { next } });
  expect(named.findings[0]).toMatchObject({ kind: "foreknowledge", place: "column next" });
});

test("waves and ramps are foreseen by anybody: no foreknowledge is claimed", async () => {
  const wave = rows.map((row, i) => {
    const price = 100 + 2 * Math.abs(3 - (i % 6));
    return { ...row, open: price, high: price + 1, low: price - 1, close: price };
  });
  const strategy = defineStrategy({
    onBar(ctx) {
      if (ctx.bar.close <= 100 && ctx.position().isFlat) ctx.order(1);
      else if (ctx.bar.close >= 106) ctx.close();
    },
  });
  const { findings } = await check({ ...settings, data: barsFrom(wave, { symbol: "X", timezone: "UTC" }), strategy });
  expect(findings).toEqual([]);
});

test("altered data keeps what was known to the last digit and goes on flat, or with bars that are possible", () => {
  const time = start + 99 * dayMs;
  const [whole] = symbolBars(data);
  const [cut] = symbolBars(alteredData(data, { time, until: time + dayMs }));
  expect(cut?.c.slice(0, 100)).toEqual(whole?.c.slice(0, 100));
  expect([cut?.c.length, cut?.o[100], cut?.h[100], cut?.l[100], cut?.c[100]]).toEqual([101, ...Array(4).fill(cut?.c[99])]);
  const noise = alteredData(data, { time, until: start + 149 * dayMs, seed: 1 });
  const [made] = symbolBars(noise);
  expect(made?.t).toEqual(whole?.t);
  expect(made?.c.slice(0, 100)).toEqual(whole?.c.slice(0, 100));
  if (made === undefined) throw new Error("no bars");
  const later = Array.from({ length: 50 }, (_, i) => [made.o, made.h, made.l, made.c].map((column) => column[100 + i] ?? Number.NaN));
  for (const [open = 0, high = 0, low = 0, close = 0] of later) {
    expect(high >= Math.max(open, close) && low <= Math.min(open, close) && low > 0).toBe(true);
  }
  expect(later.filter(([, , , close], i) => close !== whole?.c[100 + i]).length).toBeGreaterThan(45);
  const again = symbolBars(alteredData(data, { time, until: start + 149 * dayMs, seed: 1 }));
  expect(again[0]?.c).toEqual(made.c);
});
