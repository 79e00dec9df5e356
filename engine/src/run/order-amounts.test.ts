import fc from "fast-check";
import { expect, test } from "vitest";
import { Decimal, exactOf, mantissaAt } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import { priceMantissa, quantityMantissa, toTick } from "./order-amounts.ts";
import { symbolRules } from "./symbol-rules.ts";

const scales = { tickScale: 2, lotScale: 0, dataScale: 4, multiplier: "1", multiplierScale: 0 };
const share = symbolRules({ currency: "USD", symbol: "X", tick: "1", lot: "1", ...scales }, 0, "USD");
const nickel = symbolRules({ currency: "USD", symbol: "X", tick: "5", lot: "100", ...scales }, 0, "USD");
const coin = symbolRules({ currency: "USD", symbol: "BTC", tick: "1", lot: "1", ...scales, tickScale: 8, lotScale: 8 }, 0, "USD");

function refusal(work: () => unknown): Pick<OrderError, "code" | "message" | "hint"> {
  try {
    work();
  } catch (error) {
    if (error instanceof OrderError) return { code: error.code, message: error.message, hint: error.hint };
  }
  throw new Error("nothing was refused");
}

test("[O2] a number is its shortest decimal and must lie on the tick", () => {
  expect(priceMantissa("limit", 98.01, share)).toBe(9801);
  expect(priceMantissa("limit", 0.29, share)).toBe(29);
  expect(priceMantissa("limit", "98.010", share)).toBe(9801);
  expect(priceMantissa("limit", new Decimal("98.01"), share)).toBe(9801);
  expect(priceMantissa("limit", 98n, share)).toBe(9800);
  expect(priceMantissa("limit", 0.00000001, coin)).toBe(1);
});

test("[O2] a stray 15th digit is refused with value, tick and the two ways out", () => {
  expect(refusal(() => priceMantissa("limit", 100.01 * 0.98, share))).toEqual({
    code: "order.offTick",
    message: "X: limit 98.0098 is not a multiple of the tick 0.01",
    hint: 'Choose a side: ctx.tick(98.0098, "down") is 98, ctx.tick(98.0098, "up") is 98.01; "nearest" takes the closer one.',
  });
  expect(refusal(() => priceMantissa("stop", 0.1 + 0.2, share)).message).toBe(
    "X: stop 0.30000000000000004 is not a multiple of the tick 0.01",
  );
  expect(refusal(() => priceMantissa("limit", 10.02, nickel)).message).toBe("X: limit 10.02 is not a multiple of the tick 0.05");
  expect(priceMantissa("limit", 10.05, nickel)).toBe(1005);
});

test("[O2] quantities fit the lot, zero and what is no number are refused", () => {
  expect(quantityMantissa(-100, share)).toBe(-100);
  expect(quantityMantissa("0.00000001", coin)).toBe(1);
  expect(quantityMantissa(0.1, coin)).toBe(10_000_000);
  expect(refusal(() => quantityMantissa(10.5, share)).code).toBe("order.offLot");
  expect(refusal(() => quantityMantissa(150, nickel)).message).toBe("X: quantity 150 is not a multiple of the lot 100");
  expect(refusal(() => quantityMantissa(0, share)).code).toBe("order.zeroQuantity");
  expect(refusal(() => quantityMantissa("-0.0", share)).code).toBe("order.zeroQuantity");
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "ten", null, undefined, {}, [1], true]) {
    expect(refusal(() => quantityMantissa(value, share)).code, String(value)).toBe("order.notAnAmount");
  }
  expect(refusal(() => priceMantissa("limit", 0, share)).code).toBe("order.price");
  expect(refusal(() => priceMantissa("limit", -1, share)).code).toBe("order.price");
});

test("[E1] what no 64-bit mantissa holds is an overflow with the largest that fits", () => {
  expect(quantityMantissa(2n ** 62n, share)).toBe(2n ** 62n);
  expect(quantityMantissa(2 ** 53 - 1, share)).toBe(2 ** 53 - 1);
  expect(refusal(() => quantityMantissa(2n ** 63n, share))).toMatchObject({
    code: "money.overflow",
    hint: "The largest is 9223372036854775807.",
  });
});

test("the fast path for numbers gives what the exact path gives", () => {
  const values = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-9, max: 1e17 }),
    fc.integer({ min: 1, max: 2 ** 31 }).map((n) => n / 100),
    fc.tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 10 })).map(([n, places]) => n / 10 ** places),
  );
  fc.assert(
    fc.property(values, fc.constantFrom(share, nickel, coin), (value, rules) => {
      const exact = exactOf(value);
      const mantissa = exact === undefined ? undefined : mantissaAt(exact, rules.tickScale);
      const expected =
        mantissa !== undefined && mantissa > 0n && mantissa % rules.tick === 0n && mantissa < 2n ** 63n ? mantissa : undefined;
      let seen: bigint | undefined;
      try {
        seen = BigInt(priceMantissa("limit", value, rules));
      } catch {
        seen = undefined;
      }
      expect(seen).toBe(expected);
    }),
    { seed: 20261125, numRuns: 2_000 },
  );
});

test("[O6] tick rounds down, up and to the nearest, ties away from zero", () => {
  const modes = (price: number | string) => (["down", "up", "nearest"] as const).map((mode) => toTick(price, mode, nickel).toString());
  expect(modes("10.02")).toEqual(["10", "10.05", "10"]);
  expect(modes("10.025")).toEqual(["10", "10.05", "10.05"]);
  expect(modes("-10.025")).toEqual(["-10.05", "-10", "-10.05"]);
  expect(modes("10.05")).toEqual(["10.05", "10.05", "10.05"]);
  expect(modes(100.01 * 0.98)).toEqual(["98", "98.05", "98"]);
  expect(refusal(() => toTick("abc", "down", share)).code).toBe("order.notAnAmount");
});
