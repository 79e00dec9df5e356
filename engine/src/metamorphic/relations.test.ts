import { Decimal, verifyResult } from "rustybt";
import { describe, expect, test } from "vitest";
import type { BacktestResult } from "../index.ts";
import { play, type RandomRun, randomRun, type Said } from "./random-run.ts";

// M-18 (a snapshot at any bar, continued) stands in run/snapshot/snapshot.test.ts.

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
const fees = { commission: { model: "percent", rate: "0.001" }, slippage: { model: "bps", bps: "5" } } as const;

/** Every way to charge, each for a few days. */
const manyFees = {
  rates: { EUR: "1.0856", GBP: "1.27" },
  commission: {
    model: "schedule",
    entries: [
      {
        commission: {
          model: "tiered",
          by: "value",
          charge: "percent",
          window: "3d",
          marginal: true,
          currency: "EUR",
          tiers: [
            { from: "0", maker: "0.0013", taker: "0.0041" },
            { from: "2500.5", maker: "-0.0007", taker: "0.0029" },
          ],
        },
      },
      {
        from: "2024-01-10",
        commission: { model: "perShare", rate: "0.0137", minimum: "0.77", maximum: "2.9", unit: "0.05", currency: "GBP" },
      },
      { from: "2024-01-13", commission: { model: "makerTaker", maker: "-0.0003", taker: "0.0019", unit: "0.01", currency: "EUR" } },
      {
        from: "2024-01-18",
        commission: {
          model: "tiered",
          by: "value",
          charge: "perShare",
          window: "month",
          marginal: true,
          minimum: "1.1",
          tiers: [
            { from: "0", rate: "0.031" },
            { from: "9000", rate: "0.0177" },
          ],
        },
      },
    ],
  },
} as const;

const quantities = ({ fills }: BacktestResult) => fills.map(({ id, side, quantity, t }) => [id, side, quantity, t.slice(0, 10)]);
const prices = ({ fills }: BacktestResult) => fills.map(({ price }) => new Decimal(price));
const curve = ({ equity }: BacktestResult) => equity.map((point) => new Decimal(point.equity));
const texts = (values: readonly Decimal[]) => values.map(String);

