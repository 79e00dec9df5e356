import { expect, test } from "vitest";
import { expectEachDigitFound } from "./fixtures/expect-each-digit-found.ts";
import { partialFills } from "./fixtures/partial-fills.ts";
import { splitAndDividend } from "./fixtures/split-and-dividend.ts";

test("every digit of every value that is changed is found and named, with seal and hash made anew: partial fills", () => {
  expect(expectEachDigitFound(partialFills, "every")).toBeGreaterThan(1500);
});

test("the last digit of every value that is changed is found and named: split, cash in lieu and dividend", () => {
  expect(expectEachDigitFound(splitAndDividend, "last")).toBeGreaterThan(300);
});
