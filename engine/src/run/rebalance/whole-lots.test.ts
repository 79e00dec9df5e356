import { describe, expect, test } from "vitest";
import { seededRandom } from "../random.ts";
import { type Holding, wholeLots } from "./whole-lots.ts";

interface Case {
  readonly prices: readonly number[];
  readonly held: readonly number[];
  readonly targets: readonly number[];
  readonly cash: number;
  /** Per mille of the traded value, and money a trade. */
  readonly rate: number;
  readonly perTrade: number;
}

const mostLots = 6;

/** All in thousandths, so that a per mille is whole. */
function holdingOf({ prices, held, targets, rate, perTrade }: Case, index: number): Holding {
  const [price = 0, own = 0, target = 0] = [prices[index], held[index], targets[index]];
  const size = (n: bigint) => (n < 0n ? -n : n);
  const traded = (lots: bigint) => size(lots - BigInt(own));
  return {
    target: BigInt(target) * 1000n,
    value: BigInt(price) * 1000n,
    traded,
    cost: (lots) => {
      const fee = traded(lots) === 0n ? 0n : traded(lots) * BigInt(price * rate) + BigInt(perTrade * 1000);
      return (lots - BigInt(own)) * BigInt(price) * 1000n + fee;
    },
    leastCost: { base: BigInt(-own * price) * 1000n, slope: BigInt(price) * 1000n },
  };
}

/** Tries everything, with numbers, and ranks by the words of SPEC O24. */
function bruteForce({ prices, held, targets, cash, rate, perTrade }: Case): number[] | undefined {
  let best: { lots: number[]; rank: number[] } | undefined;
  const lots = prices.map(() => 0);
  const visit = (index: number): void => {
    if (index < prices.length) {
      for (let n = 0; n <= mostLots; n++) {
        lots[index] = n;
        visit(index + 1);
      }
      return;
    }
    const trades = lots.map((n, i) => n - (held[i] ?? 0));
    const spent = trades.reduce((sum, n, i) => {
      const value = n * (prices[i] ?? 0);
      return sum + value * 1000 + Math.abs(value) * rate + (n === 0 ? 0 : perTrade * 1000);
    }, 0);
    if (spent > cash * 1000) return;
    const gaps = lots.map((n, i) => ((targets[i] ?? 0) - n * (prices[i] ?? 0)) ** 2);
    const total = (list: readonly number[]) => list.reduce((sum, n) => sum + n, 0);
    const rank = [total(gaps), total(trades.map(Math.abs)), ...gaps, ...lots];
    if (best === undefined || isBefore(rank, best.rank)) best = { lots: [...lots], rank };
  };
  visit(0);
  return best?.lots;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

describe("[O24] the lots that every combination was tried for", () => {
  test.each([2, 3, 4, 5, 6])("%i symbols, seeded cases with and without fees", (count) => {
    const cases = count > 4 ? 12 : 60;
    let tight = 0;
    for (let seed = 1; seed <= cases; seed++) {
      const next = seededRandom(seed * 100 + count);
      const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
      const prices = Array.from({ length: count }, () => whole(3, 40));
      const held = prices.map(() => whole(0, 3));
      const cash = whole(0, 60);
      const equity = prices.reduce((sum, price, i) => sum + price * (held[i] ?? 0), cash);
      // Targets of at most five lots, so that the optimum is inside what is tried.
      const targets = prices.map((price) => Math.min(Math.floor((equity * (0.5 + next())) / count), price * 5));
      const problem: Case = { prices, held, targets, cash: whole(0, cash), rate: whole(0, 9), perTrade: whole(0, 2) };
      const holdings = prices.map((_, index) => holdingOf(problem, index));
      const expected = bruteForce(problem);
      expect([seed, wholeLots(holdings, BigInt(problem.cash) * 1000n)?.map(Number)]).toEqual([seed, expected]);
      const free = wholeLots(holdings, 10n ** 12n)?.map(Number);
      if (free?.join() !== expected?.join()) tight++;
    }
    expect(tight).toBeGreaterThan(0); // money decided some of them
  });
});

test("[O24] more than twelve symbols are solved by descent: payable, and no single lot improves it", () => {
  const count = 40;
  const next = seededRandom(7);
  const prices = Array.from({ length: count }, () => 5 + Math.floor(next() * 200));
  const problem: Case = { prices, held: prices.map(() => 0), targets: prices.map(() => 2_500), cash: 100_000, rate: 2, perTrade: 1 };
  const holdings = prices.map((_, index) => holdingOf(problem, index));
  const cash = 100_000_000n;
  const lots = wholeLots(holdings, cash) ?? [];
  const cost = (of: readonly bigint[]) => holdings.reduce((sum, holding, index) => sum + holding.cost(of[index] ?? 0n), 0n);
  const gaps = (of: readonly bigint[]) =>
    holdings.reduce((sum, { target, value }, index) => sum + (target - value * (of[index] ?? 0n)) ** 2n, 0n);
  expect(cost(lots)).toBeLessThanOrEqual(cash);
  for (const step of [-1n, 1n]) {
    for (const [index] of lots.entries()) {
      const moved = lots.with(index, (lots[index] ?? 0n) + step);
      expect(gaps(moved) >= gaps(lots) || cost(moved) > cash).toBe(true);
    }
  }
});

test("[O24] what nothing could pay for has no answer", () => {
  const problem: Case = { prices: [10], held: [0], targets: [10], cash: 0, rate: 0, perTrade: 1 };
  expect(wholeLots([holdingOf(problem, 0)], -1n)).toBeUndefined();
});
