import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, rustybt, samplePrices } from "./testing/command-line-process.ts";

const strategy = `import { defineStrategy } from "rustybt";
export default defineStrategy({
  onBar(ctx) {
    if (ctx.bars === 1) {
      ctx.order(10);
      ctx.order(10, { limit: "300" });
      ctx.order(1000);
    }
  },
});
`;

async function resultFolder(): Promise<string> {
  const folder = folderWith({ "s.ts": strategy });
  const { code } = await rustybt(["run", "s.ts", "--data", samplePrices, "--out", "out", "--to", "2012-06-01"], { cwd: folder });
  expect(code).toBe(0);
  return folder;
}

test("one filled, one unfilled and one rejected order are explained; the file verifies", async () => {
  const folder = await resultFolder();
  const explained = async (order: string) => {
    const { code, stdout, stderr } = await rustybt(["explain", "out/result.json", order], { cwd: folder });
    expect([code, stderr]).toEqual([0, ""]);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    return stdout.replaceAll(/\s+/g, " ");
  };
  // AAPL opened at 410 on 2012-01-04.
  const filled = await explained("1");
  expect(filled).toContain("Filled: bought 10 AAPL at 410 for 0 USD in fees.");
  expect(filled).toContain("After it: cash 95900 USD, position 10 AAPL");
  // Of the 104 rows from 2012-01-04 to 2012-06-01 the first has the lowest low (awk over the file).
  const unfilled = await explained("#2");
  expect(unfilled).toContain(
    "It waited for its limit of 300: the lowest price in the 104 bars from 2012-01-04 to 2012-06-01 was 409.28 on 2012-01-04",
  );
  expect(unfilled).toContain("It was still open when the data ended at 2012-06-01.");
  // 1000 at the close of 411.23; of 100000, order 1 has set aside 4112.3 and order 2 3000.
  const rejected = await explained("3");
  expect(rejected).toContain("it needed 411230 USD and 92887.7 USD were available");
  expect((await rustybt(["verify", "out"], { cwd: folder })).code).toBe(0);
});

test("--json is the account of the order for programs", async () => {
  const folder = await resultFolder();
  const { code, stdout } = await rustybt(["explain", "out", "3", "--json"], { cwd: folder });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    order: 3,
    status: "rejected",
    reason: "insufficientCash",
    facts: { refused: { needed: "411230", available: "92887.7", of: "money" } },
  });
});

test("an unknown order exits with 2 and names the orders there are", async () => {
  const folder = await resultFolder();
  const unknown = await rustybt(["explain", "out", "7", "--json"], { cwd: folder });
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("there is no order 7 in this result: orders are #1 to #3");
  expect(JSON.parse(unknown.stdout).error.code).toBe("explain.unknownOrder");
  expect((await rustybt(["explain", "nowhere", "1"], { cwd: folder })).code).toBe(2);
  expect((await rustybt(["explain", "out"], { cwd: folder })).code).toBe(2);
  expect((await rustybt(["explain", join(folder, "s.ts"), "1"])).stderr).toContain("is not JSON");
});

test("a long result is explained from the log beside it, and without that log as far as the document goes", async () => {
  const start = Date.UTC(2024, 0, 1);
  const rows = Array.from({ length: 20_001 }, (_, i) => `${new Date(start + i * 60_000).toISOString()},10,10,10,10,1000`);
  const folder = folderWith({
    "prices.csv": `time,open,high,low,close,volume\n${rows.join("\n")}\n`,
    "s.ts":
      'import { defineStrategy } from "rustybt";\nexport default defineStrategy({ onBar: (ctx) => void ctx.order(ctx.bars % 2 === 0 ? -1 : 1) });\n',
  });
  expect((await rustybt(["run", "s.ts", "--data", "X=prices.csv", "--out", "out"], { cwd: folder })).code).toBe(0);
  const whole = await rustybt(["explain", "out", "19999", "--json"], { cwd: folder });
  expect(JSON.parse(whole.stdout).fills[0]).toMatchObject({ cash: "99990", position: "1" });
  rmSync(join(folder, "out", "events.ndjson.gz"));
  const alone = await rustybt(["explain", "out", "19999"], { cwd: folder });
  expect(alone.stdout.replaceAll(/\s+/g, " ")).toContain(
    "Postings, cash and position stand in the log, which is not beside this document.",
  );
});
