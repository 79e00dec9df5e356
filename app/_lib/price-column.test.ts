import { expect, test } from "vitest";
import { decimalsOf, priceText } from "./price-column.ts";

const format = (values: readonly (string | null)[]) => {
  const decimals = decimalsOf(values);
  return values.map((value) => priceText(value ?? "", decimals));
};

test("all prices of a column have the decimals of the finest one, four at most", () => {
  expect(format(["639.6", "458.501682", "1234"])).toEqual(["639.6000", "458.5017", "1\u202f234.0000"]);
  expect(format(["600.75", "600", null])).toEqual(["600.75", "600.00", ""]);
});

test("very small prices keep their digits", () => {
  expect(format(["0.00001234", "0.5"])[0]).toBe("0.00001234");
});
