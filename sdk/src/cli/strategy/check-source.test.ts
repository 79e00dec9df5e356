import { isRustyBtError } from "@rustybt/engine/errors";
import { expect, test } from "vitest";
import { checkSource } from "./check-source.ts";

function refusal(code: string, options: { own?: boolean; format?: "module" | "commonjs" } = {}): string | undefined {
  try {
    checkSource({ code, file: "s.ts", format: options.format ?? "module", own: options.own ?? true });
    return undefined;
  } catch (error) {
    if (!isRustyBtError(error)) throw error;
    expect(error.code).toBe("strategy.ambient");
    expect(error.hint).toContain("--unsafe-imports");
    return error.message;
  }
}

test.each([
  ['import fs from "node:fs";', 's.ts:1: the import of "node:fs" reaches files'],
  ['import { readFile } from "fs/promises";', 's.ts:1: the import of "fs/promises" reaches files'],
  ['export * from "node:http";', 's.ts:1: the import of "node:http" reaches files, network'],
  ['import x from "https://example.org/x.js";', "loads code from elsewhere"],
  ['import "data:text/javascript,1";', "loads code from elsewhere"],
  ['import "/home/me/x.ts";', "depends on where files lie"],
  ["\n\nconst t = Date.now();", "s.ts:3: Date.now reads the clock"],
  ["const d = new Date();", "new Date() without an argument reads the clock"],
  ["const d = new Date;", "new Date() without an argument reads the clock"],
  ["const d = Date();", "Date() reads the clock"],
  ["const { now } = Date;", "Date.now reads the clock"],
  ["Math.random();", "Math.random is random anew"],
  ['Math["random"]();', "Math.random is random anew"],
  ["const { max, random } = Math;", "Math.random is random anew"],
  ["performance.now();", "performance.now reads the clock"],
  ["crypto.randomUUID();", "crypto.randomUUID is random anew"],
  ["process.env.HOME;", "process.env reads the machine"],
  ["globalThis.process;", "process reads the machine"],
  ['globalThis["Date"].now();', "Date.now reads the clock"],
  ["const { process: p } = globalThis;", "process reads the machine"],
  ['const m = await import("./other.ts");', "import(...) loads code during the run"],
  ['eval("1");', "eval runs code from text"],
  ['new Function("return 1")();', "Function runs code from text"],
  ['fetch("https://example.org");', "fetch reaches the network"],
  ["Temporal.Now.instant();", "Temporal.Now reads the clock"],
  ["const list = [Date.now()];", "Date.now reads the clock"],
  ["class A { static { Math.random(); } }", "Math.random is random anew"],
] as const)("%j is refused", (code, message) => {
  expect(refusal(code)).toContain(message);
});

test("of several the first in the file is named", () => {
  expect(refusal('const a = 1;\nMath.random();\nDate.now();\nimport "node:fs";')).toContain("s.ts:2: Math.random");
});

test.each([
  "const d = new Date(ctx.time);",
  'Date.parse("2014-06-09"); Date.UTC(2014, 5, 9);',
  "Math.max(1, 2);",
  "// Date.now()\n/* process.env */",
  'const text = "Math.random() and process.env";',
  "const pattern = /Date.now()/;",
  "function run(process, performance) { return process + performance; }",
  "const crypto = 1; crypto;",
  "ctx.process; ({ process: 1, fetch() {} });",
  "const known = typeof process === 'undefined';",
  "const isFunction = x instanceof Function;",
  'import { sma } from "rustybt"; import "./own.ts"; import { mean } from "simple-statistics";',
])("%j is fine", (code) => {
  expect(refusal(code)).toBeUndefined();
});

test("in npm packages imports are refused at load, what they call is left to the guard during the run", () => {
  expect(refusal('const fs = require("fs");', { own: false, format: "commonjs" })).toContain('s.ts:1: the import of "fs"');
  expect(refusal('import "node:os";', { own: false })).toContain('the import of "node:os"');
  expect(refusal("export const shuffle = (random = Math.random) => random();", { own: false })).toBeUndefined();
});
