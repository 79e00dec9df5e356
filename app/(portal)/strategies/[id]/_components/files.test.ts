import { expect, test } from "vitest";
import { areSame, changedFiles, pathProblem, withEntry, withPath, withText } from "./files.ts";

const main = { path: "main.ts", text: "1" };
const lib = { path: "lib/a.ts", text: "2" };
const other = { path: "b.ts", text: "3" };

test("files are the same whatever the order behind the entry; another text, path or entry makes another version", () => {
  expect(areSame([main, lib, other], [main, other, lib])).toBe(true);
  expect(areSame([main, lib], [lib, main])).toBe(false);
  expect(areSame([main, lib], withText([main, lib], "lib/a.ts", "4"))).toBe(false);
  expect(areSame([main, lib], withPath([main, lib], "lib/a.ts", "lib/b.ts"))).toBe(false);
  expect(areSame([main, lib], [main])).toBe(false);
});

test("what differs is listed by path, a renamed file as one removed and one added", () => {
  expect(changedFiles([main, lib, other], [{ ...main, text: "5" }, { path: "lib/c.ts", text: "2" }, other])).toEqual([
    { path: "lib/a.ts", change: "removed", before: "2", after: "" },
    { path: "lib/c.ts", change: "added", before: "", after: "2" },
    { path: "main.ts", change: "changed", before: "1", after: "5" },
  ]);
});

test("the entry stands first", () => {
  expect(withEntry([main, lib, other], "b.ts")).toEqual([other, main, lib]);
});

test.each([
  ["lib/signals.ts", undefined],
  ["table.json", undefined],
  ["../secret.ts", "Use a short relative path such as sma-cross.ts or lib/signals.ts."],
  ["strategy.py", "Use a short relative path such as sma-cross.ts or lib/signals.ts."],
  ["", "Use a short relative path such as sma-cross.ts or lib/signals.ts."],
  ["MAIN.ts", "There is a file main.ts already."],
])("%s as a new path beside main.ts: %s", (path, problem) => {
  expect(pathProblem(path, ["main.ts"])).toBe(problem);
});
