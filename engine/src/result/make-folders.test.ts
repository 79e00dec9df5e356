import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolders, removeFolders } from "./make-folders.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rustybt-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("all that is missing is made and answered, innermost first", () => {
  mkdirSync(join(folder, "a"));
  expect(makeFolders(join(folder, "a", "b", "c"))).toEqual([join(folder, "a", "b", "c"), join(folder, "a", "b")]);
  expect(existsSync(join(folder, "a", "b", "c"))).toBe(true);
  expect(makeFolders(join(folder, "a", "b", "c"))).toEqual([]);
});

test("a way through a file is an error and leaves nothing", () => {
  writeFileSync(join(folder, "x"), "");
  expect(() => makeFolders(join(folder, "x", "y", "z"))).toThrow("ENOTDIR");
  expect(readdirSync(folder)).toEqual(["x"]);
});

test.runIf(existsSync("/proc/self"))("a folder that the system does not let be made is an error at once", () => {
  expect(() => makeFolders("/proc/rustybt/a")).toThrow("ENOENT");
});

test("only what is empty is taken away again", () => {
  const made = makeFolders(join(folder, "a", "b"));
  writeFileSync(join(folder, "a", "other"), "");
  removeFolders(made);
  expect(readdirSync(join(folder, "a"))).toEqual(["other"]);
});
