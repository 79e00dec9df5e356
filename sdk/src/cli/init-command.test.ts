import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { folderWith, repository, rustybt } from "./testing/command-line-process.ts";

const projectFiles = [".gitignore", "README.md", "package.json", "prices.csv", "strategy.test.ts", "strategy.ts", "tsconfig.json"];

test("init makes a project whose backtest runs and whose test passes", async () => {
  const folder = folderWith({});
  const made = await rustybt(["init", "My Strategy"], { cwd: folder });
  expect([made.code, made.stderr]).toEqual([0, ""]);
  expect(made.stdout).toContain("npx rustybt run strategy.ts --data prices.csv");
  const project = join(folder, "My Strategy");
  expect(readdirSync(project).sort()).toEqual(projectFiles);
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  const { version } = JSON.parse(readFileSync(join(repository, "sdk", "package.json"), "utf8"));
  expect(manifest).toMatchObject({ name: "my-strategy", type: "module", dependencies: { rustybt: version } });

  const backtest = await rustybt(["run", "strategy.ts", "--data", "prices.csv"], { cwd: project });
  expect(backtest.code).toBe(0);
  expect(backtest.stdout).toContain("100,156 USD");

  // `npm install` is the packed tarball's test; here the package is the one of this checkout.
  const sources = pathToFileURL(join(repository, "sdk", "src", "index.ts")).href;
  const installed = join(project, "node_modules", "rustybt");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "package.json"), '{ "name": "rustybt", "type": "module", "exports": "./index.js" }');
  writeFileSync(join(installed, "index.js"), `export * from ${JSON.stringify(sources)};\n`);
  const tested = await rustybt([], { cwd: project, main: ["--test"], env: { NODE_OPTIONS: "" } });
  expect(tested.stdout).toContain("pass 2");
  expect(tested.code).toBe(0);
});

test("init without a folder uses the current one", async () => {
  const folder = folderWith({ "notes.txt": "mine" });
  expect((await rustybt(["init"], { cwd: folder })).code).toBe(0);
  expect(readdirSync(folder).sort()).toEqual([...projectFiles, "notes.txt"].sort());
});

test("init overwrites nothing and then writes nothing", async () => {
  const folder = folderWith({ "strategy.ts": "mine", "package.json": "{}" });
  const { code, stderr } = await rustybt(["init"], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain("already has package.json, strategy.ts; nothing was written");
  expect(readdirSync(folder).sort()).toEqual(["package.json", "strategy.ts"]);
  expect(readFileSync(join(folder, "strategy.ts"), "utf8")).toBe("mine");
});

test("init refuses a file as folder", async () => {
  const folder = folderWith({ taken: "" });
  const { code, stderr } = await rustybt(["init", "taken"], { cwd: folder });
  expect([code, stderr.split("\n")[0]]).toEqual([2, "error: taken is a file, not a folder"]);
});
