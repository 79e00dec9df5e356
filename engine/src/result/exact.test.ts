import { expect, test } from "vitest";
import { add, compare, divide, drawdownText, exact, multiply, ratioText, returnText, roundedQuotient, subtract, textOf } from "./exact.ts";

test("sums, differences and products keep every digit", () => {
  expect(textOf(add(exact("0.1"), exact("0.2")))).toBe("0.3");
  expect(textOf(subtract(exact("1"), exact("0.000000000000000001")))).toBe("0.999999999999999999");
  expect(textOf(multiply(exact("-12.5"), exact("0.08")))).toBe("-1");
});

test("a quotient is rounded half-even at the decimals asked for", () => {
  const quotients = [
    ["1", "8", "0.12"],
    ["3", "8", "0.38"],
    ["-1", "8", "-0.12"],
    ["1", "3", "0.33"],
    ["2", "3", "0.67"],
    ["-2", "3", "-0.67"],
    ["0.004", "1", "0"],
    ["12345", "0.001", "12345000"],
  ] as const;
  for (const [a, b, quotient] of quotients) expect(textOf(divide(exact(a), exact(b), 2))).toBe(quotient);
});

test("whole quotients round ties to even on both sides of zero", () => {
  const cases: [bigint, bigint, bigint][] = [
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [5n, -2n, -2n],
    [6n, 4n, 2n],
  ];
  for (const [n, d, q] of cases) expect(roundedQuotient(n, d)).toBe(q);
});

test("ratios, returns and drawdowns have 12 decimals", () => {
  expect(ratioText(exact("1"), exact("3"))).toBe("0.333333333333");
  expect(returnText("10000", "10284.1")).toBe("0.02841");
  expect(returnText("3", "1")).toBe("-0.666666666667");
  expect(drawdownText("75787.44", "39424.49")).toBe("0.479801798293");
});

test("decimals compare by value", () => {
  expect(compare(exact("1.10"), exact("1.1"))).toBe(0);
  expect(compare(exact("-1"), exact("0.5"))).toBe(-1);
  expect(compare(exact("2"), exact("1.999999999999999999"))).toBe(1);
});

test("text that is no decimal is refused with the text", () => {
  expect(() => exact("12,5")).toThrow('"12,5" is not a decimal number');
});
