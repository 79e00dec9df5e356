import { expect, test } from "vitest";
import { codeExcerpt } from "./code-excerpt.ts";

const text = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].join("\r\n");

test("an excerpt has three lines on each side and marks the one that failed", () => {
  expect(codeExcerpt(text, 1)).toBe("> 1 | one\n  2 | two\n  3 | three\n  4 | four");
  expect(codeExcerpt(text, 9)).toBe("   6 | six\n   7 | seven\n   8 | eight\n>  9 | nine\n  10 | ten");
});

test("a line the file does not have gives no excerpt", () => {
  expect([codeExcerpt(text, 0), codeExcerpt(text, 11), codeExcerpt(text, 1.5)]).toEqual([undefined, undefined, undefined]);
});

test("a very long line is cut", () => {
  expect(codeExcerpt("x".repeat(100_000), 1)).toHaveLength("> 1 | ".length + 240);
});
