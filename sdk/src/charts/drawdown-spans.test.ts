import { expect, test } from "vitest";
import { type Amount, type DrawdownSpan, DrawdownSpans } from "./drawdown-spans.ts";

const day = 86_400_000;

function spansOf(startValue: Amount, amounts: readonly Amount[]): DrawdownSpan[] {
  const spans = new DrawdownSpans(startValue);
  for (const [i, amount] of amounts.entries()) spans.add(i * day, amount);
  return spans.finish();
}

test("falls are told by peak, trough and recovery, the deepest first", () => {
  expect(spansOf("100", ["100", "110", "99", "104.5", "110", "120", "90", "60", "100"])).toEqual([
    { peakTime: 5 * day, troughTime: 7 * day, recoveryTime: null, depth: "0.5", days: 3 },
    { peakTime: day, troughTime: 2 * day, recoveryTime: 4 * day, depth: "0.1", days: 3 },
  ]);
});

test("a fall from the start value begins at the first point", () => {
  expect(spansOf("100", ["80", "100"])).toEqual([{ peakTime: 0, troughTime: 0, recoveryTime: day, depth: "0.2", days: 1 }]);
});

test("a curve that only rises has none", () => {
  expect(spansOf("1", ["1", "2", "3"])).toEqual([]);
});

test("amounts that are the same 64-bit number are still told apart", () => {
  const [fall] = spansOf("1", ["10000000000000000.02", "10000000000000000.01", "10000000000000000.03"]);
  expect(fall).toMatchObject({ troughTime: day, recoveryTime: 2 * day, depth: "0" });
});
