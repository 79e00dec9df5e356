import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

const rules = [...readFileSync(`${root}SPEC.md`, "utf8").matchAll(/^### ([A-Z]\d+) /gm)].map((match) => match[1]);

const cited = new Set(
  globSync("src/**/*.test.ts", { cwd: root }).flatMap((file) =>
    [...readFileSync(`${root}${file}`, "utf8").matchAll(/^test(?:\.each\([\s\S]*?\)(?: as const\))?)?\(\s*"\[([A-Z]\d+)\]/gm)].map(
      (match) => match[1],
    ),
  ),
);

test("every rule of SPEC.md is cited by a test title", () => {
  expect(rules.length).toBeGreaterThan(35);
  expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
});
