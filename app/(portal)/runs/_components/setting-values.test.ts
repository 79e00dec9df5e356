import { expect, test } from "vitest";
import { valueAt, withValueAt } from "./setting-values.ts";

test("a value is set and found by its path", () => {
  const values = withValueAt(withValueAt({}, ["fills", "market"], "nextClose"), ["cash"], "5000");
  expect(values).toEqual({ fills: { market: "nextClose" }, cash: "5000" });
  expect([valueAt(values, ["fills", "market"]), valueAt(values, ["fills", "path"]), valueAt(values, ["cash", "deep"])]).toEqual([
    "nextClose",
    undefined,
    undefined,
  ]);
});

test("a value taken out takes the objects with it that it leaves empty", () => {
  expect(withValueAt({ instruments: { "*": { tick: "0.5" } }, cash: "1" }, ["instruments", "*", "tick"], undefined)).toEqual({ cash: "1" });
  expect(withValueAt({ fills: { market: "nextClose", limit: "through" } }, ["fills", "market"], undefined)).toEqual({
    fills: { limit: "through" },
  });
});

test("null is a value", () => {
  expect(withValueAt({}, ["calendar"], null)).toEqual({ calendar: null });
});
