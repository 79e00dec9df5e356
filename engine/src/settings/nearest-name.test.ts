import { expect, test } from "vitest";
import { nearestName } from "./index.ts";

const known = ["--cash", "--commission", "--close-at-end", "--config", "--currency", "--data"];

test.each([
  ["--cahs", "--cash"],
  ["--comission", "--commission"],
  ["--closeAtEnd", "--close-at-end"],
  ["--Data", "--data"],
  ["--curency", "--currency"],
])("%s is near %s", (name, near) => {
  expect(nearestName(name, known)).toBe(near);
});

test("a name that resembles nothing has no suggestion", () => {
  expect(nearestName("--leverage", known)).toBeUndefined();
  expect(nearestName("x", known)).toBeUndefined();
});
