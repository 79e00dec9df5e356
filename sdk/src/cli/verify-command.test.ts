import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, repository, rustybt, samplePrices } from "./testing/command-line-process.ts";

async function resultFolder(): Promise<string> {
  const folder = folderWith({});
  const { code } = await rustybt(["run", join(repository, "examples", "sma-cross.ts"), "--data", samplePrices, "--out", folder]);
  expect(code).toBe(0);
  return folder;
}

test("a changed digit is found and its place named", async () => {
  const folder = await resultFolder();
  const path = join(folder, "result.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"price":"571.6"', '"price":"571.7"'));
  const { code, stdout } = await rustybt(["verify", path]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/result\.json: \d+ things do not hold/);
  expect(stdout).toContain("seal: ");
  expect(stdout).toContain("571.7");
});

test("--json gives ok, findings and what was checked", async () => {
  const folder = await resultFolder();
  const good = await rustybt(["verify", folder, "--json"]);
  expect(good.code).toBe(0);
  expect(JSON.parse(good.stdout)).toMatchObject({ ok: true, findings: [] });
  const path = join(folder, "result.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"fees":"0"', '"fees":"1"'));
  const bad = await rustybt(["verify", path, "--json"]);
  expect(bad.code).toBe(1);
  const { ok, findings } = JSON.parse(bad.stdout);
  expect(ok).toBe(false);
  expect(findings.map(({ path: place }: { path: string }) => place)).toContain("seal");
});

test.each([
  ["a missing file", {}, "nope.json", "result not found: nope.json"],
  ["a file that is no JSON", { "x.json": "{" }, "x.json", "x.json is not JSON"],
  ["an empty file", { "x.json": "" }, "x.json", "x.json is empty"],
  ["a folder without a result", { "d/x": "" }, "d", "result not found: d/result.json"],
])("%s is bad input", async (_, files, argument, message) => {
  const { code, stdout, stderr } = await rustybt(["verify", argument], { cwd: folderWith(files) });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});

test("JSON that is no result is told apart from a result that does not hold by its findings", async () => {
  const { code, stdout } = await rustybt(["verify", "x.json"], { cwd: folderWith({ "x.json": '{"schema": "other"}' }) });
  expect(code).toBe(1);
  expect(stdout).toContain("schema");
});
