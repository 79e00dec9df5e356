import { expect, test } from "vitest";
import { intervalText } from "./interval-text.ts";

test.each([
  [60_000, false, "1 min"],
  [14_400_000, false, "4 h"],
  [86_400_000, true, "daily"],
  [259_200_000, true, "daily"],
  [604_800_000, true, "weekly"],
  [2_678_400_000, true, "monthly"],
  [0, false, "one bar"],
  [1_500, false, "1.5 s"],
])("%d ms is %s", (ms, isDaily, text) => {
  expect(intervalText(ms, isDaily)).toBe(text);
});
