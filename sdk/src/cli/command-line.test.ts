import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { folderWith, rustybt, samplePrices, smaCross } from "./testing/command-line-process.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

test("--version says the package's version", async () => {
  expect(await rustybt(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("--help lists commands and exit codes, in 80 columns", async () => {
  const { code, stdout } = await rustybt(["--help"]);
  expect(code).toBe(0);
  for (const text of ["run ", "init ", "verify ", "2  wrong usage or bad input", "3  a --fail-if condition is met"])
    expect(stdout).toContain(text);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test.each(["run", "init", "report", "verify", "explain", "diff", "check", "book"])(
  "rustybt %s --help shows flags, examples and exit codes, in 80 columns",
  async (name) => {
    const { code, stdout, stderr } = await rustybt([name, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    for (const text of [`rustybt ${name} `, "Flags", "Examples", "Exit codes"]) expect(stdout).toContain(text);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect((await rustybt(["help", name])).stdout).toBe(stdout);
  },
);

test("without a command help goes to stderr and the exit code is 2", async () => {
  const { code, stdout, stderr } = await rustybt([]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("Commands");
});

test("help shows characters one cannot see as one writes them", async () => {
  const { stdout } = await rustybt(["run", "--help"]);
  expect(stdout).not.toContain("\t");
  expect(stdout).toContain("--delimiter ,|;|\\t||");
  const folder = folderWith({ "t.csv": readFileSync(samplePrices, "utf8").replaceAll(",", "\t"), "s.ts": smaCross });
  expect((await rustybt(["run", "s.ts", "--data", "t.csv", "--delimiter", "\\t"], { cwd: folder })).code).toBe(0);
});
