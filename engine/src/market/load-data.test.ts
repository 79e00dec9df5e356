import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadData } from "./load-data.ts";

const bars = "Date,Open,High,Low,Close\n2014-06-06,10,12,9,11.5\n2014-06-09,11,12,10,11\n";
const symbolBars = (...symbols: string[]) =>
  `symbol,date,open,high,low,close\n${symbols.map((name) => `${name},2014-06-06,1,1,1,1\n`).join("")}`;

/** A folder with these files; names may hold folders. */
function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), "rustybt-load-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

async function symbolsOf(paths: readonly string[], options = {}): Promise<string[]> {
  return (await loadData(paths, options)).symbols.map(({ symbol }) => symbol);
}

test("[T1] a folder is one symbol a file, by name, and nothing but its price files", async () => {
  const path = folder({ "MSFT.csv": bars, "AAPL.csv": bars, "README.md": "", ".hidden.csv": "", "old/KO.csv": bars });
  expect(await symbolsOf([path])).toEqual(["AAPL", "MSFT"]);
});

test("[T1] files, folders and SYMBOL=path may be mixed and keep their order", async () => {
  const path = folder({ "all/A.csv": bars, "one.csv": bars, "two.csv": symbolBars("X", "Y") });
  expect(await symbolsOf([join(path, "two.csv"), `KO=${join(path, "one.csv")}`, join(path, "all")])).toEqual(["X", "Y", "KO", "A"]);
});

test("[T1] symbols selects and orders, and reads only the files that are needed", async () => {
  const path = folder({ "AAPL.csv": bars, "MSFT.csv": bars, "broken.csv": "no bars" });
  expect(await symbolsOf([path], { symbols: ["MSFT", "AAPL"] })).toEqual(["MSFT", "AAPL"]);
  await expect(loadData([path])).rejects.toMatchObject({ name: "DataError", context: { file: join(path, "broken.csv") } });
});

test("[T1] symbols are also found in files that hold several", async () => {
  const path = folder({ "a.csv": symbolBars("X", "Y"), "b.csv": symbolBars("Z"), "KO.csv": bars });
  expect(await symbolsOf([path], { symbols: ["KO", "Y"] })).toEqual(["KO", "Y"]);
});

test("a symbol that is nowhere is an error that lists what is there", async () => {
  const path = folder({ "AAPL.csv": bars, "MSFT.csv": bars });
  await expect(loadData([path], { symbols: ["AAPL", "MSTF"] })).rejects.toMatchObject({
    name: "DataError",
    code: "data.symbolUnknown",
    message: `symbol MSTF is not in the data (${path}), did you mean MSFT?`,
    hint: "There are AAPL, MSFT.",
  });
});

test("instruments give each file its asset class and calendar", async () => {
  const fine = "time,open,high,low,close\n2014-06-09 09:30,1.0000000001,2,1,1\n2014-06-09 09:31,1,1,1,1\n";
  const path = folder({ "BTC.csv": fine });
  const instruments = { "*": { assetClass: "equity", calendar: "XNYS" }, BTC: { assetClass: "crypto", calendar: "24/7" } } as const;
  expect((await loadData([path], { instruments })).symbols).toMatchObject([{ symbol: "BTC", timezone: "UTC" }]);
  await expect(loadData([`X=${join(path, "BTC.csv")}`], { instruments })).rejects.toMatchObject({ code: "data.badRows" });
});

test("what is the same of many files is said once", async () => {
  const text = "Date,Open,High,Low,Close,Adj Close\n2014-06-06,1,1,1,1,1\n";
  const path = folder({ "A.csv": text, "B.csv": text, "C.csv": text, "D.csv": text, "E.csv": bars });
  const { warnings } = await loadData([path]);
  const named = ["A", "B", "C"].map((name) => join(path, `${name}.csv`)).join(", ");
  expect(warnings).toMatchObject([
    {
      code: "data.columnsNotUsed",
      count: 4,
      message: `4 files (${named}, …): column Adj Close is not used: prices are taken as they stand in open, high, low, close`,
    },
  ]);
});

test.each([
  [["catalog:prices"], "data.schemeUnavailable", "data: catalog: is not available in this version (catalog:prices)"],
  [["X=https://example.com/x.csv"], "data.schemeUnavailable", /https: is not available/],
  [["=x.csv"], "data.path", 'data: "=x.csv" is no SYMBOL=path'],
  [["no-such.csv"], "data.fileNotFound", "no-such.csv does not exist"],
  [["AAPL=no-such.csv"], "data.fileNotFound", "no-such.csv does not exist"],
])("%j is refused", async (paths, code, message) => {
  const refused = loadData(paths);
  await expect(refused).rejects.toMatchObject({ name: "DataError", code });
  await expect(refused).rejects.toThrow(message);
});

test("an empty folder and a symbol for a folder are refused", async () => {
  const path = folder({ "notes.md": "" });
  await expect(loadData([path])).rejects.toMatchObject({
    code: "data.emptyFolder",
    message: `data: the folder ${path} has no price files`,
  });
  await expect(loadData([`KO=${path}`])).rejects.toMatchObject({ code: "data.path" });
});

test("a path that holds an equals sign is a path when it exists", async () => {
  const path = folder({ "a=b/KO.csv": bars });
  expect(await symbolsOf([join(path, "a=b", "KO.csv")])).toEqual(["KO"]);
});
