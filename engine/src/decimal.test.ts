import { createRequire } from "node:module";
import { Decimal as GlobalDecimal } from "decimal.js";
import { expect, test } from "vitest";
import { Decimal, exactOf, formatExact, isDecimalLike, mantissaAt } from "./decimal.ts";

test("a number is read as its shortest decimal, a string as written, a bigint as a whole number", () => {
  expect(exactOf(0.1)).toEqual({ mantissa: 1n, scale: 1 });
  expect(exactOf(1e-7)).toEqual({ mantissa: 1n, scale: 7 });
  expect(exactOf(1e21)).toEqual({ mantissa: 10n ** 21n, scale: 0 });
  expect(exactOf("-12.500")).toEqual({ mantissa: -125n, scale: 1 });
  expect(exactOf("1.5e3")).toEqual({ mantissa: 1500n, scale: 0 });
  expect(exactOf(".5")).toEqual({ mantissa: 5n, scale: 1 });
  expect(exactOf("-0.00")).toEqual({ mantissa: 0n, scale: 0 });
  expect(exactOf(7n)).toEqual({ mantissa: 7n, scale: 0 });
  expect(exactOf(0.1 + 0.2)).toEqual({ mantissa: 30000000000000004n, scale: 17 });
});

test("what is no finite decimal is refused, never read as zero", () => {
  for (const value of [
    "",
    ".",
    "-",
    "1,000",
    "abc",
    "NaN",
    "0x10",
    "1e",
    "1e99999",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    {},
    [1],
    true,
  ]) {
    expect(exactOf(value), String(value)).toBeUndefined();
  }
  expect(exactOf(new Decimal(Number.NaN))).toBeUndefined();
  expect(exactOf(new Decimal("1e500"))).toBeUndefined();
});

test("digits that would be lost are not a mantissa", () => {
  expect(mantissaAt({ mantissa: 125n, scale: 2 }, 4)).toBe(12500n);
  expect(mantissaAt({ mantissa: 1250n, scale: 3 }, 2)).toBe(125n);
  expect(mantissaAt({ mantissa: 125n, scale: 2 }, 1)).toBeUndefined();
});

test("text is canonical", () => {
  expect(formatExact(-1250n, 2)).toBe("-12.5");
  expect(formatExact(7n, 3)).toBe("0.007");
  expect(formatExact(-7n, 1)).toBe("-0.7");
  expect(formatExact(100n, 2)).toBe("1");
  expect(formatExact(0n, 4)).toBe("0");
});

test("two copies of decimal.js work together and the global settings stay their own", () => {
  const require = createRequire(import.meta.url);
  const path = require.resolve("decimal.js");
  delete require.cache[path];
  const other: typeof GlobalDecimal = require("decimal.js");
  other.set({ precision: 3, rounding: 0 });
  const foreign = new other("98.0199");
  expect(foreign).not.toBeInstanceOf(Decimal);
  expect(isDecimalLike(foreign)).toBe(true);
  expect(exactOf(foreign)).toEqual({ mantissa: 980199n, scale: 4 });
  expect(new Decimal(1).div(3).toString()).toBe("0.3333333333333333333333333333333333333333");
  expect(new Decimal(foreign).plus("0.0000000001").toString()).toBe("98.0199000001");
  GlobalDecimal.set({ precision: 2 });
  expect(new Decimal(2).div(3).toString()).toBe("0.6666666666666666666666666666666666666667");
  GlobalDecimal.set({ defaults: true });
});
