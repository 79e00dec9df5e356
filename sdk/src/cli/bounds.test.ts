import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, rustybt } from "./testing/command-line-process.ts";

const files = {
  "s.ts": `import { defineStrategy } from "rustybt";

export default defineStrategy({
  onBar(ctx) {
    if (ctx.bars === 1) ctx.bracket(10, { takeProfit: "103", stopLoss: "97" });
    if (ctx.bars === 2) ctx.log(ctx.portfolio.equity.toString());
  },
});
`,
  "x.csv": "time,open,high,low,close\n2024-01-02,100,100,100,100\n2024-01-03,100,104,96,100\n2024-01-04,100,100,100,100\n",
};

test("--bounds shows the interval of end values and the bars that decide it, in the document and in the table", async () => {
  const folder = folderWith(files);
  const args = ["run", join(folder, "s.ts"), "--data", join(folder, "x.csv"), "--bounds"];
  const { code, stdout, stderr } = await rustybt([...args, "--json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const { bounds, summary, logs } = JSON.parse(stdout) as ResultDocument;
  // The entry at 100, then the stop at 97 or the take profit at 103.
  expect(summary.endValue).toBe("99970");
  expect(bounds).toMatchObject({
    low: "99970",
    high: "100030",
    bars: [{ t: "2024-01-03T00:00:00Z", symbol: "x", reason: "path" }],
  });
  expect(logs.map(({ message }) => message)).toEqual(["99970"]);
  const table = await rustybt(args);
  expect(table.stdout).toContain("End value from 99,970 to 100,030 USD; this run 99,970");
  expect(table.stdout).toContain("1 bar decides: x 2024-01-03 (path).");
});

test("a document with bounds verifies, and one whose interval was changed does not", async () => {
  const folder = folderWith(files);
  const file = join(folder, "out", "result.json");
  await rustybt(["run", join(folder, "s.ts"), "--data", join(folder, "x.csv"), "--bounds", "--out", join(folder, "out")]);
  expect((await rustybt(["verify", file])).code).toBe(0);
  writeFileSync(file, readFileSync(file, "utf8").replace('"100030"', '"100040"'));
  const changed = await rustybt(["verify", file]);
  expect(changed.code).not.toBe(0);
  expect(changed.stdout + changed.stderr).toContain("bounds.high");
});
