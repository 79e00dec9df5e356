import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";
import { adjustedBars, adjustPrices } from "./adjust-prices.ts";
import { barsFrom } from "./bars-from.ts";
import { readCsv } from "./read-csv.ts";

test("total-return prices of AAPL are the adjusted ones of WIKI to their last printed digit", async () => {
  const path = sharedData("equities-daily/quandl-wiki/WIKI-AAPL.csv.gz");
  const [header = "", ...lines] = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  const at = header.split(",").indexOf("Adj. Close");
  const printed = new Map(lines.map((line) => [line.slice(0, 10), line.split(",")[at] as string]));
  const [symbol] = adjustedBars(await readCsv(path, { symbol: "AAPL" }), { view: "totalReturn", decimals: 18 });
  const apart = (symbol?.bars ?? []).filter(({ time, close }) => {
    const theirs = printed.get(time) ?? "";
    return Math.abs(Number(close) - Number(theirs)) > 10 ** -(theirs.split(".")[1] ?? "").length;
  });
  expect(symbol?.bars.length).toBe(9400);
  expect(apart).toEqual([]);
});

test("a view of data from memory is data again, and its raw view are the same prices", () => {
  const bar = (time: string, price: string) => ({ time, open: price, high: price, low: price, close: price });
  const raw = barsFrom([bar("2024-01-02", "10.5"), bar("2024-01-03", "11")], { symbol: "X" });
  expect(adjustPrices(raw, { view: "splitAdjusted" }).symbols).toMatchObject([{ symbol: "X", rows: 2 }]);
  expect(adjustedBars(raw, { view: "raw" })[0]?.bars[0]).toEqual({ ...bar("2024-01-02", "10.5") });
  expect(() => adjustPrices(raw, { view: "adjusted" as "raw" })).toThrow('adjustPrices: view is "adjusted"');
});
