import { expect, test } from "vitest";
import { priceColumn } from "./price-column.ts";

test("all prices of a column have the decimals of the finest one, four at most", () => {
  const format = priceColumn(["639.6", "458.501682", "1234"]);
  expect(["639.6", "458.501682", "1234"].map(format)).toEqual(["639.6000", "458.5017", "1\u202f234.0000"]);
  expect(["600.75", "600"].map(priceColumn(["600.75", "600", null]))).toEqual(["600.75", "600.00"]);
  expect(priceColumn([])(null)).toBe("");
});

test("very small prices keep their digits", () => {
  expect(priceColumn(["0.00001234", "0.5"])("0.00001234")).toBe("0.00001234");
});
