import { expect, test } from "vitest";
import { settingsOfValues, textOfValue, valueAt, withValueAt } from "./setting-values.ts";

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

test("what is written as a list or an object becomes one when it is sent, and is shown again as it is written", () => {
  const tiers = [{ from: "0", rate: "0.001" }];
  const values = { commission: { model: "tiered", tiers: JSON.stringify(tiers) }, latency: { submit: '{"model": "uniform"', ack: "5ms" } };
  expect(settingsOfValues(values)).toEqual({
    commission: { model: "tiered", tiers },
    // Not JSON: the server says what it expects.
    latency: { submit: '{"model": "uniform"', ack: "5ms" },
  });
  expect([textOfValue(tiers), textOfValue("5ms"), textOfValue(null)]).toEqual([JSON.stringify(tiers), "5ms", ""]);
});
