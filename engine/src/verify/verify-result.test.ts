import { expect, test } from "vitest";
import { partialFills } from "./fixtures/partial-fills.ts";
import { splitAndDividend } from "./fixtures/split-and-dividend.ts";
import { verifyResult } from "./verify-result.ts";

test.each([
  ["partial fills with a fee minimum", partialFills],
  ["a reverse split, cash in lieu and a dividend", splitAndDividend],
])("a document worked out on paper holds: %s", (_, document) => {
  expect(verifyResult(document).findings).toEqual([]);
});