/** Fails with the seed in its message. */
async function forSeeds(relation: (seed: number) => Promise<number>): Promise<void> {
  let fills = 0;
  for (const seed of seeds) {
    try {
      fills += await relation(seed);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  expect(fills).toBeGreaterThan(seeds.length * 2); // the relation was about something
}

describe("what must follow when one thing of a run changes", () => {
  test("M-10: prices, tick and cash times a power of ten leave quantities alone and take all money along", async () => {
    await forSeeds(async (seed) => {
      const run = randomRun(seed);
      const base = await play(run, fees);
      const power = (seed % 5) - 4; // from 10^-4 to 10^0 a cent, against 10^-2
      const scaled = await play(run, fees, { power });
      const factor = new Decimal(10).pow(power + 2);
      expect(quantities(scaled)).toEqual(quantities(base));
      expect(scaled.fills.map(({ why }) => why.reference)).toEqual(base.fills.map(({ why }) => String(factor.times(why.reference))));
      const [plain, plainScaled] = [await play(run), await play(run, {}, { power })];
      expect(texts(curve(plainScaled))).toEqual(texts(curve(plain).map((each) => each.times(factor))));
      return base.fills.length;
    });
  });

  test("M-12: an order in two halves on the same bar costs and earns what the whole does", async () => {
    await forSeeds(async (seed) => {
      const run = randomRun(seed, ["A"], ["market"]);
      const whole = await play(run, fees);
      const half = (said: Said) => ({ ...said, quantity: said.quantity / 2 });
      const halves = await play(run, fees, {
        around: (_, said, place) => {
          place(half(said));
          place(half(said));
        },
      });
      expect(halves.fills.length).toBe(2 * whole.fills.length);
      expect(texts(curve(halves))).toEqual(texts(curve(whole)));
      expect(halves.summary.fees).toBe(whole.summary.fees);
      return whole.fills.length;
    });
  });

  test("M-13: whole weeks later on a calendar without holidays nothing changes but the times", async () => {
    await forSeeds(async (seed) => {
      const run = randomRun(seed, ["A", "B"]);
      const base = await play(run, fees);
      const weeks = 1 + (seed % 400);
      const later = await play(run, fees, {
        startDay: new Date(Date.parse("2024-01-01T00:00:00Z") + weeks * 7 * 86_400_000).toISOString().slice(0, 10),
      });
      const untimed = (result: BacktestResult) => result.eventsText().replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"time"');
      expect(untimed(later)).toBe(untimed(base));
      expect(later.hash).not.toBe(base.hash);
      return base.fills.length;
    });
  });

  test("M-15: orders that are cancelled at once or never reached change nothing", async () => {
    await forSeeds(async (seed) => {
      const run = randomRun(seed);
      const base = await play(run, fees);
      const more = await play(run, fees, {
        around: (ctx, said, place) => {
          ctx.order(10, { limit: "0.01" });
          ctx.order(-10).cancel();
          place(said);
        },
      });
      expect(texts(prices(more))).toEqual(texts(prices(base)));
      expect(texts(curve(more))).toEqual(texts(curve(base)));
      return base.fills.length;
    });
  });

  test("M-15: a higher fee never raises the equity", async () => {
    await forSeeds(async (seed) => {
      const run = randomRun(seed);
      const curves = [];
      for (const rate of ["0", "0.0005", "0.002"]) curves.push(await play(run, { commission: { model: "percent", rate } }));
      for (const [index, result] of curves.slice(1).entries()) {
        const before = curve(curves[index] as BacktestResult);
        for (const [step, equity] of curve(result).entries()) expect(equity.lte(before[step] ?? 0)).toBe(true);
      }
      return curves[0]?.fills.length ?? 0;
    });
  });

  test("[M15] a run with tiers, sides, dated models and fees in other currencies ends lower than a free one by exactly its costs", async () => {
    await forSeeds(async (seed) => {
      const run = randomRun(seed);
      const [free, costly] = [await play(run), await play(run, manyFees)];
      expect(verifyResult(JSON.parse(JSON.stringify(costly))).findings).toEqual([]);
      expect(quantities(costly)).toEqual(quantities(free));
      const { endValue, costs } = costly.summary;
      const paid = Object.values(costs).reduce((sum, cost) => sum.plus(cost), new Decimal(endValue));
      expect(String(paid)).toBe(free.summary.endValue);
      return costly.fills.length;
    });
  });

  test("M-15: another name, another order of the symbols, one more that is not traded: the same equity", async () => {
    await forSeeds(async (seed) => {
      const run = randomRun(seed, ["A", "B"]);
      const base = texts(curve(await play(run, fees)));
      const named = await play(run, fees, { names: { A: "ZZ", B: "AA" } });
      expect(texts(curve(named))).toEqual(base);
      const swapped: RandomRun = { ...run, bars: { B: run.bars.B ?? [], A: run.bars.A ?? [] } };
      expect(texts(curve(await play(swapped, fees)))).toEqual(base);
      const { bars } = randomRun(seed + 1_000, ["C"]);
      const wider = await play({ ...run, bars: { ...run.bars, ...bars } }, fees);
      expect(texts(curve(wider))).toEqual(base);
      return wider.fills.length;
    });
  });

  test("M-16: a mirrored price path with mirrored sides earns the same", async () => {
    await forSeeds(async (seed) => {
      const run = randomRun(seed);
      const base = await play(run, { fills: { path: seed % 2 === 0 ? "ohlc" : "olhc" } });
      const mirror = (cents: number) => 20_000 - cents;
      const bars = (run.bars.A ?? []).map(([open, high, low, close]) => [mirror(open), mirror(low), mirror(high), mirror(close)] as const);
      const said = run.said.map((step) => step.map((each) => ({ ...each, quantity: -each.quantity })));
      const mirrored = await play({ bars: { A: bars }, said }, { fills: { path: seed % 2 === 0 ? "olhc" : "ohlc" } });
      expect(texts(prices(mirrored))).toEqual(texts(prices(base).map((price) => new Decimal(200).minus(price))));
      expect(texts(curve(mirrored))).toEqual(texts(curve(base)));
      return base.fills.length;
    });
  });
});
