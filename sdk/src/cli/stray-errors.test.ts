import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { folderWith, rustybt, samplePrices } from "./testing/command-line-process.ts";

const strategy = (body: string, head = ""): string =>
  `import { defineStrategy } from "rustybt";\n${head}\nexport default defineStrategy({\n  onBar(ctx) {\n    ${body}\n  },\n});\n`;
const run = (folder: string, ...flags: string[]) =>
  rustybt(["run", "s.ts", "--data", samplePrices, "--out", "out", ...flags], { cwd: folder });

test.each([
  ["ctx in a timer", strategy("setTimeout(() => ctx.order(1));"), "s.ts:5: "],
  ["ctx in a timer of the last bar", strategy("if (ctx.bars === 1006) setTimeout(() => ctx.order(1));"), "s.ts:5: "],
  ["ctx after an await", strategy("void (async () => { await 0; ctx.order(1); })();"), "s.ts:5: "],
  ["a rejection", strategy('void (async () => { throw new Error("late"); })();'), "s.ts:5: late (in a timer or promise"],
  ["a rejection without an error", strategy('void Promise.reject("late");'), "late (in a timer or promise"],
  ["a rejection at load", strategy("ctx.bars;", 'void (async () => { throw new Error("late"); })();'), "s.ts:2: late"],
  ["many rejections", strategy('void Promise.reject(new Error("late " + ctx.bars));'), "s.ts:5: late 1 (in a timer or promise"],
])("%s fails the run: one document, nothing written", async (_, source, message) => {
  const folder = folderWith({ "s.ts": source });
  const { code, stdout, stderr } = await run(folder, "--json");
  const { error } = JSON.parse(stdout);
  expect(error.message).toContain(message);
  expect(error.code).toBe("strategy.leftBehind");
  expect(stderr.match(/^error: /gm)).toHaveLength(1);
  expect(stderr).not.toContain("fault of rustybt");
  expect(code).toBe(1);
  expect(readdirSync(folder)).toEqual(["s.ts"]);
});

test("what never comes due does not keep the command from ending", async () => {
  const folder = folderWith({ "s.ts": strategy("if (ctx.bars === 1) setInterval(() => { throw new Error('late'); }, 60_000);") });
  const { code, stdout, stderr } = await run(folder, "--json");
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout).manifest.seed).toBeDefined();
  expect(readdirSync(folder).sort()).toEqual(["out", "s.ts"]);
});
