import { expect, test } from "vitest";
import { decoded } from "./decoded.ts";

test.each([
  ["BRK%2FB", "BRK/B"],
  ["%C3%A9", "é"],
  ["%E0", "%E0"],
  ["50%", "50%"],
])("%s names %s", (sent, meant) => {
  expect(decoded(sent)).toBe(meant);
});
