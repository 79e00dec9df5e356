import { expect, test } from "vitest";
import { codeExcerpt } from "./code-excerpt.ts";

const text = ["one", "two", "three", "four", "five", "six", "seven", "eight"].join("\r\n");

test("an excerpt has three lines on each side", () => {
  expect(codeExcerpt(text, 5)).toEqual({ from: 2, lines: ["two", "three", "four", "five", "six", "seven", "eight"] });
  expect(codeExcerpt(text, 1)).toEqual({ from: 1, lines: ["one", "two", "three", "four"] });
});

test("a line the file does not have gives no excerpt", () => {
  expect([codeExcerpt(text, 0), codeExcerpt(text, 9), codeExcerpt(text, 1.5)]).toEqual([undefined, undefined, undefined]);
});

test("a very long line is cut", () => {
  expect(codeExcerpt("x".repeat(100_000), 1)?.lines[0]).toHaveLength(240);
});
