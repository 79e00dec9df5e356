import { Decimal } from "@rustybt/engine";
import { expect, test } from "vitest";
import {
  formatDecimal,
  formatMetric,
  formatMoney,
  formatPercent,
  formatPrice,
  formatTime,
  minusSign,
  roundDecimal,
  roundPercent,
  thinSpace,
} from "./format.ts";

test.each([
  ["1234.565", 2, "1234.56"],
  ["1234.575", 2, "1234.58"],
  ["-0.004", 2, "0.00"],
  ["0.5", 0, "0"],
  ["1.5", 0, "2"],
  ["99999999999999999999.995", 2, "100000000000000000000.00"],
  [1e-7, 3, "0.000"],
  [1.5e21, 0, "1500000000000000000000"],
])("%s rounds half-even to %i decimals as %s", (value, decimals, text) => {
  expect(roundDecimal(value, decimals)).toBe(text);
});

test("rounding agrees with decimal.js over a thousand decimals", () => {
  for (let i = 0; i < 1000; i++) {
    const value = `${i % 2 === 0 ? "-" : ""}${(i * 7919) % 1000}.${String((i * 104729) % 100000).padStart(5, "0")}`;
    expect(roundDecimal(value, 2)).toBe(new Decimal(value).toFixed(2, Decimal.ROUND_HALF_EVEN).replace(/^-(0\.00)$/, "$1"));
    expect(roundPercent(value)).toBe(
      new Decimal(value)
        .times(100)
        .toFixed(2, Decimal.ROUND_HALF_EVEN)
        .replace(/^-(0\.00)$/, "$1"),
    );
  }
});

test("numbers for people have a true minus and thin, unbreakable thousands separators", () => {
  expect(formatDecimal("-1234567.5")).toBe(`${minusSign}1${thinSpace}234${thinSpace}567.5`);
  expect(formatPercent("-0.12345")).toBe(`${minusSign}12.34${thinSpace}%`);
  expect(formatMoney("1234.5", "USD")).toBe(`1${thinSpace}234.50${thinSpace}USD`);
  expect(formatMoney("1234.5", "JPY")).toBe(`1${thinSpace}234${thinSpace}JPY`);
  expect(formatMoney("0.00012345", "BTC")).toBe(`0.00012345${thinSpace}BTC`);
});

test.each([
  ["571.6", "571.6"],
  ["94.698936", "94.6989"],
  ["0.000012345678", "0.0000123457"],
  ["123456", `123${thinSpace}456`],
])("the price %s is shown as %s", (value, text) => {
  expect(formatPrice(value)).toBe(text);
});

test("a metric is shown by its unit, and undefined as such", () => {
  expect(formatMetric({ id: "winRate", unit: "ratio", value: 0.45 }, "USD")).toBe(`45.00${thinSpace}%`);
  expect(formatMetric({ id: "profitFactor", unit: "ratio", value: "1.861433" }, "USD")).toBe("1.86");
  expect(formatMetric({ id: "trades", unit: "count", value: 6495 }, "USD")).toBe(`6${thinSpace}495`);
  expect(formatMetric({ id: "maxDrawdownPeak", unit: "time", value: "2014-04-04T00:00:00Z" }, "USD")).toBe("2014-04-04");
  expect(formatMetric({ id: "beta", unit: "number", value: null }, "USD")).toBe("undefined");
});

test("a time shows its minute only where it is not midnight", () => {
  expect([formatTime("2014-06-09T00:00:00Z"), formatTime(Date.UTC(2014, 5, 9, 13, 30))]).toEqual(["2014-06-09", "2014-06-09 13:30"]);
});

test("what is no number is an error with its text", () => {
  expect(() => formatDecimal("1,5")).toThrow('"1,5" is not a finite decimal');
  expect(() => roundPercent(Number.NaN)).toThrow(RangeError);
});
