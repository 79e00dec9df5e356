import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { docExamples, importExample } from "../testing/doc-examples.ts";

const page = readFileSync(new URL("../../../docs/order-book.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);

test.each([
  [0, { trades: ["30 at 10 of 1", "40 at 10 of 2", "20 at 10 of 1"], before: 0, shown: "10" }],
  [1, { numbers: [1, 3], prices: [1000, 1001], makers: [2, 1] }],
])("example %i of docs/order-book.md gives what it says", async (index, expected) => {
  expect({ ...(await importExample(blocks[index] ?? "")) }).toEqual(expected);
});

test("the example of the class gives what it says", async () => {
  const [code = ""] = docExamples(new URL("./order-book.ts", import.meta.url));
  expect((await importExample(code)).said).toEqual(["50", "30", "10.01"]);
});

test("the recording of docs/order-book.md gives what its example says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-book-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "book.csv"), /```csv\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  const said = await importExample((blocks[2] ?? "").replace('"book.csv"', JSON.stringify(join(folder, "book.csv"))));
  expect({ ...said }).toEqual({ bids: [["10", "100"]], wrong: 0, filled: ["10 at 10", "40 at 10"], ahead: "100" });
});
