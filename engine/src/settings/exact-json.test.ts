import { expect, test } from "vitest";
import { parseExactJson, parseSettingsFile } from "./index.ts";

test("numbers keep the text they are written as", () => {
  expect(
    parseExactJson(
      '{"cash": 100000.100, "list": [1e400, -0], "deep": {"rate": 0.00050000000000000001}, "text": "1.0", "yes": true, "none": null}',
    ),
  ).toEqual({
    cash: "100000.100",
    list: ["1e400", "-0"],
    deep: { rate: "0.00050000000000000001" },
    text: "1.0",
    yes: true,
    none: null,
  });
});

test.each([
  ['{"cash": }', /run\.json is not JSON, line 1 column 10: Unexpected token '}'/],
  ['{\n  "cash": 1,\n  seed: 2\n}', /line 3 column 3/],
  ['{\n  "cash": 1\n', /line 3 column 1: /],
  ['{"a": tru}', /line 1 column 10/],
  ['{"a": "x\ny"}', /line 1 column 9/],
  ['{"a": 1.}', /line 1 column 9/],
  ['{"a": 1} x', /line 1 column 10/],
  ["", /run\.json is empty/],
  ["[1]", /run\.json holds an array, expected one object/],
  ["3", /run\.json holds "3", expected one object/],
])("a settings file of %j is refused", (text, message) => {
  expect(() => parseSettingsFile(text, "run.json")).toThrow(message);
});
