import { expect, test } from "vitest";
import { fileNameOf } from "./file-name.ts";

test.each([
  ["AAPL.csv", "AAPL.csv"],
  ["../../etc/passwd", "passwd"],
  ["C:\\prices\\DAX 30.csv.gz", "DAX 30.csv.gz"],
  ["a\u0000b\u202ec\n.csv", "abc.csv"],
  ["Größe 价格.csv", "Größe 价格.csv"],
  ["", "prices.csv"],
  ["..", "prices.csv"],
  ["\ud800.csv", "\ufffd.csv"],
  [`${"x".repeat(500)}.csv`, `${"x".repeat(116)}.csv`],
])("%j is kept as %j", (given, kept) => {
  expect(fileNameOf(given)).toBe(kept);
});
