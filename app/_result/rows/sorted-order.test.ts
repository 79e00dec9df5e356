import { expect, test } from "vitest";
import { numberKeys, sortedOrder, textKeys } from "./sorted-order.ts";

test("rows are ordered by size, not as text, and what is missing comes last both ways", () => {
  const keys = numberKeys(["9.5", "-10", null, "100"]);
  expect([...sortedOrder(keys, false)]).toEqual([1, 0, 3, 2]);
  expect([...sortedOrder(keys, true)]).toEqual([3, 0, 1, 2]);
});

test("equal rows keep their order both ways, and only the rows asked for are ordered", () => {
  const keys = numberKeys([1, 0, 1, 0, 1]);
  expect([...sortedOrder(keys, true)]).toEqual([0, 2, 4, 1, 3]);
  expect([...sortedOrder(keys, false, Uint32Array.of(4, 3, 0))]).toEqual([3, 0, 4]);
});

test("texts are ordered by the alphabet with numbers in them by size", () => {
  expect([...sortedOrder(textKeys(["2.10", "10.1", "2.9", null]), false)]).toEqual([2, 0, 1, 3]);
});
