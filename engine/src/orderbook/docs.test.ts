import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
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
