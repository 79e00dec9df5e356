import { expect, test } from "vitest";
import { isMet, parseCondition } from "./fail-if.ts";

const known = ["sharpe", "totalReturn", "fees"];
const met = (text: string, value: number | string | null, because?: string) => isMet(parseCondition(text, known), value, because);

test.each([
  ["sharpe<1.2", 1.19, true],
  ["sharpe<1.2", 1.2, false],
  ["sharpe <= 1.2", 1.2, true],
  ["sharpe>-.5", -0.4, true],
  ["sharpe>=2", 1.999, false],
  ["fees==10.01", "10.01", true],
  ["fees!=10.01", "10.010000000000000001", true],
  ["totalReturn<1e-3", "0.000999999999", true],
] as const)("%s with a value of %s", (text, value, expected) => {
  expect(met(text, value)).toBe(expected);
});

test.each(["sharpe", "sharpe<", "<1", "sharpe=1", "sharpe<one", "sharpe<1 and fees>2", ""])("%j is no condition", (text) => {
  expect(() => parseCondition(text, known)).toThrow("is not a condition");
});

test("an unknown metric is refused with the nearest name and all known ones", () => {
  expect(() => parseCondition("shrape<1", known)).toThrow("unknown metric shrape, did you mean sharpe?");
  expect(() => parseCondition("shrape<1", known)).toThrow(expect.objectContaining({ hint: "Known: sharpe, totalReturn, fees." }));
});

test("a metric without a value cannot meet or miss a condition", () => {
  expect(() => met("sharpe<1", null, "fewer than two returns")).toThrow(
    '--fail-if "sharpe<1" cannot be decided: sharpe is undefined in this run: fewer than two returns',
  );
  expect(() => met("sharpe<1", "2014-06-09T00:00:00Z")).toThrow("sharpe is 2014-06-09T00:00:00Z, not a number");
});
