import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ResultDocument } from "@rustybt/engine";
import { expect, test } from "vitest";
import { folderWith, type Outcome, rustybt, samplePrices, smaCross } from "./testing/command-line-process.ts";

const run = (folder: string, ...flags: string[]): Promise<Outcome> =>
  rustybt(["run", "s.ts", "--data", samplePrices, "--json", ...flags], { cwd: folder });
const strategyOf = ({ stdout }: Outcome): ResultDocument["manifest"]["strategy"] =>
  (JSON.parse(stdout) as ResultDocument).manifest.strategy;
const onBar = (body: string, head = ""): string =>
  `import { defineStrategy } from "rustybt";\n${head}export default defineStrategy({\n  onBar(ctx) {\n    ${body}\n  },\n});\n`;

test("own files are imported with and without extension, JSON too, and all of them enter the code hash", async () => {
  const files = {
    "s.ts": `import { size } from "./parts/size";\nimport { never } from "./parts/never.js";\n${smaCross.replace("ctx.order(100)", "ctx.order(size + never)")}`,
    "parts/size.ts": 'import limits from "./limits.json" with { type: "json" };\nexport const size: number = limits.most;\n',
    "parts/never.ts": "export const never = 0;\n",
    "parts/limits.json": '{ "most": 100 }\n',
  };
  const outcome = await run(folderWith(files));
  expect(outcome.stderr).toBe("");
  const hash = createHash("sha256");
  for (const path of ["parts/limits.json", "parts/never.ts", "parts/size.ts", "s.ts"] as const)
    hash.update(`${path}\0${Buffer.byteLength(files[path])}\0${files[path]}`);
  expect(strategyOf(outcome)).toEqual({ name: "SMA cross", sha256: hash.digest("hex") });
});

test("a strategy without a name is named after its file, and a file above its folder may be imported", async () => {
  const folder = folderWith({
    "shared.ts": "export const size = 1;\n",
    "a/s.ts": onBar("if (ctx.bars === 1) ctx.order(size);", 'import { size } from "../shared.ts";\n'),
  });
  expect(strategyOf(await run(join(folder, "a"))).name).toBe("s");
});

test("a rustybt beside the strategy is not the one that runs", async () => {
  const folder = folderWith({
    "s.ts": smaCross,
    "node_modules/rustybt/package.json": '{ "name": "rustybt", "version": "9.9.9", "exports": "./index.js" }',
    "node_modules/rustybt/index.js": 'throw new Error("the wrong one");',
  });
  expect((await run(folder)).code).toBe(0);
});

const pure = { "node_modules/pure/package.json": '{ "name": "pure", "type": "module", "exports": "./index.js" }' };

test("pure npm code beside the strategy may be used, even when it holds functions that are not pure", async () => {
  const folder = folderWith({
    ...pure,
    "node_modules/pure/index.js":
      'export const twice = (x) => 2 * x;\nexport const shuffle = (random = Math.random) => random();\nexport const isNode = typeof process === "object";\n',
    "s.ts": onBar("if (ctx.bars === 1 && isNode) ctx.order(twice(3));", 'import { isNode, twice } from "pure";\n'),
  });
  const { code, stdout } = await run(folder);
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as ResultDocument).fills[0]?.quantity).toBe("6");
});

test.each([
  [
    "imports of Node",
    's.ts:2: the import of "node:fs" reaches files, network or the machine',
    onBar("fs.existsSync('/');", 'import fs from "node:fs";\n'),
    {},
  ],
  [
    "imports of Node in an own file",
    'own.ts:1: the import of "os"',
    onBar("x;", 'import { x } from "./own.ts";\n'),
    { "own.ts": 'export { EOL as x } from "os";\n' },
  ],
  [
    "imports of Node in npm code",
    'node_modules/pure/index.js:1: the import of "fs"',
    onBar("x;", 'import { x } from "pure";\n'),
    { ...pure, "node_modules/pure/index.js": 'export { existsSync as x } from "fs";\n' },
  ],
  ["the clock", "s.ts:4: Date.now reads the clock", onBar("Date.now();"), {}],
  ["chance", "s.ts:4: Math.random is random anew in every run", onBar("Math.random();"), {}],
  ["the environment", "s.ts:4: process.env reads the machine", onBar("process.env.HOME;"), {}],
  ["dynamic imports", "s.ts:4: import(...) loads code during the run", onBar('import("./other.ts");'), {}],
])("%s are refused before anything of the strategy runs", async (_, message, source, files) => {
  const effects = { "effects.ts": 'console.error("ran");\n' };
  const { code, stdout, stderr } = await run(folderWith({ "s.ts": `${source}import "./effects.ts";\n`, ...effects, ...files }));
  expect(stderr).not.toContain("ran\n");
  expect(code).toBe(2);
  expect(stderr).toContain(`error: ${message}`);
  expect(stderr).toContain("--unsafe-imports");
  expect(JSON.parse(stdout).error.code).toBe("strategy.ambient");
});

test.each([
  ["an alias of Date", "Date.now reads the clock", "const D = Date;\n    D.now();"],
  [
    "Date from an instance",
    "new Date() without an argument reads the clock",
    "const D = new Date(0).constructor as DateConstructor;\n    new D();",
  ],
  ["a computed name", "Math.random is random anew", 'Math[["ran", "dom"].join("") as "random"]();'],
  ["a computed global", "process.env reads the machine", 'const name = "process";\n    (globalThis as any)[name].env;'],
  ["a built-in that calls", "Math.random is random anew", 'const name = "random";\n    [1].map(Math[name]);'],
  ["code from text", "Function runs code from text", '(() => {}).constructor("return 1")();'],
])("%s is refused while it runs, with its place", async (_, message, body) => {
  const { code, stderr } = await run(folderWith({ "s.ts": onBar(body) }));
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/s\.ts:[45]/);
  expect(stderr).toContain("in onBar, bar 1 of 2012-01-03");
  expect(code).toBe(1);
});

test("npm code is refused when it is called", async () => {
  const folder = folderWith({
    "node_modules/clock/package.json": '{ "name": "clock", "main": "index.js" }',
    "node_modules/clock/index.js": 'const { now } = require("./now");\nexports.time = () => now();\n',
    "node_modules/clock/now.js": "exports.now = () => Date.now();\n",
    "s.ts": onBar("clock.time();", 'import clock from "clock";\n'),
  });
  const { code, stderr } = await run(folder);
  expect(stderr).toContain("node_modules/clock/now.js:1: Date.now reads the clock");
  expect(code).toBe(1);
});

test("a date from the run's own time is fine", async () => {
  const folder = folderWith({ "s.ts": onBar("if (new Date(ctx.time).getUTCFullYear() === 2012 && ctx.bars === 1) ctx.order(1);") });
  expect((await run(folder)).code).toBe(0);
});

test("--unsafe-imports lets all of it through and marks the manifest", async () => {
  const folder = folderWith({
    "s.ts": onBar(
      "if (ctx.bars === 1 && existsSync('/') && Date.now() > 0 && Math.random() < 1) ctx.order(1);",
      'import { existsSync } from "node:fs";\n',
    ),
  });
  const { code, stdout } = await run(folder, "--unsafe-imports");
  expect(code).toBe(0);
  const { manifest, fills } = JSON.parse(stdout) as ResultDocument;
  expect(manifest.reproducible).toBe(false);
  expect(fills).toHaveLength(1);
});
