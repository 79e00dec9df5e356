import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeFolder } from "./write-folder.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rustybt-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("files appear in a folder that is made for them, without drafts beside them", () => {
  const path = join(folder, "a", "b");
  writeFolder(path, [
    { name: "x.txt", content: "one" },
    { name: "y.bin", content: new Uint8Array([1, 2]) },
  ]);
  expect(readdirSync(path).sort()).toEqual(["x.txt", "y.bin"]);
  expect(readFileSync(join(path, "x.txt"), "utf8")).toBe("one");
});

test("when one file cannot be written nothing is left, not even the folders", () => {
  const path = join(folder, "a", "b");
  expect(() =>
    writeFolder(path, [
      { name: "x.txt", content: "one" },
      { name: "no/such/folder.txt", content: "two" },
    ]),
  ).toThrow("ENOENT");
  expect(readdirSync(folder)).toEqual([]);
});

test("when it fails what was there before stays", () => {
  mkdirSync(join(folder, "a"));
  writeFileSync(join(folder, "a", "x.txt"), "before");
  expect(() =>
    writeFolder(join(folder, "a"), [
      { name: "x.txt", content: "after" },
      { name: "no/y.txt", content: "" },
    ]),
  ).toThrow("ENOENT");
  expect(readdirSync(join(folder, "a"))).toEqual(["x.txt"]);
  expect(readFileSync(join(folder, "a", "x.txt"), "utf8")).toBe("before");
});

test.runIf(existsSync("/proc/self"))("a folder that the system does not let be made is an error at once", () => {
  expect(() => writeFolder("/proc/rustybt", [{ name: "x.txt", content: "one" }])).toThrow("ENOENT");
});
