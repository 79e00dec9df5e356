import { join } from "node:path";
import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, rustybt } from "./testing/command-line-process.ts";

const days = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"];
const files = {
  "short.ts": `import { defineStrategy } from "rustybt";
export default defineStrategy({
  onBar(ctx) {
    if (ctx.bars === 1) ctx.order(-10);
  },
});
`,
  "X.csv": `time,open,high,low,close,volume\n${days.map((day) => `${day},100,100,100,100,1000\n`).join("")}`,
  "borrow.csv": "symbol,from,rate,available\nX,2024-01-01,0.36,50\nX,2024-01-05,0.72,4\n",
  "run.json": '{ "account": { "type": "margin" }, "borrow": { "file": "borrow.csv" }, "interest": { "credit": "0.036", "debit": "0.1" } }',
};

test("what holding costs is charged, explained and verified from the command line", async () => {
  const cwd = folderWith(files);
  const { code, stdout, stderr } = await rustybt(["run", "short.ts", "--data", "X.csv", "--config", "run.json", "--json", "--out", "out"], {
    cwd,
  });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("rror")]);
  const document = JSON.parse(stdout) as ResultDocument;
  const accruals = document.events.flatMap((event) => (event.type === "accrual" ? [[event.t.slice(8, 10), event.kind, event.amount]] : []));
  // A short of 1000 pays 1 a day; of it 600 are bought back on Friday, and the rest pays 0.8 a day over the weekend. Cash less the short
  // earns a ten-thousandth a day: 100009 on Thursday (a borrowed day paid), 100018.0009 on Friday, 100025.60270009 for three days.
  expect(accruals).toEqual([
    ["03", "interest", "-10"],
    ["04", "borrow", "1"],
    ["04", "interest", "-10.0009"],
    ["05", "borrow", "1"],
    ["05", "interest", "-10.00180009"],
    ["08", "borrow", "2.4"],
    ["08", "interest", "-30.00768081"],
  ]);
  expect(document.fills.map(({ side, quantity, t }) => `${side} ${quantity} ${t.slice(0, 10)}`)).toEqual([
    "sell 10 2024-01-03",
    "buy 6 2024-01-05",
  ]);
  expect(document.manifest.borrow?.rows).toEqual([
    { symbol: "X", from: "2024-01-01", rate: "0.36", available: "50" },
    { symbol: "X", from: "2024-01-05", rate: "0.72", available: "4" },
  ]);
  const result = join("out", "result.json");
  expect((await rustybt(["verify", result], { cwd })).code).toBe(0);
  expect((await rustybt(["explain", result, "2"], { cwd })).stdout).toContain("lenders wanted shares back");
});

test("the table of a run says what holding cost, and nothing of it where nothing was charged", async () => {
  const cwd = folderWith(files);
  const table = async (...more: string[]) => (await rustybt(["run", "short.ts", "--data", "X.csv", ...more], { cwd })).stdout;
  const charged = await table("--config", "run.json");
  expect(charged).toMatch(/Borrow +4\.4\b/);
  expect(charged).toMatch(/Interest +-60\.0103809\b/);
  expect(await table("--set", "account.type=margin")).not.toMatch(/Borrow|Financing|Interest/);
});

test("diff names the rate that two runs do not have in common", async () => {
  const cwd = folderWith({ ...files, "dearer.csv": files["borrow.csv"].replace("0.36", "0.37") });
  const run = (out: string, file: string) =>
    rustybt(["run", "short.ts", "--data", "X.csv", "--config", "run.json", "--set", `borrow.file=${file}`, "--out", out], { cwd });
  await run("a", "borrow.csv");
  await run("b", "dearer.csv");
  const { code, stdout } = await rustybt(["diff", join("a", "result.json"), join("b", "result.json"), "--json"], { cwd });
  expect(code).toBe(1);
  const { inputs, event } = JSON.parse(stdout);
  expect(inputs).toContainEqual({ kind: "data", key: "borrow rates.X 2024-01-01.rate", a: "0.36", b: "0.37" });
  expect(event.changed).toContainEqual({ key: "rate", a: "0.36", b: "0.37" });
});
