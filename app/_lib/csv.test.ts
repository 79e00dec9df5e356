import { expect, test } from "vitest";
import { csvText, tabText } from "./csv.ts";

test("fields with commas, quotes and breaks are quoted as RFC 4180 says", () => {
  expect(
    csvText(
      ["a", "b"],
      [
        ["x,y", 'he said "no"'],
        ["two\nlines", null],
      ],
    ),
  ).toBe('a,b\r\n"x,y","he said ""no"""\r\n"two\nlines",\r\n');
});

test("what a spreadsheet would run as a formula is kept from it, negative numbers are not touched", () => {
  expect(csvText(["=1+1"], [["+SUM(A1)"], ["-2.50"], ["-2+3"], ["@x"], ["\tx"]])).toBe(
    "'=1+1\r\n'+SUM(A1)\r\n-2.50\r\n'-2+3\r\n'@x\r\n'\tx\r\n",
  );
});

test("numbers lose the typography they have on the page", () => {
  expect(csvText(["n"], [["\u22121\u202f234.50"], ["6\u202f%"]])).toBe("n\r\n-1234.50\r\n6\u202f%\r\n");
  expect(tabText(["n", "m"], [["\u22121\u202f234.50", "a\tb"]])).toBe("n\tm\n-1234.50\ta b");
});
