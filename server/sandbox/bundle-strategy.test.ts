import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { bundleStrategy, type StrategyFile, type StrategyProblem } from "./bundle-strategy.ts";
import { bundled, exampleFile } from "./testing/sandbox-jobs.ts";

const root = join(import.meta.dirname, "../..");

async function problemsOf(...files: StrategyFile[]): Promise<readonly StrategyProblem[]> {
  const answer = await bundleStrategy(files);
  return "problems" in answer ? answer.problems : [];
}

const one = (text: string): StrategyFile => ({ path: "a.ts", text });

test("the code hash of several files is that of the command line, which leaves out what nothing imports and types alone", async () => {
  const files = [
    {
      path: "strategies/main.ts",
      text: 'import { defineStrategy } from "rustybt";\nimport type { Side } from "../lib/types.ts";\nimport { length } from "../lib/length.js";\nimport table from "./table.json" with { type: "json" };\nexport default defineStrategy({ name: "many", onBar(ctx) { const side: Side = "buy"; if (ctx.bars === length + table.offset && side) ctx.order(1); } });\n',
    },
    { path: "lib/length.ts", text: "export const length: number = 3; // é\n" },
    { path: "lib/types.ts", text: 'export type Side = "buy" | "sell";\n' },
    { path: "lib/unused.ts", text: "export {};\n" },
    { path: "strategies/table.json", text: '{ "offset": 1 }' },
  ];
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const cli = execFileSync(
    process.execPath,
    [join(root, "sdk/bin/rustybt.js"), "run", join(folder, "strategies/main.ts"), "--data", join(root, "examples/data/AAPL.csv"), "--json"],
    { encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "ignore"] },
  );
  expect((await bundled(...files)).sha256).toBe(JSON.parse(cli).manifest.strategy.sha256);
  rmSync(folder, { recursive: true });
});

test("every import but rustybt and the strategy's own files is refused with its place and the next step", async () => {
  const problems = await problemsOf(
    one(
      'import fs from "node:fs";\nimport pad from "left-pad";\nimport "./b.js"; import "./missing.ts"; import "/etc/passwd"; import "https://x.test/y.js";\nimport "rustybt/report"; require("fs");\nexport default 1;\n',
    ),
    { path: "b.ts", text: "export const b = 1;" },
  );
  expect(problems.map(({ code, file, line, column, message }) => [code, file, line, column, message])).toEqual([
    ["strategy.import", "a.ts", 1, 16, 'the import of "node:fs" reaches files, network or the machine'],
    ["strategy.import", "a.ts", 2, 17, 'the import of "left-pad" is no file of this strategy and not "rustybt"'],
    ["strategy.import", "a.ts", 3, 25, '"./missing.ts" is no file of this strategy'],
    ["strategy.import", "a.ts", 3, 48, 'the import of "/etc/passwd" depends on where files lie on this machine'],
    ["strategy.import", "a.ts", 3, 70, 'the import of "https://x.test/y.js" loads code from elsewhere'],
    ["strategy.import", "a.ts", 4, 8, "rustybt has no part rustybt/report for strategies"],
    ["strategy.import", "a.ts", 4, 34, 'the import of "fs" reaches files, network or the machine'],
  ]);
  expect(problems.every(({ hint }) => hint?.endsWith("."))).toBe(true);
});

test("nothing is read from disk: a file beside the worker is no file of the strategy", async () => {
  expect(await problemsOf(one('import "./package.json"; export default 1;'))).toMatchObject([
    { code: "strategy.import", message: '"./package.json" is no file of this strategy' },
  ]);
});

test("syntax errors, types that cannot be erased and what a strategy may not reach are told with line and column", async () => {
  expect(await problemsOf(one("const é = 'ü' + ;\nexport default 1;"))).toMatchObject([
    { code: "strategy.syntax", file: "a.ts", line: 1, column: 17, message: 'Unexpected ";"' },
  ]);
  expect(await problemsOf(one("export default 1;\nenum Side { Buy }\n"))).toMatchObject([
    { code: "strategy.syntax", line: 2, message: expect.stringContaining("types must be erasable") },
  ]);
  expect(await problemsOf(one("export default 1;\nconst now = Date.now();\n"))).toEqual([
    {
      code: "strategy.ambient",
      file: "a.ts",
      line: 2,
      column: 13,
      message: "Date.now reads the clock",
      hint: "Use ctx.time (ms) or ctx.date; new Date(ctx.time) is fine.",
    },
  ]);
});

test("S-38 source that brings a parser down is a problem of its own, and the next strategy is bundled all the same", async () => {
  const deep = [
    `export default ${"(".repeat(100_000)}1${")".repeat(100_000)};`,
    `export default ${"[".repeat(20_000)}1${"]".repeat(20_000)};`,
    `export default ${"a=>".repeat(20_000)}1;`,
  ];
  for (const text of deep)
    expect(await problemsOf(one(text))).toMatchObject([
      { code: "strategy.syntax", file: "a.ts", message: "the source is nested too deeply or too long to be parsed" },
    ]);
  await bundled(exampleFile("sma-cross.ts"));
});

test("S-38 sizes, counts and paths are bounded before anything is parsed", async () => {
  expect(await problemsOf()).toMatchObject([{ message: "a strategy needs at least one file" }]);
  expect(await problemsOf(one("x".repeat(50_000_000)))).toMatchObject([
    { code: "strategy.files", message: "a strategy has at most 512 KiB of source, got 48829 KiB" },
  ]);
  expect(await problemsOf(...Array.from({ length: 51 }, (_, n) => ({ path: `${n}.ts`, text: "" })))).toMatchObject([
    { message: "a strategy has at most 50 files, got 51" },
  ]);
  for (const path of ["../a.ts", "/a.ts", "a\0.ts", "a.ts/", "./a.ts", "a/../b.ts", "<script>.ts", "a.wasm", ".env.ts"]) {
    expect(await problemsOf({ path, text: "export default 1;" }), path).toMatchObject([{ code: "strategy.files" }]);
  }
  expect(await problemsOf(one(""), one(""))).toMatchObject([{ message: "a.ts is there twice" }]);
});

test("S-38 a byte order mark, a first line for shells and a name of its own change nothing", async () => {
  const strategy = 'import { defineStrategy } from "rustybt";\nexport default defineStrategy({});\n';
  for (const text of [`\uFEFF${strategy}`, `#!/usr/bin/env rustybt\n${strategy}`, `${strategy}//# sourceURL=file:///app/main.mjs\n`]) {
    const { code } = await bundled(one(text));
    expect(code).toContain("defineStrategy({})");
  }
});

test("S-38 a source map that a file names is not read: it could be any file of this machine", async () => {
  const data = Buffer.from('{"version":3,"sources":[],"mappings":""}').toString("base64");
  for (const comment of [
    "//# sourceMappingURL=file:///etc/passwd",
    "//@ sourceMappingURL=../../../etc/passwd",
    `/*# sourceMappingURL=data:application/json;base64,${data} */`,
  ]) {
    expect(await problemsOf(one(`export default 1;\n  ${comment}`))).toEqual([
      {
        code: "strategy.files",
        file: "a.ts",
        line: 2,
        column: 5,
        message: "a.ts names a source map",
        hint: "Remove the line; places in errors are those of the file itself.",
      },
    ]);
  }
});
