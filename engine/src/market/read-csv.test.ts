import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { loadedSymbols, type MarketData } from "./market-data.ts";
import { readCsv } from "./read-csv.ts";
import type { ReadCsvOptions } from "./read-options.ts";

function file(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-csv-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const bars = "Date,Open,High,Low,Close,Volume\n2014-06-06,10,12,9,11.5,100\n2014-06-09,11,12,10,11,0\n";

test("a file is described by symbol, source, hash, rows, first and last bar", async () => {
  const path = file("KO.csv", bars);
  const { symbols, warnings } = await readCsv(path);
  expect(symbols).toEqual([
    {
      symbol: "KO",
      source: path,
      // sha256sum of the text above.
      sha256: "88278046daf97ed3cb1ed37d0a84008f06222c01fdae17e55b41ddfaaeaa51ac",
      rows: 2,
      from: "2014-06-06T00:00:00Z",
      to: "2014-06-09T00:00:00Z",
      timezone: "exchange days",
      isDaily: true,
      intervalMs: 259_200_000,
    },
  ]);
  expect(warnings).toEqual([]);
});

test("a path may be a file URL", async () => {
  const { symbols } = await readCsv(pathToFileURL(file("KO 2014.csv", bars)), { symbol: "KO" });
  expect(symbols.map(({ symbol }) => symbol)).toEqual(["KO"]);
});

test("options that are null count as left out", async () => {
  const nothing = {
    symbol: null,
    symbols: null,
    columns: null,
    delimiter: null,
    header: null,
    timezone: null,
    roundData: null,
    calendar: null,
  };
  await expect(readCsv(file("KO.csv", bars), nothing)).resolves.toMatchObject({ warnings: [] });
});

test("an exchange's calendar gives the zone of its clocks", async () => {
  const path = file("KO.csv", "time,open,high,low,close\n2014-06-09 09:30,1,1,1,1\n2014-06-09 09:31,1,1,1,1\n");
  const { symbols } = await readCsv(path, { calendar: "XNYS" });
  expect(symbols[0]).toMatchObject({ from: "2014-06-09T13:30:00Z", timezone: "America/New_York", isDaily: false, intervalMs: 60_000 });
  await expect(readCsv(path)).rejects.toMatchObject({ name: "DataError", code: "data.timezoneNeeded", context: { file: path, line: 2 } });
  await expect(readCsv(path, { calendar: "NYSX" })).rejects.toMatchObject({ name: "ConfigurationError", code: "calendar.unknown" });
});

test("a zone that is not needed is noted when it was given, not when a calendar brought it", async () => {
  const path = file("KO.csv", bars);
  expect((await readCsv(path, { timezone: "UTC" })).warnings.map(({ code }) => code)).toEqual(["data.timezoneNotNeeded"]);
  expect((await readCsv(path, { calendar: "XNYS" })).warnings).toEqual([]);
});

test("rows left out and values rounded are warnings with their counts", async () => {
  const path = file(
    "KO.csv",
    "Date,Open,High,Low,Close\n2014-06-06,1,1,1,1\n2014-06-07,1,0.5,1,1\n2014-06-08,1,1,1,x\n2014-06-09,1.00000000000001,2,1,1\n",
  );
  const { warnings } = await readCsv(path, { badRows: "skip", roundData: "half-even" });
  expect(warnings).toMatchObject([
    {
      code: "data.badRowsSkipped",
      count: 2,
      message: `${path}: 2 bad rows were left out (1 not a number, 1 high below low), the first on line 3: High "0.5" is below the low of 1`,
      context: {
        source: path,
        rules: [
          { rule: "notANumber", count: 1 },
          { rule: "highBelowLow", count: 1 },
        ],
      },
    },
    { code: "data.rounded", count: 1, message: `${path}: 1 value was rounded half-even to the decimals that are kept` },
  ]);
});

test("a symbol that is not in the file is an error that lists those that are", async () => {
  const path = file("all.csv", "symbol,date,open,high,low,close\nMSFT,2014-06-06,1,1,1,1\nAAPL,2014-06-06,2,2,2,2\n");
  await expect(readCsv(path, { symbols: ["AAPL", "MSTF"] })).rejects.toMatchObject({
    name: "DataError",
    code: "data.symbolUnknown",
    message: `${path}: symbol MSTF is not in the file, did you mean MSFT?`,
    hint: "It has AAPL, MSFT.",
  });
  expect((await readCsv(path, { symbols: ["AAPL"] })).symbols.map(({ symbol }) => symbol)).toEqual(["AAPL"]);
});

test.each([
  [{ timezon: "UTC" }, "data.option", "readCsv has no option timezon, did you mean timezone?"],
  [{ symbol: 7 }, "data.option", "readCsv: symbol is 7"],
  [{ symbols: [] }, "data.option", "readCsv: symbols is []"],
  [{ assetClass: "stock" }, "data.option", 'readCsv: assetClass is "stock"'],
  [{ barTime: "middle" }, "settings.choice", 'barTime is "middle" (from the options of readCsv): expected "start" or "end"'],
  [{ timezone: "New York" }, "settings.type", /timezone is "New York"/],
])("the options %j are refused", async (options, code, message) => {
  const refused = readCsv("prices.csv", options as ReadCsvOptions);
  await expect(refused).rejects.toMatchObject({ name: "ConfigurationError", code });
  await expect(refused).rejects.toThrow(message);
});

test("a missing file, a folder and a file of another kind are errors that name the path", async () => {
  await expect(readCsv("no/such.csv")).rejects.toMatchObject({ code: "data.fileNotFound", message: "no/such.csv does not exist" });
  await expect(readCsv(tmpdir())).rejects.toMatchObject({ code: "data.notAFile" });
  const json = file("bars.csv", "[[1, 2]]");
  await expect(readCsv(json)).rejects.toMatchObject({ code: "data.unsupportedFormat", message: `${json}: this is JSON, not a CSV` });
});

test("many files may be read at the same time", async () => {
  const paths = Array.from({ length: 20 }, (_, index) => file(`S${index}.csv`, bars.replaceAll("100", String(index))));
  const read = await Promise.all(paths.map((path) => readCsv(path)));
  expect(read.map(({ symbols }) => symbols[0]?.symbol)).toEqual(paths.map((_, index) => `S${index}`));
});

test("only what readCsv, loadData or barsFrom returned is data for a run", async () => {
  const data = await readCsv(file("KO.csv", bars));
  expect(loadedSymbols([data, data]).loaded.map(({ symbol }) => symbol)).toEqual(["KO", "KO"]);
  const copied = structuredClone(data);
  const others = [undefined, {}, [{}], Promise.resolve(data), copied];
  for (const other of others) {
    expect(() => loadedSymbols(other as MarketData)).toThrow("data is not what readCsv, loadData or barsFrom returned");
  }
});
