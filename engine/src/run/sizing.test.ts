import { expect, test } from "vitest";
import { Decimal } from "../decimal.ts";
import { quantityForMoney, shareOfEquity, weightRatio } from "./sizing.ts";
import { symbolRules } from "./symbol-rules.ts";

const one = { mantissa: 1n, scale: 0 };
const share = symbolRules(
  { currency: "USD", symbol: "X", tick: "1", lot: "1", multiplier: "1", tickScale: 2, lotScale: 0, dataScale: 2, multiplierScale: 0 },
  0,
  "USD",
);
const contract = symbolRules(
  { currency: "USD", symbol: "ES", tick: "25", lot: "1", multiplier: "50", tickScale: 2, lotScale: 0, dataScale: 2, multiplierScale: 0 },
  0,
  "USD",
);
const coin = symbolRules(
  { currency: "USD", symbol: "BTC", tick: "1", lot: "1", multiplier: "1", tickScale: 2, lotScale: 3, dataScale: 2, multiplierScale: 0 },
  0,
  "USD",
);

test("[O4] a value is rounded toward zero to the lot, on both sides", () => {
  expect(quantityForMoney({ num: 1000n, den: 1n }, 3333n, share, one)).toBe(30n); // 1000 / 33.33 = 30.003
  expect(quantityForMoney({ num: -1000n, den: 1n }, 3334n, share, one)).toBe(-29n); // 1000 / 33.34 = 29.994
  expect(quantityForMoney({ num: 400_000n, den: 1n }, 400_000n, contract, one)).toBe(2n); // 400000 / (4000 x 50)
  expect(quantityForMoney({ num: 1n, den: 1n }, 300n, coin, one)).toBe(333n); // 0.333 coins at 3.00
});

test("[O4] a weight stays a ratio until the lot rounding: 1/7 of 70,000 buys 100 at 100", () => {
  const equity = 70_000_00n; // at two decimals
  const of = (weight: unknown) => quantityForMoney(shareOfEquity(weightRatio("share", weight, share), equity, 2), 100_00n, share, one);
  expect(of({ num: 1, den: 7 })).toBe(100n);
  expect(of({ num: "-1", den: -7n })).toBe(100n);
  expect(of("0.5")).toBe(350n);
  // 40 threes are a little less than a third of 30,000, so the hundredth share is missing: a ratio says exactly a third.
  const third = (weight: unknown) =>
    quantityForMoney(shareOfEquity(weightRatio("share", weight, share), 30_000_00n, 2), 100_00n, share, one);
  expect(third(new Decimal(1).div(3))).toBe(99n);
  expect(third({ num: 1, den: 3 })).toBe(100n);
});

test("a symbol without a price has no size, a weight that is none is refused", () => {
  expect(quantityForMoney({ num: 1000n, den: 1n }, 0n, share, one)).toBeUndefined();
  for (const weight of [{ num: 1, den: 0 }, { num: 0.5, den: 2 }, { num: "x", den: 2 }, "half", Number.NaN, {}]) {
    expect(() => weightRatio("share", weight, share)).toThrow(/X: share/);
  }
});
