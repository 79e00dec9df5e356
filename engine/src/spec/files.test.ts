import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backtest, defineStrategy, readCsv } from "rustybt";
import { expect, onTestFinished, test } from "vitest";

function file(name: string, ...lines: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "prices-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const header = "Date,Open,High,Low,Close,Volume";
const strategy = defineStrategy({ onBar() {} });

test("[T1] a file is one symbol named by its stem", async () => {
  const data = await readCsv(file("WIKI-AAPL.csv", header, "2024-01-02,10,12,9,11,5"));
  const result = (await backtest({ strategy, data })).toJSON();
  expect(result.manifest.data.map((source) => source.symbol)).toEqual(["WIKI-AAPL"]);
});

test("[T4] a bad row stops the run and is named by its line, as an editor counts", async () => {
  const path = file("bad.csv", header, "2024-01-02,10,12,9,11,5", "2024-01-03,100,99,98,98.5,10");
  await expect(readCsv(path).then((data) => backtest({ strategy, data }))).rejects.toMatchObject({
    name: "DataError",
    message: expect.stringMatching(/line 3/),
  });
});

test.each([
  ["a missing cell", "2024-01-03,10,12,,11,5"],
  ["no number", "2024-01-03,10,12,nine,11,5"],
  ["high below low", "2024-01-03,10,9,12,10,5"],
  ["close outside the range", "2024-01-03,10,12,9,12.5,5"],
  ["the same day twice", "2024-01-02,10,12,9,11,5"],
])("[T4] %s is refused", async (_, row) => {
  const path = file("bad.csv", header, "2024-01-02,10,12,9,11,5", row);
  await expect(readCsv(path).then((data) => backtest({ strategy, data }))).rejects.toMatchObject({ name: "DataError" });
});

test("[T4] a strictly descending file is read in time order", async () => {
  const data = await readCsv(file("newest-first.csv", header, "2024-01-04,3,3,3,3,1", "2024-01-03,2,2,2,2,1", "2024-01-02,1,1,1,1,1"));
  const result = (await backtest({ strategy, data })).toJSON();
  expect(result.equity.map((point) => point.t.slice(0, 10))).toEqual(["2024-01-02", "2024-01-03", "2024-01-04"]);
});
