import { expect, test } from "vitest";
import { isRustyBtError, type RustyBtError } from "../errors.ts";
import { sha256 } from "../result/digest.ts";
import { rateFile } from "../spec/holding.ts";
import { type RateFileKind, readRateFile } from "./rate-file.ts";

function refusal(kind: RateFileKind, file: string): RustyBtError {
  try {
    readRateFile(kind, file);
  } catch (error) {
    if (isRustyBtError(error)) return error;
    throw error;
  }
  throw new Error("the file was accepted");
}

test("rows come by symbol and day, decimals in their canonical form", () => {
  const text = "from, symbol ,available,rate\n2024-02-01,X,1000.50,.05\n2023-02-01,Y,,-1e-2\n2024-01-01,X,0,0.0500\n";
  const file = rateFile(text);
  expect(readRateFile("borrow", file)).toEqual({
    file,
    sha256: sha256(text),
    rows: [
      { symbol: "X", from: "2024-01-01", rate: "0.05", available: "0" },
      { symbol: "X", from: "2024-02-01", rate: "0.05", available: "1000.5" },
      { symbol: "Y", from: "2023-02-01", rate: "-0.01" },
    ],
  });
});

const borrow = "symbol,from,rate,available\n";

test.each<[kind: RateFileKind, text: string, line: number, says: string, hint: string]>([
  ["borrow", `${borrow}X,2024-01-01,0.05,\nX,2024-13-01,0.05,\n`, 3, 'from: "2024-13-01" is no date', "YYYY-MM-DD"],
  ["borrow", `${borrow}X,2023-02-29,0.05,\n`, 2, 'from: "2023-02-29" is no date', "YYYY-MM-DD"],
  ["borrow", `${borrow}X,2024-01-01,5%,\n`, 2, 'rate: "5%" is not a fraction from -10 to 10', "0.05 is 5 %"],
  ["borrow", `${borrow}X,2024-01-01,11,\n`, 2, 'rate: "11" is not a fraction from -10 to 10', "0.05 is 5 %"],
  ["borrow", `${borrow}X,2024-01-01,,\n`, 2, 'rate: "" is not a fraction', "0.05 is 5 %"],
  ["borrow", `${borrow}X,2024-01-01,0.01234567891,\n`, 2, "has 11 digits behind the point, at most 10", "Round it yourself"],
  ["borrow", `${borrow}X,2024-01-01,0.05,-1\n`, 2, 'available: "-1" is no quantity', "leave it empty for no limit"],
  ["borrow", `${borrow},2024-01-01,0.05,\n`, 2, "symbol: the symbol is empty", '"*"'],
  ["borrow", `${borrow}X,2024-01-01,0.05\n`, 2, "it has 3 cells, the header 4", "symbol,from,rate,available"],
  ["borrow", `${borrow}X,2024-01-01,0.05,\n\nX,2024-01-01,0.06,\n`, 4, "X has a rate from 2024-01-01 in line 2 already", "Keep one"],
  ["borrow", borrow, 2, "the file has no rates", borrow.trim()],
  ["borrow", "symbol,form,rate\n", 1, "form is no column of borrow rates, did you mean from?", borrow.trim()],
  ["borrow", "symbol,rate\n", 1, "the column from is missing", borrow.trim()],
  ["borrow", "symbol,from,rate,rate\n", 1, "the column rate is there twice", borrow.trim()],
  ["borrow", "", 1, "an empty name is no column", borrow.trim()],
  ["financing", "symbol,from,long\n", 1, "expected the column rate, or both long and short", "symbol,from,long,short"],
  ["financing", "symbol,from,rate,long,short\n", 1, "expected the column rate, or both long and short", "symbol,from,long,short"],
])("a bad row of %s rates is named: %j", (kind, text, line, says, hint) => {
  const file = rateFile(text);
  const error = refusal(kind, file);
  expect(error.name).toBe("DataError");
  expect(error.code).toBe("data.badRates");
  expect(error.message).toContain(`${file}, line ${line}`);
  expect(error.message).toContain(says);
  expect(error.hint).toContain(hint);
  expect(error.context).toMatchObject({ file, line });
});

test("a file that is not there is named", () => {
  const error = refusal("borrow", "nowhere/rates.csv");
  expect([error.code, error.message, error.hint]).toEqual([
    "data.fileNotFound",
    "nowhere/rates.csv does not exist",
    "Paths are relative to the current folder.",
  ]);
});
