import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { docExamples, importExample } from "../testing/doc-examples.ts";

const bars = "Date,Open,High,Low,Close\n2014-06-09,10,12,9,11\n2014-06-10,11,12,10,11.5\n";

/** The example in the doc comment of a file, with its price files in a folder that is gone after the test. */
function exampleOf(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-prices-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "prices"));
  for (const name of ["prices.csv", "prices/microsoft.csv", "prices/AAPL.csv"]) writeFileSync(join(folder, name), bars);
  const [example = ""] = docExamples(new URL(file, import.meta.url));
  return example.replaceAll(/([\w/]+\.csv)"/g, `${folder}/$1"`);
}

test("the example of readCsv runs and gives what it says", async () => {
  const { data, result } = await importExample(`${exampleOf("./read-csv.ts")}\nexport { data, result };`);
  expect(data).toMatchObject({ symbols: [{ symbol: "AAPL", from: "2014-06-09T00:00:00Z" }] });
  expect(result).toMatchObject({ summary: { endValue: expect.anything() } });
});

test("the example of loadData runs and gives what it says", async () => {
  const { data } = await importExample(`${exampleOf("./load-data.ts")}\nexport { data };`);
  expect(data).toMatchObject({ symbols: [{ symbol: "AAPL" }, { symbol: "MSFT" }] });
});
