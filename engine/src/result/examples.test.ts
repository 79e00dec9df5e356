import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { docExamples, importExample } from "../testing/doc-examples.ts";

function exampleOf(file: string): string {
  const [example = ""] = docExamples(new URL(file, import.meta.url));
  return example;
}

test("the example of BacktestResult gives what it says", async () => {
  const { result } = await importExample(`${exampleOf("./result.ts")}\nexport { result };`);
  expect(result).toMatchObject({ summary: { endValue: "1004" } });
  expect(JSON.parse(JSON.stringify(result)).metrics.find(({ id }: { id: string }) => id === "sharpe").undefinedBecause).toBe(
    "fewer than 2 returns",
  );
});

test("the examples of writeResult and verifyResult give what they say, also after a digit was changed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "result-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { paths } = await importExample(
    `${exampleOf("./write-result.ts").replace('"out"', JSON.stringify(join(folder, "out")))}\nexport { paths };`,
  );
  expect(paths).toEqual([join(folder, "out", "result.json")]);
  const verify = `${exampleOf("../verify/verify-result.ts").replaceAll("out/", `${folder}/out/`)}\nexport { ok, findings };`;
  expect(await importExample(verify)).toMatchObject({ ok: true, findings: [] });
  const file = join(folder, "out", "result.json");
  const text = readFileSync(file, "utf8");
  const at = text.indexOf('"price":"10.6"', text.indexOf('"fills": ['));
  writeFileSync(file, `${text.slice(0, at)}"price":"10.7"${text.slice(at + 14)}`);
  const { ok, findings } = await importExample(`${verify} // changed`);
  expect(ok).toBe(false);
  expect(findings).toMatchObject([{ path: "seal" }, { path: "fills[0].price", expected: "10.6", found: "10.7" }]);
});
