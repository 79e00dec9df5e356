import { expect, test } from "vitest";
import { newId } from "./ids.ts";

test("an id is a uuid of version 7 whose first 48 bits are the time, as in the example of RFC 9562", () => {
  // RFC 9562, appendix A.6: 2022-02-22T19:22:22Z is 017F22E2-79B0-7…
  expect(newId(Date.UTC(2022, 1, 22, 19, 22, 22))).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("ids made later sort later, and two of one millisecond differ", () => {
  expect(newId(1_000_000) < newId(1_000_001)).toBe(true);
  expect(newId(1)).not.toBe(newId(1));
});
